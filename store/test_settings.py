from __future__ import annotations

from pathlib import Path

import pytest

from store import BadStoreUrl, sqlite_url, store_url
from store.settings import (
    has_password,
    hide_passwords,
    is_postgres,
    sqlite_path,
    without_password,
)


def test_without_a_setting_the_log_is_a_file_in_the_data_directory(tmp_path: Path) -> None:
    assert sqlite_path(store_url(tmp_path, {})) == tmp_path / "log.db"


def test_the_setting_names_the_log(tmp_path: Path) -> None:
    assert store_url(tmp_path, {"JIXIAO_STORE": "postgresql:///log"}) == "postgresql:///log"


@pytest.mark.parametrize("name", ["log.db", "a b.db", "50%.db", "what?.db", "一#二.db"])
def test_any_file_name_survives_the_url(tmp_path: Path, name: str) -> None:
    assert sqlite_path(sqlite_url(tmp_path / name)) == tmp_path / name


@pytest.mark.parametrize("url", ["/var/log.db", "mysql:///log", "log.db", ""])
def test_a_url_of_neither_database_is_refused(url: str) -> None:
    with pytest.raises(BadStoreUrl, match="JIXIAO_STORE must be"):
        is_postgres(url)


@pytest.mark.parametrize("url", ["sqlite://log.db", "sqlite:log.db", "sqlite://host/log.db"])
def test_a_sqlite_url_without_an_absolute_path_is_refused(url: str) -> None:
    assert not is_postgres(url)
    with pytest.raises(BadStoreUrl, match="absolute path"):
        sqlite_path(url)


@pytest.mark.parametrize("url", ["postgresql://clerk@db/log", "postgres:///log"])
def test_both_spellings_mean_postgres(url: str) -> None:
    assert is_postgres(url)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:///a/log.db", "sqlite:///a/log.db"),
        ("postgresql:///log", "postgresql:///log"),
        ("postgresql://clerk@db:5432/log", "postgresql://clerk@db:5432/log"),
        ("postgresql://clerk:x@db/log", "postgresql://clerk:***@db/log"),
        ("postgresql://:x@db/log", "postgresql://:***@db/log"),
        ("postgresql://clerk:a@b c/d@db/log", "postgresql://clerk:***@db/log"),
        ("postgresql:///log?password=x&user=u", "postgresql:///log?password=***&user=u"),
        ("postgresql:///log?user=u&sslpassword=x", "postgresql:///log?user=u&sslpassword=***"),
        ("postgresql:///log?p%61ssword=x", "postgresql:///log?p%61ssword=***"),
    ],
)
def test_a_url_is_shown_without_its_password(url: str, shown: str) -> None:
    assert without_password(url) == shown
    assert has_password(url) == (url != shown)


def test_a_text_is_shown_without_the_passwords_in_it() -> None:
    text = "no postgresql://clerk:x@db/log, nor postgres:///log?password=y (a@b.example:1)"
    shown = "no postgresql://clerk:***@db/log, nor postgres:///log?password=*** (a@b.example:1)"
    assert hide_passwords(text) == shown
