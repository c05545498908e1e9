//! A small station: an outside custodian is its administrator.

use super::*;

fn small(custodian: u128, office: &str) -> [Setting; 2] {
    [
        setting(CUSTODIAN, &id(custodian).to_string()),
        setting(CUSTODIAN_OFFICE, office),
    ]
}

/// A small station's book, if line 0 may say this.
fn founded(settings: &[Setting]) -> Result<Book, String> {
    let mut book = Book::founded();
    let line = {
        let (keys, recipients) = (book.keys.borrow(), book.recipients.borrow());
        line_0(&keys, &recipients, &[ADMIN, SUPERVISOR], settings)
    };
    let reason = |error: VaultError| {
        let told = error.params().into_iter();
        let mut reasons = told.filter(|(name, _)| *name == "reason");
        reasons.next().map(|(_, why)| why).unwrap_or_default()
    };
    book.roster = fold([line.as_str()]).map_err(reason)?;
    book.lines = vec![line];
    Ok(book)
}

#[test]
fn line_0_names_an_administrator_with_her_office_or_nobody() {
    let book = founded(&small(ADMIN, "Công an phường Bên")).unwrap();
    let custodian = book.roster.custodian().unwrap();
    assert_eq!(custodian.user, id(ADMIN));
    assert_eq!(custodian.office, "Công an phường Bên");
    assert_eq!(Book::founded().roster.custodian(), None);
    for wrong in [
        small(SUPERVISOR, "Công an phường Bên").to_vec(),
        small(NEW, "Công an phường Bên").to_vec(),
        small(ADMIN, "  ").to_vec(),
        vec![setting(CUSTODIAN, &id(ADMIN).to_string())],
        vec![setting(CUSTODIAN, "nobody"), setting(CUSTODIAN_OFFICE, "x")],
    ] {
        assert_eq!(founded(&wrong).err().as_deref(), Some("roster.custodian"));
    }
}

#[test]
fn what_line_0_says_of_it_is_never_changed_or_said_later() {
    let change = |value: Option<&str>| payload::SettingsChanged {
        settings: vec![SettingChange {
            name: CUSTODIAN_OFFICE.to_owned(),
            value: value.map(str::to_owned),
        }],
    };
    let what = (Kind::SettingsChanged, OFFICE);
    for mut book in [
        Book::founded(),
        founded(&small(ADMIN, "Công an phường Bên")).unwrap(),
    ] {
        for value in [Some("Nơi khác"), None] {
            let refused = book.put(&[ADMIN], what, change(value));
            assert_eq!(refused, Err(Refusal::Custodian));
        }
    }
}

#[test]
fn while_she_is_active_no_other_administrator_signs_where_two_must() {
    let mut book = founded(&small(ADMIN, "Công an phường Bên")).unwrap();
    let code = book.enrol(ADMIN, NEW, Role::Admin).unwrap();
    book.key(NEW, &code).unwrap();
    book.activate(&[SUPERVISOR, ADMIN], NEW).unwrap();
    let code = book.enrol(NEW, 10, Role::Case).unwrap();
    book.key(10, &code).unwrap();
    for both in [[NEW, SUPERVISOR], [SUPERVISOR, NEW]] {
        assert_eq!(book.activate(&both, 10), Err(Refusal::Custodian));
    }
    let mut left = book.clone();
    book.activate(&[ADMIN, SUPERVISOR], 10).unwrap();
    left.suspend(SUPERVISOR, ADMIN).unwrap();
    left.activate(&[NEW, SUPERVISOR], 10).unwrap();
}
