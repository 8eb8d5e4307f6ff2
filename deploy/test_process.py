import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from deploy.process import ServerProcess

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
DEAF_SCRIPT = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print('up', flush=True)
time.sleep(60)
"""
DEAF = [sys.executable, "-c", DEAF_SCRIPT]
PARENT = """
import sys, time
from pathlib import Path
from deploy.process import ServerProcess
process = ServerProcess([sys.executable, "-c", "import time; time.sleep(60)"], Path(sys.argv[1]))
print(process.pid, flush=True)
time.sleep(60)
"""


def is_gone(pid: int, within_seconds: float = 5.0) -> bool:
    deadline = time.monotonic() + within_seconds
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False


def wait_for_output(process: ServerProcess) -> None:
    deadline = time.monotonic() + 5
    while not process.output() and time.monotonic() < deadline:
        time.sleep(0.02)


@pytest.fixture
def sleeper(tmp_path: Path) -> Iterator[ServerProcess]:
    process = ServerProcess(SLEEP, tmp_path / "log")
    wait_for_output(process)
    yield process
    process.kill()


def test_given_a_process_when_it_is_stopped_then_it_is_gone(sleeper: ServerProcess) -> None:
    assert sleeper.exit_code() is None
    sleeper.stop()
    assert sleeper.exit_code() == -signal.SIGTERM
    assert is_gone(sleeper.pid)
    sleeper.stop()
    sleeper.kill()


def test_given_a_process_that_does_not_listen_when_it_is_stopped_then_it_is_killed(
    tmp_path: Path,
) -> None:
    process = ServerProcess(DEAF, tmp_path / "log")
    wait_for_output(process)
    process.stop(grace_seconds=0.1)
    assert process.exit_code() == -signal.SIGKILL


def test_given_an_older_log_when_a_process_writes_then_its_own_words_are_told_apart(
    tmp_path: Path,
) -> None:
    (tmp_path / "log").write_text("of an earlier run\n")
    process = ServerProcess(SLEEP, tmp_path / "log")
    wait_for_output(process)
    process.kill()
    assert process.last_words() == "up"
    assert (tmp_path / "log").read_text() == "of an earlier run\nup\n"


def test_given_a_thread_that_ends_when_it_started_a_process_then_the_process_lives(
    tmp_path: Path,
) -> None:
    started: list[ServerProcess] = []
    starter = threading.Thread(target=lambda: started.append(ServerProcess(SLEEP, tmp_path / "l")))
    starter.start()
    starter.join()
    wait_for_output(started[0])
    time.sleep(0.1)
    assert started[0].exit_code() is None
    started[0].kill()


def test_given_a_parent_when_it_is_killed_then_its_process_is_gone(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path / "log")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert psutil.pid_exists(child)
        parent.kill()
    assert is_gone(child)


def test_given_a_directory_that_is_missing_when_a_process_starts_then_the_error_is_raised(
    tmp_path: Path,
) -> None:
    with pytest.raises(FileNotFoundError):
        ServerProcess(SLEEP, tmp_path / "missing" / "log")
