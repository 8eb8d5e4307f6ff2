"""A prefecture that adopts its packs, rules and reviews, on a real log and without an engine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from activities.command_handler import CommandHandler, Handled
from domain.kernel.decider import Actor
from domain.kernel.request import Request
from domain.kernel.subject_ids import packs, rulings
from domain.kernel.vocabulary import SHANGHAI, Role
from store.packs.packaged_packs import packaged_texts
from store.port import EventLog
from testkit.builders.bureau import REGISTERED, TARGET, UNIT
from testkit.builders.reached import reached_of

STATE = "652800"
"""A prefecture whose text gives no line for a failed review (AMB-05)."""
CHAIN = ("000000", "650000", STATE)
BUREAU = Actor("fin-01", f"{STATE}-finance", Role.FINANCE)
CONGRESS = Actor("npc-01", f"{STATE}-congress", Role.CONGRESS)
FEBRUARY = datetime(2024, 2, 20, 10, tzinfo=SHANGHAI)
JUNE = datetime(2024, 6, 5, 10, tzinfo=SHANGHAI)
MAY = "2024-05-31"
LINE = {"limit": 60, "side": "below"}
REVIEW = {"node": MAY, "score": "55", "rectify": False, "reason": "合成理由"}


Fields = Mapping[str, Any]
NOTHING: Fields = {}


class Prefecture:
    """Acts of the prefecture and of others on a log, each decided at an instant."""

    def __init__(self, log: EventLog) -> None:
        self.log = log
        self.deciding = CommandHandler(log)

    def take(
        self,
        subject: str,
        command: str,
        fields: Fields = NOTHING,
        by: Actor = BUREAU,
        at: datetime = JUNE,
    ) -> Handled:
        return self.deciding.submit(Request(uuid4(), subject, command, by, fields), at)

    def taken(
        self, subject: str, command: str, fields: Fields = NOTHING, by: Actor = BUREAU
    ) -> Handled:
        settled = self.take(subject, command, fields, by)
        assert settled.outcome["status"] == "accepted", settled.outcome
        return settled

    def adopt(self, pack: str, text: bytes, version: str = "1", of: str = STATE) -> dict[str, Any]:
        digest = self.log.put_content(text)
        fields = {"pack": pack, "sha256": digest, "pack_version": version}
        return self.take(packs(of), "pack.adopt", fields).outcome

    def rule(self, value: Any = LINE, ambiguity: str = "AMB-05", text: str = "裁定") -> Handled:
        stream = rulings(STATE)
        given = {"ambiguity": ambiguity, "text": text, "value": value, "document": "合成裁定"}
        return self.taken(stream, "ruling.record", given)

    def adopt_chain(self) -> None:
        """Adopt the packs of the prefecture and of those above it."""
        texts = dict(packaged_texts())
        for code in CHAIN:
            outcome = self.adopt(code, texts[f"{code}.yaml"])
            assert outcome["status"] == "accepted", outcome

    def in_review(self, project: str) -> str:
        """A project whose May result waits for its review."""
        stream = f"{STATE}/2024/{project}"
        acts: tuple[tuple[str, Actor, Fields], ...] = (
            ("project.add", BUREAU, {**REGISTERED, "opened_on": "2024-01-05"}),
            ("library.admit", BUREAU, {}),
            ("target.file", UNIT, TARGET),
            ("target.approve", BUREAU, {}),
            ("budget.approve", CONGRESS, {"amount": TARGET["amount"]}),
        )
        for command, by, fields in acts:
            outcome = self.take(stream, command, fields, by, FEBRUARY).outcome
            assert outcome["status"] == "accepted", outcome
        step = self.deciding.view(stream).next_step
        assert step is not None
        self.deciding.take_step(stream, step, JUNE)
        reached = reached_of(TARGET["indicators"], "50")
        filed = {"node": MAY, "executed": "500000.00", "indicators": reached}
        self.taken(stream, "monitoring.file-result", filed, UNIT)
        return stream

    def review(self, stream: str) -> dict[str, Any]:
        return self.take(stream, "monitoring.review", REVIEW).outcome

    def basis(self, stream: str, event: str, rule: str) -> dict[str, Any]:
        (found,) = [one for one in self.log.read(stream) if one.event.name == event]
        (answer,) = [one for one in found.basis if one["rule"] == rule]
        return dict(answer)
