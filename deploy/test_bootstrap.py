import shutil
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from deploy import bootstrap
from deploy.bootstrap import existing_uv, prepare
from deploy.errors import EngineError

UV = """#!/bin/sh
echo "$*" >> "$(/usr/bin/dirname "$0")/calls"
/bin/mkdir -p .venv/bin && /bin/ln -sf {python} .venv/bin/python
"""


def silent(_: str) -> None:
    """Say nothing."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with pins, and a uv on PATH that notes how it is called."""
    root = tmp_path / "project"
    root.mkdir()
    for pin in ("uv.lock", "pyproject.toml"):
        (root / pin).write_text("first")
    uv = tmp_path / "uv"
    uv.write_text(UV.format(python=sys.executable))
    uv.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    return root


def calls(project: Path) -> list[str]:
    return (project.parent / "calls").read_text().splitlines()


def test_given_a_fresh_project_when_prepared_twice_then_packages_are_installed_once(
    project: Path,
) -> None:
    said: list[str] = []
    prepare(project, said.append)
    prepare(project, said.append)
    assert calls(project) == [
        f"sync --locked --no-python-downloads --compile-bytecode --python {sys.executable}"
    ]
    assert said == ["setup: installing the locked packages into .venv"]


def test_given_a_changed_lock_file_when_prepared_then_packages_are_installed_again(
    project: Path,
) -> None:
    prepare(project, silent)
    (project / "uv.lock").write_text("second")
    prepare(project, silent)
    assert calls(project)[1:] == ["sync --locked --no-python-downloads --compile-bytecode"]


def test_given_a_moved_project_when_prepared_then_its_environment_is_made_anew(
    project: Path,
) -> None:
    prepare(project, silent)
    (project / ".venv" / "of-the-old-place").touch()
    moved = project.rename(project.with_name("moved"))
    prepare(moved, silent)
    assert len(calls(moved)) == 2
    assert not (moved / ".venv" / "of-the-old-place").exists()


def test_given_two_at_once_when_both_prepare_then_packages_are_installed_once(
    project: Path,
) -> None:
    both = [threading.Thread(target=prepare, args=(project, silent)) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert len(calls(project)) == 1


def test_given_no_uv_when_one_was_installed_before_then_it_is_found(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert existing_uv(project) is None
    private = project / ".cache" / "uv-env" / "bin" / "uv"
    private.parent.mkdir(parents=True)
    shutil.copy(project.parent / "uv", private)
    assert existing_uv(project) == str(private)


def test_given_no_way_to_uv_when_prepared_then_the_message_says_what_to_install(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(bootstrap, "sys", SimpleNamespace(executable="/no/python"))
    with pytest.raises(EngineError, match=r"(?s)/no/python.*put uv on PATH.*python3-venv"):
        prepare(project, silent)


def test_given_a_lock_file_that_does_not_fit_when_prepared_then_no_stamp_is_left(
    project: Path,
) -> None:
    (project.parent / "uv").write_text("#!/bin/sh\necho 'lockfile needs to be updated'; exit 1\n")
    with pytest.raises(EngineError, match="lockfile needs to be updated"):
        prepare(project, silent)
    assert not (project / ".venv" / "set-up-for").exists()
