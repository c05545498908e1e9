//! Words of generated Vietnamese passphrases: a thing and how it is, typed without marks.
//!
//! Purpose: data only. The lists are part of a format: never change, reorder or shorten one,
//! because words already stand on paper. Must never: hold a rule.

/// 128 things (7 bits).
#[rustfmt::skip]
pub(super) const THINGS: [&str; 128] = [
    "meo", "ga", "vit", "trau", "bo", "ngua", "de", "tho", "soc", "huou", "nai", "voi", "gau", "ca",
    "tom", "cua", "oc", "ech", "rua", "ong", "buom", "kien", "chim", "en", "sao", "cong", "hac",
    "heo", "tre", "lua", "ngo", "mia", "khoai", "sen", "cuc", "mai", "dao", "lan", "hue", "dua",
    "cam", "quyt", "tao", "nho", "xoai", "mit", "chuoi", "mo", "vai", "nhan", "khe", "dau", "bi",
    "bau", "ot", "hanh", "gung", "nghe", "sa", "que", "che", "ban", "ghe", "giuong", "den", "sach",
    "vo", "giay", "bang", "phan", "thuoc", "keo", "thia", "bat", "dia", "coc", "am", "noi", "chao",
    "bep", "nuoc", "mua", "gio", "may", "trang", "nui", "song", "bien", "ho", "dong", "ruong",
    "vuon", "duong", "cau", "thuyen", "xe", "tau", "bong", "dieu", "trong", "chuong", "dan", "ken",
    "co", "la", "canh", "re", "hat", "hoa", "nha", "san", "tuong", "ngoi", "gach", "cat", "dat",
    "bac", "ao", "khan", "tui", "luoi", "can", "chum", "vong", "coi", "suoi", "doi", "rung",
];

/// 32 traits (5 bits).
#[rustfmt::skip]
pub(super) const TRAITS: [&str; 32] = [
    "xanh", "vang", "trang", "tim", "hong", "nau", "xam", "den", "cao", "thap", "tron", "vuong",
    "moi", "nhanh", "cham", "sang", "am", "mat", "ngot", "man", "chua", "cay", "thom", "vui",
    "hien", "khoe", "nhe", "nang", "mem", "sau", "nong", "xa",
];
