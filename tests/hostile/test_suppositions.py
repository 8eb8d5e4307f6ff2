"""What is supposed for a replay: values, rulings, days."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.cli.commands.replay import ruling_of, setting_of
from tests.hostile.command_line import fault_of, refused, says
from tests.hostile.mutations import FRAGMENTS, examples
from tests.small_log import COUNTY

PLACE = "monitoring.trigger.deviation.line.side"
VALUES = st.text(max_size=20) | st.sampled_from(FRAGMENTS).map(lambda one: one.decode("latin-1"))


@examples(100)
@given(place=st.sampled_from([PLACE, "", "grade.bands", "AMB-18"]), value=VALUES)
def test_whatever_is_supposed_is_read_or_refused_in_one_line(place: str, value: str) -> None:
    for told in (
        fault_of(lambda: setting_of(f"{place}={value}")),
        fault_of(lambda: ruling_of(f"{place}={value}")),
        fault_of(lambda: setting_of(value)),
    ):
        assert told is None or told.startswith("replay: --")


@pytest.mark.parametrize(
    ("option", "given_value", "told"),
    [
        ("--set", f"{PLACE}={'9' * 10_000}", "replay: --set: '9999"),
        ("--set", f"{PLACE}={'[' * 10_000}", "replay: --set: '[[[["),
        ("--set", f"{PLACE}=NaN", "replay: "),
        ("--set", f"{PLACE}=1e999999", "replay: "),
        ("--set", f'{PLACE}={{"a": 1, "a": 2}}', "replay: --set: a: stands twice"),
        ("--set", f"{PLACE}.x.y=1", f"replay: {PLACE}.x.y: no x stands there"),
        ("--set", "monitoring.trigger.deviation.line.limit.x=1", "replay: monitoring.trigger."),
        ("--set", "x\x1b[31m=1", "replay: --set: 'x\\x1b[31m=1' is not RULE.PLACE=VALUE"),
        ("--set", "grade.bands=@../etc", "replay: "),
        ("--ruling", f"AMB-18={'9' * 10_000}", "replay: --ruling: '9999"),
        ("--ruling", f"AMB-18={'[' * 10_000}", "replay: --ruling: '[[[["),
        ("--ruling", "AMB-18", "replay: --ruling: 'AMB-18' is not AMB-nn=VALUE"),
        ("--ruling", "AMB-99=1", "replay: ambiguity: nothing reads AMB-99"),
        ("--rules-on", "2023-02-29", "replay: --rules-on: '2023-02-29' is no date"),
        ("--pack", "../etc", "replay: jurisdiction: no pack of jurisdiction ../etc is built"),
    ],
)
def test_what_cannot_be_supposed_is_one_line(
    data: Path, unchanged: None, option: str, given_value: str, told: str
) -> None:
    words = ("replay", "--jurisdiction", COUNTY, "--work-year", "2023", "--data", data)
    line = refused(*words, option, given_value)
    assert says(line, told), line
