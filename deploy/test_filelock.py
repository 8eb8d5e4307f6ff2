import os
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
