"""The acts of a step as lines of a file of acts, so that `submit` takes them like any other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing

from console.cli.earlier_acts import EarlierActs
from console.cli.input.act_ids import Frame
from console.cli.input.act_lines import ActLines
from console.cli.input.scenario_defaults import Filling
from console.starting.county import Act
from console.starting.pack_steps import MAY_COME_BACK
from store.factory import open_log


def lines_of(acts: Sequence[Act], frame: Frame, url: str) -> bytes:
    """The lines of some acts; one that the log has already, and that is needed again, says so.

    Raises `InputError` where an act cannot be read.
    """
    lines = [json.dumps(act, ensure_ascii=False) for act in acts]
    read = ActLines(frame, dated=False, fill=Filling())
    read.read("\n".join(lines).encode(), "init")
    if read.faults:
        raise read.faults[0]
    with closing(open_log(url)) as log:
        earlier = EarlierActs(log)
        for at, line in enumerate(read.lines):
            if acts[at]["command"] in MAY_COME_BACK and (nth := earlier.next_time(line)) > 1:
                lines[at] = json.dumps({**acts[at], "again": nth}, ensure_ascii=False)
    return "".join(f"{line}\n" for line in lines).encode()
