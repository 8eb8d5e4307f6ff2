"""The SQL of the log, written out for each database."""

from __future__ import annotations

from store.databases.database import Statements

SQLITE = Statements(
    command="""
        SELECT command_id, request_hash, stream, first_version, last_version,
               act, outcome, recorded_at, stored_at
        FROM command_log WHERE command_id = ?""",
    commands="""
        SELECT command_id, request_hash, stream, first_version, last_version,
               act, outcome, recorded_at, stored_at
        FROM command_log WHERE stream = ? ORDER BY position""",
    read="""
        SELECT topic, state FROM stored_events
        WHERE originator_id = ? AND originator_version > ? ORDER BY originator_version""",
    notifications_of="""
        SELECT rowid, topic, state FROM stored_events
        WHERE originator_id = ? AND originator_version > ? ORDER BY originator_version""",
    notifications="""
        SELECT rowid, topic, state FROM stored_events WHERE rowid > ? ORDER BY rowid LIMIT ?""",
    last_position="SELECT MAX(rowid) FROM stored_events",
    streams="""
        WITH RECURSIVE found(id) AS (
            SELECT (SELECT originator_id FROM stored_events
                    WHERE originator_id >= ? AND originator_id < ?
                    ORDER BY originator_id LIMIT 1)
            UNION ALL
            SELECT (SELECT originator_id FROM stored_events
                    WHERE originator_id > found.id AND originator_id < ?
                    ORDER BY originator_id LIMIT 1)
            FROM found WHERE found.id IS NOT NULL)
        SELECT id FROM found WHERE id IS NOT NULL""",
    versions="""
        SELECT asked.value, (SELECT MAX(originator_version) FROM stored_events
                             WHERE originator_id = asked.value)
        FROM json_each(?) AS asked""",
    put_content="INSERT INTO content (sha256, bytes) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING",
    content="SELECT bytes FROM content WHERE sha256 = ?",
    identity="SELECT id, copy, kind FROM log_identity",
    settle_kind="UPDATE log_identity SET kind = ? WHERE kind IS NULL",
    another_copy="UPDATE log_identity SET copy = ?",
    home="SELECT home FROM log_home",
    set_home="""
        INSERT INTO log_home (one, home) VALUES (1, ?)
        ON CONFLICT (one) DO UPDATE SET home = excluded.home""",
    restored="SELECT newest_at, restored_at FROM log_restored ORDER BY restored_at",
    note_restored="""
        INSERT INTO log_restored (restored_at, newest_at)
        SELECT ?, stored_at FROM command_log WHERE true ORDER BY position DESC LIMIT 1
        ON CONFLICT (restored_at) DO NOTHING""",
    no_home="DELETE FROM log_home",
    newest_recorded_at="SELECT recorded_at FROM command_log ORDER BY position DESC LIMIT 1",
)

POSTGRES = Statements(
    command="""
        SELECT command_id, request_hash, stream, first_version, last_version,
               act, outcome, recorded_at, stored_at
        FROM command_log WHERE command_id = %s""",
    commands="""
        SELECT command_id, request_hash, stream, first_version, last_version,
               act, outcome, recorded_at, stored_at
        FROM command_log WHERE stream = %s ORDER BY position""",
    read="""
        SELECT topic, state FROM stored_events
        WHERE originator_id = %s AND originator_version > %s ORDER BY originator_version""",
    notifications_of="""
        SELECT notification_id, topic, state FROM stored_events
        WHERE originator_id = %s AND originator_version > %s ORDER BY originator_version""",
    notifications="""
        SELECT notification_id, topic, state FROM stored_events
        WHERE notification_id > %s ORDER BY notification_id LIMIT %s""",
    last_position="SELECT MAX(notification_id) FROM stored_events",
    streams="""
        WITH RECURSIVE found(id) AS (
            SELECT (SELECT originator_id FROM stored_events
                    WHERE originator_id >= %s AND originator_id < %s
                    ORDER BY originator_id LIMIT 1)
            UNION ALL
            SELECT (SELECT originator_id FROM stored_events
                    WHERE originator_id > found.id AND originator_id < %s
                    ORDER BY originator_id LIMIT 1)
            FROM found WHERE found.id IS NOT NULL)
        SELECT id FROM found WHERE id IS NOT NULL""",
    versions="""
        SELECT asked.value, (SELECT MAX(originator_version) FROM stored_events
                             WHERE originator_id = asked.value)
        FROM jsonb_array_elements_text(%s) AS asked(value)""",
    put_content="""
        INSERT INTO content (sha256, bytes) VALUES (%s, %s) ON CONFLICT (sha256) DO NOTHING""",
    content="SELECT bytes FROM content WHERE sha256 = %s",
    identity="SELECT id, copy, kind FROM log_identity",
    settle_kind="UPDATE log_identity SET kind = %s WHERE kind IS NULL",
    another_copy="UPDATE log_identity SET copy = %s",
    home="SELECT home FROM log_home",
    set_home="""
        INSERT INTO log_home (one, home) VALUES (1, %s)
        ON CONFLICT (one) DO UPDATE SET home = excluded.home""",
    restored="SELECT newest_at, restored_at FROM log_restored ORDER BY restored_at",
    note_restored="""
        INSERT INTO log_restored (restored_at, newest_at)
        SELECT %s::text, stored_at FROM command_log WHERE true ORDER BY position DESC LIMIT 1
        ON CONFLICT (restored_at) DO NOTHING""",
    no_home="DELETE FROM log_home",
    newest_recorded_at="SELECT recorded_at FROM command_log ORDER BY position DESC LIMIT 1",
)

PLACE_POSTGRES = """
    SELECT system_identifier::text,
           (SELECT oid::text FROM pg_database WHERE datname = current_database())
    FROM pg_control_system()"""

INSERT_COMMAND_SQLITE = """
    INSERT INTO command_log (command_id, request_hash, stream, first_version, last_version,
                             act, outcome, recorded_at, stored_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""

INSERT_EVENTS_SQLITE = """
    INSERT INTO stored_events (originator_id, originator_version, topic, state)
    VALUES (?, ?, ?, ?)"""

MOVED_SQLITE = """
    SELECT asked.key FROM json_each(?) AS asked
    WHERE asked.value <> COALESCE((SELECT MAX(originator_version) FROM stored_events
                                   WHERE originator_id = asked.key), 0)"""
"""The streams, of a JSON object of versions expected, that are at another version."""

APPEND_POSTGRES = """
    WITH moved(stream) AS (
        SELECT asked.key FROM jsonb_each_text(%(expected)s) AS asked
        WHERE asked.value::bigint <> COALESCE((SELECT MAX(originator_version) FROM stored_events
                                               WHERE originator_id = asked.key), 0)
        UNION
        SELECT originator_id FROM stored_events
        WHERE originator_id = %(stream)s
        AND originator_version BETWEEN %(first_version)s AND %(last_version)s
    ),
    command AS (
        INSERT INTO command_log (command_id, request_hash, stream, first_version, last_version,
                                 act, outcome, recorded_at, stored_at)
        SELECT %(command_id)s::uuid, %(request_hash)s, %(stream)s,
               %(first_version)s::bigint, %(last_version)s::bigint,
               %(act)s, %(outcome)s, %(recorded_at)s, %(stored_at)s
        WHERE NOT EXISTS (SELECT FROM moved)
        ON CONFLICT (command_id) DO NOTHING
        RETURNING command_id
    ),
    events AS (
        INSERT INTO stored_events (originator_id, originator_version, topic, state)
        SELECT * FROM unnest(%(streams)s::text[], %(versions)s::bigint[],
                             %(topics)s::text[], %(states)s::bytea[])
                      AS event(stream, version, topic, state)
        WHERE EXISTS (SELECT FROM command)
        ORDER BY event.version
    )
    SELECT EXISTS (SELECT FROM command), (SELECT string_agg(stream, ', ') FROM moved)"""
"""Inserts a command and its events, or nothing: where the id is taken, or a stream has moved.

Gives whether they are inserted, and the streams that moved. A conflict is a row and no error, so
it leaves no line in the server's log. Where there are events, the table is locked before: the
statement sees all that was committed when it begins.
"""
