//! What a scanner at a serial port is heard to say: by whom, and how much of it goes on.

use domain::fault::Code;
use domain::permission::Role;
use domain::test_card::PAYLOAD;
use office::window::{Heard, Window};
use testkit::{TestOffice, intake, passphrase};

const CARD: &str = "031190012345||Nguyễn Thị Thử|05031990|Nữ|Số 1 Đường Mẫu|01012022";

/// A window on a copy of an office that gave one receipt, and the receipt's token.
async fn stage() -> (TestOffice, Window, String) {
    let made = TestOffice::founded().await;
    let session = made.sign_in(Role::Reception).await;
    let visit = intake::with_matters(&made.person(), vec![intake::petition("Thêm đèn.")]);
    let added = made.add_visit(&session, &visit).await.unwrap();
    let token = added.files[0].receipt.as_ref().unwrap().token.clone();
    made.end(session).await.unwrap();
    let copy = made.outside().join("copy");
    crate::record::copy(&made.path(), &copy);
    let window = Window::open(&copy, made.ports()).unwrap();
    (made, window, token)
}

#[tokio::test]
async fn whoever_tries_a_scanner_out_or_checks_a_receipt_hears_it_at_a_port_too() {
    let (_made, window, token) = stage().await;
    for name in ["desk", "admin", "auditor"] {
        window.sign_in(name, passphrase(name)).await.unwrap();
        // Also when it was spoilt on its way, for that is what she wants to know.
        for sent in [PAYLOAD.as_bytes(), b"000000000000|000000000|Nguy\xe1n"] {
            let heard = window.hear(sent).await.unwrap();
            let Heard::Test { payload } = heard else {
                panic!("{name}: {heard:?}");
            };
            assert_eq!(payload, String::from_utf8_lossy(sent));
        }
        let heard = window.hear(token.as_bytes()).await.unwrap();
        assert!(
            matches!(&heard, Heard::Receipt { token: told } if *told == token),
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_citizens_card_is_read_for_those_who_may_and_for_nobody_else() {
    let (_made, window, _token) = stage().await;
    window.sign_in("desk", passphrase("desk")).await.unwrap();
    let heard = window.hear(CARD.as_bytes()).await.unwrap();
    assert!(matches!(heard, Heard::Card { scan } if scan.number == "031190012345"));
    let refused = window.hear(b"https://a.example/").await.unwrap_err();
    assert_eq!(refused.code, Code::ScanWebAddress);
    window.sign_in("admin", passphrase("admin")).await.unwrap();
    let refused = window.hear(CARD.as_bytes()).await.unwrap_err();
    assert_eq!(refused.code, Code::NotAllowed);
}
