import sys

import pytest

from deploy import command
from deploy.command import CommandFailedError, run


def test_given_a_command_when_it_succeeds_then_only_what_is_done_is_said() -> None:
    said: list[str] = []
    run([sys.executable, "-c", "print('kept back')"], "a step", said.append)
    assert said == ["a step"]


def test_given_a_command_when_it_fails_then_the_error_ends_with_its_output() -> None:
    script = "import sys; print('out'); print('the reason', file=sys.stderr); sys.exit(3)"
    with pytest.raises(CommandFailedError, match=r"(?s)^a step 失败 / failed:.*the reason$"):
        run([sys.executable, "-u", "-c", script], "a step", lambda _: None)


def test_given_no_such_program_when_it_is_run_then_the_error_names_it() -> None:
    with pytest.raises(CommandFailedError, match="/no/such/program 无法启动 / cannot be started"):
        run(["/no/such/program"], "a step", lambda _: None)


def test_given_a_long_command_when_it_runs_then_the_time_taken_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(command, "PROGRESS_SECONDS", 0.05)
    said: list[str] = []
    run([sys.executable, "-c", "import time; time.sleep(0.3)"], "a step", said.append)
    assert said[:2] == ["a step", "a step: 0 s"]
