"""The tables of the event log, one script per version and database.

A released script is never edited: a change is a new script at the end. The events tables are those
of the eventsourcing library with three additions (docs/decisions/0301-two-databases-one-log.md,
0302): `rowid` is an explicit column in SQLite, so that VACUUM keeps the positions; no column may be
null; ids sort by code point, whatever PostgreSQL's locale.
"""

from __future__ import annotations

SQLITE_1 = """
CREATE TABLE stored_events (
    originator_id TEXT NOT NULL,
    originator_version INTEGER NOT NULL,
    topic TEXT NOT NULL,
    state BLOB NOT NULL,
    rowid INTEGER PRIMARY KEY,
    UNIQUE (originator_id, originator_version)
);
CREATE TABLE command_log (
    position INTEGER PRIMARY KEY,
    command_id TEXT NOT NULL UNIQUE,
    request_hash TEXT NOT NULL,
    stream TEXT NOT NULL,
    first_version INTEGER,
    last_version INTEGER,
    act TEXT NOT NULL,
    outcome TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    stored_at TEXT NOT NULL
);
CREATE INDEX command_log_stream ON command_log (stream);
CREATE TABLE content (
    sha256 TEXT NOT NULL UNIQUE,
    bytes BLOB NOT NULL
)
"""

POSTGRES_1 = """
CREATE TABLE stored_events (
    originator_id text COLLATE "C" NOT NULL,
    originator_version bigint NOT NULL,
    topic text NOT NULL,
    state bytea NOT NULL,
    notification_id bigserial,
    PRIMARY KEY (originator_id, originator_version)
);
CREATE UNIQUE INDEX stored_events_notification_id_idx ON stored_events (notification_id);
CREATE TYPE stored_event_text AS (
    originator_id text,
    originator_version bigint,
    topic text,
    state bytea
);
CREATE TABLE command_log (
    position bigserial PRIMARY KEY,
    command_id uuid NOT NULL UNIQUE,
    request_hash text NOT NULL,
    stream text COLLATE "C" NOT NULL,
    first_version bigint,
    last_version bigint,
    act text NOT NULL,
    outcome text NOT NULL,
    recorded_at text NOT NULL,
    stored_at text NOT NULL
);
CREATE INDEX command_log_stream ON command_log (stream);
CREATE TABLE content (
    sha256 text PRIMARY KEY,
    bytes bytea NOT NULL
)
"""

SQLITE_2 = """
CREATE TABLE outbox (
    position INTEGER PRIMARY KEY,
    letter_id TEXT NOT NULL UNIQUE,
    event_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    role TEXT NOT NULL,
    organisation TEXT NOT NULL,
    day TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    last_error TEXT NOT NULL
);
CREATE INDEX outbox_state ON outbox (state, channel, attempts, position);
CREATE TABLE outbox_position (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    position INTEGER NOT NULL
);
INSERT INTO outbox_position (one, position)
    SELECT 1, COALESCE(MAX(rowid), 0) FROM stored_events
"""

POSTGRES_2 = """
CREATE TABLE outbox (
    position bigserial PRIMARY KEY,
    letter_id uuid NOT NULL UNIQUE,
    event_id uuid NOT NULL,
    channel text NOT NULL,
    role text NOT NULL,
    organisation text NOT NULL,
    day text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    state text NOT NULL,
    attempts integer NOT NULL,
    last_error text NOT NULL
);
CREATE INDEX outbox_state ON outbox (state, channel, attempts, position);
CREATE TABLE outbox_position (
    one integer PRIMARY KEY CHECK (one = 1),
    position bigint NOT NULL
);
INSERT INTO outbox_position (one, position)
    SELECT 1, COALESCE(MAX(notification_id), 0) FROM stored_events
"""

SQLITE_3 = """
CREATE TABLE log_identity (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL,
    copy TEXT NOT NULL,
    kind TEXT
);
INSERT INTO log_identity (one, id, copy)
    VALUES (1, lower(hex(randomblob(16))), lower(hex(randomblob(16))))
"""

POSTGRES_3 = """
CREATE TABLE log_identity (
    one integer PRIMARY KEY CHECK (one = 1),
    id uuid NOT NULL,
    copy uuid NOT NULL,
    kind text
);
INSERT INTO log_identity (one, id, copy) VALUES (1, gen_random_uuid(), gen_random_uuid())
"""

SQLITE_4 = """
CREATE TABLE split_from (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL,
    copy TEXT NOT NULL,
    split_at TEXT NOT NULL
);
CREATE TABLE split_gap (
    of TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (of, first)
);
CREATE TABLE split_cause (
    event_id TEXT NOT NULL PRIMARY KEY
)
"""

POSTGRES_4 = """
CREATE TABLE split_from (
    one integer PRIMARY KEY CHECK (one = 1),
    id uuid NOT NULL,
    copy uuid NOT NULL,
    split_at text NOT NULL
);
CREATE TABLE split_gap (
    of text NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    PRIMARY KEY (of, first)
);
CREATE TABLE split_cause (
    event_id text NOT NULL PRIMARY KEY
)
"""

SQLITE_5 = """
CREATE TABLE log_home (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    home TEXT NOT NULL
);
CREATE TABLE log_restored (
    restored_at TEXT NOT NULL PRIMARY KEY,
    newest_at TEXT NOT NULL
);
ALTER TABLE outbox ADD COLUMN digest TEXT NOT NULL DEFAULT ''
"""

POSTGRES_5 = """
CREATE TABLE log_home (
    one integer PRIMARY KEY CHECK (one = 1),
    home text NOT NULL
);
CREATE TABLE log_restored (
    restored_at text NOT NULL PRIMARY KEY,
    newest_at text NOT NULL
);
ALTER TABLE outbox ADD COLUMN digest text NOT NULL DEFAULT ''
"""
