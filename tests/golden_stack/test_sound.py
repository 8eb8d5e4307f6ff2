"""The log of an older program is sound by the checks of this one."""

from __future__ import annotations

import lzma
from contextlib import closing
from pathlib import Path

from store import migrate, open_log, sqlite_url
from store.integrity_check import check
from tests.golden_stack.year import HERE


def test_the_golden_log_is_sound(tmp_path: Path) -> None:
    file = tmp_path / "log.db"
    file.write_bytes(lzma.decompress((HERE / "log.db.xz").read_bytes()))
    url = sqlite_url(file)
    migrate(url)
    with closing(open_log(url)) as log:
        found = check(url, log, tmp_path / "checked.db", whole=False)
    assert (found.faults, found.events, found.commands) == ((), 350, 346)
