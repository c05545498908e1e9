//! The life of a member of staff, from her invitation to her suspension.

use domain::fault::Code;
use domain::permission::Role;
use domain::words::Lang;
use office::users::TwoPersonChange;
use office::window::{Locked, Window};
use office::{Office, Passphrase, Session};
use testkit::{STAFF, TestOffice, intake, passphrase};
use time::Duration;

use crate::journal::assert_sound;
use crate::sign_in;

fn chosen(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned()).unwrap()
}

fn state(office: &Office, name: &str) -> String {
    office
        .users()
        .into_iter()
        .find(|user| user.name == name)
        .unwrap()
        .state
}

async fn agreed(office: &TestOffice, session: &Session, name: &str, change: TwoPersonChange) {
    let user = office.user_named(name).unwrap();
    let second = office.cosign(session, "chief", passphrase("chief"), change.request(user));
    office
        .change_user(session, user, change, second.await.unwrap())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_generated_passphrase_must_be_changed_before_anything_else() {
    let office = TestOffice::founded_in_earnest().await;
    for (name, _, role) in STAFF {
        let session = office.sign_in_as(name).await;
        let must = Code::SessionMustChange;
        let nowhere = uuid::Uuid::from_u128(7);
        let visit = office
            .add_visit(&session, &intake::anonymous())
            .await
            .unwrap_err();
        let user = office.user_named("desk").unwrap();
        let refused = [
            visit.code,
            office
                .find_people(&session, "an", 5)
                .await
                .unwrap_err()
                .code,
            office
                .open_person(&session, nowhere_id(nowhere))
                .await
                .unwrap_err()
                .code,
            office
                .open_file(&session, nowhere_id(nowhere))
                .await
                .unwrap_err()
                .code,
            office
                .receipt_pdf(&session, "A-2026-000001")
                .await
                .unwrap_err()
                .code,
            office
                .reprint_receipt(&session, "A-2026-000001")
                .await
                .unwrap_err()
                .code,
            office
                .enrol(&session, "new", "Mới", Role::Case)
                .await
                .unwrap_err()
                .code,
            office.suspend(&session, user).await.unwrap_err().code,
            office
                .verify(&session, &mut |_| true)
                .await
                .unwrap_err()
                .code,
        ];
        for code in refused {
            // Who holds no record is told so as soon as that shows; either way nothing is done.
            assert_eq!(code, must, "{name} {role:?}");
        }
        let new = chosen("con trâu trắng ăn lúa test");
        let wrong = office
            .change_passphrase(&session, chosen("test sai sai"), new)
            .await;
        assert_eq!(wrong.unwrap_err().code, Code::SigninRefused);
        let new = || chosen(&format!("con trâu trắng ăn lúa {name}"));
        office
            .change_passphrase(&session, passphrase(name), new())
            .await
            .unwrap();
        assert!(!session.must_change());
        office.end(session).await.unwrap();

        let session = sign_in(&office, name, new()).await.unwrap();
        assert!(!session.must_change());
        let old = sign_in(&office, name, passphrase(name)).await;
        assert_eq!(old.unwrap_err().code, Code::SigninRefused);
        office.end(session).await.unwrap();
    }
    office.verify_office().unwrap();
}

fn nowhere_id<T: From<domain::id::SubjectId>>(id: uuid::Uuid) -> T {
    domain::id::SubjectId::new(id).into()
}

#[tokio::test]
async fn a_new_officer_is_invited_takes_her_own_key_and_is_activated_by_two() {
    let office = TestOffice::founded().await;
    let admin = office.sign_in(Role::Admin).await;
    let invitation = office
        .enrol(&admin, "mai", "Hoàng Thị Mai", Role::Reception)
        .await
        .unwrap();
    assert_eq!(state(&office, "mai"), "invited");
    let code = || invitation.code.with_text(chosen);
    let refused = sign_in(&office, "mai", code()).await.unwrap_err();
    assert_eq!(refused.code, Code::SigninInvited);
    let weak = office
        .accept_invitation("mai", code(), chosen("mai"))
        .await
        .unwrap_err();
    assert_eq!(weak.code, Code::PassphraseTooShort);

    let own = || chosen("con trâu trắng ăn lúa test");
    let words = office
        .accept_invitation("mai", code(), own())
        .await
        .unwrap();
    assert_eq!(words.split_whitespace().count(), 4);
    assert_eq!(state(&office, "mai"), "enrolled");
    assert_eq!(
        sign_in(&office, "mai", own()).await.unwrap_err().code,
        Code::SigninNotActive
    );
    let again = office
        .accept_invitation("mai", code(), own())
        .await
        .unwrap_err();
    assert_eq!(again.code, Code::SigninRefused, "a code is good once");

    agreed(&office, &admin, "mai", TwoPersonChange::Activate).await;
    office.end(admin).await.unwrap();
    assert_eq!(state(&office, "mai"), "active");
    // The administrator cannot hand out a key she does not hold: a record holder signs in first.
    assert_eq!(
        sign_in(&office, "mai", own()).await.unwrap_err().code,
        Code::SigninKeysPending
    );
    let chief = office.sign_in(Role::Supervisor).await;
    office.end(chief).await.unwrap();
    let mai = sign_in(&office, "mai", own()).await.unwrap();
    office.add_visit(&mai, &intake::anonymous()).await.unwrap();
    office.end(mai).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_suspended_officer_is_told_so_only_after_her_right_passphrase() {
    let office = TestOffice::founded().await;
    let admin = office.sign_in(Role::Admin).await;
    let desk = office.user_named("desk").unwrap();
    office.suspend(&admin, desk).await.unwrap();
    let told = sign_in(&office, "desk", passphrase("desk"))
        .await
        .unwrap_err();
    assert_eq!(told.code, Code::SigninSuspended);
    let wrong = sign_in(&office, "desk", chosen("test sai"))
        .await
        .unwrap_err();
    assert_eq!(wrong.code, Code::SigninRefused);
    let again = office.suspend(&admin, desk).await.unwrap_err();
    assert_eq!(again.code, Code::RosterWrongState);
    agreed(&office, &admin, "desk", TwoPersonChange::Activate).await;
    office.end(admin).await.unwrap();
    let chief = office.sign_in(Role::Supervisor).await;
    office.end(chief).await.unwrap();
    let session = office.sign_in_as("desk").await;
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_suspended_session_that_is_still_open_can_write_nothing_that_verifies_as_hers() {
    let office = TestOffice::founded().await;
    let chief = office.sign_in_as("chief").await;
    let desk = office.user_named("desk").unwrap();
    office.suspend(&chief, desk).await.unwrap();
    office
        .add_visit(&chief, &intake::anonymous())
        .await
        .unwrap();
    office.end(chief).await.unwrap();
    assert_eq!(state(&office, "desk"), "suspended");
    assert_sound(&office).await;
}

#[tokio::test]
async fn the_second_signature_is_of_another_person_for_this_request_and_for_two_minutes() {
    let office = TestOffice::founded().await;
    let admin = office.sign_in(Role::Admin).await;
    let user = office.user_named("window").unwrap();
    let change = TwoPersonChange::Role(Role::Case);
    let request = change.request(user);
    let same = office
        .cosign(&admin, "admin", passphrase("admin"), request)
        .await
        .unwrap_err();
    assert_eq!(same.code, Code::CosignSamePerson);
    let wrong = office
        .cosign(&admin, "chief", chosen("test sai"), request)
        .await
        .unwrap_err();
    assert_eq!(wrong.code, Code::SigninRefused);

    let second = async |name: &str| {
        office
            .cosign(&admin, name, passphrase(name), request)
            .await
            .unwrap()
    };
    let other = TwoPersonChange::Role(Role::Supervisor);
    let refused = office
        .change_user(&admin, user, other, second("chief").await)
        .await;
    assert_eq!(refused.unwrap_err().code, Code::CosignOtherRequest);
    let signer = second("chief").await;
    office.clock().advance(Duration::seconds(121));
    let refused = office.change_user(&admin, user, change, signer).await;
    assert_eq!(refused.unwrap_err().code, Code::CosignExpired);
    for name in ["case", "auditor", "desk"] {
        let refused = office
            .change_user(&admin, user, change, second(name).await)
            .await;
        assert_eq!(refused.unwrap_err().code, Code::RosterNotAllowed, "{name}");
    }
    let row = |name: &str| {
        office
            .users()
            .into_iter()
            .find(|user| user.name == name)
            .unwrap()
    };
    assert_eq!(row("window").role, Role::Reception, "nothing was changed");
    office
        .change_user(&admin, user, change, second("deputy").await)
        .await
        .unwrap();
    assert_eq!(row("window").role, Role::Case);
    office.end(admin).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_removed_person_is_gone_and_her_work_still_verifies() {
    let office = TestOffice::founded().await;
    let desk = office.sign_in_as("desk").await;
    office.add_visit(&desk, &intake::anonymous()).await.unwrap();
    office.end(desk).await.unwrap();
    let admin = office.sign_in(Role::Admin).await;
    let desk = office.user_named("desk").unwrap();
    office.suspend(&admin, desk).await.unwrap();
    agreed(&office, &admin, "desk", TwoPersonChange::Remove).await;
    office.end(admin).await.unwrap();
    assert_eq!(state(&office, "desk"), "removed");
    let refused = sign_in(&office, "desk", passphrase("desk"))
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::SigninRefused);
    assert_sound(&office).await;
}

#[tokio::test]
async fn the_last_administrator_and_the_last_supervisor_keep_their_places() {
    let office = TestOffice::founded().await;
    let chief = office.sign_in_as("chief").await;
    let (deputy, admin) = (
        office.user_named("deputy").unwrap(),
        office.user_named("admin").unwrap(),
    );
    let alone = office.suspend(&chief, admin).await.unwrap_err();
    assert_eq!(alone.code, Code::UserLastAdministrator);
    office.suspend(&chief, deputy).await.unwrap();
    let herself = office.user_named("chief").unwrap();
    let last = office.suspend(&chief, herself).await.unwrap_err();
    assert_eq!(last.code, Code::UserLastSupervisor);
    for (user, to, why) in [
        (admin, Role::Auditor, Code::UserLastAdministrator),
        (herself, Role::Case, Code::UserLastSupervisor),
    ] {
        let change = TwoPersonChange::Role(to);
        let signer = office
            .cosign(&chief, "admin", passphrase("admin"), change.request(user))
            .await
            .unwrap();
        let refused = office.change_user(&chief, user, change, signer).await;
        assert_eq!(refused.unwrap_err().code, why);
    }
    office.end(chief).await.unwrap();
    assert_eq!(state(&office, "admin"), "active");
    assert_eq!(state(&office, "chief"), "active");
    assert_sound(&office).await;
}

#[tokio::test]
async fn at_the_window_a_colleague_is_invited_takes_her_key_and_is_activated_by_two() {
    let made = TestOffice::founded().await;
    let copy = made.outside().join("copy");
    crate::record::copy(&made.path(), &copy);
    let window = Window::open(&copy, made.ports()).unwrap();
    window.sign_in("admin", passphrase("admin")).await.unwrap();
    let invited = window
        .enrol_user("mai", "Hoàng Thị Mai", Role::Reception)
        .await
        .unwrap();
    assert_eq!(
        invited.code.split(' ').count(),
        8,
        "four pairs of syllables"
    );
    assert_eq!(format!("{invited:?}"), "Invited(..)");
    assert_eq!(window.lock().await, Ok(Locked::Soft));

    // Nobody is signed in while she takes her key.
    let own = || chosen("con trâu trắng ăn lúa test");
    let words = window
        .accept_invitation(" mai ", chosen(&invited.code), own())
        .await
        .unwrap();
    window.sign_in("admin", passphrase("admin")).await.unwrap();
    let rows = window.users().await.unwrap();
    let mai = rows.iter().find(|row| row.name == "mai").unwrap();
    assert_eq!(
        mai.key_words.as_ref(),
        Some(&words),
        "both screens show them"
    );
    let second = || ("chief", passphrase("chief"));
    let nobody = window.change_user("x", "activate", second()).await;
    assert_eq!(nobody.unwrap_err().code, Code::UserUnknown);
    let nothing = window.change_user(&mai.id, "promote", second()).await;
    assert_eq!(nothing.unwrap_err().code, Code::FieldNotChoice);
    let alone = ("admin", passphrase("admin"));
    let alone = window.change_user(&mai.id, "activate", alone).await;
    assert_eq!(alone.unwrap_err().code, Code::CosignSamePerson);
    window
        .change_user(&mai.id, "activate", second())
        .await
        .unwrap();
    window.sign_in("chief", passphrase("chief")).await.unwrap();
    let view = window.sign_in("mai", own()).await.unwrap();
    assert_eq!((view.user, view.must_change), (mai.id.clone(), false));

    window
        .change_passphrase(own(), chosen("sáu con cò trắng bay test"))
        .await
        .unwrap();
    window.sign_in("chief", passphrase("chief")).await.unwrap();
    window.suspend_user(&mai.id).await.unwrap();
    let gone = window.sign_in("mai", chosen("sáu con cò trắng bay test"));
    assert_eq!(gone.await.unwrap_err().code, Code::SigninSuspended);
    for lang in [Lang::Vi, Lang::En] {
        let suggested = Window::suggest_passphrase(lang).unwrap();
        assert_eq!(suggested.split(' ').count(), 10, "{lang:?}");
    }
}
