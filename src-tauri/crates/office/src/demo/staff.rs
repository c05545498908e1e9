//! Who works in a demo office, and what stands on its paper.
//!
//! Purpose: the founders, two of most roles, with passphrases drawn from the seed, and an invented
//! letterhead. Must never: be founded without the demo mark.

use domain::permission::Role;
use vault::passphrase;
use vault::secret::Passphrase;
use vault::words::{PAIRS, Tongue};

use super::dice::Dice;
use crate::founding::{FounderTold, FoundingTold, OfficeTold, OfficerShown};
use crate::refused::Answer;

/// Sign-in name, name as shown, role.
const STAFF: [(&str, &str, Role); 8] = [
    ("mai.le", "Lê Thị Mai", Role::Reception),
    ("son.vu", "Vũ Hồng Sơn", Role::Reception),
    ("hanh.tran", "Trần Thu Hạnh", Role::Case),
    ("khoa.pham", "Phạm Đăng Khoa", Role::Case),
    ("lan.do", "Đỗ Phương Lan", Role::Supervisor),
    ("quang.bui", "Bùi Minh Quang", Role::Supervisor),
    ("thao.ngo", "Ngô Bích Thảo", Role::Admin),
    ("viet.dang", "Đặng Quốc Việt", Role::Auditor),
];

/// What the demo office is founded with.
pub(super) fn told() -> FoundingTold {
    let founder = |(name, display, role): &(&str, &str, Role)| FounderTold {
        name: (*name).to_owned(),
        display: (*display).to_owned(),
        role: *role,
        outside: String::new(),
    };
    FoundingTold {
        office: OfficeTold {
            parent: "CÔNG AN THÀNH PHỐ MẪU".to_owned(),
            office: "PHÒNG TIẾP CÔNG DÂN".to_owned(),
            place: "Phường Mẫu".to_owned(),
            address: "Số 1 phố Thử Nghiệm, Phường Mẫu".to_owned(),
            phone: "0900000000".to_owned(),
            letter: "A".to_owned(),
            officer: OfficerShown::GivenName,
        },
        founders: STAFF.iter().map(founder).collect(),
    }
}

/// Their passphrases, always the same for a seed.
pub(super) fn passphrases(seed: u64) -> Answer<Vec<Passphrase>> {
    let mut dice = Dice::of(seed, "passphrases");
    let mut passphrases = Vec::with_capacity(STAFF.len());
    for _ in STAFF {
        let draws: Vec<u32> = (0..passphrase::WORDS).map(|_| dice.below(PAIRS)).collect();
        passphrases.push(passphrase::from_draws(Tongue::Vietnamese, &draws)?);
    }
    Ok(passphrases)
}
