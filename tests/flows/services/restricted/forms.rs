//! Forms that somebody restricted signs, and who reads her matter.

use domain::file::Signed;
use office::intake::PersonTold;
use serde_json::json;
use testkit::{TestOffice, intake};

use super::json_of;
use crate::services::life::{CARD, least, paper, scanned};
use crate::services::matter;

#[tokio::test]
async fn whom_she_lives_with_and_where_she_works_stand_on_no_form_of_hers() {
    let office = TestOffice::founded().await;
    let told = [
        (
            "B1",
            json!({
                "householder": { "name": "Đinh Thị Chủ", "relation": "em", "number": "031170055667" },
                "members": [{ "name": "Đinh Văn Ở" }],
            }),
            ["Đinh Thị Chủ", "Đinh Văn Ở"],
        ),
        (
            "C",
            json!({ "workplace": "Xưởng May Mẫu, Số 9 Đường Xa" }),
            ["Xưởng May Mẫu", "Số 9 Đường Xa"],
        ),
    ];
    for (service, more, hidden) in told {
        let session = office.sign_in_as("desk").await;
        let mut fields = least(service);
        let more = more.as_object().unwrap().clone();
        fields.as_object_mut().unwrap().extend(more);
        for restrict in [false, true] {
            let her = PersonTold {
                restrict,
                ..scanned(&office, &session, CARD).await
            };
            let visit = office::intake::Intake {
                person: Some(her),
                matters: vec![matter(service, &fields)],
                ..intake::anonymous()
            };
            let added = office.add_visit(&session, &visit).await.unwrap();
            let file = added.files[0].id.parse().unwrap();
            let signed = Signed::default();
            let form = office.declaration_pages(&session, file, &signed).await;
            let form = form.unwrap().concat();
            let page = json_of(&office.file_page(&session, file).await.unwrap());
            let sheet = office.control_sheet(&session, file).await.unwrap();
            let sheet = paper(&office, &session, &sheet).await;
            for (what, said) in [("form", form), ("page", page), ("sheet", sheet)] {
                for one in hidden {
                    // Of somebody who is not restricted it is there to be found.
                    let there = !restrict && what != "sheet";
                    assert_eq!(said.contains(one), there, "{service} {what} {one}");
                }
            }
        }
        office.end(session).await.unwrap();
        let chief = office.sign_in_as("chief").await;
        let person = office
            .find_people(&chief, "Nguyễn Thị Thử", 1)
            .await
            .unwrap();
        let id = person.people[0].id.parse().unwrap();
        office.lift_restriction(&chief, id).await.unwrap();
        office.end(chief).await.unwrap();
    }
}
