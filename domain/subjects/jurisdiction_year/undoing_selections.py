"""Selections and draws undone: they are taken back from the projects that they reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from domain.kernel.decider import Member
from domain.shared.filings.undoable import Reached, Undoable
from domain.subjects.jurisdiction_year import authenticity_draw, key_selection
from domain.subjects.jurisdiction_year.state import JurisdictionYear

GRADE = "grade.finalise"
ON_PROJECTS = {
    "key-evaluation.commission": "委托第三方机构评价",
    "key-evaluation.file-report": "提交重点评价报告",
    "key-evaluation.finalise": "确定重点评价结果",
    "authenticity.record-finding": "登记核查结论",
    GRADE: "评定最终等次",
}
"""The acts on projects that may rest on an act of the year, with their titles."""


def _on_selected(member: Member) -> str | None:
    """The evaluation of a selected project is under way, or its grade rests on that."""
    newest: str | None = member.facts.get("key_evaluation")
    return GRADE if newest and member.facts.get("grade_source") == "finance" else newest


def _on_drawn(member: Member) -> str | None:
    """The check of a drawn project has a finding, on which its grade may rest."""
    if not member.facts.get("checked"):
        return None
    return GRADE if member.facts.get("grade") else "authenticity.record-finding"


def _without_selection(state: JurisdictionYear, of: str) -> JurisdictionYear:
    """The projects are selected no more."""
    left = {key: one for key, one in state.selections.items() if key != of}
    return replace(state.not_reaching(state.selections[of].version), selections=left)


def _without_draw(state: JurisdictionYear, _of: str) -> JurisdictionYear:
    """The draw is to be made."""
    if state.drawn is None:
        raise ValueError(f"{state.stream}: nothing was drawn")
    return replace(state.not_reaching(state.drawn.version), drawn=None)


UNDOABLE: Mapping[str, Undoable] = {
    key_selection.SelectForKeyEvaluation.name: Undoable(
        key_selection.KeyEvaluationSelected,
        lambda state, of: of in state.selections,
        lambda _state, _of: (),
        _without_selection,
        of=key_selection.key_of,
        again=(key_selection.SelectForKeyEvaluation, key_selection.select),
        reached=Reached(
            lambda state, of: state.selections[of].projects,
            _on_selected,
            lambda event: getattr(event, "selected", ()),
            key_selection.SelectionTakenBack,
        ),
    ),
    authenticity_draw.Draw.name: Undoable(
        authenticity_draw.Drawn,
        lambda state, _: state.drawn is not None,
        lambda _state, _of: (),
        _without_draw,
        again=(authenticity_draw.Draw, authenticity_draw.draw),
        reached=Reached(
            lambda state, _: state.drawn.projects,
            _on_drawn,
            lambda event: getattr(event, "drawn", ()),
            authenticity_draw.DrawTakenBack,
        ),
    ),
}
"""A selection by its projects, and the draw of the year."""
