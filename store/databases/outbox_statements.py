"""The SQL of the outbox, written out for each database."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutboxStatements:
    """The statements of the outbox for one database; rows come in the order of the log."""

    position: str
    move: str
    insert: str
    pending: str
    rows: str
    rows_in_state: str
    letter: str
    settle: str
    again: str
    failed_again: str


SQLITE = OutboxStatements(
    position="SELECT position FROM outbox_position",
    move="UPDATE outbox_position SET position = ? WHERE position < ?",
    insert="""
        INSERT INTO outbox (letter_id, event_id, channel, role, organisation, day, title, body,
                            state, attempts, last_error)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0, '')
        ON CONFLICT (letter_id) DO NOTHING""",
    pending="""
        SELECT letter_id, event_id, channel, role, organisation, day, title, body,
               state, attempts, last_error
        FROM outbox WHERE state = 'pending' AND channel = ? ORDER BY attempts, position LIMIT ?""",
    rows="""
        SELECT letter_id, event_id, channel, role, organisation, day, title, body,
               state, attempts, last_error
        FROM outbox ORDER BY position""",
    rows_in_state="""
        SELECT letter_id, event_id, channel, role, organisation, day, title, body,
               state, attempts, last_error
        FROM outbox WHERE state = ? ORDER BY position""",
    letter="SELECT 1 FROM outbox WHERE letter_id = ?",
    settle="""
        UPDATE outbox SET state = ?, attempts = attempts + 1, last_error = ? WHERE letter_id = ?""",
    again="UPDATE outbox SET state = 'pending' WHERE letter_id = ?",
    failed_again="UPDATE outbox SET state = 'pending' WHERE state = 'failed'",
)

POSTGRES = OutboxStatements(
    position="SELECT position FROM outbox_position",
    move="UPDATE outbox_position SET position = %s WHERE position < %s",
    insert="""
        INSERT INTO outbox (letter_id, event_id, channel, role, organisation, day, title, body,
                            state, attempts, last_error)
        VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 'pending', 0, '')
        ON CONFLICT (letter_id) DO NOTHING""",
    pending="""
        SELECT letter_id, event_id, channel, role, organisation, day, title, body,
               state, attempts, last_error
        FROM outbox WHERE state = 'pending' AND channel = %s
        ORDER BY attempts, position LIMIT %s""",
    rows="""
        SELECT letter_id, event_id, channel, role, organisation, day, title, body,
               state, attempts, last_error
        FROM outbox ORDER BY position""",
    rows_in_state="""
        SELECT letter_id, event_id, channel, role, organisation, day, title, body,
               state, attempts, last_error
        FROM outbox WHERE state = %s ORDER BY position""",
    letter="SELECT 1 FROM outbox WHERE letter_id = %s",
    settle="""
        UPDATE outbox SET state = %s, attempts = attempts + 1, last_error = %s
        WHERE letter_id = %s""",
    again="UPDATE outbox SET state = 'pending' WHERE letter_id = %s",
    failed_again="UPDATE outbox SET state = 'pending' WHERE state = 'failed'",
)
