"""From what is due to what is done: todo, acts, the edited template, submit, on a running stack."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.engine import tiny
from tests.engine.command_line import Done, run, write_lines
from tests.engine.test_receipts import ADD, NEW
from tests.engine.test_up import acts, submit, up


async def told(data: Path, *words: str) -> Any:
    done = await run(*words, "--data", data, "--json")
    assert done.code == 0, done
    return json.loads(done.out)


async def duties(data: Path, *words: str) -> list[str]:
    """What is due about the new project."""
    answer = await told(data, "todo", *words)
    return [one["deadline"] for one in answer["duties"] if one["stream"] == NEW]


async def template(data: Path, file: Path, command: str) -> Done:
    """Write the template of an act into a file, as `jixiao acts … > FILE` does."""
    done = await run("acts", NEW, command, "--data", data)
    assert done.code == 0, done
    write_lines(file, [json.loads(done.out)])
    return done


def edited(file: Path, **fields: Any) -> Path:
    """Fill in a template by hand."""
    line = json.loads(file.read_text())
    person = {**line["actor"], "id": "fin-01" if line["actor"]["role"] == "finance" else "u-9"}
    return write_lines(file, [{**line, "actor": person, **fields}])


async def test_given_a_duty_when_its_template_is_filled_and_sent_then_it_is_due_no_longer(
    tmp_path: Path,
) -> None:
    data, file = tmp_path / "data", tmp_path / "act.jsonl"
    async with up(data):
        assert (await submit(acts(tmp_path), data)).code == 0
        assert (await submit(write_lines(tmp_path / "add.jsonl", [ADD]), data)).code == 0
        # given the bureau has to admit a new project
        assert await duties(data, "--role", "finance") == ["library.admission"]
        possible = await told(data, "acts", NEW)
        now = {one["command"]: one["now"] for one in possible["acts"]}
        assert (now["library.admit"], now["target.approve"]) == ("taken", "refused")
        # when the template is sent as it is
        await template(data, file, "library.admit")
        unedited = await submit(file, data)
        # then it names what is to be filled in, in one line
        assert (unedited.code, unedited.out) == (2, "")
        assert unedited.err.startswith(f"{file}:1: actor.id: 编号：仍是模板中的待填内容")
        assert unedited.err.count("\n") == 1
        # when it is filled in
        sent = await submit(edited(file), data)
        assert (sent.code, "已办理 taken" in sent.out) == (0, True), sent
        # then it is the unit's turn, and nothing of the bureau's
        assert await duties(data, "--role", "finance") == []
        assert await duties(data, "--unit", "U9") == ["target.filing"]
        # when the unit files its target in the same way
        asked = await template(data, file, "target.file")
        assert "execution_points（预算执行率分值）" in asked.err
        filled = edited(file, execution_points="10", indicators=tiny.indicators())
        assert json.loads(filled.read_text())["amount"] == ADD["requested"]
        assert (await submit(filled, data)).code == 0
        # then nothing is due from it
        assert await duties(data, "--unit", "U9") == []
        assert await duties(data) == ["target.review"]
