//! Consent and referral: who may be told what, for what, and what became of it.
//!
//! Purpose: a consent is given to one receiver at a time, for purposes and for parts of what was told; a
//! referral says no more than its consent covers, or names the duty that makes the law tell without one
//! (a child, danger to life). What was given is taken back whenever she wants. May use: sections of the
//! catalogue's forms as the parts of what was told. Must never: let one body learn what another was
//! consented to.

use serde::{Deserialize, Serialize};

use crate::fault::{Code, Fault, Faults, Refusal};
use crate::fold;
use crate::id::ItemId;
use crate::text;

/// Longest name of a receiver, characters.
const NAME: usize = 200;
/// Longest words, characters.
const WORDS: usize = 4_000;
/// Most parts of what was told that one consent names.
const PARTS: usize = 12;
/// Who she is: the part that is no section of a form.
pub const NAMED: &str = "name";

/// What kind of body.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum ReceiverKind {
    /// A hospital, a doctor.
    Health,
    /// A shelter, a trusted address.
    Shelter,
    /// Legal aid.
    LegalAid,
    /// Somebody who listens and supports.
    Psychosocial,
    /// The police elsewhere, investigators.
    Police,
    /// Child protection, hotline 111.
    ChildProtection,
    /// The Women's Union.
    WomensUnion,
    /// The committee of the commune.
    Committee,
    /// Another body.
    Other,
}

/// Who is told.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct Receiver {
    /// What kind of body.
    pub kind: ReceiverKind,
    /// Its name.
    pub name: String,
}

/// What for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Treatment, an examination.
    Care,
    /// A safe place.
    SafePlace,
    /// Advice, somebody who stands by her in law.
    Legal,
    /// To be looked into, to be stopped.
    Investigation,
    /// Money, school, work, company.
    Support,
}

/// She lets somebody be told.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Who is told.
    pub to: Receiver,
    /// What for.
    pub purposes: Vec<Purpose>,
    /// Which parts of what was told: sections of its form, and [`NAMED`].
    pub parts: Vec<String>,
    /// She was not pressed.
    pub voluntary: bool,
    /// She knows who is told what, and that she may take it back.
    pub informed: bool,
    /// Whoever she fears was within hearing.
    pub suspect_near: bool,
    /// As she put it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// Why the law makes somebody tell without a consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// A child is harmed or in danger.
    Child,
    /// A life is in danger.
    Life,
}

/// On what ground somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum TellGround {
    /// Her consent.
    Consent(ItemId),
    /// A duty.
    Duty(Duty),
}

/// Somebody is told.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct Referral {
    /// Who.
    pub to: Receiver,
    /// What for.
    pub purpose: Purpose,
    /// Which parts of what was told.
    pub parts: Vec<String>,
    /// On what ground.
    pub ground: TellGround,
    /// What is asked for; of a duty, why it holds.
    pub words: String,
}

crate::quiet!(Receiver);
crate::quiet!(Consent);
crate::quiet!(Referral);

impl Receiver {
    fn check(self, faults: &mut Faults) -> Self {
        let name = text::line(&self.name, NAME).map_err(|fault| fault.in_field("to"));
        let name = faults.keep(name).unwrap_or_default();
        if name.is_empty() {
            faults.push(Fault::at(Code::FieldMissing, "to"));
        }
        Self { name, ..self }
    }

    /// Whether both are the same body.
    pub fn is(&self, other: &Self) -> bool {
        self.kind == other.kind && fold::folded_key(&self.name) == fold::folded_key(&other.name)
    }
}

/// Parts of this form, each once.
fn parts(named: Vec<String>, known: &[String], faults: &mut Faults) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for part in named {
        let there = part == NAMED || known.contains(&part);
        if !there || kept.len() >= PARTS {
            faults.push(Fault::at(Code::FieldUnknown, "parts"));
            break;
        }
        if !kept.contains(&part) {
            kept.push(part);
        }
    }
    if kept.is_empty() {
        faults.push(Fault::at(Code::FieldMissing, "parts"));
    }
    kept
}

impl Consent {
    /// What was given, within its limits: it is free, informed and nobody's whom she fears. `known`: the
    /// sections of her form.
    pub fn check(self, known: &[String]) -> Result<Self, Refusal> {
        let mut faults = Faults::default();
        let to = self.to.check(&mut faults);
        let parts = parts(self.parts, known, &mut faults);
        if self.purposes.is_empty() {
            faults.push(Fault::at(Code::FieldMissing, "purposes"));
        }
        for (holds, field) in [(self.voluntary, "voluntary"), (self.informed, "informed")] {
            if !holds {
                faults.push(Fault::at(Code::ConsentNotFree, field));
            }
        }
        if self.suspect_near {
            faults.push(Fault::at(Code::ConsentHeard, "suspect_near"));
        }
        let words = text::prose(&self.words, WORDS).map_err(|fault| fault.in_field("words"));
        let words = faults.keep(words).unwrap_or_default();
        faults.finish()?;
        Ok(Self {
            to,
            parts,
            words,
            ..self
        })
    }

    /// Whether it covers that this body is told these parts for that purpose.
    pub fn covers(&self, referral: &Referral) -> bool {
        self.to.is(&referral.to)
            && self.purposes.contains(&referral.purpose)
            && referral.parts.iter().all(|part| self.parts.contains(part))
    }
}

impl Referral {
    /// What is told, within its limits. `consent`: the one it names, where it was given and not taken back.
    pub fn check(self, known: &[String], consent: Option<&Consent>) -> Result<Self, Refusal> {
        let mut faults = Faults::default();
        let to = self.to.check(&mut faults);
        let parts = parts(self.parts, known, &mut faults);
        let words = text::prose(&self.words, WORDS).map_err(|fault| fault.in_field("words"));
        let words = faults.keep(words).unwrap_or_default();
        if words.trim().is_empty() {
            faults.push(Fault::at(Code::FieldMissing, "words"));
        }
        let referral = Self {
            to,
            parts,
            words,
            ..self
        };
        let covered = match referral.ground {
            TellGround::Duty(_) => true,
            TellGround::Consent(_) => consent.is_some_and(|consent| consent.covers(&referral)),
        };
        if !covered {
            faults.push(Fault::at(Code::ReferralNoConsent, "ground"));
        }
        faults.finish()?;
        Ok(referral)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<String> {
        ["telling", "signs", "contact"].map(str::to_owned).to_vec()
    }

    fn to(kind: ReceiverKind, name: &str) -> Receiver {
        Receiver {
            kind,
            name: name.to_owned(),
        }
    }

    fn consent() -> Consent {
        Consent {
            to: to(ReceiverKind::Health, "Bệnh viện Mẫu"),
            purposes: vec![Purpose::Care],
            parts: vec![NAMED.to_owned(), "telling".to_owned()],
            voluntary: true,
            informed: true,
            suspect_near: false,
            words: String::new(),
        }
    }

    fn referral() -> Referral {
        Referral {
            to: to(ReceiverKind::Health, "benh vien mau"),
            purpose: Purpose::Care,
            parts: vec!["telling".to_owned()],
            ground: TellGround::Consent(ItemId::from_bytes([1; 16])),
            words: "Khám và điều trị.".to_owned(),
        }
    }

    fn fields(refusal: &Refusal) -> Vec<(Code, String)> {
        let told = refusal.faults();
        told.map(|fault| (fault.code, fault.field.clone().unwrap_or_default()))
            .collect()
    }

    #[test]
    fn a_consent_is_free_informed_unheard_and_names_whom_what_and_what_for() {
        assert!(consent().check(&known()).is_ok());
        let bare = Consent {
            to: to(ReceiverKind::Health, " "),
            purposes: Vec::new(),
            parts: Vec::new(),
            voluntary: false,
            informed: false,
            suspect_near: true,
            ..consent()
        };
        let refused = bare.check(&known()).err().unwrap();
        let expected = [
            (Code::FieldMissing, "to"),
            (Code::FieldMissing, "parts"),
            (Code::FieldMissing, "purposes"),
            (Code::ConsentNotFree, "voluntary"),
            (Code::ConsentNotFree, "informed"),
            (Code::ConsentHeard, "suspect_near"),
        ];
        let expected = expected.map(|(code, field)| (code, field.to_owned()));
        assert_eq!(fields(&refused), expected);
        let more = Consent {
            parts: vec!["informant".to_owned()],
            ..consent()
        };
        let refused = more.check(&known()).err().unwrap();
        assert_eq!(refused.first.code, Code::FieldUnknown);
    }

    #[test]
    fn a_referral_says_no_more_than_its_consent_covers_to_nobody_else_and_for_nothing_else() {
        let given = consent();
        let told = |referral: Referral, consent: Option<&Consent>| {
            let told = referral.check(&known(), consent);
            told.map(drop).map_err(|refused| refused.first.code)
        };
        // The same body however it was typed.
        assert_eq!(told(referral(), Some(&given)), Ok(()));
        let none = Err(Code::ReferralNoConsent);
        assert_eq!(told(referral(), None), none);
        let more = Referral {
            parts: vec!["telling".to_owned(), "signs".to_owned()],
            ..referral()
        };
        assert_eq!(told(more, Some(&given)), none);
        let other = Referral {
            to: to(ReceiverKind::Shelter, "Bệnh viện Mẫu"),
            ..referral()
        };
        assert_eq!(told(other, Some(&given)), none);
        let for_more = Referral {
            purpose: Purpose::Investigation,
            ..referral()
        };
        assert_eq!(told(for_more, Some(&given)), none);
        // Where the law makes us tell, why it does is said.
        let duty = |words: &str| Referral {
            ground: TellGround::Duty(Duty::Life),
            words: words.to_owned(),
            ..referral()
        };
        assert_eq!(told(duty("Dọa giết, có hung khí."), None), Ok(()));
        assert_eq!(told(duty(" "), None), Err(Code::FieldMissing));
    }
}
