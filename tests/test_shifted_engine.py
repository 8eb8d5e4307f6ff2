"""The test-only server: how its clock is patched, and that the product has no path to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deploy import obtain as product
from deploy import toolchain
from deploy.command import CommandFailedError
from deploy.errors import ServerMissingError
from deploy.obtain import SERVER, obtain
from testkit.shifted_engine import CLOCK_SHIFT
from testkit.shifted_engine.build import NAME, cache_dir, obtain_shifted
from testkit.shifted_engine.patch import REPLACEMENTS, PatchError, write_overlay
from tests.test_layers import product as modules_of_the_product

LINES = "package time\n\n{anchor}// more\n"


@pytest.fixture
def goroot(tmp_path: Path) -> Path:
    """The sources of a Go as the patch knows them."""
    sources = tmp_path / "go" / "src" / "time"
    sources.mkdir(parents=True)
    for one in REPLACEMENTS:
        (sources / one.file).write_text(LINES.format(anchor=one.anchor))
    (sources / "sleep.go").write_text("package time\n\nfunc runtimeNow() (sec int64)\n")
    return tmp_path / "go"


@pytest.fixture
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Empty per-user caches, and nothing on PATH."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name: tmp_path / "cache" / name)
    return tmp_path / "cache"


def test_given_the_known_go_when_patched_then_every_reading_of_the_wall_clock_is_shifted(
    goroot: Path, tmp_path: Path
) -> None:
    overlay = json.loads(write_overlay(goroot, tmp_path / "overlay").read_text())["Replace"]
    texts = {Path(name).name: Path(file).read_text() for name, file in overlay.items()}
    assert set(texts) == {"time.go", "zoneinfo_read.go", "clock_shift.go"}
    assert all(Path(name).parent == goroot / "src" / "time" for name in overlay)
    assert "mono := shiftedNow()" in texts["time.go"]
    assert "_ := shiftedNow()" in texts["zoneinfo_read.go"]
    assert CLOCK_SHIFT in texts["clock_shift.go"]


@pytest.mark.parametrize("times", [0, 2])
@pytest.mark.parametrize("replacement", REPLACEMENTS, ids=lambda one: one.file)
def test_given_another_go_when_patched_then_one_line_says_which_text_is_missing(
    goroot: Path, tmp_path: Path, replacement: object, times: int
) -> None:
    one = next(known for known in REPLACEMENTS if known is replacement)
    (goroot / "src" / "time" / one.file).write_text(LINES.format(anchor=one.anchor * times))
    with pytest.raises(PatchError) as raised:
        write_overlay(goroot, tmp_path / "overlay")
    told = str(raised.value)
    assert one.file in told
    assert "this Go's clock cannot be moved" in told
    assert "\n" not in told
    assert not (tmp_path / "overlay").exists()


def test_given_a_go_that_reads_the_clock_elsewhere_too_when_patched_then_it_is_refused(
    goroot: Path, tmp_path: Path
) -> None:
    sources = goroot / "src" / "time"
    (sources / "tick.go").write_text("package time\n\nvar begun, _, _ = runtimeNow()\n")
    with pytest.raises(PatchError, match=r"tick\.go: reads the wall clock"):
        write_overlay(goroot, tmp_path / "overlay")
    (sources / "tick.go").rename(sources / "tick_test.go")
    assert write_overlay(goroot, tmp_path / "overlay").exists()


def test_given_only_the_shifted_build_when_the_product_looks_for_a_server_then_it_finds_none(
    caches: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise CommandFailedError("no build here")

    monkeypatch.setattr(toolchain, "run", refuse)
    built = cache_dir() / NAME
    built.parent.mkdir(parents=True)
    built.touch(0o755)
    assert obtain_shifted(lambda _: None) == built
    assert not built.is_relative_to(caches / "jixiao")
    with pytest.raises(ServerMissingError):
        obtain(SERVER, lambda _: None)


def test_given_the_shifted_build_when_it_is_kept_then_it_is_kept_by_pin_and_patch(
    caches: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = cache_dir()
    monkeypatch.setattr("testkit.shifted_engine.build.patch_text", lambda: "another patch")
    assert cache_dir() != before
    assert product.cache_dir() not in {before, cache_dir(), *before.parents}


def test_no_module_of_the_product_names_the_shift_or_its_build() -> None:
    words = {CLOCK_SHIFT, NAME, "jixiao-testkit", "shifted"}
    named = {
        path.name: [word for word in words if word in path.read_text("utf-8")]
        for path in modules_of_the_product()
    }
    assert {name: found for name, found in named.items() if found} == {}
