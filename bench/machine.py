"""The machine that a run was measured on."""

from __future__ import annotations

import os
import platform
import sqlite3
from datetime import date
from importlib.metadata import version
from pathlib import Path

import psutil

_MODULE = Path(__file__).parents[1] / "deploy" / "temporal" / "go.mod"
_SERVER = "go.temporal.io/server "


def machine() -> dict[str, str]:
    """What a reader has to know beside the figures."""
    load = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    return {
        "date": date.today().isoformat(),  # noqa: DTZ011 - the day on the wall
        "CPU": _cpu_model(),
        "cores": f"{psutil.cpu_count()} ({len(os.sched_getaffinity(0))} usable)",
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "temporalio": version("temporalio"),
        "eventsourcing": version("eventsourcing"),
        "Temporal server": _server_version(),
        "load before the run (1, 5, 15 min)": load,
    }


def _cpu_model() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _server_version() -> str:
    for line in _MODULE.read_text().splitlines():
        if line.strip().startswith(_SERVER):
            return line.split()[1]
    return "unknown"
