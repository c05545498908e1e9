//! The samples of the README are what the desk takes.

use std::path::Path;

use office::founding::FoundingTold;
use office::intake::Intake;
use testkit::TestOffice;

use crate::journal::assert_sound;

/// The only fenced block of a language in the README.
fn sample(language: &str) -> String {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let fence = format!("```{language}\n");
    let mut blocks = readme.split(fence.as_str()).skip(1);
    let block = blocks.next().unwrap();
    assert!(blocks.next().is_none(), "one sample of {language}");
    block.split("```").next().unwrap().to_owned()
}

#[tokio::test]
async fn the_founding_and_the_visit_of_the_readme_are_taken_as_they_stand() {
    FoundingTold::parse(&sample("toml")).unwrap();
    let office = TestOffice::founded().await;
    let session = office.sign_in_as("desk").await;
    let intake = Intake::parse(sample("json").as_bytes()).unwrap();
    let added = office.add_visit(&session, &intake).await.unwrap();
    assert!(added.files[0].receipt.is_some());
    office.end(session).await.unwrap();
    assert_sound(&office).await;
}
