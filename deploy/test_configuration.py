import sqlite3
import urllib.parse
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.configuration import write_configuration
from deploy.ports import LOCALHOST, Ports

STUCK = "system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute"
CACHED_WORKFLOWS = "history.hostLevelCacheMaxSize"
CACHED_EVENTS = "history.eventsHostLevelCacheMaxSizeBytes"
AT_ONCE = "history.maxInFlightUpdates"


def read(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def test_given_a_drill_when_configured_then_time_can_be_skipped(tmp_path: Path) -> None:
    write_configuration(tmp_path, Ports.choose(), skip_time=True)
    dynamic = read(tmp_path / "dynamic.yaml")
    assert dynamic["frontend.WorkflowTimeSkippingEnabled"] == [{"value": True}]
    assert dynamic["history.timerProcessorMaxTimeShift"] == [{"value": "1ms"}]


@pytest.mark.parametrize("skip_time", [False, True])
def test_given_any_server_when_configured_then_three_failed_tasks_make_a_stuck_workflow(
    tmp_path: Path, skip_time: bool
) -> None:
    write_configuration(tmp_path, Ports.choose(), skip_time=skip_time)
    assert read(tmp_path / "dynamic.yaml")[STUCK] == [{"value": 3}]


@pytest.mark.parametrize("skip_time", [False, True])
def test_given_any_server_when_configured_then_a_hundred_acts_may_be_under_way_on_one_subject(
    tmp_path: Path, skip_time: bool
) -> None:
    write_configuration(tmp_path, Ports.choose(), skip_time=skip_time)
    assert read(tmp_path / "dynamic.yaml")[AT_ONCE] == [{"value": 100}]


def test_given_production_when_configured_then_all_other_stock_values_stay(tmp_path: Path) -> None:
    write_configuration(tmp_path, Ports.choose(), skip_time=False)
    assert read(tmp_path / "dynamic.yaml").keys() == {
        *(STUCK, AT_ONCE),
        *(CACHED_WORKFLOWS, CACHED_EVENTS),
    }


@pytest.mark.parametrize("skip_time", [False, True])
def test_given_any_server_when_configured_then_its_caches_have_a_bound(
    tmp_path: Path, skip_time: bool
) -> None:
    write_configuration(tmp_path, Ports.choose(), skip_time=skip_time)
    dynamic = read(tmp_path / "dynamic.yaml")
    assert dynamic[CACHED_WORKFLOWS] == [{"value": 10_000}]
    assert dynamic[CACHED_EVENTS] == [{"value": 64 * 1024 * 1024}]


@pytest.mark.parametrize("store", ["main", "visibility"])
def test_given_a_server_when_it_commits_then_it_does_not_wait_for_the_disk(
    tmp_path: Path, store: str
) -> None:
    settings = read(write_configuration(tmp_path, Ports.choose(), skip_time=False))
    attributes = settings["persistence"]["datastores"][store]["sql"]["connectAttributes"]
    assert (attributes["journal_mode"], attributes["synchronous"]) == ("wal", "1")


def test_given_ports_when_configured_then_every_service_listens_on_this_machine_only(
    tmp_path: Path,
) -> None:
    ports = Ports.choose()
    services = read(write_configuration(tmp_path, ports, skip_time=False))["services"]
    assert services["frontend"]["rpc"]["grpcPort"] == ports.frontend
    assert not [service for service in services.values() if "httpPort" in service["rpc"]]
    assert all(service["rpc"]["bindOnLocalHost"] is True for service in services.values())


def test_given_the_configuration_when_read_then_broadcast_is_local(tmp_path: Path) -> None:
    settings = read(write_configuration(tmp_path, Ports.choose(), skip_time=False))
    assert settings["global"]["membership"]["broadcastAddress"] == LOCALHOST


def test_given_a_directory_with_a_special_name_when_configured_then_the_uri_leads_to_it(
    tmp_path: Path,
) -> None:
    data_dir = tmp_path / "数据 50%?#&"
    data_dir.mkdir()
    settings = read(write_configuration(data_dir, Ports.choose(), skip_time=False))
    name = settings["persistence"]["datastores"]["main"]["sql"]["databaseName"]
    connection = sqlite3.connect(f"file:{name}?mode=rwc", uri=True)
    connection.execute("create table there (x)")
    connection.close()
    assert (data_dir / "temporal.db").exists()
    assert urllib.parse.unquote(name) == str(data_dir / "temporal.db")
