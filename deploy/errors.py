"""Errors of the engine, each one message for a person."""


class EngineError(RuntimeError):
    """The engine could not be had, started or used; the message says what to do next."""


class ServerMissingError(EngineError):
    """No Temporal server is configured, installed or cached, and none could be built."""


class DataDirectoryInUseError(EngineError):
    """Another process runs an engine on the same data directory."""


class PortTakenError(EngineError):
    """A port that was free a moment ago is taken; other ports may do."""
