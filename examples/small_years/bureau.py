"""What the bureau does for the year itself: opening, rulings, lists, records, close."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from acts import LIBRARY, Act, act, budget, bureau, evaluation
from county import County

_FIRST_DAY = "01-03"
_CALL = "budget-call.issue"
_PARAMETERS = (
    ("reminder.lead_days", "3"),
    ("escalation.after_days", "3"),
    ("escalation.to", "department"),
)


def year(county: County) -> Iterator[Act]:
    """The acts on the year, its packs, its rulings and its calendar."""
    yield from _opening(county)
    yield from _indicators(county)
    yield from _rulings(county)
    call = {"issued_on": county.day("11-10", -1), "document": "合成预算编制通知（示例）"}
    yield act(county.day(county.data.get("call_recorded", "01-04")), budget(), _CALL, **call)
    fields = {
        "stage": "initial",
        "held_on": county.day("01-20"),
        "document": "合成人大决议（示例）",
    }
    on = county.day(county.data.get("congress_recorded", "01-22"))
    yield act(on, budget(), "government-budget.record-approval", **fields)
    yield from _lists(county)
    yield from _analyses(county)
    for record in county.data["records"]:
        fields = {name: value for name, value in record.items() if name not in {"on", "command"}}
        yield act(county.day(record["on"]), bureau(), record["command"], **fields)
    yield from _closing(county)


def _opening(county: County) -> Iterator[Act]:
    first = county.day(_FIRST_DAY)
    for pack in county.packs:
        yield act(first, budget(), "pack.adopt", f"{county.code}/packs", pack=pack)
    calendar = f"{county.code}/work-calendar"
    yield act(first, budget(), "work-calendar.publish", calendar, year=county.work_year)
    yield act(first, budget(), "year.open")
    own = county.data.get("parameters", {})
    for parameter, value in (*_PARAMETERS, *own.items()):
        fields = {"parameter": parameter, "value": value, "since": first}
        yield act(first, budget(), "parameter.set", **fields)
    for notice in county.data["notices"]:
        node = county.day(notice["node"])
        fields = {"deadline": f"monitoring.result:{node}", "due": county.day(notice["due"])}
        yield act(first, budget(), "deadline.set", **fields, document=notice["document"])
    yield from _overall_notice(county)


def _overall_notice(county: County) -> Iterator[Act]:
    """Where the rules state no node of overall monitoring, the bureau's notice opens the round."""
    notice = county.data.get("overall_notice")
    if notice:
        node = county.day(notice["node"])
        fields = {"deadline": f"overall-monitoring.filing:{node}", "due": county.day(notice["due"])}
        on = county.day(notice["on"])
        yield act(on, budget(), "deadline.set", **fields, document=notice["document"])


def _rulings(county: County) -> Iterator[Act]:
    for ruling in county.data["rulings"]:
        fields = {name: ruling[name] for name in ("ambiguity", "text", "value", "document")}
        yield act(
            county.day(ruling["on"]), bureau(), "ruling.record", f"{county.code}/rulings", **fields
        )


def _indicators(county: County) -> Iterator[Act]:
    """The region's library of indicators, which the bureau adopts before targets are filed."""
    on, subject = county.day("01-04"), f"{county.code}/indicators"
    version = {"library": f"{county.code[:2]}0000", "edition": str(county.work_year)}
    titles = ("培训人次", "设施完好率", "群众满意度")
    rows = [
        {"code": f"{LIBRARY}-{number:03}", "title": f"{title}（示例）", "in_class": LIBRARY}
        for number, title in enumerate(titles, start=1)
    ]
    content = {
        "standard": "自治区共性指标体系（示例）",
        "classes": [{"code": LIBRARY, "title": "通用（示例）"}],
        "indicators": rows,
    }
    yield act(on, budget(), "indicator-library.import", subject, **version, **content)
    document = {"document": "合成采用通知（示例）"}
    yield act(on, budget(), "indicator-library.adopt", subject, **version, **document)


def _lists(county: County) -> Iterator[Act]:
    document: dict[str, Any] = {"document": "合成清单（示例）"}
    yield act(county.day("08-12"), evaluation(), "score-sheet.issue", **document)
    yield act(county.day("09-25"), evaluation(), "results-checklist.issue", **document)


def _analyses(county: County) -> Iterator[Act]:
    """Where the rules ask for it, each round is analysed once its results are reviewed."""
    for on in ("06-25", "09-25"):
        day = county.day(on)
        nodes = county.ask("monitoring.nodes", day, work_year=county.work_year, subject="project")
        asked = county.ask("monitoring.round_analysis", day).outcome is not None
        newest = max((node for node in nodes.outcome or () if node <= day), default=None)
        if asked and newest is not None:
            text = "执行进度总体正常，触线项目已预警并督促纠偏（示例）。"
            yield act(day, bureau(), "monitoring.analyse-round", node=newest, text=text)


def _closing(county: County) -> Iterator[Act]:
    """The statement, and the close: not before the year is over, nor with a duty left open."""
    fields = {"title": f"{county.name}{county.work_year}年度预算绩效情况说明（示例）"}
    document = "合成情况说明（示例）"
    yield act(county.day("12-29"), bureau(), "statement.issue", **fields, document=document)
    for on in ("12-30", "12-31"):
        yield act(county.day(on), bureau(), "year.close")
    dropped = county.data.get("dropped")
    if dropped:
        yield act(county.day("12-31"), bureau(), "exception.grant", **dropped)
        yield act(county.day("12-31"), bureau(), "year.close")
