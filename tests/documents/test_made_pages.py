"""Pages that are made from the code are current."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from domain.kernel.message import Command
from domain.kernel.policies import policies_of
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
from domain.shared.rectification import rectifying
from domain.subjects.registry import CATALOGUES, DECIDERS
from tests.documents.code_in_pages import with_code
from tests.documents.commands_page import commands_page
from tests.documents.pages import ROOT
from tests.documents.write import MADE, write


@pytest.mark.parametrize("name", MADE)
def test_a_page_is_current(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")

    assert MADE[name](text) == text, "python -m tests.documents.write writes it"


def test_every_act_of_every_subject_is_listed_with_title_roles_and_fields() -> None:
    page = commands_page()

    for decider in DECIDERS.values():
        for act in decider.COMMANDS:
            who = ", ".join(sorted(str(role) for role in act.who))
            row = f"| `{act.name}` | {CATALOGUES.acts[act.name].title} | {who} | "
            assert row in page
            (line,) = {found for found in page.splitlines() if found.startswith(row)}
            assert all(f"`{field}`" in line for field in act.model_fields)


def test_the_list_of_acts_names_types_as_people_write_them() -> None:
    page = commands_page()

    assert Command.by_name["monitoring.file-result"].who == {Role.UNIT}
    assert (
        "`node` day · `executed` yuan · `completion_rate`? percent · "
        "`indicators`? list of [Reached](#parts) · `explanation`? text · "
        "`amount_confirmed`? text |"
    ) in page


def test_the_code_that_a_page_shows_is_looked_up(tmp_path: Path) -> None:
    (tmp_path / "m.py").write_text("def one() -> int:\n    return 1\n\n\ndef two(): ...\n")

    page = with_code("a\n<!-- code: m.py one -->\nold\n<!-- /code -->\nb", tmp_path)

    assert page == (
        "a\n<!-- code: m.py one -->\n```python\ndef one() -> int:\n    return 1\n```\n"
        "<!-- /code -->\nb"
    )
    (tmp_path / "m.py").write_text("@cache\n@wraps(\n    len,\n)\ndef one(): ...\n")
    assert "\n```python\n@cache\n@wraps(\n    len,\n)\ndef one(): ...\n```\n" in with_code(
        page, tmp_path
    )
    (tmp_path / "a.jsonl").write_text('{"command": "b"}\n{"command": "a.c", "n": 1}\n')
    shown = with_code("<!-- code: a.jsonl a.c -->\n<!-- /code -->", tmp_path)
    assert '\n```json\n{"command": "a.c", "n": 1}\n```\n' in shown
    with pytest.raises(LookupError):
        with_code("<!-- code: a.jsonl d -->\n<!-- /code -->", tmp_path)
    with pytest.raises(LookupError):
        with_code("<!-- code: m.py three -->\n<!-- /code -->", tmp_path)


def test_writing_again_writes_nothing() -> None:
    assert write() == []


def policies() -> dict[str, str]:
    """The policies of the worked example, each with the cell that says how it refuses."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = text[text.index("| policy |") :].split("\n\n")[0]
    rows = [row.split("|") for row in table.splitlines()[2:]]
    return {row[1].strip(" `"): row[3] for row in rows}


def test_the_example_names_the_policies_of_its_act_in_their_order() -> None:
    assert tuple(policies()) == policies_of(rectifying.report)


def test_the_policies_of_the_example_refuse_with_codes_that_exist() -> None:
    told = {code for cell in policies().values() for code in cell.split("`")[1::2]}

    assert told
    assert told <= {code.value for code in Code}


def test_the_example_follows_the_act_that_it_shows() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    act = json.loads(text[text.index("```json\n") + 8 :].split("\n")[0])

    assert act["command"] == rectifying.Report.name
    assert f"rectification of project {act['project']}." in text
    assert f"jixiao explain 652825/2023/{act['project']}" in text
