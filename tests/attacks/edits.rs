//! The thief's edits of rows, by kind; each leaves a file that opens.

use sqlx::SqliteConnection;
use vault::folder::UserKeys;

use crate::dice::Dice;
use crate::scan;
use crate::thief::{self, run};

/// What is done to the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Edit {
    Header,
    Signature,
    Content,
    Stray,
    Row,
    SearchKey,
    Schema,
    Deleted,
    Reordered,
    Duplicated,
    NotSigned,
    OtherSigner,
    AnothersName,
}

/// The record's size and the hand that forges.
pub(crate) struct Loot<'a> {
    pub(crate) entries: i64,
    /// A record holder's own keys.
    pub(crate) thief: &'a UserKeys,
}

impl Loot<'_> {
    /// Any entry but those after `reserve` from the end.
    fn seq(&self, dice: &mut Dice, reserve: i64) -> i64 {
        1 + i64::try_from(dice.below(usize::try_from(self.entries - reserve).unwrap())).unwrap()
    }
}

impl Edit {
    /// How often each kind is thrown.
    pub(crate) const WEIGHTS: [(Self, usize); 13] = [
        (Self::Header, 14),
        (Self::Signature, 9),
        (Self::Content, 11),
        (Self::Stray, 4),
        (Self::Row, 14),
        (Self::SearchKey, 4),
        (Self::Schema, 4),
        (Self::Deleted, 9),
        (Self::Reordered, 8),
        (Self::Duplicated, 6),
        (Self::NotSigned, 9),
        (Self::OtherSigner, 6),
        (Self::AnothersName, 4),
    ];

    /// Edits the open, disarmed file.
    pub(crate) async fn make(self, conn: &mut SqliteConnection, dice: &mut Dice, loot: &Loot<'_>) {
        match self {
            Self::Header => header(conn, dice, loot).await,
            Self::Signature => signature(conn, dice, loot).await,
            Self::Content => content(conn, dice).await,
            Self::Stray => stray(conn, dice, loot).await,
            Self::Row => row(conn, dice).await,
            Self::SearchKey => search_key(conn, dice).await,
            Self::Schema => schema(conn, dice).await,
            Self::Deleted => deleted(conn, dice, loot).await,
            Self::Reordered => reordered(conn, dice, loot).await,
            Self::Duplicated => duplicated(conn, dice, loot).await,
            Self::NotSigned => rewritten(conn, dice, loot, None).await,
            Self::OtherSigner => rewritten(conn, dice, loot, Some(dice_bit)).await,
            Self::AnothersName => anothers_name(conn, dice, loot).await,
        }
    }
}

/// Whether the forger also puts his own name to what he re-signs.
type Honest = fn(&mut Dice) -> bool;

fn dice_bit(dice: &mut Dice) -> bool {
    dice.below(2) == 0
}

/// One field of one header becomes another value of its kind.
async fn header(conn: &mut SqliteConnection, dice: &mut Dice, loot: &Loot<'_>) {
    let fields = [
        "lamport = lamport + 1",
        "at = at + 60000",
        "at = at - 86400000",
        "clock_suspect = 1 - clock_suspect",
        "office_seq = office_seq + 1",
        "office_seq = office_seq - 1",
        "act = randomblob(16)",
        "session = randomblob(16)",
        "actor = (select actor from journal o where o.actor <> journal.actor limit 1)",
        "kind = case kind when 'visit.logged' then 'visit.numbered' else 'visit.logged' end",
        "version = version + 1",
        "subject = (select subject from journal o where o.subject <> journal.subject limit 1)",
        "payload_digest = randomblob(32)",
        "hash = randomblob(32)",
        "prev = randomblob(32)",
        "desk_id = randomblob(16)",
        "seq = seq + 100000",
    ];
    let (field, seq) = (*dice.pick(&fields), loot.seq(dice, 0));
    run(
        conn,
        &format!("update journal set {field} where seq = {seq}"),
    )
    .await;
}

/// Signatures taken away, exchanged, made up, or moved.
async fn signature(conn: &mut SqliteConnection, dice: &mut Dice, loot: &Loot<'_>) {
    let signed = "select seq from journal where sig is not null order by seq";
    let signed: Vec<i64> = sqlx::query_scalar(signed)
        .fetch_all(&mut *conn)
        .await
        .unwrap();
    let (one, other) = (*dice.pick(&signed), *dice.pick(&signed));
    let any = loot.seq(dice, 0);
    let sql = match dice.below(6) {
        0 => format!("update journal set sig = null where seq = {one}"),
        1 => format!("update journal set sig = randomblob(64) where seq = {one}"),
        2 if one != other => {
            format!(
                "update journal set sig = (select sig from journal where seq = {other}) where seq = {one}"
            )
        }
        // Two people agreed to the erasure; now it looks like the will of one.
        3 => {
            "update journal set co_sig = null, co_actor = null where co_sig is not null".to_owned()
        }
        4 => format!(
            "update journal set sig = (select sig from journal where seq = {one}) where sig is null
             and seq = (select min(seq) from journal where sig is null and seq >= {any})"
        ),
        _ => format!(
            "update journal set co_sig = randomblob(64), co_actor = randomblob(16) where seq = {any}"
        ),
    };
    run(conn, &sql).await;
}

/// Content of an entry changed, exchanged, taken away or brought back.
async fn content(conn: &mut SqliteConnection, dice: &mut Dice) {
    let held = "select seq from payload order by seq";
    let held: Vec<i64> = sqlx::query_scalar(held)
        .fetch_all(&mut *conn)
        .await
        .unwrap();
    let (seq, other) = (*dice.pick(&held), *dice.pick(&held));
    let place = 1 + dice.below(40);
    let sql = match dice.below(6) {
        0 => format!("update payload set salt = randomblob(16) where seq = {seq}"),
        1 => format!("delete from payload where seq = {seq}"),
        2 => format!("update payload set body = (select body from payload where seq = {other}) where seq = {seq}"),
        // A letter for a letter, the JSON stays whole.
        3 => format!("update payload set body = cast(replace(cast(body as text), 'a', 'o') as blob) where seq = {seq}"),
        4 => format!(
            "update payload set body = cast(substr(cast(body as text), 1, {place}) || '~'
             || substr(cast(body as text), {}) as blob) where seq = {seq}",
            place + 2
        ),
        // Content of what was erased by law comes back.
        _ => "insert or ignore into payload (desk_id, seq, salt, body)
              select j.desk_id, j.seq, randomblob(16), (select body from payload limit 1) from journal j
              where not exists (select 1 from payload p where p.seq = j.seq)"
            .to_owned(),
    };
    run(conn, &sql).await;
}

/// Content that belongs to no entry: it would never be read, or lies in the way of one to come.
async fn stray(conn: &mut SqliteConnection, dice: &mut Dice, loot: &Loot<'_>) {
    let ahead = loot.entries + 1 + i64::try_from(dice.below(300)).unwrap();
    let (desk, seq) = match dice.below(3) {
        0 => ("desk_id", ahead),
        1 => ("desk_id", -ahead),
        _ => ("randomblob(16)", loot.seq(dice, 0)),
    };
    run(
        conn,
        &format!(
            "insert into payload (desk_id, seq, salt, body)
             select {desk}, {seq}, randomblob(16), body from payload limit 1"
        ),
    )
    .await;
}

/// A row of a projection.
async fn row(conn: &mut SqliteConnection, dice: &mut Dice) {
    let table = *dice.pick(&[
        "person",
        "household",
        "visit",
        "file",
        "receipt",
        "protected",
        "desk",
        "tombstone",
    ]);
    let rows = format!("select id from {table} order by id");
    let rows: Vec<Vec<u8>> = sqlx::query_scalar(sqlx::AssertSqlSafe(rows))
        .fetch_all(&mut *conn)
        .await
        .unwrap();
    let (one, other) = (&rows[dice.below(rows.len())], &rows[dice.below(rows.len())]);
    let (one, other) = (scan::hex(one), scan::hex(other));
    let sql = match dice.below(5) {
        0 => format!("delete from {table} where id = x'{one}'"),
        1 => format!(
            "insert into {table} (id, body) select randomblob(16), body from {table} where id = x'{one}'"
        ),
        2 if one != other => {
            format!(
                "update {table} set body = (select body from {table} where id = x'{other}') where id = x'{one}'"
            )
        }
        3 => format!("update {table} set body = replace(body, '2026', '2025') where id = x'{one}'"),
        _ => format!("update {table} set body = body || ' ' where id = x'{one}'"),
    };
    run(conn, &sql).await;
}

/// Somebody is made impossible to find, with key and index in agreement.
async fn search_key(conn: &mut SqliteConnection, dice: &mut Dice) {
    let rows = "select rowid from person_key order by rowid";
    let rows: Vec<i64> = sqlx::query_scalar(rows)
        .fetch_all(&mut *conn)
        .await
        .unwrap();
    let row = *dice.pick(&rows);
    let columns = "exact, folded, loose, digits";
    run(
        conn,
        &format!(
            "insert into person_search (person_search, rowid, {columns})
             select 'delete', rowid, {columns} from person_key where rowid = {row}"
        ),
    )
    .await;
    if dice.below(2) == 0 {
        run(conn, &format!("delete from person_key where rowid = {row}")).await;
        return;
    }
    let column = *dice.pick(&["exact", "folded", "loose", "digits"]);
    run(
        conn,
        &format!("update person_key set {column} = 'x' || {column} where rowid = {row}"),
    )
    .await;
    run(
        conn,
        &format!(
            "insert into person_search (rowid, {columns})
             select rowid, {columns} from person_key where rowid = {row}"
        ),
    )
    .await;
}

/// Something is put in that will act later.
async fn schema(conn: &mut SqliteConnection, dice: &mut Dice) {
    let sql = match dice.below(4) {
        0 => {
            "create trigger quiet after insert on journal begin delete from payload where seq = new.seq; end"
        }
        1 => "create view people_of_interest as select body from person",
        2 => "create table notes (text text)",
        _ => "drop index visit_by_queue",
    };
    run(conn, sql).await;
}

/// Entries vanish, with or without their content and with or without closing the gap.
async fn deleted(conn: &mut SqliteConnection, dice: &mut Dice, loot: &Loot<'_>) {
    let from = loot.seq(dice, 0);
    let to = (from + i64::try_from(dice.below(4)).unwrap()).min(loot.entries);
    let gap = to - from + 1;
    run(
        conn,
        &format!("delete from journal where seq between {from} and {to}"),
    )
    .await;
    let closes = dice.below(2) == 0;
    if closes || dice.below(2) == 0 {
        run(
            conn,
            &format!("delete from payload where seq between {from} and {to}"),
        )
        .await;
    }
    if closes {
        for table in ["journal", "payload"] {
            run(
                conn,
                &format!("update {table} set seq = -(seq - {gap}) where seq > {to}"),
            )
            .await;
            run(
                conn,
                &format!("update {table} set seq = -seq where seq < 0"),
            )
            .await;
        }
        if dice.below(2) == 0 {
            thief::relink(conn, from, None).await;
            thief::forget_projections(conn).await;
        }
    }
}

/// Two entries change places, with or without a chain that fits.
async fn reordered(conn: &mut SqliteConnection, dice: &mut Dice, loot: &Loot<'_>) {
    let one = loot.seq(dice, 1);
    let other = if dice.below(2) == 0 {
        one + 1
    } else {
        loot.seq(dice, 0)
    };
    if one == other {
        return;
    }
    let tables: &[&str] = if dice.below(3) == 0 {
        &["journal"]
    } else {
        &["journal", "payload"]
    };
    for table in tables {
        run(
            conn,
            &format!("update {table} set seq = -{one} where seq = {one}"),
        )
        .await;
        run(
            conn,
            &format!("update {table} set seq = {one} where seq = {other}"),
        )
        .await;
        run(
            conn,
            &format!("update {table} set seq = {other} where seq = -{one}"),
        )
        .await;
    }
    if dice.below(2) == 0 {
        thief::relink(conn, one.min(other), None).await;
        thief::forget_projections(conn).await;
    }
}

/// An entry stands twice: at the end of this chain, or in a chain beside it.
async fn duplicated(conn: &mut SqliteConnection, dice: &mut Dice, loot: &Loot<'_>) {
    let (seq, next) = (loot.seq(dice, 0), loot.entries + 1);
    let (desk, number) = match dice.below(2) {
        0 => ("desk_id", next),
        _ => ("randomblob(16)", seq),
    };
    run(
        conn,
        &format!(
            "insert into journal (desk_id, seq, prev, lamport, at, clock_suspect, office_seq, act,
                session, actor, kind, version, subject, payload_digest, hash, sig, co_actor, co_sig)
             select {desk}, {number}, prev, lamport, at, clock_suspect, office_seq, act, session,
                actor, kind, version, subject, payload_digest, hash, sig, co_actor, co_sig
             from journal where seq = {seq} limit 1"
        ),
    )
    .await;
    if number == next {
        run(
            conn,
            &format!(
                "insert into payload (desk_id, seq, salt, body)
                 select desk_id, {next}, salt, body from payload where seq = {seq}"
            ),
        )
        .await;
        if dice.below(2) == 0 {
            thief::relink(conn, next, None).await;
            thief::forget_projections(conn).await;
        }
    }
}

/// Content is changed and the whole chain after it computed anew: by somebody who cannot sign, or
/// by a colleague who signs it all himself, in the old names or in his own.
async fn rewritten(
    conn: &mut SqliteConnection,
    dice: &mut Dice,
    loot: &Loot<'_>,
    own_name: Option<Honest>,
) {
    let texts = "select seq from payload where cast(body as text) like '%\"202%' order by seq";
    let texts: Vec<i64> = sqlx::query_scalar(texts)
        .fetch_all(&mut *conn)
        .await
        .unwrap();
    let seq = *dice.pick(&texts);
    run(
        conn,
        &format!(
            "update payload set body = cast(replace(cast(body as text), '2026', '2025') as blob)
             where seq = {seq}"
        ),
    )
    .await;
    if let Some(own_name) = own_name {
        if own_name(dice) {
            let name: String = loot.thief.user().simple().to_string();
            run(
                conn,
                &format!("update journal set actor = x'{name}' where seq >= {seq}"),
            )
            .await;
        }
        let sign = |hash: &[u8; 32]| loot.thief.signing().sign_act(hash).0.to_vec();
        thief::relink(conn, seq, Some(&sign)).await;
    } else {
        thief::relink(conn, seq, None).await;
    }
    if dice.below(2) == 0 {
        thief::forget_projections(conn).await;
    }
}

/// Inside an act of his own, which he may sign, the thief puts an entry in a colleague's name.
async fn anothers_name(conn: &mut SqliteConnection, dice: &mut Dice, loot: &Loot<'_>) {
    let name: String = loot.thief.user().simple().to_string();
    let own =
        format!("select seq from journal where actor = x'{name}' and sig is null order by seq");
    let own: Vec<i64> = sqlx::query_scalar(sqlx::AssertSqlSafe(own))
        .fetch_all(&mut *conn)
        .await
        .unwrap();
    let seq = *dice.pick(&own);
    let field = match dice.below(2) {
        0 => "actor = (select actor from journal o where o.actor <> journal.actor limit 1)",
        _ => "session = randomblob(16)",
    };
    run(
        conn,
        &format!("update journal set {field} where seq = {seq}"),
    )
    .await;
    let sign = |hash: &[u8; 32]| loot.thief.signing().sign_act(hash).0.to_vec();
    thief::relink(conn, seq, Some(&sign)).await;
    thief::forget_projections(conn).await;
}
