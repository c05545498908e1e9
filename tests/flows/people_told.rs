//! People as a test needs them: this name, this number, by this proof. All invented.

use domain::person::Proof;
use office::intake::{Intake, PersonTold};
use testkit::intake::anonymous;

/// Somebody with a name and nothing else, by her own words.
pub(crate) fn named(name: &str) -> PersonTold {
    PersonTold {
        name: Some(name.to_owned()),
        ..PersonTold::default()
    }
}

/// Somebody with a personal number, by a proof.
pub(crate) fn numbered(name: &str, number: &str, proof: Proof) -> PersonTold {
    PersonTold {
        number: Some(number.to_owned()),
        proof: Some(proof),
        ..named(name)
    }
}

/// A visit of hers that ends in advice.
pub(crate) fn visit_of(person: PersonTold) -> Intake {
    Intake {
        person: Some(person),
        ..anonymous()
    }
}
