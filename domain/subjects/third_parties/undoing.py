"""Undoing acts of the bureau on an institution: what rests on each, and the state without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from domain.kernel.decider import Deciders, Evolvers
from domain.shared.filings import undoing
from domain.shared.filings.disclosure import ApproveException, Disclosures, kept_back
from domain.shared.filings.undoable import Becomes, Following, Undoable, Undoing
from domain.subjects.third_parties import entrustment, inspection, rating, register
from domain.subjects.third_parties.catalogue import CATALOGUE
from domain.subjects.third_parties.disclosures import DISCLOSING
from domain.subjects.third_parties.state import Entrustment, Inspection, ThirdParty

T = TypeVar("T", Entrustment, Inspection)

REPORT = entrustment.RecordReport.name
FINDING = inspection.RecordInspection.name


def _on_register(state: ThirdParty, _of: str) -> Iterator[str]:
    """The institution was entrusted, inspected or rated."""
    for code in entrustment.contracts_of(state):
        yield f"{entrustment.Entrust.name}:{code}"
    for code, one in state.inspections.items():
        if not one.withdrawn:
            yield f"{_ordered(one)}:{code}"
    for year in state.ratings:
        yield f"{rating.Rate.name}:{year}"


def _ordered(one: Inspection) -> str:
    ordered = inspection.InspectDirected if one.directed else inspection.DrawInspection
    return ordered.name


def _on_contract(state: ThirdParty, of: str) -> Iterator[str]:
    """Its report came, or it was drawn for an inspection."""
    if state.entrustments[of].reported:
        yield f"{REPORT}:{of}"
    for code, one in state.inspections.items():
        if of in one.objects and not one.withdrawn:
            yield f"{_ordered(one)}:{code}"


def _on_inspection(state: ThirdParty, of: str) -> Iterator[str]:
    """Its finding was recorded."""
    if state.inspections[of].recorded:
        yield f"{FINDING}:{of}"


def _on_rating(state: ThirdParty, of: str) -> Iterator[str]:
    """The rating is public."""
    public = {artefact for artefact, _ in _disclosed_after(state, int(of)).published}
    yield from (f"disclosure.publish:{artefact}" for artefact in sorted(public))


def _disclosed_after(state: ThirdParty, year: int) -> Disclosures:
    """The disclosures of a year's rating: the next rating replaced them, if there is one."""
    following = _next_of(state, year)
    return state.disclosures if following is None else state.before[following].disclosures


def _next_of(state: ThirdParty, year: int) -> int | None:
    """The year that was rated next after a year."""
    rated = list(state.before)
    later = rated[rated.index(year) + 1 :]
    return later[0] if later else None


def _nothing(_state: ThirdParty, _of: str) -> Iterator[str]:
    yield from ()


def _without_entry(state: ThirdParty, _of: str) -> ThirdParty:
    """The institution is to be registered."""
    return replace(state, institution=None)


def _left(there: Mapping[str, T], of: str, *, keeps: bool) -> Mapping[str, T]:
    """The others, and this one as withdrawn if something rests on it."""
    others = {code: one for code, one in there.items() if code != of}
    return {**others, of: replace(there[of], withdrawn=True)} if keeps else others


def _without_contract(state: ThirdParty, of: str) -> ThirdParty:
    """The contract is gone; its report stays with its number."""
    keeps = state.entrustments[of].reported
    return replace(state, entrustments=_left(state.entrustments, of, keeps=keeps))


def _without_inspection(state: ThirdParty, of: str) -> ThirdParty:
    """The inspection is gone; its finding stays with its number."""
    keeps = state.inspections[of].recorded
    return replace(state, inspections=_left(state.inspections, of, keeps=keeps))


def _without_report(state: ThirdParty, of: str) -> ThirdParty:
    """The report is still to come."""
    again = replace(state.entrustments[of], reported=False)
    return replace(state, entrustments={**state.entrustments, of: again})


def _without_finding(state: ThirdParty, of: str) -> ThirdParty:
    """The finding is to be recorded."""
    again = replace(state.inspections[of], recorded=False)
    return replace(state, inspections={**state.inspections, of: again})


def _without_rating(state: ThirdParty, of: str) -> ThirdParty:
    """The year is to be rated; the rating before it is the newest again."""
    year = int(of)
    following, gone = _next_of(state, year), state.before[year]
    left = {at: one for at, one in state.before.items() if at != year}
    ratings = {at: score for at, score in state.ratings.items() if at != year}
    if following is not None:
        return replace(state, ratings=ratings, before={**left, following: gone})
    return replace(
        state,
        ratings=ratings,
        before=left,
        rated_on=gone.rated_on,
        disclosures=gone.disclosures,
    )


def _number(field: str) -> Callable[[str], Mapping[str, Any]]:
    return lambda of: {field: of}


def _is_entrusted(state: ThirdParty, of: str) -> bool:
    return of in entrustment.contracts_of(state)


def _is_reported(state: ThirdParty, of: str) -> bool:
    return of in state.entrustments and state.entrustments[of].reported


def _is_ordered(state: ThirdParty, of: str, *, directed: bool) -> bool:
    one = state.inspections.get(of)
    return one is not None and one.directed is directed and not one.withdrawn


def _is_found(state: ThirdParty, of: str) -> bool:
    return of in state.inspections and state.inspections[of].recorded


_ACTS = {
    register.Register.name: Undoable(
        register.Registered,
        lambda state, _: state.institution is not None,
        _on_register,
        _without_entry,
        again=(register.Register, register.register),
        overwritten=True,
    ),
    entrustment.Entrust.name: Undoable(
        entrustment.Entrusted,
        _is_entrusted,
        _on_contract,
        _without_contract,
        of=lambda event: str(event.contract),
        again=(entrustment.Entrust, entrustment.entrust),
        fields=_number("contract"),
    ),
    REPORT: Undoable(
        entrustment.ReportRecorded,
        _is_reported,
        _nothing,
        _without_report,
        of=lambda event: str(event.contract),
        again=(entrustment.RecordReport, entrustment.record_report),
        fields=_number("contract"),
    ),
    rating.Rate.name: Undoable(
        rating.Rated,
        lambda state, of: of.isdecimal() and int(of) in state.ratings,
        _on_rating,
        _without_rating,
        of=lambda event: str(event.year),
        again=(rating.Rate, rating.rate),
        fields=_number("year"),
    ),
    inspection.InspectDirected.name: Undoable(
        inspection.InspectionDirected,
        lambda state, of: _is_ordered(state, of, directed=True),
        _on_inspection,
        _without_inspection,
        of=lambda event: str(event.inspection),
        again=(inspection.InspectDirected, inspection.direct),
        fields=_number("inspection"),
    ),
    inspection.DrawInspection.name: Undoable(
        inspection.InspectionDrawn,
        lambda state, of: _is_ordered(state, of, directed=False),
        _on_inspection,
        _without_inspection,
        of=lambda event: str(event.inspection),
        again=(inspection.DrawInspection, inspection.draw),
        fields=_number("inspection"),
    ),
    FINDING: Undoable(
        inspection.InspectionRecorded,
        _is_found,
        _nothing,
        _without_finding,
        of=lambda event: str(event.inspection),
        again=(inspection.RecordInspection, inspection.record),
        fields=_number("inspection"),
    ),
    ApproveException.name: kept_back(DISCLOSING),
}


def _may_become(key: str) -> tuple[Becomes, ...]:
    """A report or a finding stands or is cancelled; everything else stands."""
    return ("stands", "cancelled") if key.partition(":")[0] in {REPORT, FINDING} else ("stands",)


def _followed(state: Any, following: Following) -> Any:
    name, _, of = following.of.partition(":")
    if following.becomes != "cancelled":
        return state
    return _ACTS[name].undone(state, of)


UNDOING = Undoing(
    acts=_ACTS,
    named=CATALOGUE.named,
    followed=_followed,
    may_become=_may_become,
    instead=CATALOGUE.instead(),
)

DECIDE: Deciders = undoing.deciders(UNDOING)
EVOLVE: Evolvers = undoing.evolvers(UNDOING)
