"""The tables of the event log, one script per version and database.

A script that was released is never edited: a change is a new one at the end. The events tables
are those that the eventsourcing library expects, with three additions
(docs/decisions/0302-own-tables.md): `rowid` is an explicit column in SQLite, so that VACUUM keeps
the positions; nothing may be null; ids sort and range by code point, whatever PostgreSQL's locale.
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
