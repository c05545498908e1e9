//! The slip of whoever is on duty: codes and hours of what has to be looked at before the desk opens again.

use domain::fault::Code;
use domain::printing::PaperSize;
use domain::protected::work::Deed;
use office::papers::PrintChoice;
use office::protected::Decided;
use testkit::{TestOffice, passphrase};

use super::{NAME, TOLD, handed_over, work};

#[tokio::test]
async fn it_says_the_codes_of_what_nobody_took_on_and_nothing_of_what_is_closed_answered_or_anothers()
 {
    let office = TestOffice::founded().await;
    let (open, taken, closed) = (
        handed_over(&office, &[]).await,
        handed_over(&office, &[]).await,
        handed_over(&office, &[]).await,
    );
    let barred = handed_over(&office, &["chief"]).await;
    let session = office.sign_in_as("chief").await;
    office.open_index(&session, &mut |_| true).await.unwrap();
    let code = async |id| office.open_protected(&session, id).await.unwrap().code;
    let (open, taken_code, closed_code) = (code(open).await, code(taken).await, code(closed).await);
    office
        .work_on_protected(&session, taken, &work(Deed::TookOn, "Đi ngay."))
        .await
        .unwrap();
    let close = Decided::Close {
        words: "Xong.".to_owned(),
    };
    let second = office.cosign(
        &session,
        "deputy",
        passphrase("deputy"),
        close.request(closed),
    );
    let second = second.await.unwrap();
    office
        .decide_protected(&session, closed, &close, second)
        .await
        .unwrap();

    let page = office.duty_pages(&session).await.unwrap().join("");
    assert!(page.contains(&open), "{page}");
    for code in [&taken_code, &closed_code] {
        assert!(!page.contains(code.as_str()), "{page}");
    }
    for words in [NAME, TOLD, "Bạo lực", "031190012345", &barred.to_string()] {
        assert!(!page.contains(words), "{words}");
    }
    // It prints in the private room alone: no printer stands there.
    let choice = PrintChoice {
        printer: "quay_1".to_owned(),
        copies: 1,
        paper: PaperSize::A5,
    };
    let refused = office.print_duty(&session, &choice).await.unwrap_err();
    assert_eq!(refused.code, Code::PrintNoPrivateRoom);
    assert!(office.printing().jobs().is_empty());
    office.end(session).await.unwrap();
}
