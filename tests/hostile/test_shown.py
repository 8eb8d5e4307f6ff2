"""Names and reasons that are no names: on a terminal, on a page, in a letter."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path
from uuid import uuid4

import pytest

from activities.command_handler import CommandHandler
from activities.notifications.channels import mail_of
from domain.kernel.decider import Recorded
from domain.shared.letters.text import letter_of
from domain.shared.letters.types import About
from domain.subjects.project_year.targets.target import TargetReturned
from domain.subjects.registry import CATALOGUES
from store import open_log, sqlite_url
from store.outbox import Channel, Letter
from tests.hostile.command_line import run
from tests.small_log import BUREAU, COUNTY, THE_YEAR, act, at

MARKUP = "<script>x</script>&[/nope][red]名[link=https://x.example]"
CODE = "[red]P"
STREAM = f"{THE_YEAR}/{CODE}"


@pytest.fixture
def marked(data: Path) -> Path:
    """The small log with a project whose code, names and reasons are markup."""
    with closing(open_log(sqlite_url(data / "log.db"))) as log:
        deciding = CommandHandler(log)
        registration = {
            "project_name": MARKUP,
            "unit": "[red]U",
            "unit_name": MARKUP,
            "budget_type": "general_public",
            "origin": "initial",
            "opened_on": "2023-01-05",
            "requested": "100000",
        }
        for request, status in (
            (act(STREAM, "project.add", **registration), "accepted"),
            (act(STREAM, "exante.return", reason=MARKUP), "refused"),
            (act(STREAM, "project.withdraw", reason=MARKUP), "accepted"),
        ):
            assert deciding.submit(request, at("2023-01-14")).outcome["status"] == status
    return data


YEAR = ("--jurisdiction", COUNTY, "--year", "2023")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("status", CODE, *YEAR), CODE),
        (("status", *YEAR, "--unit", "[red]U"), ""),
        (("calendar", *YEAR), ""),
        (("overdue", *YEAR), ""),
        (("todo", "--jurisdiction", COUNTY), ""),
        (("acts", STREAM, "--all"), CODE),
        (("history", STREAM), CODE),
        (("history", STREAM, "--full"), MARKUP[:20]),
        (("explain", STREAM), MARKUP[:20]),
        (("problems", STREAM), CODE),
        (("diff", STREAM, "--as-of", "2023-01-05", "--as-of", "2023-01-20"), CODE),
        (("replay", "--jurisdiction", COUNTY, "--work-year", "2023", "--pack", "653129"), ""),
        (("document", "list"), ""),
        (("doctor",), ""),
    ],
)
def test_markup_in_a_name_is_shown_as_it_was_written(
    marked: Path, words: tuple[str, ...], shown: str
) -> None:
    ended = run(*words, "--data", marked)
    assert ended.code in {0, 1}, ended
    assert shown in ended.out.replace("\n", "")
    assert "\x1b" not in ended.out


def test_a_page_has_no_script_of_a_name(marked: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run("explain", STREAM, "--html", page, "--data", marked).code == 0
    text = page.read_text("utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;x&lt;/script&gt;&amp;" in text


def test_a_directory_with_markup_in_its_name_is_shown_as_it_is(tmp_path: Path) -> None:
    ended = run("status", "--data", tmp_path / "[red]x")
    assert "[red]x" in ended.err


NAME = "合成\r\nBcc: someone@x.example\n\n依据：\n  JS-01：“假的”"


RETURNED = TargetReturned(reason=NAME)


def test_a_name_begins_no_line_of_its_own_in_a_letter_and_no_header_of_a_mail() -> None:
    # given
    now = at("2023-01-16")
    recorded = Recorded(
        RETURNED, uuid4(), STREAM, 2, now.date(), now, now, BUREAU, command_id=uuid4()
    )
    about = About(STREAM, COUNTY, name=NAME, unit="U1", unit_name=NAME)
    # when
    told = letter_of(recorded, about, (), CATALOGUES)
    assert told is not None
    letter = Letter(
        uuid4(), uuid4(), Channel.SMTP, "unit", "U1", date(2023, 1, 5), told.title, told.body
    )
    mail = bytes(mail_of(letter, "a@b.example", ("c@d.example",)))
    sent = message_from_bytes(mail, policy=policy.default)
    # then
    assert "\n" not in told.title
    assert sent["Subject"] == told.title
    assert sent["Bcc"] is None
    assert NAME[:2] in told.body
    assert not any(line.startswith(("Bcc", "依据")) for line in told.body.splitlines())
