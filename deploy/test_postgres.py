import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from deploy import postgres
from deploy.errors import EngineError
from deploy.postgres import PostgresAddress, throwaway_postgres
from deploy.test_process import is_gone

pytestmark = pytest.mark.postgres

PARENT = """
import sys, time
from pathlib import Path
from deploy.postgres import throwaway_postgres
with throwaway_postgres(Path(sys.argv[1])) as address:
    pid = (Path(address.host) / ".s.PGSQL.5432.lock").read_text().splitlines()[0]
    print(pid, address.host, flush=True)
    time.sleep(60)
"""


def connect(address: PostgresAddress) -> "psycopg.Connection[tuple[str, ...]]":
    return psycopg.connect(
        host=address.host,
        port=address.port,
        user=address.user,
        password=address.password,
        dbname=address.dbname,
    )


def test_given_a_throwaway_server_when_left_with_an_open_connection_then_nothing_stays(
    tmp_path: Path,
) -> None:
    with throwaway_postgres(tmp_path) as address:
        connection = connect(address)
        row = connection.execute("select '绩效', current_setting('server_encoding')").fetchone()
        assert row == ("绩效", "UTF8")
        pid = int((Path(address.host) / ".s.PGSQL.5432.lock").read_text().splitlines()[0])
    connection.close()
    assert is_gone(pid)
    assert not Path(address.host).exists()
    assert [file.name for file in tmp_path.iterdir()] == ["postgres.log"]


def test_given_a_parent_when_it_is_killed_then_the_server_is_gone(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid, directory = parent.stdout.readline().split()
        parent.kill()
    assert is_gone(int(pid))
    shutil.rmtree(directory)


def test_given_no_wheel_when_started_then_the_error_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "WHEEL", "no_such_wheel")
    with (
        pytest.raises(
            EngineError, match=r"no_such_wheel.* the package is missing: run `make setup`"
        ),
        throwaway_postgres(tmp_path),
    ):
        pass
