//! An unknown name costs what a wrong passphrase costs, through the whole office.

use std::sync::{Arc, Mutex};

use domain::fault::Code;
use office::{Office, Passphrase, Ports};
use testkit::TestOffice;
use vault::VaultError;
use vault::kdf::{Argon2id, Kdf, KdfParams, KdfPort};

/// Derives, and remembers with which costs.
#[derive(Clone, Default)]
struct Counted(Arc<Mutex<Vec<KdfParams>>>);

impl Kdf for Counted {
    fn derive(
        &self,
        passphrase: &Passphrase,
        salt: &[u8; 16],
        params: KdfParams,
    ) -> Result<zeroize::Zeroizing<[u8; 32]>, VaultError> {
        self.0.lock().unwrap().push(params);
        Argon2id.derive(passphrase, salt, params)
    }
}

#[tokio::test]
async fn a_wrong_passphrase_and_an_unknown_name_derive_once_at_the_same_cost() {
    let founded = TestOffice::founded().await;
    let place = tempfile::tempdir().unwrap();
    crate::record::copy(&founded.path(), place.path());
    let counted = Counted::default();
    let kdf = KdfPort::new(founded.ports().kdf.bounds(), Arc::new(counted.clone()));
    let office = Office::open(
        place.path(),
        Ports {
            kdf,
            ..founded.ports()
        },
    )
    .unwrap();
    let mut answers = Vec::new();
    for name in ["desk", "auditor", "nobody"] {
        let wrong = Passphrase::new("test wrong".to_owned()).unwrap();
        let refused = office.sign_in(name, wrong).await.unwrap_err();
        assert_eq!(refused.code, Code::SigninRefused);
        answers.push((refused, std::mem::take(&mut *counted.0.lock().unwrap())));
    }
    assert_eq!(answers[0].1.len(), 1, "one derivation");
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
}
