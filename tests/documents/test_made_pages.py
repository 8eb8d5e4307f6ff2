"""Pages that are made from the code are current."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.kernel.vocabulary import Role
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
        "`node` day · `executed` yuan · `completion_rate` percent · "
        "`indicators`? list of [Completion](#parts) · `explanation`? text |"
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
    with pytest.raises(LookupError):
        with_code("<!-- code: m.py three -->\n<!-- /code -->", tmp_path)


def test_writing_again_writes_nothing() -> None:
    assert write() == []


def test_the_checks_of_the_example_refuse_with_codes_that_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = text[text.index("| check |") :].split("\n\n")[0]
    told = {cell for row in table.splitlines()[2:] for cell in row.split("|")[3].split("`")[1::2]}

    assert told
    assert told <= {code.value for code in Code}
