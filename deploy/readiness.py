"""When a server that was just started can be used."""

import asyncio
import http.client
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from temporalio.client import Client

from deploy.errors import EngineError, PortTakenError
from deploy.ports import LOCALHOST
from deploy.process import ServerProcess

READY_SECONDS = 60.0
OK = 200
ANSWER_SECONDS = 2.0

# HTTP/2, RFC 9113: what a client begins with, and the head of the frame that a server answers with
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes((0, 0, 0, 4, 0, 0, 0, 0, 0))
FRAME_HEAD, KIND_AT, SETTINGS = 9, 3, 4


def wait_until_ready(server: ServerProcess, answers: Callable[[], bool]) -> None:
    """Wait until `server` answers.

    If it does not come to that, the server is killed and EngineError says why, with the end of its
    log; PortTakenError if another program has one of its ports.
    """
    deadline = time.monotonic() + READY_SECONDS
    try:
        while not answers():
            _check_alive(server)
            _check_time(server, deadline)
            time.sleep(0.05)
        _check_alive(server)  # it may have been another program that answered
    except BaseException:
        server.kill()
        raise


def answers_get(port: int, path: str) -> bool:
    """Whether a server answers 200 to GET `path` on `port` of this machine."""
    connection = http.client.HTTPConnection(LOCALHOST, port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def takes_calls(port: int) -> bool:
    """Whether a Temporal frontend on `port` of this machine is healthy, and says what it can do."""
    if not _speaks_http2(port):
        return False  # a client would wait long for what is no such server
    with ThreadPoolExecutor(1) as thread:  # there may be an event loop in this one
        return thread.submit(asyncio.run, _connects(f"{LOCALHOST}:{port}")).result()


async def _connects(address: str) -> bool:
    try:
        await Client.connect(address)
    except RuntimeError:
        return False
    return True


def _speaks_http2(port: int) -> bool:
    try:
        with socket.create_connection((LOCALHOST, port), timeout=ANSWER_SECONDS) as connection:
            connection.sendall(PREFACE)
            head = connection.recv(FRAME_HEAD, socket.MSG_WAITALL)
    except OSError:
        return False
    return len(head) == FRAME_HEAD and head[KIND_AT] == SETTINGS


def _check_alive(server: ServerProcess) -> None:
    code = server.exit_code()
    if code is None:
        return
    taken = "address already in use" in server.output()
    kind = PortTakenError if taken else EngineError
    raise kind(_failure(server, f"ended with code {code}"))


def _check_time(server: ServerProcess, deadline: float) -> None:
    if time.monotonic() > deadline:
        raise EngineError(_failure(server, f"did not answer in {READY_SECONDS:.0f} s"))


def _failure(server: ServerProcess, what: str) -> str:
    return f"引擎未能启动 / the engine {what}; the end of {server.log}:\n{server.last_words()}"
