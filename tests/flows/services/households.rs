//! Households: who lives where, since when and by what matter; and what a page of one tells of another.

use domain::fault::Code;
use domain::household::{Stay, Why};
use domain::id::PersonId;
use office::households::{
    ChangeTold, HouseholdChange, HouseholdTold, HouseholdView, HouseholdsView, MemberTold,
    RelationTold, TurnKind,
};
use office::intake::Intake;
use office::{Refused, Session};
use testkit::{TestOffice, intake};

use super::life::{CARD, least, scanned};
use super::matter;
use crate::journal::{assert_sound, kinds};

const HOME: &str = "Số 1 Đường Mẫu, phường Mẫu";
const DAY: &str = "2026-11-20";

/// She came with her card, to register; her record and her matter.
async fn she(office: &TestOffice, session: &Session) -> (PersonId, String) {
    let visit = Intake {
        person: Some(scanned(office, session, CARD).await),
        matters: vec![matter("B1", &least("B1"))],
        ..intake::anonymous()
    };
    let added = office.add_visit(session, &visit).await.unwrap();
    let person = added.person.as_deref().unwrap().parse().unwrap();
    (person, added.files[0].id.clone())
}

fn named(name: &str, number: &str, relation: &str) -> MemberTold {
    MemberTold {
        name: name.to_owned(),
        number: Some(number.to_owned()),
        relation: relation.to_owned(),
        ..MemberTold::default()
    }
}

fn on_record(person: PersonId, relation: &str) -> MemberTold {
    MemberTold {
        id: Some(person.to_string()),
        relation: relation.to_owned(),
        ..MemberTold::default()
    }
}

fn household(address: &str, head: MemberTold, members: Vec<MemberTold>) -> HouseholdTold {
    HouseholdTold {
        stay: Stay::Permanent,
        address: address.to_owned(),
        on: DAY.to_owned(),
        file: None,
        head,
        members,
    }
}

fn change(change: HouseholdChange) -> ChangeTold {
    ChangeTold {
        on: DAY.to_owned(),
        file: None,
        change,
    }
}

fn moved(people: &[&str], to: &str, next: Option<&str>) -> ChangeTold {
    change(HouseholdChange::Left {
        people: people.iter().map(|id| (*id).to_owned()).collect(),
        why: Why::Moved,
        to: to.to_owned(),
        next: next.map(str::to_owned),
        relations: Vec::new(),
    })
}

async fn page(office: &TestOffice, session: &Session, person: PersonId) -> HouseholdsView {
    office.households_of(session, person, false).await.unwrap()
}

fn lives(household: &HouseholdView) -> Vec<(&str, &str)> {
    let people = household.people.iter();
    people
        .map(|one| {
            let what = if one.head {
                "chủ hộ"
            } else {
                &one.relation
            };
            (one.name.as_str(), what)
        })
        .collect()
}

fn at(refused: Result<impl Sized, Refused>) -> Vec<(Code, Option<String>)> {
    let refused = refused.err().expect("refused");
    let more = refused
        .more
        .into_iter()
        .map(|fault| (fault.code, fault.field));
    std::iter::once((refused.code, refused.field))
        .chain(more)
        .collect()
}

/// Her household: her father heads it, her brother lives there.
async fn family(office: &TestOffice, session: &Session, her: PersonId) -> HouseholdView {
    let father = named("Nguyễn Văn Bố", "031060000011", "");
    let members = vec![
        on_record(her, "con đẻ"),
        named("Nguyễn Văn Em", "031200000012", "con đẻ"),
    ];
    let told = household(HOME, father, members);
    office.record_household(session, &told).await.unwrap();
    page(office, session, her).await.households.remove(0)
}

#[tokio::test]
async fn a_household_is_recorded_with_people_who_were_not_on_record_and_shows_on_every_page_of_them()
 {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let (her, file) = she(&office, &session).await;
    let empty = page(&office, &session, her).await;
    assert!(empty.households.is_empty() && empty.may_record && !empty.kept);
    assert_eq!(empty.bases.len(), 1, "her matter may be the basis");

    let father = named("Nguyễn Văn Bố", "031060000011", "");
    let mut told = household(HOME, father, vec![on_record(her, "con đẻ")]);
    told.file = Some(file);
    office.record_household(&session, &told).await.unwrap();
    let hers = page(&office, &session, her).await;
    let home = &hers.households[0];
    assert!(home.lives && home.may_change && home.address == HOME);
    assert_eq!(
        lives(home),
        [("Nguyễn Văn Bố", "chủ hộ"), ("Nguyễn Thị Thử", "con đẻ")]
    );
    assert_eq!(home.course[0].kind, TurnKind::Recorded);
    assert!(home.course[0].file.is_some(), "by her matter");

    let father: PersonId = home.people[0].id.parse().unwrap();
    let his = page(&office, &session, father).await;
    assert_eq!(his.households[0].id, home.id);
    let found = office.find_people(&session, "nguyen van bo", 9).await;
    assert_eq!(found.unwrap().people.len(), 1, "he is on record");
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn nobody_is_taken_for_another_by_a_number_and_all_that_is_wrong_is_told_at_its_field() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let (her, _) = she(&office, &session).await;
    let number = "031190012345";
    let wrong = household(
        " ",
        named("", "12", ""),
        vec![
            named("Trần Thị Khác", number, "em"),
            named("Lê Văn Không", "031200000012", " "),
            on_record(her, "con đẻ"),
            named("Nguyễn Thị Thử", number, "con đẻ"),
        ],
    );
    let mut faults = at(office.record_household(&session, &wrong).await);
    faults.sort_by(|one, other| one.1.cmp(&other.1));
    let field = |code, field: &str| (code, Some(field.to_owned()));
    assert_eq!(
        faults,
        [
            field(Code::FieldMissing, "address"),
            field(Code::FieldMissing, "head.name"),
            field(Code::NumberNotTwelve, "head.number"),
            field(Code::HouseholdNumber, "members[0].number"),
            field(Code::FieldMissing, "members[1].relation"),
            field(Code::HouseholdMember, "members[3].number"),
        ]
    );
    let mut late = household(HOME, on_record(her, ""), Vec::new());
    late.on = "2027-01-01".to_owned();
    assert_eq!(
        at(office.record_household(&session, &late).await),
        [field(Code::DateInFuture, "on")]
    );
    assert!(page(&office, &session, her).await.households.is_empty());
    office.end(session).await.unwrap();
    assert!(
        !kinds(&office)
            .await
            .iter()
            .any(|kind| kind.starts_with("household."))
    );
}

#[tokio::test]
async fn who_moves_in_leaves_the_household_she_lived_in_in_the_same_act() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let (her, _) = she(&office, &session).await;
    let old = family(&office, &session, her).await;
    let husband = named("Lê Văn Chồng", "031090054321", "");
    let new = household("Số 9 Đường Mẫu", husband, vec![on_record(her, "vợ")]);
    office.record_household(&session, &new).await.unwrap();

    let hers = page(&office, &session, her).await;
    assert_eq!(hers.households.len(), 2);
    let (now, before) = (&hers.households[0], &hers.households[1]);
    assert!(now.lives && !before.lives && before.id == old.id);
    assert!(
        before.people.is_empty() && !before.may_change,
        "what became of it later is not hers to see"
    );
    let line = &before.course[0];
    assert_eq!((line.kind, line.names.len()), (TurnKind::Moved, 1));
    assert_eq!(line.to.as_deref(), Some("Số 9 Đường Mẫu"));

    // Her father heads the old one, and somebody else lives there.
    let father: PersonId = old.people[0].id.parse().unwrap();
    let his = page(&office, &session, father).await;
    assert_eq!(
        lives(&his.households[0]).len(),
        2,
        "father and brother stay"
    );
    let joins = change(HouseholdChange::Joined {
        members: vec![on_record(father, "bố")],
    });
    let refused = office.change_household(&session, &now.id, &joins).await;
    let row = Some("members[0].name".to_owned());
    assert_eq!(at(refused), [(Code::HouseholdHeadElsewhere, row)]);
    let twice = change(HouseholdChange::Joined {
        members: vec![on_record(her, "vợ")],
    });
    let refused = office.change_household(&session, &now.id, &twice).await;
    assert_eq!(at(refused)[0].0, Code::HouseholdMember);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_split_makes_two_households_and_a_correction_keeps_what_was_before() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let (her, _) = she(&office, &session).await;
    let home = family(&office, &session, her).await;
    let [father, me, brother] = &home.people[..] else {
        panic!("three people");
    };
    let split = change(HouseholdChange::Split {
        head: me.id.clone(),
        members: Vec::new(),
        address: String::new(),
        next: None,
        relations: Vec::new(),
    });
    office
        .change_household(&session, &home.id, &split)
        .await
        .unwrap();
    let hers = page(&office, &session, her).await;
    let own = &hers.households[0];
    assert_eq!(lives(own), [("Nguyễn Thị Thử", "chủ hộ")]);
    assert_eq!(
        (own.address.as_str(), own.course[0].kind),
        (HOME, TurnKind::SplitOff)
    );
    assert_eq!(hers.households[1].course[0].kind, TurnKind::Split);

    let right = change(HouseholdChange::Corrected {
        address: "Số 1A Đường Mẫu".to_owned(),
        head: Some(brother.id.clone()),
        relations: vec![RelationTold {
            id: father.id.clone(),
            relation: "bố đẻ".to_owned(),
        }],
    });
    office
        .change_household(&session, &home.id, &right)
        .await
        .unwrap();
    let his = page(&office, &session, brother.id.parse().unwrap()).await;
    let now = &his.households[0];
    assert_eq!(
        lives(now),
        [("Nguyễn Văn Em", "chủ hộ"), ("Nguyễn Văn Bố", "bố đẻ")]
    );
    let line = &now.course[0];
    assert_eq!(line.address.as_deref(), Some(HOME));
    assert_eq!(line.head.as_deref(), Some("Nguyễn Văn Bố"));
    assert_eq!(
        line.relations,
        [("Nguyễn Văn Em".to_owned(), "con đẻ".to_owned())]
    );
    let same = office.change_household(&session, &home.id, &right).await;
    assert_eq!(at(same), [(Code::HouseholdUnchanged, None)]);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn when_the_head_dies_another_one_is_named_and_an_empty_household_is_over() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let (her, _) = she(&office, &session).await;
    let home = family(&office, &session, her).await;
    let [father, me, brother] = &home.people[..] else {
        panic!("three people");
    };
    let died = |next: Option<&str>| {
        change(HouseholdChange::Left {
            people: vec![father.id.clone()],
            why: Why::Died,
            to: String::new(),
            next: next.map(str::to_owned),
            relations: Vec::new(),
        })
    };
    let refused = office
        .change_household(&session, &home.id, &died(None))
        .await;
    assert_eq!(
        at(refused),
        [(Code::HouseholdHeadMissing, Some("head".to_owned()))]
    );
    let next = died(Some(&me.id));
    office
        .change_household(&session, &home.id, &next)
        .await
        .unwrap();
    let all = moved(&[&me.id, &brother.id], "Hà Nội", None);
    office
        .change_household(&session, &home.id, &all)
        .await
        .unwrap();
    let hers = page(&office, &session, her).await;
    let over = &hers.households[0];
    assert!(!over.lives && !over.may_change && over.people.is_empty());
    let told: Vec<TurnKind> = over.course.iter().map(|turn| turn.kind).collect();
    assert_eq!(told, [TurnKind::Moved, TurnKind::Died, TurnKind::Recorded]);
    let refused = office.change_household(&session, &home.id, &all).await;
    assert_eq!(at(refused)[0].0, Code::HouseholdOver);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

/// Nothing of her, nor of where she went.
fn hidden(view: &HouseholdsView, her: PersonId, what: &str) {
    let said = serde_json::to_string(view).unwrap();
    for word in ["Thử", "031190012345", "vợ", "Nơi Lánh", &her.to_string()] {
        assert!(!said.contains(word), "{what}: {word}");
    }
}

/// She, her husband who heads the household, and their child; then she is restricted.
async fn restricted(office: &TestOffice, session: &Session) -> (PersonId, HouseholdView) {
    let (her, _) = she(office, session).await;
    let told = household(
        "Số 9 Đường Mẫu",
        named("Lê Văn Chồng", "031090054321", ""),
        vec![
            on_record(her, "vợ"),
            named("Lê Thị Con", "031320000014", "con đẻ"),
        ],
    );
    office.record_household(session, &told).await.unwrap();
    let home = page(office, session, her).await.households.remove(0);
    office.restrict_address(session, her).await.unwrap();
    (her, home)
}

#[tokio::test]
async fn the_page_of_whoever_lived_with_her_tells_nothing_of_a_restricted_person() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let (her, home) = restricted(&office, &session).await;
    let [his, child] = [0, 2].map(|at| home.people[at].id.parse::<PersonId>().unwrap());
    for other in [his, child] {
        let view = page(&office, &session, other).await;
        hidden(&view, her, "while she lives there");
        assert!(
            view.households.is_empty(),
            "as if it had never been recorded"
        );
    }
    let gone = moved(&[&home.people[2].id], "", None);
    let refused = office.change_household(&session, &home.id, &gone).await;
    assert_eq!(at(refused)[0].0, Code::HouseholdUnknown);

    // She goes where he must not know; her child follows later, and is not restricted.
    let new = household(
        "Số 5 Nơi Lánh",
        named("Phạm Thị Chủ", "031070000013", ""),
        vec![on_record(her, "ở nhờ")],
    );
    office.record_household(&session, &new).await.unwrap();
    hidden(&page(&office, &session, his).await, her, "after she left");
    office.end(session).await.unwrap();
    let chief = office.sign_in_as("chief").await;
    let shelter = office.households_of(&chief, her, true).await.unwrap();
    let follows = change(HouseholdChange::Joined {
        members: vec![on_record(child, "con của người ở nhờ")],
    });
    office
        .change_household(&chief, &shelter.households[0].id, &follows)
        .await
        .unwrap();
    for (other, what) in [(his, "his page"), (child, "her child's page")] {
        hidden(&page(&office, &chief, other).await, her, what);
    }
    let his_home = page(&office, &chief, his).await.households.remove(0);
    assert!(his_home.lives && his_home.people.len() == 1 && his_home.people[0].head);
    let line = &his_home.course[0];
    assert_eq!(
        (line.names.len(), line.to.as_deref()),
        (1, None),
        "the child left"
    );

    // A supervisor's look is an entry of its own at everybody restricted.
    office.end(chief).await.unwrap();
    let looks = crate::journal::count(&office, "person.address_seen").await;
    let chief = office.sign_in_as("chief").await;
    let seen = office.households_of(&chief, her, true).await.unwrap();
    assert!(seen.households[0].lives && seen.households[0].address == "Số 5 Nơi Lánh");
    office.end(chief).await.unwrap();
    let after = crate::journal::count(&office, "person.address_seen").await;
    assert!(after > looks);
    let session = office.sign_in_as("desk").await;
    let kept = page(&office, &session, her).await;
    assert!(kept.kept && kept.households.is_empty());
    let refused = office.households_of(&session, her, true).await;
    assert_eq!(at(refused)[0].0, Code::NotAllowed);
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn where_only_she_stays_nobody_is_asked_for_a_head_among_those_who_are_not_shown() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let (her, home) = restricted(&office, &session).await;
    let [his, child] = [0, 2].map(|at| home.people[at].id.parse::<PersonId>().unwrap());
    let new = household(
        "Hà Nội",
        on_record(his, ""),
        vec![on_record(child, "con đẻ")],
    );
    office.record_household(&session, &new).await.unwrap();
    let his_page = page(&office, &session, his).await;
    hidden(&his_page, her, "his page");
    assert_eq!(his_page.households.len(), 1, "the new one alone");
    office.end(session).await.unwrap();
    let chief = office.sign_in_as("chief").await;
    let seen = office.households_of(&chief, her, true).await.unwrap();
    assert_eq!(lives(&seen.households[0]), [("Nguyễn Thị Thử", "chủ hộ")]);
    office.end(chief).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn where_she_took_her_child_is_told_no_more_once_she_is_restricted() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let (her, _) = she(&office, &session).await;
    let told = household(
        "Số 9 Đường Mẫu",
        named("Lê Văn Chồng", "031090054321", ""),
        vec![
            on_record(her, "vợ"),
            named("Lê Thị Con", "031320000014", "con đẻ"),
        ],
    );
    office.record_household(&session, &told).await.unwrap();
    let home = page(&office, &session, her).await.households.remove(0);
    let [his, child] = [0, 2].map(|at| home.people[at].id.parse::<PersonId>().unwrap());
    let away = household(
        "Số 5 Nơi Lánh",
        on_record(her, ""),
        vec![on_record(child, "con đẻ")],
    );
    office.record_household(&session, &away).await.unwrap();
    let before = page(&office, &session, his).await.households.remove(0);
    assert_eq!(
        before.course[0].to.as_deref(),
        Some("Số 5 Nơi Lánh"),
        "nobody hides yet"
    );
    office.restrict_address(&session, her).await.unwrap();
    for (other, what) in [(his, "his page"), (child, "her child's page")] {
        hidden(&page(&office, &session, other).await, her, what);
    }
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn a_case_officer_is_shown_the_household_of_whoever_has_a_matter_with_her_alone() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let (her, file) = she(&office, &session).await;
    office.end(session).await.unwrap();
    let case = office.sign_in_as("case").await;
    let card = office.person_card(&case, &her.to_string()).await.unwrap();
    assert!(!card.may_residence);
    office.end(case).await.unwrap();
    assert_eq!(crate::journal::count(&office, "action.denied").await, 0);
    let chief = office.sign_in_as("chief").await;
    let to = office.user_named("case").unwrap();
    let file = file.parse().unwrap();
    office.assign_file(&chief, file, to, "").await.unwrap();
    office.end(chief).await.unwrap();
    let case = office.sign_in_as("case").await;
    let card = office.person_card(&case, &her.to_string()).await.unwrap();
    assert!(card.may_residence && !page(&office, &case, her).await.may_record);
    office.end(case).await.unwrap();
}

#[tokio::test]
async fn whoever_left_sees_the_household_as_it_was_then() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let (her, _) = she(&office, &session).await;
    let home = family(&office, &session, her).await;
    let goes = moved(&[&her.to_string()], "Hà Nội", None);
    office
        .change_household(&session, &home.id, &goes)
        .await
        .unwrap();
    let later = change(HouseholdChange::Corrected {
        address: "Số 77 Đường Mới".to_owned(),
        head: None,
        relations: Vec::new(),
    });
    office
        .change_household(&session, &home.id, &later)
        .await
        .unwrap();
    let hers = page(&office, &session, her).await;
    let then = &hers.households[0];
    assert_eq!((then.address.as_str(), then.course.len()), (HOME, 2));
    let father: PersonId = home.people[0].id.parse().unwrap();
    let his = page(&office, &session, father).await;
    assert_eq!(his.households[0].address, "Số 77 Đường Mới");
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}

#[tokio::test]
async fn reception_changes_a_household_that_is_hers_or_by_a_matter_of_hers_alone() {
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let (her, file) = she(&office, &session).await;
    let home = family(&office, &session, her).await;
    let [_, me, brother] = &home.people[..] else {
        panic!("three people");
    };
    office.end(session).await.unwrap();
    let other = office.sign_in_as("window").await;
    let mut goes = moved(&[&brother.id], "", None);
    let refused = office.change_household(&other, &home.id, &goes).await;
    assert_eq!(at(refused)[0].0, Code::NotAllowed);
    // Neither a colleague's matter nor one of a stranger is a ground.
    let stranger = intake::with_matters(&office.person(), vec![intake::petition("Thêm đèn.")]);
    let stranger = office.add_visit(&other, &stranger).await.unwrap();
    goes.file = Some(stranger.files[0].id.clone());
    let refused = office.change_household(&other, &home.id, &goes).await;
    assert_eq!(at(refused)[0].0, Code::NotAllowed);
    goes.file = Some(file);
    let refused = office.change_household(&other, &home.id, &goes).await;
    assert_eq!(at(refused)[0].0, Code::NotAllowed);
    let visit = Intake {
        person: Some(scanned(&office, &other, CARD).await),
        matters: vec![matter("B5-correct", &least("B5-correct"))],
        ..intake::anonymous()
    };
    let added = office.add_visit(&other, &visit).await.unwrap();
    goes.file = Some(added.files[0].id.clone());
    office
        .change_household(&other, &home.id, &goes)
        .await
        .unwrap();
    let now = page(&office, &other, me.id.parse().unwrap()).await;
    let line = &now.households[0].course[0];
    assert_eq!((line.kind, line.file.is_some()), (TurnKind::Moved, true));
    office.end(other).await.unwrap();
    assert_sound(&office).await;
}
