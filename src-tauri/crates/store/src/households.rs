//! Households: load, and those in which somebody ever lived.
//!
//! Purpose: the queries over households, and the table they are found by, which follows each row and
//! is held against it by `verify`. Must never: decide who may know of one.

use domain::action::Noun;
use domain::household::Household;
use domain::id::{HouseholdId, SubjectId};
use domain::person::Person;
use domain::subject::Subject;
use sqlx::SqliteConnection;

use crate::people::ids;
use crate::{StoreError, Tx, subjects};

impl Tx {
    /// A household, or nothing where there is none or it was erased.
    pub async fn household(&mut self, id: HouseholdId) -> Result<Option<Household>, StoreError> {
        let subject = subjects::load(&mut self.inner.conn, Noun::Household, id.into()).await?;
        match subject {
            Some(Subject::Household(household)) => Ok(Some(*household)),
            Some(
                Subject::Desk(_)
                | Subject::Person(_)
                | Subject::Visit(_)
                | Subject::File(_)
                | Subject::Receipt(_)
                | Subject::Protected(_)
                | Subject::Tombstone(_),
            )
            | None => Ok(None),
        }
    }

    /// The households in which a person lives or ever lived, the newest first, at most `limit`.
    pub async fn households_of(
        &mut self,
        person: &Person,
        limit: u32,
    ) -> Result<Vec<Household>, StoreError> {
        let ids = ids(person);
        let rows = sqlx::query_scalar!(
            "select body from household where id in
                (select household from household_person where person in
                    (select unhex(replace(value, '-', '')) from json_each(?)))
             order by id desc limit ?",
            ids,
            limit,
        )
        .fetch_all(&mut self.inner.conn)
        .await?;
        rows.iter().map(|body| subjects::read(body)).collect()
    }
}

/// Everybody who ever lived there, as [`index`] keeps them: upper-case hex, in the order of ids.
pub(crate) fn lived(household: &Household) -> String {
    let ever = household.ever();
    let ids = ever
        .into_iter()
        .map(|id| hex::encode_upper(SubjectId::from(id).bytes()));
    ids.collect()
}

/// Brings the table of who lived where in line with a household's state.
pub(crate) async fn index(
    conn: &mut SqliteConnection,
    household: &Household,
) -> Result<(), StoreError> {
    let id = SubjectId::from(household.id);
    forget(conn, id).await?;
    let bytes = id.bytes();
    let key = bytes.as_slice();
    let ids: Vec<String> = household.ever().iter().map(ToString::to_string).collect();
    let ids = serde_json::to_string(&ids).unwrap_or_default();
    sqlx::query!(
        "insert into household_person (household, person)
         select ?, unhex(replace(value, '-', '')) from json_each(?)",
        key,
        ids,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes a household out of that table.
pub(crate) async fn forget(conn: &mut SqliteConnection, id: SubjectId) -> Result<(), StoreError> {
    let bytes = id.bytes();
    let id = bytes.as_slice();
    sqlx::query!("delete from household_person where household = ?", id)
        .execute(conn)
        .await?;
    Ok(())
}
