import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OLD_PYTHON = "#!/bin/sh\nexit 1\n"
NEW_PYTHON = '#!/bin/sh\nif [ "$1" = -m ]; then echo "set up by $0: $*"; fi\n'


def put(program: Path, script: str) -> None:
    program.write_text(script)
    program.chmod(0o755)


def make_setup(path: Path) -> "subprocess.CompletedProcess[str]":
    make = shutil.which("make")
    assert make is not None
    return subprocess.run(
        [make, "--no-print-directory", "setup"],
        cwd=ROOT,
        env={"PATH": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_given_no_python_when_set_up_then_the_message_says_what_to_install(tmp_path: Path) -> None:
    done = make_setup(tmp_path)
    assert done.returncode
    assert "Python 3.11 to 3.14 is needed" in done.stderr
    assert "apt install python3 python3-venv" in done.stderr


@pytest.mark.parametrize("new", ["python3.13", "python3.11"])
def test_given_an_old_python3_when_set_up_then_a_newer_one_is_used(
    tmp_path: Path, new: str
) -> None:
    put(tmp_path / "python3", OLD_PYTHON)
    put(tmp_path / new, NEW_PYTHON)
    assert make_setup(tmp_path).stdout == f"set up by {tmp_path / new}: -m deploy.bootstrap\n"
