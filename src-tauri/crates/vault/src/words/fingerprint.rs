//! The 256 words of fingerprints: Vietnamese syllables without marks, one for each byte.
//!
//! Purpose: data only. The lists are part of a format: never change, reorder or shorten one,
//! because words already stand on paper. Must never: hold a rule.

/// Word of byte value 0, 1, … 255.
#[rustfmt::skip]
pub(super) const BYTES: [&str; 256] = [
    "ao", "ba", "ban", "banh", "bao", "bap", "bat", "bau", "bay", "beo", "bep", "bi", "bia", "bien",
    "boi", "bong", "bua", "bui", "buom", "ca", "cai", "cam", "can", "canh", "cao", "cat", "cau",
    "cay", "chai", "chan", "chanh", "chao", "chau", "che", "chen", "chi", "chim", "chin", "chua",
    "chuoi", "chuong", "co", "coc", "coi", "com", "cong", "cua", "cui", "cung", "da", "dan", "dao",
    "dat", "dau", "day", "den", "dia", "dinh", "do", "doan", "doi", "don", "dong", "dua", "duong",
    "eo", "ech", "en", "ga", "gac", "gach", "gao", "ghe", "gia", "giay", "gieng", "gio", "giong",
    "go", "goc", "goi", "gom", "guom", "gung", "guong", "hac", "hai", "hang", "hanh", "hat", "hau",
    "he", "hen", "heo", "hien", "ho", "hoa", "hoc", "hoi", "hom", "hong", "hop", "hue", "huong",
    "huou", "keo", "kem", "ken", "kho", "khoai", "khoi", "khung", "kia", "kien", "kim", "kinh",
    "la", "lac", "lai", "lam", "lan", "lang", "lanh", "lau", "le", "len", "leo", "lich", "liem",
    "lo", "loa", "loi", "long", "lua", "luoi", "luong", "mai", "man", "mang", "may", "mau", "meo",
    "mia", "mien", "min", "mit", "mo", "moc", "moi", "mua", "muoi", "muop", "nai", "nam", "nau",
    "nay", "nem", "nen", "nep", "ngan", "ngay", "nghe", "ngo", "ngoc", "ngon", "ngua", "nguon",
    "nha", "nhac", "nhan", "nhat", "nho", "nhua", "nia", "noi", "non", "nong", "nui", "nuoc", "oc",
    "oi", "ong", "ot", "phan", "phao", "phim", "pho", "phong", "qua", "quan", "quat", "que", "quen",
    "quyt", "rau", "re", "rieng", "ro", "rong", "rua", "rung", "ruong", "sa", "sach", "sam", "san",
    "sao", "sau", "sen", "soc", "soi", "son", "song", "suoi", "suong", "tai", "tam", "tan", "tao",
    "tau", "tay", "than", "thang", "thia", "tho", "thoc", "thom", "thong", "thuyen", "tien", "tim",
    "tin", "to", "tre", "trang", "trau", "trong", "trung", "tuong", "vai", "van", "vang", "vay",
    "ven", "vi", "vit", "voi", "vuon", "xa", "xanh", "xe", "xoai", "xoi", "xom", "xuan", "xuong",
];
