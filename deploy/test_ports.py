import dataclasses
import json
import socket
from pathlib import Path

from deploy.ports import FIRST_PORT, LAST_PORT, LOCALHOST, Ports, is_free


def test_given_a_machine_when_ports_are_chosen_then_they_are_distinct_and_free() -> None:
    ports = dataclasses.astuple(Ports.choose())
    assert len(set(ports)) == len(ports)
    assert all(FIRST_PORT <= port <= LAST_PORT and is_free(port) for port in ports)


def test_given_a_listener_when_its_port_is_asked_for_then_it_is_not_free() -> None:
    with socket.create_server((LOCALHOST, 0)) as listener:
        port = listener.getsockname()[1]
        assert not is_free(port)
    assert is_free(port)


def test_given_remembered_ports_when_all_are_free_then_they_are_used_again(tmp_path: Path) -> None:
    ports = Ports.choose()
    ports.remember(tmp_path / "ports.json")
    assert Ports.remembered(tmp_path / "ports.json") == ports


def test_given_remembered_ports_when_one_is_taken_then_they_are_forgotten(tmp_path: Path) -> None:
    ports = Ports.choose()
    ports.remember(tmp_path / "ports.json")
    with socket.create_server((LOCALHOST, ports.matching)):
        assert Ports.remembered(tmp_path / "ports.json") is None


def test_given_ports_of_an_engine_with_another_one_when_remembered_then_the_rest_is_used(
    tmp_path: Path,
) -> None:
    ports, file = Ports.choose(), tmp_path / "ports.json"
    file.write_text(json.dumps({**dataclasses.asdict(ports), "frontend_http": 20_001}))
    assert Ports.remembered(file) == ports


def test_given_no_or_a_foreign_file_when_ports_are_remembered_then_there_are_none(
    tmp_path: Path,
) -> None:
    file = tmp_path / "ports.json"
    assert Ports.remembered(file) is None
    for content in ('{"frontend": 20000}', "[]", "1"):
        file.write_text(content)
        assert Ports.remembered(file) is None
