"""Every test of the log runs on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from deploy.postgres import PostgresAddress, throwaway_postgres
from store import migrate, open_log, sqlite_url
from store.databases.sqlite import SqliteDatabase
from store.port import EventLog


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresAddress]:
    """A PostgreSQL server for the session."""
    with throwaway_postgres(tmp_path_factory.mktemp("postgres")) as address:
        yield address


@pytest.fixture
def server_log(postgres: PostgresAddress) -> Callable[[], str]:
    """What the PostgreSQL server has logged since this test began."""
    begun = postgres.log.stat().st_size

    def logged() -> str:
        return postgres.log.read_bytes()[begun:].decode()

    return logged


@pytest.fixture
def new_postgres(postgres: PostgresAddress) -> Callable[[], str]:
    """Makes an empty database on the server and gives its URL."""

    def make() -> str:
        name = f"log_{uuid4().hex}"
        server = f"host={postgres.host}&port={postgres.port}&user={postgres.user}"
        with psycopg.connect(f"postgresql:///postgres?{server}", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql:///{name}?{server}"

    return make


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty place for a log."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "data" / "log.db")
    made: str = request.getfixturevalue("new_postgres")()
    return made


@pytest.fixture
def log(url: str) -> Iterator[EventLog]:
    """An empty log."""
    migrate(url)
    with closing(open_log(url)) as opened:
        yield opened


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[SqliteDatabase]:
    """The database below a log in a SQLite file."""
    migrate(sqlite_url(tmp_path / "log.db"))
    with closing(SqliteDatabase(tmp_path / "log.db")) as database:
        yield database
