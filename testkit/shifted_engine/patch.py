"""A patch of Go's package `time`: the wall clock plus a shift that is read once at start.

Monotonic readings stay as they are, so timers and waits of the server run at their usual pace.
The patch is laid over the toolchain by `go build -overlay`; the toolchain itself is not written to.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from deploy.errors import EngineError

CLOCK_SHIFT = "JIXIAO_TESTKIT_CLOCK_SHIFT"
"""The environment variable of the shift in whole seconds; a server without it does not start."""

SHIFT_SOURCE = f"""\
package time

import "syscall"

var clockShift = readClockShift()

func readClockShift() int64 {{
	text, _ := syscall.Getenv("{CLOCK_SHIFT}")
	digits, sign := text, int64(1)
	if len(text) > 0 && text[0] == '-' {{
		digits, sign = text[1:], -1
	}}
	seconds, rest, err := leadingInt(digits)
	if digits == "" || rest != "" || err != nil {{
		panic("{CLOCK_SHIFT} is no whole number of seconds: " + text)
	}}
	return sign * int64(seconds)
}}

func shiftedNow() (sec int64, nsec int32, mono int64) {{
	sec, nsec, mono = runtimeNow()
	return sec + clockShift, nsec, mono
}}
"""


@dataclass(frozen=True)
class Replacement:
    """A text that stands in a source file of package `time` exactly once, and its successor."""

    file: str
    anchor: str
    text: str


REPLACEMENTS = (
    Replacement(
        "time.go",
        "func Now() Time {\n\tsec, nsec, mono := runtimeNow()\n",
        "func Now() Time {\n\tsec, nsec, mono := shiftedNow()\n",
    ),
    Replacement(
        "zoneinfo_read.go",
        "\tsec, _, _ := runtimeNow()\n",
        "\tsec, _, _ := shiftedNow()\n",
    ),
)
_ADDED = "clock_shift.go"
_READING = "= runtimeNow()"
_OTHER_SYSTEM = "zoneinfo_plan9.go"


class PatchError(EngineError):
    """The sources of this Go are not those that the patch was written for."""


def patch_text() -> str:
    """The whole patch as one text; a build is kept by its hash."""
    return repr((SHIFT_SOURCE, REPLACEMENTS))


def write_overlay(goroot: Path, into: Path) -> Path:
    """Write the patched copies and the overlay of `goroot` into a directory; returns the overlay.

    Raises PatchError where an anchor is missing, or the wall clock is read elsewhere too.
    """
    sources = goroot / "src" / "time"
    patched = {one.file: _patched(sources / one.file, one) for one in REPLACEMENTS}
    _require_no_other_reading(sources, patched)
    into.mkdir(parents=True, exist_ok=True)
    replace = {}
    for name, text in {**patched, _ADDED: SHIFT_SOURCE}.items():
        (into / name).write_text(text, "utf-8")
        replace[str(sources / name)] = str((into / name).absolute())
    overlay = into / "overlay.json"
    overlay.write_text(json.dumps({"Replace": replace}), "utf-8")
    return overlay


def _patched(file: Path, replacement: Replacement) -> str:
    try:
        text = file.read_text("utf-8")
    except OSError as error:
        raise PatchError(f"{file}: cannot be read, so this Go's clock cannot be moved") from error
    if text.count(replacement.anchor) != 1:
        raise PatchError(
            f"{file}: the text {replacement.anchor!r} is not there exactly once, "
            "so this Go's clock cannot be moved"
        )
    return text.replace(replacement.anchor, replacement.text)


def _require_no_other_reading(sources: Path, patched: dict[str, str]) -> None:
    for file in sorted(sources.glob("*.go")):
        if file.name.endswith("_test.go") or file.name == _OTHER_SYSTEM:
            continue
        if _READING in patched.get(file.name, file.read_text("utf-8")):
            raise PatchError(
                f"{file}: reads the wall clock at a place that the patch does not know, "
                "so this Go's clock cannot be moved"
            )
