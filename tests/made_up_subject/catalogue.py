"""What the made-up subject is to people."""

from __future__ import annotations

from domain.kernel.vocabulary import Role
from domain.shared.catalogue.entries import (
    Catalogue,
    DeadlineEntry,
    EventEntry,
    PhaseEntry,
    Settles,
    Stage,
    act,
)
from domain.shared.letters.types import About, DeadlineNames, Said
from domain.shared.names import Name
from tests.made_up_subject.wishes import WishFiled


def _filed(event: WishFiled, _about: About, _names: DeadlineNames) -> Said:
    return Said(Role.FINANCE, "来函", "心愿", (f"收到心愿：{event.wish}。",))


CATALOGUE = Catalogue(
    name=Name("心愿单", "wishes"),
    acts={
        Stage.TARGETS: (
            act(
                "test.wish.file",
                EventEntry(
                    "test.wish-filed",
                    "提交心愿",
                    letter=_filed,
                    settles=Settles("test.wish-filing", filed=True),
                    counted="心愿 wishes",
                ),
            ),
        ),
    },
    deadlines=(DeadlineEntry("test.wish-filing", Name("心愿提交", "wish"), Role.UNIT),),
    phases=(
        PhaseEntry("wishful", Name("待许愿", "wishful")),
        PhaseEntry("fulfilled", Name("已许愿", "fulfilled")),
    ),
)
