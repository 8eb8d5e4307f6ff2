import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from deploy.filelock import exclusive, try_lock


def test_given_a_held_lock_when_another_tries_then_it_gets_nothing(tmp_path: Path) -> None:
    held = try_lock(tmp_path / "new" / "lock")
    assert held is not None
    assert try_lock(tmp_path / "new" / "lock") is None
    os.close(held)
    again = try_lock(tmp_path / "new" / "lock")
    assert again is not None
    os.close(again)


def test_given_a_held_lock_when_another_waits_then_it_says_so_and_goes_on(tmp_path: Path) -> None:
    waiting = threading.Event()
    steps: list[str] = []

    def second() -> None:
        with exclusive(tmp_path / "lock", waiting.set):
            steps.append("second")

    with exclusive(tmp_path / "lock", lambda: steps.append("never said")):
        other = threading.Thread(target=second)
        other.start()
        assert waiting.wait(5)
        steps.append("first")
    other.join(5)
    assert steps == ["first", "second"]


def test_given_a_holder_that_is_killed_when_another_tries_then_it_gets_the_lock(
    tmp_path: Path,
) -> None:
    # given
    lock = tmp_path / "lock"
    holds = (
        "import sys; from pathlib import Path; from deploy.filelock import try_lock; "
        "print(try_lock(Path(sys.argv[1])), flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", holds, str(lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip().isdigit()
        assert try_lock(lock) is None
        # when
        holder.send_signal(signal.SIGKILL)
    # then
    again = try_lock(lock)
    assert again is not None
    os.close(again)
