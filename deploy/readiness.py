"""When a server that was just started can be used."""

import http.client
import time

from deploy.errors import EngineError, PortTakenError
from deploy.ports import LOCALHOST
from deploy.process import ServerProcess

READY_SECONDS = 60.0
OK = 200


def wait_until_ready(server: ServerProcess, port: int, path: str) -> None:
    """Wait until `server` answers 200 to GET `path` on `port` of this machine.

    If it does not come to that, the server is killed and EngineError says why, with the end of its
    log; PortTakenError if another program has one of its ports.
    """
    deadline = time.monotonic() + READY_SECONDS
    try:
        while not _answers(port, path):
            _check_alive(server)
            _check_time(server, deadline)
            time.sleep(0.05)
        _check_alive(server)  # it may have been another program that answered
    except BaseException:
        server.kill()
        raise


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
    return f"the engine {what}; the end of {server.log}:\n{server.last_words()}"


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(LOCALHOST, port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
