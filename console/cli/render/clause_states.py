"""The states of clauses for people: counts per document, and the state of one clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from domain.rules.engine.clause_states import States

COLUMNS = {
    "clauses": "条款",
    "enforced": "规则约束",
    "acted": "办理",
    "computed": "计算",
    "shown": "展示",
    "reference": "依据",
    "principle": "原则",
    "open": "未办",
    "lacks": "欠缺",
}
"""The states with their Chinese names, in the order of the columns."""

LANDINGS = {
    "clauses": "条款",
    "rule": "规则",
    "step": "环节",
    "act": "行为",
    "figure": "数字",
    "artefact": "文书",
    "role": "角色",
    "principle": "原则",
}
"""Where clauses land, with the Chinese names, in the order of the columns."""

_FIELDS = {
    "rule": "规则 rule",
    "act": "事项 act",
    "deadline": "期限 deadline",
    "gate": "把关 gate",
    "figure": "数字 figure",
    "board": "看板 board",
    "text": "文件 text",
}


def told(states: States, clause: str) -> Iterator[str]:
    """The state of a clause in words, one fact per line; nothing where it has none."""
    state = states.clauses.get(clause)
    if state is None:
        return
    yield f"状态 state: {COLUMNS[state.state]} {state.state}"
    for field, label in _FIELDS.items():
        value = getattr(state, field)
        if value is not None:
            yield f"{label}: {value}"
    if state.why is not None:
        yield f"理由 why: {state.why.zh} {state.why.en}"
    for label, name in (("待办 waits for", state.waits), ("欠缺 lacks", state.lacks)):
        if name is not None:
            topic = states.topics[name]
            yield f"{label}: {name} {topic.zh} {topic.en}"
    yield from (f"测试 test: {test}" for test in state.tests)


def show_counts(
    codes: Mapping[str, str], counts: Mapping[str, Mapping[str, int]], columns: Mapping[str, str]
) -> None:
    """Print a table of counts per document, with their sums."""
    from rich.console import Console  # noqa: PLC0415 - Rich is slow to import
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column("文件\nDocument")
    for kind, name in columns.items():
        table.add_column(f"{name}\n{kind}", justify="right")
    for document, row in counts.items():
        table.add_row(codes[document], *(str(row[kind]) for kind in columns))
    sums = (sum(row[kind] for row in counts.values()) for kind in columns)
    table.add_row("合计", *map(str, sums))
    Console().print(table)
