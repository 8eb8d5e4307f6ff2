"""`jixiao diff` on a terminal, and what cannot be compared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from console.cli.errors import InputError
from tests.daily_year import COUNTY, YEAR
from tests.past_diff import LATE, PLACE, diff, run

pytestmark = pytest.mark.usefixtures("own_store")


def test_the_same_day_twice_differs_in_nothing(daily_data: Path) -> None:
    told = diff(daily_data, "06-08", "06-08", *PLACE)
    days = ("--as-of", "2026-06-08") * 2

    assert (told["subjects"], told["figures"], told["events"]) == ([], [], {})
    assert "没有差异 nothing differs" in run(daily_data, "diff", *days).stdout


def test_the_text_names_what_when_and_who(daily_data: Path) -> None:
    days = ("--as-of", "2026-06-07", "--as-of", "2026-06-08")

    told = run(daily_data, "diff", *days, *PLACE).stdout

    for words in (LATE, "迟报 late", "2026-06-08", "u08-01（预算单位）", "F09", "12", "13"):
        assert words in told
    assert (
        "1 more: --limit, --json" in run(daily_data, "diff", *days, *PLACE, "--limit", "1").stdout
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as-of", "2026-06-07"), "twice"),
        (("--as-of", "2026-06-07") * 3, "twice"),
        ((), "twice"),
        (("--as-of", "2026-06-08", "--as-of", "2026-06-07"), "before"),
        (("--as-of", "2026-06-07", "--as-of", "2026-06-08", "P08"), "subject"),
        (("--as-of", "2026-06-07", "--as-of", "2026-06-08", f"{COUNTY}/{YEAR}/Z"), "nothing"),
        (
            ("--as-of", "2026-06-07", "--as-of", "2026-06-08", "--work-year", "2031"),
            "--work-year: 库中",
        ),
    ],
)
def test_what_cannot_be_compared_is_one_line(
    daily_data: Path, words: tuple[str, ...], said: str
) -> None:
    result = run(daily_data, "diff", *words)

    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("told", [run, lambda folder, *words: run(folder, *words, "--json")])
def test_a_day_that_is_none_is_one_line(daily_data: Path, told: Callable[..., Result]) -> None:
    result = told(daily_data, "diff", "--as-of", "2026-06-07", "--as-of", "2026-06-31")

    assert isinstance(result.exception, InputError)
    assert "--as-of" in str(result.exception)
