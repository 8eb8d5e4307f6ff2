"""The findings of `doctor` as lines and as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from console.cli.errors import printable
from console.cli.render.boards import SHOWN
from console.cli.render.checked_range import range_json, range_text
from console.cli.render.finding_words import NOTES, WORDS
from console.cli.render.misdated import misdated_json
from projections.misdated import Misdated
from store.integrity_check import Checked


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding: its code, its object, the facts, and the events that show it."""

    code: str
    of: str
    detail: str
    events: tuple[Misdated, ...] = ()


@dataclass(slots=True)
class Findings:
    """All findings; `engine` says whether it was queried; `mended` are those resolved.

    `checked` is the range of the log that was read.
    """

    engine: str
    found: list[Finding] = field(default_factory=list)
    mended: set[Finding] = field(default_factory=set)
    checked: Checked | None = None

    @property
    def faults(self) -> list[Finding]:
        """The findings that remain."""
        return [one for one in self.found if one.code not in NOTES and one not in self.mended]


def report_json(findings: Findings) -> dict[str, Any]:
    """All findings as JSON values."""
    return {
        "sound": not findings.faults,
        "engine": findings.engine,
        "checked": range_json(findings.checked) if findings.checked else None,
        "findings": [_told(one, findings) for one in findings.found],
    }


def _told(one: Finding, findings: Findings) -> dict[str, Any]:
    words = WORDS[one.code]
    return {
        "code": one.code,
        "of": one.of,
        "detail": one.detail,
        **({"events": [misdated_json(event) for event in one.events]} if one.events else {}),
        "zh": words.zh,
        "en": words.en,
        "mend": words.mend,
        "mended": one in findings.mended,
        "fault": one.code not in NOTES,
    }


def _line(one: Finding, findings: Findings) -> str:
    words = WORDS[one.code]
    state = "已修复 mended" if one in findings.mended else f"→ {words.mend}"
    return printable(f"{one.code}  {one.of}: {words.zh} {words.en} ({one.detail}) {state}")


def report(findings: Findings) -> None:
    """Print what was found, a line each: of one code so many; what is mended, or no fault, last."""
    by_code: dict[str, list[Finding]] = {}
    for one in sorted(findings.found, key=lambda one: (one in findings.mended, one.code in NOTES)):
        by_code.setdefault(one.code, []).append(one)
    for code, found in by_code.items():
        for one in found[:SHOWN]:
            print(_line(one, findings))
        if len(found) > SHOWN:
            print(f"{code}  … 另有 {len(found) - SHOWN} 处 {len(found) - SHOWN} more: --json")
    if findings.checked:
        print(range_text(findings.checked))
    print(f"引擎 engine: {findings.engine}")
    if findings.faults:
        count = len(findings.faults)
        print(f"发现 {count} 处问题 not sound: {count} fault{'s' if count > 1 else ''}")
    else:
        print("正常 sound")
