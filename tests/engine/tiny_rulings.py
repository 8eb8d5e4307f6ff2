"""A tiny year whose pack leaves open what is monitored, until the bureau rules in June."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.edited_packs import OPEN_SCOPE, written
from tests.engine import tiny

UNTIL = date(2023, 6, 20)
RULED_ON = "2023-06-12"
RULING = {"ambiguity": "AMB-32", "text": "节点当日已列入预算的全部项目", "document": "合成裁定1号"}


def lines(folder: Path) -> list[tiny.Line]:
    """Two projects whose May round is parked until the bureau rules; results are filed after it."""
    head = tiny.finance("fin-03")
    adopted = [
        {**line, "pack_file": written(folder, OPEN_SCOPE)}
        if line.get("pack") == tiny.COUNTY
        else line
        for line in tiny.bureau()
    ]
    acts = [
        *adopted,
        tiny.notice("2023-02-03", "target.review", "2023-06-11"),
        *tiny.approved("T1", "100000", "2023-01-10", "2023-01-12", tiny.congress("2023-02-20")),
        # nobody reviews the target of T2: a day passes behind the parked round
        tiny.act("2023-01-10", tiny.finance(), "library.admit", "T2"),
        tiny.target("2023-01-10", "T2", "200000"),
        tiny.act(RULED_ON, head, "ruling.record", value="all_projects", **RULING),
        tiny.result("2023-06-14", "T1", tiny.MAY, "50000"),
        tiny.review("2023-06-16", "T1", tiny.MAY, "90"),
    ]
    return sorted(acts, key=lambda line: str(line["on"]))
