"""The channel of a publication: which one fulfils the duty, and what is recorded beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.kernel.refusal import Code
from domain.shared.filings.disclosure import Publish, Published
from testkit.builders.project_evaluation import REVIEWED, filed, imported, published
from testkit.builders.project_year import ISSUED, budgeted
from testkit.decider_spec import FILER, REVIEWER, DeciderSpec, FakeRules, in_force

FORM = "self_evaluation_form"
OPEN = "unit:disclosure.self_evaluation_form"
LIST = "县融媒体中心、县公告栏"


def rules(channel: str | None, **more: Any) -> FakeRules:
    """Rules that have the unit publish in a channel."""
    said = {"required": True, "approval_required": False, "when": None, "by": ["unit"]}
    return FakeRules({"disclosure.required": {**said, "channel": channel}, **more})


def reviewed(channel: str | None, listed: str | None = None) -> DeciderSpec:
    """A project whose form is reviewed and is to be published in a channel."""
    scene = filed(imported(rules(channel))).given(REVIEWED)
    if listed is None:
        return scene
    return scene.under(in_force(rules(channel), disclosure_channels=listed))


def there(medium: str | None, channel: str = "县公告栏", **more: Any) -> Publish:
    where = {"medium": medium, "channel": channel, "address": None, **more}
    return published().model_copy(update=where)


@pytest.mark.parametrize("stated", ["government_portal", "finance_portal"])
@pytest.mark.parametrize("used", ["government_portal", "finance_portal", "other"])
def test_a_stated_portal_fulfils_the_duty_only_when_it_is_used(stated: str, used: str) -> None:
    done = reviewed(stated).when(there(used), by=FILER)
    assert done.the(Published).fulfils is (stated == used)
    assert (OPEN in done.view.waiting_for) is (stated != used)


def test_a_further_channel_is_recorded_and_the_duty_is_met_by_the_stated_one() -> None:
    further = reviewed("government_portal").given(there("other"), by=FILER)
    assert OPEN in further.view.waiting_for
    further.when(there("other"), by=FILER).refused(Code.DUPLICATE)
    done = further.given(there("government_portal", "县政府网站"), by=FILER)
    assert OPEN not in done.view.waiting_for
    after = done.when(there("other", "县融媒体中心"), by=FILER).the(Published)
    assert (after.fulfils, after.late) == (False, None)


@pytest.mark.parametrize("channel", ["public", None])
@pytest.mark.parametrize(
    ("medium", "name", "met"),
    [
        ("government_portal", "县政府网站", True),
        ("finance_portal", "县财政网站", True),
        ("other", "县公告栏", True),
        ("other", "县融媒体中心", True),
        ("other", "某微信公众号", False),
    ],
)
def test_where_no_portal_is_stated_each_channel_of_the_bureaus_list_does(
    channel: str | None, medium: str, name: str, *, met: bool
) -> None:
    scene = reviewed(channel, LIST)
    done = scene.when(there(medium, name, document="公告1号"), by=FILER)
    assert done.the(Published).fulfils is met
    assert (OPEN in done.view.waiting_for) is not met


def test_without_a_list_any_channel_does() -> None:
    done = reviewed("public").when(there("other", "某公众号", address="网址"), by=FILER)
    assert done.the(Published).fulfils is True


def test_it_says_what_kind_of_channel_it_is_and_where_it_is_found() -> None:
    portal, public = reviewed("government_portal"), reviewed("public")
    portal.when(there(None), by=FILER).refused(Code.MISSING_FIELD, "medium")
    public.when(there("other"), by=FILER).refused(Code.MISSING_FIELD, "address")
    for found in ({"address": "网址"}, {"document": "公告1号"}):
        public.when(there("other", **found), by=FILER).the(Published)
    portal.when(there("government_portal"), by=FILER).the(Published)


def test_where_nothing_asks_for_it_nothing_more_is_asked() -> None:
    silent = filed(imported(FakeRules())).given(REVIEWED)
    assert silent.when(there(None), by=FILER).the(Published).fulfils is None


def by_second(scene: DeciderSpec, act: Publish) -> DeciderSpec:
    """The publication as the second version of the act took it."""
    return scene.take(replace(scene.act(act, FILER), version=2))


def test_a_publication_of_the_version_before_met_the_duty_wherever_it_was() -> None:
    scene = reviewed("government_portal")
    done = by_second(scene, there(None))
    assert done.the(Published).fulfils is None
    assert OPEN not in done.view.waiting_for
    by_second(done, there(None)).refused(Code.DUPLICATE)


CONGRESS = {"disclosure.not_before": "government_budget"}


def approved(on: str | None) -> DeciderSpec:
    """A budgeted project on 20 March; the congress approved the budget on a day, if any."""
    known = in_force(rules("government_portal", **CONGRESS))
    day = date.fromisoformat(on) if on else None
    return budgeted().on("2023-03-20").under(replace(known, government_budget=day))


@pytest.mark.parametrize(
    ("day", "taken"), [("2023-03-09", 0), ("2023-03-10", 1), ("2023-03-11", 1)]
)
def test_nothing_is_published_before_the_congress_approved_the_budget(day: str, taken: int) -> None:
    act = published("project_target").model_copy(update={"published_on": date.fromisoformat(day)})
    scene = approved("2023-03-10").when(act, by=FILER)
    if taken:
        scene.the(Published)
    else:
        scene.refused(Code.INVALID_FIELD, "published_on")
    approved(None).when(act, by=FILER).refused(Code.GATE_NOT_MET)
    by_second(approved(None), act).the(Published)


DUE = {"disclosure.due": lambda asked: {"due": f"{asked['issued_on']}", "status": None}}


@pytest.mark.parametrize(
    ("congress", "due"),
    [
        (None, None),
        ("2023-02-19", date(2023, 2, 20)),
        ("2023-02-20", date(2023, 2, 20)),
        ("2023-02-21", date(2023, 2, 21)),
    ],
)
def test_the_days_count_from_the_later_of_issue_and_approval(
    congress: str | None, due: date | None
) -> None:
    known = in_force(rules("government_portal", **CONGRESS, **DUE))
    day = date.fromisoformat(congress) if congress else None
    issued = budgeted().under(replace(known, government_budget=day)).given(ISSUED)
    assert issued.view.next_due == due


def test_what_finance_publishes_elsewhere_does_not_meet_the_units_duty() -> None:
    done = reviewed("public").given(there("other", address="网址"), by=REVIEWER)
    assert OPEN in done.view.waiting_for
