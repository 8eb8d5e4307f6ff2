"""The server's configuration files: one process, one SQLite file, ports on 127.0.0.1 only."""

import urllib.parse
from pathlib import Path
from typing import Any

import yaml

from deploy.ports import LOCALHOST, Ports
from deploy.private_file import write_private

DATABASE = "temporal.db"
CLUSTER = "active"
HISTORY_SHARDS = 4  # can never change for an existing database

# With the stock values of the three history settings, dates came out wrong under time skipping
# and each timer crossed cost about a second.
TIME_SKIPPING = {
    "frontend.WorkflowTimeSkippingEnabled": True,
    "system.forceSearchAttributesCacheRefreshOnRead": True,
    "history.timerProcessorMaxTimeShift": "1ms",
    "history.workflowIdReuseMinimalInterval": "0s",
    "history.timerProcessorMaxPollRPS": 500,
}

STUCK_AFTER = {"system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute": 3}
"""From how many tasks on that failed in a row the engine lists a workflow as stuck."""

CACHES = {
    "history.hostLevelCacheMaxSize": 10_000,
    "history.eventsHostLevelCacheMaxSizeBytes": 64 * 2**20,
}
"""The bounds of the engine's memory: workflows by number (about 50 KiB each), events in bytes.

The stock values, 128,000 and 256 MiB, bound nothing on a small machine.
"""

DURABILITY = {"journal_mode": "wal", "synchronous": "1"}
"""A killed server loses nothing; a power cut may cost the engine its last seconds.

The log has them, and workflows that are behind the log are refreshed
(docs/decisions/0101-processes-are-tethered.md, 1232).
"""

ACTS_AT_ONCE = {"history.maxInFlightUpdates": 100}
"""The number of acts that may be under way on one subject.

Further acts are sent back and tried again after pauses that double. With the stock value, ten,
fifty acts on one subject wait longer than their decisions take.
"""


def write_configuration(data_dir: Path, ports: Ports, *, skip_time: bool) -> Path:
    """Write `server.yaml` and `dynamic.yaml` into `data_dir`; return the path of the first."""
    dynamic = data_dir / "dynamic.yaml"
    settings = STUCK_AFTER | ACTS_AT_ONCE | CACHES | (TIME_SKIPPING if skip_time else {})
    _write(dynamic, {name: [{"value": value}] for name, value in settings.items()})
    server = data_dir / "server.yaml"
    _write(server, server_configuration(data_dir / DATABASE, dynamic, ports))
    return server


def server_configuration(database: Path, dynamic: Path, ports: Ports) -> dict[str, Any]:
    """The static configuration of the server, as in its own YAML file."""
    return {
        "log": {"stdout": True, "level": "warn"},
        "persistence": _persistence(database),
        "global": {"membership": {"maxJoinDuration": "30s", "broadcastAddress": LOCALHOST}},
        "services": _services(ports),
        "clusterMetadata": _cluster(ports),
        "dcRedirectionPolicy": {"policy": "noop"},
        "dynamicConfigClient": {"filepath": str(dynamic), "pollInterval": "60s"},
    }


def _persistence(database: Path) -> dict[str, Any]:
    return {
        "defaultStore": "main",
        "visibilityStore": "visibility",
        "numHistoryShards": HISTORY_SHARDS,
        "datastores": {"main": _sqlite(database), "visibility": _sqlite(database)},
    }


def _sqlite(database: Path) -> dict[str, Any]:
    attributes = {"cache": "private", "setup": "true", **DURABILITY}
    connection = {
        "pluginName": "sqlite",
        "databaseName": urllib.parse.quote(str(database)),  # it becomes part of a URI
        "connectAddr": "localhost",
        "connectProtocol": "tcp",
        "connectAttributes": attributes,
        "maxConns": 1,
        "maxIdleConns": 1,
    }
    return {"sql": connection}


def _services(ports: Ports) -> dict[str, Any]:
    # no httpPort: the page of any site could post to it
    # (docs/decisions/0101-processes-are-tethered.md, 1214)
    return {
        "frontend": _service(ports.frontend, ports.frontend_membership),
        "history": _service(ports.history, ports.history_membership),
        "matching": _service(ports.matching, ports.matching_membership),
        "worker": _service(ports.worker, ports.worker_membership),
    }


def _service(port: int, membership: int) -> dict[str, Any]:
    return {"rpc": {"grpcPort": port, "membershipPort": membership, "bindOnLocalHost": True}}


def _cluster(ports: Ports) -> dict[str, Any]:
    this = {
        "enabled": True,
        "initialFailoverVersion": 1,
        "rpcName": "frontend",
        "rpcAddress": f"{LOCALHOST}:{ports.frontend}",
    }
    return {
        "enableGlobalNamespace": False,
        "failoverVersionIncrement": 10,
        "masterClusterName": CLUSTER,
        "currentClusterName": CLUSTER,
        "clusterInformation": {CLUSTER: this},
    }


def _write(file: Path, content: dict[str, Any]) -> None:
    write_private(file, yaml.safe_dump(content, sort_keys=False, allow_unicode=True))
