"""Logging by structlog for every process; JSON lines without a terminal."""

from __future__ import annotations

import logging
import sys
from functools import cache

import structlog


def configure(level: int = logging.WARNING, *, machine: bool = False) -> None:
    """Log to standard error from `level` on; `machine` asks for one JSON object a line.

    Lines for people are coloured on a terminal and nowhere else.
    """
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if machine
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger().setLevel(level)


@cache
def engine_too() -> None:
    """Make the engine's client log to standard error too; by default it uses standard output.

    Call it before a client is created; existing clients keep their output.
    """
    from temporalio import runtime  # noqa: PLC0415 - the engine's client is slow to load

    forwarding = runtime.LogForwardingConfig(logger=logging.getLogger("temporalio.core"))
    only = runtime.TelemetryFilter(core_level="WARN", other_level="ERROR")
    telemetry = runtime.TelemetryConfig(logging=runtime.LoggingConfig(only, forwarding))
    runtime.Runtime.set_default(runtime.Runtime(telemetry=telemetry), error_if_already_set=False)
