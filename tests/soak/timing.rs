//! A name that does not exist answers as slowly as a wrong passphrase does, at the shipped costs.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::fault::Code;
use domain::printing::NoPrinters;
use office::clock::{SystemClock, SystemEntropy};
use office::founding::{Manner, found};
use office::{Office, Passphrase, Ports};
use vault::kdf::KdfPort;

/// How far apart the medians may lie.
const APART: f64 = 0.05;

fn ports() -> Ports {
    Ports {
        clock: Arc::new(SystemClock::default()),
        entropy: Arc::new(SystemEntropy),
        press: Arc::new(testkit::PlainPress),
        printers: Arc::new(NoPrinters),
        machine: None,
        catalogue: None,
        kdf: KdfPort::shipped(),
    }
}

/// One failed try. The counter of failures is taken away first, or it would answer in our place.
async fn refused(office: &Office, fails: &std::path::Path, name: &str) -> Duration {
    let _gone = std::fs::remove_file(fails);
    let begun = Instant::now();
    let answer = office
        .sign_in(name, Passphrase::new("test wrong".to_owned()).unwrap())
        .await;
    let passed = begun.elapsed();
    assert_eq!(answer.unwrap_err().code, Code::SigninRefused);
    passed
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1_000.0
}

/// Prints both medians; false when they lie too far apart.
pub(crate) async fn run(tries: usize) -> bool {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("vault");
    let manner = Manner {
        demo: true,
        kdf: Some(ports().kdf.bounds().floor()),
        passphrases: Some(
            testkit::STAFF
                .iter()
                .map(|(name, ..)| testkit::passphrase(name))
                .collect(),
        ),
    };
    drop(found(&folder, ports(), &testkit::told(), manner).unwrap());
    let fails = folder.join("keyring/fails");
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for _ in 0..tries {
        // Opened anew each time: delays after failures are kept in memory too.
        for (name, times) in [("desk", &mut known), ("nobody", &mut unknown)] {
            let _gone = std::fs::remove_file(&fails);
            let office = Office::open(&folder, ports()).unwrap();
            times.push(refused(&office, &fails, name).await);
        }
    }
    let (known, unknown) = (median(known), median(unknown));
    let apart = (known - unknown).abs() / known;
    println!(
        "sign-in refused, median of {tries}: wrong passphrase {known:.1} ms, unknown name \
         {unknown:.1} ms, {:.1} % apart",
        apart * 100.0
    );
    apart < APART
}
