"""Rule packs: YAML that people write."""

from __future__ import annotations

import shutil
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given

from console.cli.input.input_file import LARGEST_PACK
from domain.rules import PackError
from domain.rules.engine.pack_set import parse_pack
from domain.rules.engine.strict_yaml import DEEPEST, read
from tests.hostile.command_line import one_line, refused, run
from tests.hostile.mutations import examples, mutations
from tests.small_log import COUNTY

PACK = (Path(__file__).parents[2] / "domain" / "rules" / "packs" / "652822.yaml").read_bytes()
SOME = PACK[: PACK.index(b"\n  - id: ", 3000)]
"""The pack's head, its readings and a few of its rules."""

BOMB = b"a: &a [x, x]\n" + b"".join(
    b"%c: &%c [*%c, *%c]\n" % (at, at, at - 1, at - 1) for at in range(ord("b"), ord("z"))
)


@examples(150)
@given(content=mutations(SOME))
def test_whatever_becomes_of_a_pack_it_is_one_or_faults_of_one_line_each(content: bytes) -> None:
    try:
        parse_pack(content, "p.yaml")
    except PackError as error:
        faults = [str(fault) for fault in error.faults]
    else:
        return
    assert faults
    assert all(fault.startswith("p.yaml:") for fault in faults)


CASES = [
    ("名: 合成".encode("gb18030"), "1: encoding: 不是 UTF-8（像是 GB18030 / GBK），请另存为 UTF-8"),
    (PACK.decode().encode("utf-16"), "1: encoding: 不是 UTF-8（像是 UTF-16）"),
    (BOMB, "2: b.0: aliases are not allowed"),
    (b"a: &a {x: 1}\nb:\n  <<: *a\n", "3: b.<<: aliases are not allowed"),
    (b"a: 1\nb: 2\na: 3\n", "3: a: duplicate key"),
    (b'a: !!python/object/apply:os.system ["id"]\n', "1: a: tag tag:yaml.org,2002:python/object/"),
    (b"a: !!python/name:os.system\n", "1: a: "),
    (b"a: !!binary aGk=\n", "1: a: 'aGk=' is ambiguous"),
    (b"a: " + b"9" * 100_000, "1: a: '9999999999999999999999999999999999999999…' is ambiguous"),
    (b"a: 0." + b"9" * 100_000, "1: a: '0.99"),
    (b"a: 1:30\n", "1: a: '1:30' is ambiguous: quote it, or write it plainly"),
    (b"a: yes\n", "1: a: 'yes' is ambiguous"),
    (b"a: 2023-02-30\n", "1: a: "),
    (b"a: 2023-05-05T00:00:00Z\n", "1: a: '2023-05-05T00:00:00Z' is ambiguous"),
    (b"a: " + b"[" * 100_000, f"1: yaml: is nested deeper than {DEEPEST} levels"),
    (b"a: " + b"{a: " * 100_000, f"1: yaml: is nested deeper than {DEEPEST} levels"),
    (b"- " * 100_000, f"1: yaml: is nested deeper than {DEEPEST} levels"),
    (
        b"\n".join(b" " * at + b"a:" for at in range(99)),
        "42: yaml: is nested deeper than 40 levels",
    ),
    (b"? " * 1_000 + b"a", "1: document: a key must be a word"),
    (b"a:\n\t- b\n", "2: yaml: found character that cannot start any token"),
    (b'"a\\e[31m\\nb": 1\n', "1: document: the key 'a\\x1b[31m\\nb' has a control character"),
    (b'a: "\\e[31m"\n', "1: a: has a control character"),
    (b'a: "\\0"\n', "1: a: has a control character"),
    (b"a: \0\n", "1: yaml: control characters are not allowed"),
    (b"a: 1\n---\nb: 2\n", "2: yaml: one document is expected, and another follows"),
    (b"a: [1, 2\n", "2: yaml: "),
    (b"", "1: "),
    (b"a text", "1: "),
    (b"- 1\n", "1: "),
]


@pytest.mark.parametrize(("content", "told"), CASES)
def test_what_is_no_pack_is_refused_with_line_and_field(
    tmp_path: Path, content: bytes, told: str
) -> None:
    with pytest.raises(PackError) as caught:
        parse_pack(content, "p.yaml")
    first = one_line(str(caught.value.faults[0]))
    assert first.startswith(f"p.yaml:{told}"), first


@pytest.mark.parametrize("content", [case[0] for case in CASES[2:18:5]])
def test_every_command_that_reads_a_pack_says_so_in_lines(
    data: Path, unchanged: None, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "p.yaml"
    file.write_bytes(content)
    checked = run("rules", "check", file)
    assert (checked.code, checked.err) == (2, "")
    *faults, count = checked.out.splitlines()
    assert count == f"{len(faults)} 处问题 fault(s)"
    assert all(one_line(fault).startswith(f"{file}:") for fault in faults)
    replayed = ("replay", "--jurisdiction", COUNTY, "--work-year", "2023", "--pack-file", file)
    assert refused(*replayed, "--data", data) == faults[0]


def test_levels_up_to_the_deepest_are_read() -> None:
    deepest, deeper = (b"a: " + b"[" * many + b"]" * many for many in (DEEPEST, DEEPEST + 1))
    assert list(read(deepest, "p")[0]) == ["a"]
    with pytest.raises(PackError, match="nested deeper"):
        read(deeper, "p")


def test_what_stands_in_no_pack_is_passed_over_to_its_end() -> None:
    text = b"a: !x [1, {b: [c]}]\n[k, {l: m}]: {n: [o]}\np: yes\n"
    with pytest.raises(PackError) as caught:
        read(text, "p")
    assert [(fault.line, fault.field) for fault in caught.value.faults] == [
        (1, "a"), (2, "document"), (3, "p"),
    ]  # fmt: skip


def test_a_bomb_takes_no_room() -> None:
    tracemalloc.start()
    with pytest.raises(PackError):
        read(BOMB, "p")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1_000_000


def test_a_pack_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    with file.open("wb") as opened:
        opened.truncate(LARGEST_PACK + 1)
    assert refused("rules", "check", file) == (
        f"files: {file}: 超过 {LARGEST_PACK} 字节 / is larger than {LARGEST_PACK} bytes"
    )


@pytest.mark.parametrize("name", ["/dev/zero", ".", "missing.yaml", "n" * 5000])
def test_what_is_no_file_is_no_pack(data: Path, name: str) -> None:
    assert refused("rules", "check", name).startswith(f"files: {name}: ")
    replayed = ("replay", "--jurisdiction", COUNTY, "--work-year", "2023", "--data", data)
    assert refused(*replayed, "--pack-file", name).startswith(f"{name}: file: ")


def test_a_pack_on_disk_may_be_a_link(tmp_path: Path) -> None:
    shutil.copy(
        Path(__file__).parents[2] / "domain" / "rules" / "packs" / "652822.yaml",
        tmp_path / "a.yaml",
    )
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    assert run("rules", "check", tmp_path / "b.yaml").code == 0
