import dataclasses
import http.client
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError

from deploy.engine import NAMESPACE, EngineError, EngineProcess, prepare_namespace, start_engine
from deploy.errors import DataDirectoryInUseError, PortTakenError
from deploy.ports import LOCALHOST, Ports
from deploy.test_process import is_gone

pytestmark = pytest.mark.engine

PARENT = """
import sys, time
from pathlib import Path
from deploy.engine import start_engine
process = start_engine(Path(sys.argv[1]), skip_time=True, ui=True, say=lambda line: None)
print(process.engine.pid, process._ui.pid, flush=True)
time.sleep(60)
"""


def silent(_: str) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    data_dir = tmp_path_factory.mktemp("engine")
    with start_engine(data_dir, skip_time=True, ui=True, say=silent) as process:
        yield process


async def open_workflow(address: str, name: str = "kept") -> Client:
    await prepare_namespace(address)
    client = await Client.connect(address, namespace=NAMESPACE)
    await client.start_workflow("Nobody", id=name, task_queue="nobody")
    return client


def test_given_a_running_engine_when_the_web_ui_is_asked_then_it_answers(
    running: EngineProcess,
) -> None:
    address = running.engine.ui_address
    assert address is not None
    assert get(address, f"/namespaces/{NAMESPACE}/workflows").startswith(b"<!doctype html>")
    assert b"temporal-system" in get(address, "/api/v1/namespaces")


def listening(pid: int) -> set[int]:
    """The ports on which a process listens."""
    connections = psutil.Process(pid).net_connections("inet")
    return {one.laddr.port for one in connections if one.status == psutil.CONN_LISTEN}


def posted_from_another_site(port: int, path: str) -> int | None:
    """The status with which a port answers what a browser sends for a page of elsewhere."""
    connection = http.client.HTTPConnection(LOCALHOST, port, timeout=5)
    headers = {"Content-Type": "text/plain", "Origin": "http://elsewhere.example"}
    try:
        connection.request("POST", path, body=b'{"reason": "none"}', headers=headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None  # it speaks no HTTP of this kind
    finally:
        connection.close()


async def test_given_a_workflow_when_a_page_of_elsewhere_posts_to_any_port_then_it_lives_on(
    running: EngineProcess,
) -> None:
    # given
    client = await open_workflow(running.engine.address, "posted-to")
    server, ui = running.engine.pid, running._ui
    assert ui is not None
    path = f"/api/v1/namespaces/{NAMESPACE}/workflows/posted-to/terminate"
    # when
    with ThreadPoolExecutor() as threads:
        of_server = threads.map(
            lambda port: posted_from_another_site(port, path), listening(server)
        )
        of_ui = threads.map(lambda port: posted_from_another_site(port, path), listening(ui.pid))
    # then
    assert set(of_server) == {None}
    assert {*of_ui} == {400}, "the web UI takes none without its token"
    described = await client.get_workflow_handle("posted-to").describe()
    assert described.status == WorkflowExecutionStatus.RUNNING


def test_given_a_running_engine_when_its_ports_are_counted_then_it_listens_on_no_other(
    running: EngineProcess,
) -> None:
    ports = Ports(**json.loads((running.engine.data_dir / "ports.json").read_text()))
    assert listening(running.engine.pid) <= set(dataclasses.astuple(ports)) - {ports.ui}


def get(address: str, path: str) -> bytes:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    assert answer.status == 200
    body = answer.read()
    connection.close()
    return body


def test_given_a_running_engine_when_its_directory_is_started_again_then_it_is_refused(
    running: EngineProcess,
) -> None:
    data_dir = running.engine.data_dir
    with pytest.raises(
        DataDirectoryInUseError,
        match=f"^{data_dir} 正被.* / {data_dir} is in use .* choose another",
    ):
        start_engine(data_dir, skip_time=True, say=silent)


def test_given_a_running_engine_when_another_starts_then_both_stand_side_by_side(
    running: EngineProcess, tmp_path: Path
) -> None:
    with start_engine(tmp_path, skip_time=False, say=silent) as other:
        assert other.engine.address != running.engine.address
        assert other.engine.ui_address is None
    assert is_gone(other.engine.pid)


async def test_given_an_open_workflow_when_the_server_is_killed_and_restarted_then_it_is_there(
    running: EngineProcess,
) -> None:
    before = running.engine
    client = await open_workflow(before.address)
    running.kill()
    assert is_gone(before.pid)
    running.restart()
    assert running.engine.pid != before.pid
    assert running.engine.address == before.address
    assert running.engine.ui_address == before.ui_address
    await prepare_namespace(before.address)
    assert (await client.get_workflow_handle("kept").describe()).id == "kept"


async def test_given_a_stopped_engine_when_its_directory_is_started_then_it_goes_on_at_its_address(
    tmp_path: Path,
) -> None:
    with start_engine(tmp_path, skip_time=True, say=silent) as first:
        await open_workflow(first.engine.address)
    with start_engine(tmp_path, skip_time=True, say=silent) as second:
        assert second.engine.address == first.engine.address
        client = await Client.connect(second.engine.address, namespace=NAMESPACE)
        assert (await client.get_workflow_handle("kept").describe()).id == "kept"


async def test_given_a_directory_whose_ports_are_taken_when_it_is_started_then_data_is_there(
    tmp_path: Path,
) -> None:
    with start_engine(tmp_path, skip_time=True, say=silent) as first:
        await open_workflow(first.engine.address)
    port = int(first.engine.address.rpartition(":")[2])
    with (
        socket.create_server((LOCALHOST, port)),
        start_engine(tmp_path, skip_time=True, say=silent) as second,
    ):
        assert second.engine.address != first.engine.address
        await prepare_namespace(second.engine.address)
        client = await Client.connect(second.engine.address, namespace=NAMESPACE)
        assert (await client.get_workflow_handle("kept").describe()).id == "kept"
        with pytest.raises(RPCError, match="workflow not found"):
            await client.get_workflow_handle("never started").describe()


def test_given_a_port_taken_in_between_when_the_engine_starts_then_it_takes_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken, free = Ports.choose(), Ports.choose()
    choices = [taken, free]
    monkeypatch.setattr(Ports, "choose", lambda: choices.pop(0))
    with (
        socket.create_server((LOCALHOST, taken.history)),
        start_engine(tmp_path, skip_time=True, say=silent) as process,
    ):
        assert process.engine.address == f"{LOCALHOST}:{free.frontend}"


def test_given_no_free_ports_when_the_engine_starts_then_the_error_shows_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ports = Ports.choose()
    monkeypatch.setattr("deploy.engine.START_ATTEMPTS", 1)
    monkeypatch.setattr(Ports, "choose", lambda: ports)
    with (
        socket.create_server((LOCALHOST, ports.frontend)),
        pytest.raises(PortTakenError, match=r"(?s)temporal.log:.*address already in use"),
    ):
        start_engine(tmp_path, skip_time=True, say=silent)


def test_given_a_broken_database_when_the_engine_starts_then_the_error_shows_the_log(
    tmp_path: Path,
) -> None:
    (tmp_path / "temporal.db").write_bytes(b"not a database" * 100)
    with pytest.raises(EngineError, match="file is not a database"):
        start_engine(tmp_path, skip_time=True, say=silent)


def test_given_a_parent_when_it_is_killed_then_server_and_web_ui_are_gone_and_data_is_free(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        children = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(children) == 2
        parent.send_signal(signal.SIGKILL)
    assert all(is_gone(pid) for pid in children)
    with start_engine(tmp_path, skip_time=True, say=silent) as again:
        assert dataclasses.astuple(again.engine)[3] == tmp_path.resolve()
