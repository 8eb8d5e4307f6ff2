"""Settings, words of the command line, and the files that a data directory holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from activities.notifications.letter_settings import BadSettings, mail_settings
from tests.hostile.command_line import one_line, refused, run, says
from tests.hostile.mutations import examples, mutations
from tests.small_log import COUNTY, P1

NOTICES = b"""smtp:
  host: mail.example
  port: 2525
  sender: jixiao@bureau.example
  security: starttls
addresses:
  - role: unit
    organisation: U1
    to: [u1@unit.example, u1b@unit.example]
"""


@examples(120)
@given(content=mutations(NOTICES))
def test_whatever_becomes_of_the_settings_of_mail_they_are_read_or_one_line(
    tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "notices.yaml"
    file.write_bytes(content)
    try:
        assert mail_settings(tmp_path)
    except BadSettings as error:
        told = (error.file, bool(error.field), bool(error.why))
    else:
        return
    assert told == (str(file), True, True)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b"host: mail.example", b"host: ''", "2: smtp.host: "),
        (b"2525", b"99999999999999999999999", "3: smtp.port: "),
        (b"jixiao@", b'"a\\r\\nBcc: b@', "10: yaml: "),
        (b"jixiao@bureau.example", b'"a@b.example\\r\\nBcc: c@d.example"', "4: smtp.sender: "),
        (b"[u1@unit.example", b'["a@b.example\\nBcc: c@d.example"', "9: addresses.0.to.0: "),
        (b"starttls", b"yes", "5: smtp.security: 'yes' is ambiguous"),
        (b"  port", b"  host: x\n  port", "3: smtp.host: duplicate key"),
        (b"[u1@unit.example", b"[" * 10_000, "9: yaml: is nested deeper than 40 levels"),
    ],
)
def test_bad_settings_of_mail_are_one_line_with_their_place(
    data: Path, old: bytes, new: bytes, told: str
) -> None:
    file = data / "notices.yaml"
    file.write_bytes(NOTICES.replace(old, new, 1))
    line = refused("outbox", "resend", "--failed", "--data", data)
    assert says(line, f"{file}:{told}"), line


@pytest.mark.parametrize("running", [b"", b"{", b"[]", b"\xff", b'{"address": 1}', b"[" * 100_000])
def test_a_file_of_a_running_stack_that_cannot_be_read_says_what_to_do(
    data: Path, running: bytes
) -> None:
    file = data / "running.json"
    file.write_bytes(running)
    for words in (("recover",), ("outbox", "resend", "--failed")):
        line = refused(*words, "--data", data)
        assert line.startswith(f"{file}: address: 不可读，请重新 `jixiao up` / cannot be read")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("log.db", "JIXIAO_STORE must be sqlite:///absolute/path/log.db or postgresql://"),
        ("\x1b[31m", "JIXIAO_STORE must be "),
        ("sqlite://[x", "JIXIAO_STORE: sqlite://[x is no URL: "),
        ("postgresql://[x:/", "JIXIAO_STORE: postgresql://[x:/ is no URL: "),
        ("sqlite:////a/%00b", "sqlite:////a/%00b must have three slashes and an absolute path"),
        ("sqlite://a/b", "sqlite://a/b must have three slashes"),
    ],
)
def test_a_setting_that_is_no_url_is_one_line(
    data: Path, monkeypatch: pytest.MonkeyPatch, url: str, told: str
) -> None:
    assert says(refused("status", "--store", url, "--data", data), told)
    monkeypatch.setenv("JIXIAO_STORE", url)
    assert says(refused("status", "--data", data), told)


@pytest.mark.parametrize("name", ["JIXIAO_DATA", "JIXIAO_STORE"])
def test_a_setting_of_bytes_that_are_no_text_is_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "/\udcff")
    assert refused("status").startswith(f"jixiao: {name}: 不是 UTF-8")


@pytest.mark.parametrize(
    "words",
    [
        ("status", "--nope"),
        ("status", "--year", "x"),
        ("status", "--year", "9" * 30),
        ("status", "--year", "9" * 5_000),
        ("selections", "--jurisdiction", COUNTY, "--year", "-1"),
        ("statement", "--jurisdiction", COUNTY, "--work-year", "0"),
        ("submit", "-", "--work-year", "10000"),
        ("replay", "--jurisdiction", COUNTY, "--work-year", "1e3"),
        ("status", "--as-of", "2023-02-29"),
        ("status", "--as-of", "\x1b[31m"),
        ("history", "x\x1b[31m"),
        ("history", f"{COUNTY}/2023/\x1b[31m"),
        ("history", P1, "--trace", "x"),
        ("explain", "x\n"),
        ("explain", f"{COUNTY}/2023/\x1b[31m"),
        ("schema", "commands", "\x1b[31m"),
        ("nothing",),
        ("status", "\udcff"),
    ],
)
def test_words_that_mean_nothing_are_one_line(
    data: Path, unchanged: None, words: tuple[str, ...]
) -> None:
    named = () if words[0] in {"schema", "nothing"} else ("--data", data)
    assert refused(*words, *named)


def test_a_command_without_its_words_shows_its_help() -> None:
    ended = run("rules")
    assert ended.code == 2
    assert ended.err.startswith("Usage: jixiao rules")
    assert run("--help").code == 0


@pytest.mark.parametrize("place", ["missing/x.html", ".", "n" * 300])
def test_a_place_that_cannot_be_written_is_one_line(
    data: Path, unchanged: None, place: str
) -> None:
    line = refused("explain", P1, "--html", place, "--data", data)
    assert line.startswith(f"{place}: --html: ")


def test_a_report_that_could_not_be_written_is_refused_before_the_drill(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "examples" / "653129-2025"
    line = refused(
        *("drill", "--jurisdiction", "653129", "--work-year", "2025", "--data", tmp_path / "d"),
        *("--portfolio", example / "portfolio.csv", "--scenario", example / "scenario.jsonl"),
        *("--json", tmp_path / "missing" / "report.json"),
    )
    assert "--json: 不能写入 / cannot be written" in one_line(line)
    assert not (tmp_path / "d").exists()


SECRET = "g3heim"  # noqa: S105 - the tests' own


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://clerk:{SECRET}[@db/log",
        f"postgresql://clerk:{SECRET}%zz@db/log",
        f"postgresql://clerk:{SECRET}/x@db/log",
        f"postgresql://clerk:x/{SECRET}@db/log",
        f"postgresql://clerk:x@{SECRET}@db/log",
        f"postgresql://clerk:{SECRET}@db:port/log",
        f"postgresql://clerk:{SECRET}@127.0.0.1:1/log",
        f"postgresql:///log?host=127.0.0.1&port=1&user=clerk&password={SECRET}",
        f"postgresql:///log?host=127.0.0.1&port=1&nothing=1&password={SECRET}%zz",
        f"postgres://clerk:{SECRET}@127.0.0.1:1/log?connect_timeout=1",
        f"sqlite://clerk:{SECRET}@host/log.db",
        f"mysql://clerk:{SECRET}@db/log",
    ],
)
def test_no_password_is_shown_whatever_is_wrong_with_the_url(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    for words in (("status",), ("doctor",), ("migrate",), ("backup", tmp_path / "b")):
        monkeypatch.setenv("JIXIAO_STORE", url)
        ended = run(*words, "--data", data)
        assert ended.code in {1, 2}, ended
        assert ended.out == ""
        assert SECRET not in one_line(ended.err)
        monkeypatch.delenv("JIXIAO_STORE")
        assert SECRET not in refused(*words, "--store", url, "--data", data)


def test_a_password_among_the_words_of_a_command_is_refused_and_the_way_is_said(data: Path) -> None:
    url = f"postgresql://clerk:{SECRET}@127.0.0.1:1/log"
    for words in (("status", "--data", data), ("worker", "--address", "127.0.0.1:1")):
        line = refused(*words, "--store", url)
        assert line.startswith("jixiao: --store: 口令会出现在进程列表中")
        assert "JIXIAO_STORE" in line
    assert SECRET not in refused("status", url, "--data", data)


def test_a_worker_without_a_log_says_how_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JIXIAO_STORE", raising=False)
    assert "JIXIAO_STORE" in refused("worker", "--address", "127.0.0.1:1")
