-- What cannot be derived: the signed, hash-chained journal and the content of its entries.
-- Read this file first; everything else in the database is computed from it.
--
-- Headers and content are apart because the law may order content to be erased while the chain
-- must stay whole: the chain covers the salted digest of the content, never the content itself.

create table journal (
    desk_id        blob    not null check (length(desk_id) = 16),
    seq            integer not null check (seq > 0),
    prev           blob    not null check (length(prev) = 32),
    lamport        integer not null,
    at             integer not null,                 -- milliseconds UTC
    clock_suspect  integer not null check (clock_suspect in (0, 1)),
    office_seq     integer not null,                 -- office entry in force: whose right is checked
    act            blob    not null check (length(act) = 16),
    session        blob    not null check (length(session) = 16),
    actor          blob    not null check (length(actor) = 16),
    kind           text    not null,                 -- noun.past_participle
    version        integer not null,
    subject        blob    not null check (length(subject) = 16),
    payload_digest blob    not null check (length(payload_digest) = 32),
    hash           blob    not null check (length(hash) = 32),
    sig            blob    check (length(sig) = 64), -- on an act's last entry only
    co_actor       blob    check (length(co_actor) = 16),
    co_sig         blob    check (length(co_sig) = 64),
    primary key (desk_id, seq)
) strict, without rowid;

-- Replay walks subject by subject in this order; so do a record's history and its erasure.
create index journal_by_subject on journal (subject, lamport, desk_id, seq);

create trigger journal_is_never_changed before update on journal
begin
    select raise(abort, 'the journal is append-only');
end;

create trigger journal_is_never_shortened before delete on journal
begin
    select raise(abort, 'the journal is append-only');
end;

-- With a rowid, unlike the headers: rows this long would make every search of a table kept by its
-- key read (and decrypt) the rows it compares with.
create table payload (
    desk_id blob    not null,
    seq     integer not null,
    salt    blob    not null check (length(salt) = 16), -- or a short content could be guessed from its digest
    body    blob    not null,                           -- UTF-8 JSON, as it was hashed
    primary key (desk_id, seq),
    foreign key (desk_id, seq) references journal (desk_id, seq)
) strict;

-- Content may leave, by erasure alone, but never change.
create trigger payload_is_never_changed before update on payload
begin
    select raise(abort, 'content is append-only');
end;

-- What is being typed and is not saved yet: the one table that is changed in place. Last write wins,
-- no history, nothing of it is hashed or projected, and it is gone the moment it is saved, discarded
-- or acknowledged (pages are overwritten: secure_delete).
create table draft (
    id      blob    not null primary key check (length(id) = 16),
    owner   blob    not null check (length(owner) = 16),
    kind    text    not null check (kind in ('ordinary', 'private', 'note')), -- note: from one shift to the next
    updated integer not null,                       -- milliseconds UTC
    body    blob    not null                        -- UTF-8 JSON
) strict;

-- Versions of what is derived; when one differs from the program's, projections are replayed.
create table derived (
    name    text not null primary key,
    version text not null
) strict, without rowid;
