import contextlib
import sqlite3
from pathlib import Path

from deploy.membership import forget_members


def test_given_members_of_the_last_run_when_forgotten_then_the_list_is_empty(
    tmp_path: Path,
) -> None:
    database = tmp_path / "temporal.db"
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE cluster_membership (rpc_port INTEGER)")
        connection.execute("INSERT INTO cluster_membership VALUES (20001)")
    forget_members(database)
    with contextlib.closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM cluster_membership").fetchone() == (0,)


def test_given_no_database_when_members_are_forgotten_then_none_is_made(tmp_path: Path) -> None:
    forget_members(tmp_path / "temporal.db")
    assert not (tmp_path / "temporal.db").exists()


def test_given_another_file_when_members_are_forgotten_then_it_is_left_alone(
    tmp_path: Path,
) -> None:
    database = tmp_path / "temporal.db"
    database.write_bytes(b"not a database" * 100)
    forget_members(database)
    assert database.read_bytes() == b"not a database" * 100
