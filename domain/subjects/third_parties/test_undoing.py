"""The bureau's acts on an institution are withdrawn, or corrected with what rests on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.kernel.message import Command
from domain.kernel.refusal import Code
from domain.shared.filings.undoable import ActWithdrawn
from domain.subjects.third_parties.entrustment import Entrusted
from domain.subjects.third_parties.inspection import InspectionDrawn
from testkit.builders.third_parties import (
    DIRECTED,
    FOUND,
    PUBLISHED,
    REPORTED,
    draw,
    entrust,
    entrusted,
    rate,
    register,
    registered,
    unregistered,
)
from testkit.builders.undoing import mend, undo
from testkit.decider_spec import FILER, REVIEWER, DeciderSpec

ENTRUSTED, REPORT = "third-party.entrust:HT-1", "third-party.record-report:HT-1"
DREW, FINDING = "third-party.draw-inspection:JC-2", "third-party.record-inspection:JC-1"
ORDERED, RATED = "third-party.inspect-directed:JC-1", "third-party.rate:2025"

EACH: dict[str, tuple[Callable[[], DeciderSpec], Command]] = {
    "third-party.register": (unregistered, register()),
    ENTRUSTED: (registered, entrust()),
    REPORT: (entrusted, REPORTED),
    RATED: (entrusted, rate()),
    ORDERED: (entrusted, DIRECTED),
    DREW: (entrusted, draw()),
    FINDING: (lambda: entrusted().given(DIRECTED), FOUND),
}


def content(scene: DeciderSpec) -> Any:
    """The state, apart from its version."""
    return replace(scene.state, version=0)


@pytest.mark.parametrize("key", EACH)
def test_a_withdrawn_act_leaves_the_state_that_was_before_it(key: str) -> None:
    given, act = EACH[key]
    before = given()
    gone = before.given(act).given(undo(key), by=REVIEWER)
    assert content(gone) == content(before)
    assert gone.the(ActWithdrawn).act == key


@pytest.mark.parametrize("key", EACH)
def test_it_is_withdrawn_once_and_taken_again(key: str) -> None:
    given, act = EACH[key]
    gone = given().given(act).given(undo(key), by=REVIEWER)
    if key != "third-party.register":
        gone.when(undo(key), by=REVIEWER).refused(Code.WRONG_PHASE, "act")
    assert gone.given(act).given(undo(key), by=REVIEWER).the(ActWithdrawn).act == key


@pytest.mark.parametrize(
    ("given", "key", "rests"),
    [
        (entrusted, "third-party.register", ENTRUSTED),
        (lambda: registered().given(DIRECTED), "third-party.register", ORDERED),
        (lambda: registered().given(rate()), "third-party.register", RATED),
        (lambda: entrusted().given(REPORTED), ENTRUSTED, REPORT),
        (lambda: entrusted().given(draw()), ENTRUSTED, DREW),
        (lambda: entrusted().given(DIRECTED, FOUND), ORDERED, FINDING),
        (
            lambda: entrusted().given(rate()).given(PUBLISHED, by=REVIEWER),
            RATED,
            "disclosure.publish:third_party_rating",
        ),
    ],
)
def test_an_act_on_which_something_rests_is_corrected(
    given: Callable[[], DeciderSpec], key: str, rests: str
) -> None:
    refusal = given().when(undo(key), by=REVIEWER).refused(Code.WRONG_PHASE)
    assert rests in refusal.zh
    assert "act.correct" in refusal.zh


def test_a_corrected_entry_keeps_its_contracts_and_its_first_day() -> None:
    scene = entrusted().on("2026-01-05")
    right = register(credit_code="91653129MA00000002").model_dump(mode="json")
    mended = scene.given(mend("third-party.register", right), by=REVIEWER)
    institution = mended.state.institution
    assert institution is not None
    assert institution.credit_code.endswith("2")
    assert institution.registered_on == scene.state.institution.registered_on
    assert set(mended.state.entrustments) == {"HT-1"}
    (follows,) = mended.the(ActWithdrawn).follows
    assert (follows.of, follows.becomes) == (ENTRUSTED, "stands")


@pytest.mark.parametrize(("becomes", "reported"), [("stands", True), ("cancelled", False)])
def test_a_corrected_contract_says_what_becomes_of_its_report(
    becomes: str, *, reported: bool
) -> None:
    scene = entrusted().given(REPORTED)
    right = entrust(fee=Decimal(8_000)).model_dump(mode="json")
    scene.when(mend(ENTRUSTED, right), by=REVIEWER).refused(Code.MISSING_FIELD, "follows")
    mended = scene.given(mend(ENTRUSTED, right, **{REPORT: becomes}), by=REVIEWER)
    assert mended.the(Entrusted).fee == Decimal(8_000)
    assert mended.state.entrustments["HT-1"].reported is reported
    waits = any("third-party.report" in wait for wait in mended.view.waiting_for)
    assert waits is not reported


def test_a_contract_that_is_corrected_later_is_no_contract_until_then() -> None:
    gone = (
        entrusted().given(REPORTED).given(mend(ENTRUSTED, None, **{REPORT: "stands"}), by=REVIEWER)
    )
    gone.when(draw()).refused(Code.INVALID_FIELD, "objects")
    assert not gone.view.waiting_for
    assert gone.given(entrust()).state.entrustments["HT-1"].reported


def test_a_replacement_names_the_same_contract() -> None:
    right = entrust("HT-2").model_dump(mode="json")
    refusal = entrusted().when(mend(ENTRUSTED, right), by=REVIEWER)
    assert "HT-1" in refusal.refused(Code.INVALID_FIELD, "replacement.contract").zh


def test_a_draw_is_made_again_with_another_seed_and_its_finding_is_decided_on() -> None:
    drawn = entrusted().given(draw("JC-1"), FOUND)
    right = draw("JC-1", seed="2025-07-02").model_dump(mode="json")
    key = "third-party.draw-inspection:JC-1"
    mended = drawn.given(mend(key, right, **{FINDING: "cancelled"}), by=REVIEWER)
    assert mended.the(InspectionDrawn).seed == "2025-07-02"
    assert "finance:third-party.inspection:JC-1" in mended.view.waiting_for
    mended.given(FOUND)


def test_the_rating_before_is_the_newest_again_with_its_publication() -> None:
    first = entrusted().given(rate()).given(PUBLISHED, by=REVIEWER)
    second = first.on("2026-02-01").given(rate(2026))
    assert second.view.waiting_for != first.view.waiting_for
    gone = second.given(undo("third-party.rate:2026"), by=REVIEWER)
    assert content(gone) == content(first)


def test_an_older_rating_is_withdrawn_beside_the_newest() -> None:
    both = entrusted().given(rate()).on("2026-02-01").given(rate(2026))
    gone = both.given(undo(RATED), by=REVIEWER)
    assert set(gone.state.ratings) == {2026}
    none = gone.given(undo("third-party.rate:2026"), by=REVIEWER)
    assert (none.state.ratings, none.state.rated_on, none.state.before) == ({}, None, {})


def test_an_older_rating_that_was_public_is_corrected() -> None:
    public = entrusted().given(rate()).given(PUBLISHED, by=REVIEWER)
    both = public.on("2026-02-01").given(rate(2026))
    both.when(undo(RATED), by=REVIEWER).refused(Code.WRONG_PHASE)


def test_a_unit_undoes_no_act_on_an_institution() -> None:
    refusal = entrusted().when(undo(ENTRUSTED), by=FILER).refused(Code.WRONG_ROLE)
    # and is sent to what it may do, not to the audit
    assert "在审核前自行撤回或更正（correct）" in refusal.zh
    assert "审计" not in refusal.zh
