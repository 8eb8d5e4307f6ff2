"""Third parties: register, contracts, annual rating, inspections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from acts import Act, act, key
from county import County
from disclosing import disclosure
from key_evaluation import COMMISSIONED, INSTITUTIONS, institution_of, selected

_POINTS = {"quantity": "85", "quality": "90", "effect": "88", "satisfaction": "92"}
_WEIGHTS = {"quantity": "0.2", "quality": "0.4", "effect": "0.2", "satisfaction": "0.2"}


@dataclass(frozen=True)
class _Rated:
    """What the disclosure of a rating asks for: no unit has a part in it."""

    unit: str = ""
    confidential: bool = False


def third_parties(county: County) -> Iterator[Act]:
    """All acts on the institutions."""
    for place, code in enumerate(INSTITUTIONS, start=1):
        fields = {
            "institution_name": f"合成第三方机构{place}（示例）",
            "kind": "会计师事务所",
            "credit_code": f"91{county.code}000000000{place}",
            "conflict_of_interest": "与被评价单位无利害关系（示例）。",
        }
        yield _of(county, "05-15", "register", code, **fields)
        yield from _contracts(county, code)
        yield from _inspections(county, code)
        yield from _rating(county, code)


def _of(county: County, on: str, command: str, code: str, **fields: Any) -> Act:
    subject = f"{county.code}/third-party/{code}"
    return act(county.day(on), key(), f"third-party.{command}", subject, **fields)


def _contracts(county: County, code: str) -> Iterator[Act]:
    for project in selected(county):
        if institution_of(project) != code:
            continue
        contract = f"HT-{project}"
        fields = {
            "contract": contract,
            "evaluated": county.project(project, -1),
            "procured": True,
            "procurement_reference": "合成采购〔示例〕号",
            "fee": "40000",
        }
        yield _of(county, COMMISSIONED, "entrust", code, **fields)
        received = {"contract": contract, "received_on": county.day("06-20")}
        document = "合成重点评价报告（示例）"
        yield _of(county, "06-20", "record-report", code, **received, document=document)


def _inspections(county: County, code: str) -> Iterator[Act]:
    """One is inspected on leads, the other at random in object and inspector."""
    contracts = [f"HT-{one}" for one in selected(county) if institution_of(one) == code]
    if code == INSTITUTIONS[0]:
        fields = {"inspection": "JC-1", "leads": "接到举报（示例）。"}
        yield _of(county, "10-12", "inspect-directed", code, **fields)
    else:
        fields = {"inspection": "JC-1", "seed": f"合成种子{county.work_year}"}
        among = {"objects": contracts, "inspectors": ["fin-05", "fin-06", "fin-09"]}
        yield _of(county, "10-12", "draw-inspection", code, **fields, **among)
    found = {"inspection": "JC-1", "violation": False, "finding": "未发现问题（示例）。"}
    yield _of(county, "10-26", "record-inspection", code, **found)


def _rating(county: County, code: str) -> Iterator[Act]:
    """Without weights, ruled or given, nothing is rated."""
    year = {"year": county.work_year}
    if code == INSTITUTIONS[0]:
        yield _of(county, "11-18", "rate", code, **year, **_POINTS)
    ruled = county.ask("third_party.rating", county.day("11-18"), **_POINTS, weights=None).stated
    if code != INSTITUTIONS[0] or not ruled:
        weights = {} if ruled else {"weights": _WEIGHTS}
        yield _of(county, "11-20", "rate", code, **year, **_POINTS, **weights)
    subject = f"{county.code}/third-party/{code}"
    yield from disclosure(county, _Rated(), subject, "third_party_rating", county.day("11-24"))
