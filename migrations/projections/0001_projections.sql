-- What the journal amounts to: one row a subject, folded from that subject's entries alone.
-- This whole set is replaceable: when its hash differs from the one in `derived`, the tables are
-- dropped and replayed. Each row keeps the folded state as JSON; the columns beside it are
-- generated from that JSON, so that a query can never see anything else than the state.
-- Everything across subjects (a queue's length, the highest number) is an indexed query.
-- Tables have a rowid: see the note on `payload` in migrations/desk/0001_journal.sql.

-- Which values of the catalogue were confirmed stands here, too.
create table desk (
    id   blob not null primary key check (length(id) = 16),
    body text not null
) strict;

-- Whether her address is restricted stands in the body, too; the search keys follow it. A record that
-- was merged into another one is found by its id alone, which leads on.
create table person (
    id          blob not null primary key check (length(id) = 16),
    body        text not null,
    merged      text generated always as (body ->> '$.merged') virtual,
    number      text generated always as (
        case when body ->> '$.merged' is null then body ->> '$.facts.number' end
    ) virtual
) strict;

create index person_by_number on person (number) where number is not null;

-- Who lives there, and everything that happened to it.
create table household (
    id          blob not null primary key check (length(id) = 16),
    body        text not null
) strict;

-- Everybody who ever lived in a household: derived from its row, and held against it by `verify`.
create table household_person (
    household   blob not null check (length(household) = 16),
    person      blob not null check (length(person) = 16)
) strict;

create index household_person_by_person on household_person (person);
create index household_person_by_household on household_person (household, person);

create table visit (
    id          blob not null primary key check (length(id) = 16),
    body        text not null,
    day         text generated always as (body ->> '$.queue.day') virtual,
    letter      text generated always as (body ->> '$.queue.letter') virtual,
    number      integer generated always as (body ->> '$.queue.number') virtual,
    person      text generated always as (body ->> '$.logged.person') virtual
) strict;

-- The queue of a day and the highest number given in it.
create index visit_by_queue on visit (day, letter, number);
-- All visits of a person, newest last (ids are time-ordered).
create index visit_by_person on visit (person, id) where person is not null;

-- An apology belongs to the clock of its step that runs. Its course tells whom it was given to, too, and
-- which times were made longer; with a result handed over every clock is done.
create table file (
    id          blob not null primary key check (length(id) = 16),
    body        text not null,
    number      text generated always as (body ->> '$.opened.number') virtual,
    visit       text generated always as (body ->> '$.opened.visit') virtual,
    state       text generated always as (body ->> '$.state') virtual,
    assignee    text generated always as (body ->> '$.assignee') virtual,
    carried     text generated always as (body ->> '$.opened.carried.number') virtual,
    person      text generated always as (body ->> '$.opened.parties[0].person') virtual,
    code        text generated always as (body ->> '$.code') virtual,
    closed      integer generated always as (body ->> '$.closed') virtual,
    due         integer generated always as (body ->> '$.due') virtual,
    joins       text generated always as (body ->> '$.joins') virtual,
    later       integer generated always as (body ->> '$.later_at') virtual
) strict;

create index file_by_number on file (number);
create index file_by_visit on file (visit);
-- Files of a paper register, by the number they had there.
create index file_by_carried on file (carried) where carried is not null;
-- The matters of a person, and what another system calls one.
create index file_by_person on file (person, id) where person is not null;
create index file_by_code on file (code) where code is not null;
-- The matters that were joined to one.
create index file_by_joins on file (joins) where joins is not null;
-- Papers that came after a matter was taken in.
create index file_by_later on file (later) where later is not null;
-- What is still to be done, the nearest end first.
create index file_open on file (due) where closed = 0;

-- A printing says whether its job was surely taken back (`Receipt::may_come_out`).
create table receipt (
    id          blob not null primary key check (length(id) = 16),
    body        text not null,
    number      text generated always as (body ->> '$.issued.number') virtual,
    file        text generated always as (body ->> '$.issued.file') virtual,
    token       text generated always as (body ->> '$.issued.token') virtual,
    printed_on  text generated always as (body ->> '$.printings[#-1].day') virtual,
    printing    text generated always as (body ->> '$.printings[#-1].state') virtual,
    -- Its current copy waits for a printer (`Receipt::is_due_on_paper`).
    to_print    integer generated always as (
        body ->> '$.voided' is null and not body ->> '$.declined'
        and (body ->> '$.printings[#-1].state' is null
            or body ->> '$.printings[#-1].state' = 'voided'
            or body ->> '$.printings[#-1].sent.copy' <> body ->> '$.reprints')
    ) virtual
) strict;

create index receipt_by_number on receipt (number);
create index receipt_by_file on receipt (file);
create index receipt_by_token on receipt (token);
-- Only the latest printing may still wait to be seen in hand: the day's list, and those that wait.
create index receipt_by_print on receipt (printed_on) where printed_on is not null;
create index receipt_unseen on receipt (printing) where printing = 'sent';
create index receipt_to_print on receipt (to_print) where to_print = 1;

-- A protected file as it is known without its keys: who is cleared, how many items, whether it waits.
-- What it is about stands sealed in its entries alone.
create table protected (
    id          blob not null primary key check (length(id) = 16),
    body        text not null,
    attention   integer generated always as (body ->> '$.attention_at') virtual
) strict;

-- What somebody cleared must look at, the first to wait first.
create index protected_attention on protected (attention) where attention is not null;

-- An erased subject leaves its number (numbers are never given twice) and nothing else.
create table tombstone (
    id          blob not null primary key check (length(id) = 16),
    body        text not null,
    number      text generated always as (body ->> '$.number') virtual
) strict;

create index tombstone_by_number on tombstone (number) where number is not null;

-- Search keys of people: derived, never compared, ordered by arrival (newest first is rowid desc).
create table person_key (
    rowid   integer primary key,
    person  blob not null unique check (length(person) = 16),
    exact   text not null,   -- lower case, composed, tone placement as one
    folded  text not null,   -- marks off, đ to d
    loose   text not null,   -- folded, and i/y as one
    digits  text not null    -- numbers and phones
) strict;

create virtual table person_search using fts5 (
    exact, folded, loose, digits,
    content = 'person_key',
    content_rowid = 'rowid',
    tokenize = 'unicode61 remove_diacritics 0',
    prefix = '1 2 3 4 5 6',
    detail = 'column',
    columnsize = 0
);
