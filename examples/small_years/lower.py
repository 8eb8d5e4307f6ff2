"""The counties below a prefecture: reports, appraisals, summaries, direct funds.

The data file names the counties; those without one have no such acts. What is due when, and late,
is the rules' business.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from acts import Act, act, bureau, government, lower_bureau
from county import County

_REPORTS = (("06-10", "06-08"), ("11-10", "11-09"))
_LATE = ("06-13", "11-14")
_WINDOWS = (("07-31", "07-18"), ("12-31", "12-16"))
_TOO_EARLY = "06-26"
_SPECIAL = ("social_insurance_funds", "state_capital_operations")


def lower(county: County) -> Iterator[Act]:
    """All acts of the counties and on them: the second is late, the last files no second report."""
    for place, told in enumerate(county.data["counties"]):
        code, name = told["county"], told["county_name"]
        fields = {"county": code, "county_name": name}
        yield act(county.day("01-08"), bureau(), "county.add", **fields)
        yield from _reports(county, place, code)
        yield from _appraisals(county, place, code)
        yield from _summary(county, place, code)
        yield from _direct_funds(county, place, code)
    if county.data["counties"]:
        yield from _prefecture(county)


def _nodes(county: County) -> tuple[tuple[str, str], ...]:
    """The reports by their own day, which the rules may give, and when they are filed."""
    first = county.day("01-01")
    answer = county.ask("county_report.due", first, work_year=county.work_year)
    nodes = answer.outcome["due"] if answer.stated else [county.day(day) for day, _ in _REPORTS]
    return tuple((node, filed) for node, (_, filed) in zip(nodes, _REPORTS, strict=True))


def _last(county: County, place: int) -> bool:
    return place == len(county.data["counties"]) - 1


def _reports(county: County, place: int, code: str) -> Iterator[Act]:
    own = lower_bureau(code)
    for number, (node, filed) in enumerate(_nodes(county)):
        if number and _last(county, place):
            continue
        on = county.day(_LATE[number] if place == 1 else filed)
        fields = {
            "county": code,
            "node": node,
            "report": "合成工作报告（示例）",
            "summary_table": "合成汇总表（示例）",
            "evidence": ["合成佐证材料（示例）"],
        }
        if place == 0 and not number:
            stranger = lower_bureau(county.data["counties"][1]["county"])
            yield act(on, stranger, "county-report.file", **fields)
        yield act(on, own, "county-report.file", **fields)


def _appraisals(county: County, place: int, code: str) -> Iterator[Act]:
    for number, (last, scored) in enumerate(_WINDOWS):
        fields = {
            "county": code,
            "node": county.day(last),
            "score": str(90 - 5 * place),
            "findings": "合成考核意见（示例）",
            "document": "合成考核办法（示例）",
        }
        if place == 0 and not number and _windows(county):
            yield act(county.day(_TOO_EARLY), bureau(), "county-appraisal.score", **fields)
        late = place == 1 and not number
        on = county.day("08-04" if late else scored)
        yield act(on, bureau(), "county-appraisal.score", **fields)


def _windows(county: County) -> bool:
    first = county.day("01-01")
    return county.ask("county_appraisal.windows", first, work_year=county.work_year).stated


def _summary(county: County, place: int, code: str) -> Iterator[Act]:
    own, document = lower_bureau(code), {"county": code, "document": "合成年度总结（示例）"}
    if not _last(county, place):
        on = county.day("12-03" if place == 1 else "11-27")
        figures = {"figures": list(_figures(place))}
        yield act(on, own, "county-summary.file", **document, **figures)
    yield act(county.day("10-20"), own, "county-results-use.file", **document)


def _figures(place: int) -> Iterator[dict[str, Any]]:
    """What a county counts for the prefecture's report; the second one leaves out its funds."""
    yield {"figure": "self_evaluations", "objects": 10 + place} | (
        {} if place == 1 else {"funds": "1200000"}
    )
    if place == 0:
        yield {"figure": "key_evaluations", "objects": 3, "funds": "450000"}


def _direct_funds(county: County, place: int, code: str) -> Iterator[Act]:
    """Reviewed in full where the rules have direct funds in scope; problems go to the county."""
    if place:
        return
    problem = {
        "problem": "资金拨付不及时（示例）。",
        "project": "合成直达资金项目（示例）",
        "rectify_by": county.day("10-31"),
    }
    fields: dict[str, Any] = {"county": code, "projects": 12, "document": "合成审核记录（示例）"}
    command = "direct-funds.review"
    yield act(county.day("10-09"), bureau(), command, **fields, reviewed=9, problems=[])
    yield act(county.day("10-10"), bureau(), command, **fields, reviewed=12, problems=[problem])
    accepted = {"county": code, "number": 1, "findings": "已整改（示例）。"}
    yield act(county.day("10-30"), bureau(), "direct-funds.accept-rectification", **accepted)


def _prefecture(county: County) -> Iterator[Act]:
    document = {"document": "合成总结（示例）"}
    for budget_type, on in zip(_SPECIAL, ("11-28", "12-04"), strict=True):
        fields = {"budget_types": [budget_type], **document}
        yield act(county.day(on), bureau(), "special-budgets-summary.file", **fields)
    reason = {"reason": "一县未报，已催报（示例）。"}
    yield act(county.day("12-09"), bureau(), "prefecture-summary.issue", **document)
    yield act(county.day("12-10"), bureau(), "prefecture-summary.issue", **document, **reason)
    yield from _accountability(county)


def _accountability(county: County) -> Iterator[Act]:
    """The bureau itself may be held to account, where the rules name it."""
    names = ("duty_not_performed", "deducted_or_criticised", "ineffective", "poor_results")
    asked = dict.fromkeys((*names, "untrue"), False) | {"major_omission": True}
    trigger = county.ask("accountability.trigger", county.day("12-12"), who="finance", **asked)
    if trigger.stated and trigger.outcome["hold_to_account"]:
        told = {"against": "finance", "reason": "有县未报总结（示例）。"}
        yield act(county.day("12-12"), bureau(), "accountability.propose", **asked, **told)
        measure = {"measure": "hold_to_account", "whom": "财政科室（示例）"}
        document = {"document": "合成政府文件（示例）"}
        yield act(county.day("12-18"), government(), "accountability.record", **measure, **document)
