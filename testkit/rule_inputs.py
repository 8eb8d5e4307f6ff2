"""Well-formed inputs of every rule, as the property tests draw them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import strategies as st

from domain.rules.engine.registry import RULES
from domain.rules.families.bureau import BUREAU_DUTIES
from domain.rules.families.disclosure import ARTEFACTS
from domain.rules.families.exante import FUNDING
from domain.rules.families.feedback import SOURCES as FEEDBACK_SOURCES
from domain.rules.families.grade import GRADES, SOURCES
from domain.rules.families.key_evaluation import MEMBERS
from domain.rules.families.scope import BUDGET_TYPES, SUBJECTS
from domain.rules.families.scoring import BY, CLASSES, RELATIONS
from domain.rules.families.third_party import DIMENSIONS

Inputs = st.SearchStrategy[dict[str, Any]]

days = st.dates(date(2015, 1, 1), date(2035, 12, 31))
rates = st.decimals(min_value=0, max_value=10**9, allow_nan=False) | st.integers(0, 200)
scores = st.decimals(min_value=0, max_value=100, allow_nan=False)
amounts = rates | st.sampled_from([0, "0.01", "2000000", "1e-150", "1e150"])
bases: st.SearchStrategy[Any] = st.sampled_from([1, 3, "0.01", "1e-150", "1e150"]) | st.decimals(
    min_value="0.01", max_value=10**9, allow_nan=False
)
points = st.sampled_from(["0", "9.99", "10", "30", "50"]) | rates
flags = st.booleans()
subjects = st.sampled_from(["project", "overall"])
nodes = st.dates(date(1, 1, 1), date(9999, 11, 30)) | days.map(date.isoformat)
ids = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=4).filter(str.strip)
years = st.integers(1, 9999)


def fields(**named: st.SearchStrategy[Any]) -> Inputs:
    """Draw an object with these fields."""
    return st.fixed_dictionaries(named)


def any_given(drawn: Mapping[str, Any]) -> bool:
    """Whether a drawn object has a field that is not null."""
    return any(value is not None for value in drawn.values())


def one_of(words: Any) -> st.SearchStrategy[Any]:
    """Draw one of these words."""
    return st.sampled_from(list(words))


def candidates(*criteria: str) -> Inputs:
    """Draw candidates with these flags."""
    one = fields(id=ids, amount=amounts, **dict.fromkeys(criteria, flags))
    return fields(candidates=st.lists(one, max_size=5, unique_by=lambda candidate: candidate["id"]))


indicators = st.fixed_dictionaries(
    {
        "id": ids,
        "class": one_of(CLASSES),
        "relation": one_of([one for one in RELATIONS if one != BY]),
        "target": amounts,
        "actual": amounts,
        "points": scores,
        "level": scores,
    }
)
final_grades = fields(
    score=scores,
    failed_reviews=st.lists(
        days | one_of([date(2025, 5, 31), date(2025, 8, 31), date(2026, 5, 31)]),
        max_size=4,
        unique=True,
    ),
    rectified=flags,
    refused=flags,
    audit_findings=st.integers(0, 9),
    major_problem=flags,
    untrue_self_evaluation=flags,
)
_weights = st.integers(0, 100).map(
    lambda share: {"quantity": share, "quality": 100 - share, "effect": 0, "satisfaction": 0}
)
_dues = st.fixed_dictionaries({"work_year": years}, optional={"filed_on": days})

WELL_FORMED: Mapping[str, Inputs] = {
    **{rule: _dues for rule in RULES if rule.endswith(".due") and rule != "county_report.due"},
    **{rule: st.just({}) for rule, known in RULES.items() if not known.inputs.fields},
    "exante.required": fields(
        subject=one_of(["project", "policy"]),
        is_new=flags,
        is_major=flags,
        funding=st.none() | one_of(FUNDING),
    ),
    "exante.reassessment": fields(county_level_investment=rates, specialised=flags),
    "exante.gate": fields(report_filed=flags, review_result=one_of(["支持", "不支持", None])),
    "library.gate": fields(factual_basis=flags, prepared=flags, target_clear=flags),
    "target.gate": fields(target_filed=flags, reasonable=flags, adjusted=flags),
    "target.joint_review": fields(subject=one_of(["project", "overall", "library"])),
    "target.indicator_source": fields(kind=one_of(["common", "specific"]), in_library=flags),
    "target.weights": fields(
        classes=st.fixed_dictionaries(
            {"execution": points, "output": points, "benefit": points, "satisfaction": points},
            optional={"cost": points},
        )
    ),
    "monitoring.nodes": fields(work_year=years, subject=subjects),
    "monitoring.due": st.fixed_dictionaries(
        {"node": nodes}, optional={"subject": subjects, "filed_on": days}
    ),
    "monitoring.completion_rate": fields(
        indicators=st.lists(
            fields(id=ids, completion=rates, points=points),
            min_size=1,
            max_size=4,
            unique_by=lambda one: one["id"],
        )
    ),
    "monitoring.trigger": fields(
        execution_rate=rates, completion_rate=rates, review_score=scores | st.none()
    ),
    "monitoring.warning_lines": fields(execution_rate=rates, completion_rate=rates),
    "monitoring.failed": fields(
        review_score=scores | st.none(), verdict=one_of(["合格", "不合格", None])
    ),
    "self_evaluation.score": fields(
        budget=bases,
        executed=amounts,
        indicators=st.lists(indicators, max_size=4, unique_by=lambda one: one["id"]),
    ),
    "grade.bands": fields(score=scores),
    "grade.labels": fields(grade=one_of(GRADES)),
    "grade.score_source": fields(available=st.lists(one_of(SOURCES), min_size=1, unique=True)),
    "grade.final": final_grades,
    "department_evaluation.coverage": fields(selected=st.lists(amounts, max_size=4), base=bases),
    "department_evaluation.priority": candidates("key_project", "one_off", "evaluated_before"),
    "authenticity.sample": fields(
        frame=st.lists(ids, min_size=1, max_size=8, unique=True),
        ratio=st.none() | one_of(["0.001", "0.1", "0.5", 1]),
        seed=st.text(st.characters(exclude_categories=["Cs"]), max_size=4),
    ),
    "key_evaluation.priority": candidates(
        "party_government_decision", "broad_coverage", "public_attention", "influence"
    ),
    "key_evaluation.types": fields(),
    "key_evaluation.framework": fields(),
    "key_evaluation.minimum": fields(
        count=st.integers(0, 10**9), funds=amounts, funds_last_year=amounts
    ),
    "key_evaluation.budget_coverage": fields(
        budget_types=st.lists(one_of(BUDGET_TYPES), unique=True)
    ),
    "key_evaluation.procurement": fields(procured=flags, procurement_reference=st.none() | ids),
    "key_evaluation.panel": fields(members=st.lists(one_of(MEMBERS), max_size=8)),
    "results.budget_action": fields(
        grade=one_of(GRADES),
        score=scores,
        planned=amounts,
        targets_met=flags,
        overlapping=flags,
        veto=flags,
        department_projects=st.none() | amounts,
    ),
    "unit_appraisal.measures": fields(effective=flags, rank_low=flags),
    "accountability.trigger": fields(
        who=one_of(["finance", "department"]),
        duty_not_performed=flags,
        major_omission=flags,
        deducted_or_criticised=flags,
        ineffective=flags,
        poor_results=flags,
        untrue=flags,
    ),
    "feedback.required": st.fixed_dictionaries(
        {"source": st.sampled_from(FEEDBACK_SOURCES), "grade": st.none() | st.sampled_from(GRADES)}
    ),
    "disclosure.required": fields(artefact=one_of(ARTEFACTS), confidential=flags),
    "disclosure.due": st.fixed_dictionaries(
        {"artefact": one_of(ARTEFACTS), "issued_on": st.none() | days},
        optional={"published_on": days},
    ),
    "disclosure.not_before": fields(artefact=one_of(ARTEFACTS)),
    "disclosure.excepted": fields(artefact=one_of(ARTEFACTS)),
    "third_party.rating": fields(
        weights=st.none()
        | _weights.map(lambda hundredths: {k: f"{v / 100:.2f}" for k, v in hundredths.items()}),
        **dict.fromkeys(DIMENSIONS, scores),
    ),
    "third_party.inspection": fields(leads=flags),
    "county_report.due": fields(work_year=years),
    "county_appraisal.windows": fields(work_year=years),
    "county_results_use.due": st.fixed_dictionaries(
        {"work_year": years}, optional={"filed_on": days}
    ),
    "bureau_duty.due": st.fixed_dictionaries(
        {"duty": st.sampled_from(BUREAU_DUTIES), "work_year": years}, optional={"filed_on": days}
    ),
    "budget.livelihood_share": fields(livelihood=amounts, total=bases),
    "sections.lead": fields(
        budget_type=st.none() | one_of(BUDGET_TYPES), subject=st.none() | one_of(SUBJECTS)
    ).filter(any_given),
}
