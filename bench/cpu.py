"""CPU seconds of the processes that take part, to say where the time goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import psutil


@dataclass(frozen=True, slots=True)
class Taking:
    """The processes that take part, by name."""

    processes: Mapping[str, psutil.Process]

    @staticmethod
    def part(pids: Mapping[str, int | None]) -> Taking:
        """Watch processes by id; one that is not ours to see is left out."""
        return Taking({name: psutil.Process(pid) for name, pid in pids.items() if pid})

    def seconds(self) -> dict[str, float]:
        """The CPU seconds of each until now."""
        used = {}
        for name, process in self.processes.items():
            times = process.cpu_times()
            used[name] = times.user + times.system
        return used
