"""The acts on a subject: each tried by its decider, with a template that the log has filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Any

from activities.trial import Trial
from console.cli.earlier_acts import EarlierActs
from console.cli.input.filled_fields import FILLED
from console.cli.input.unfilled import MARK, unfilled
from console.cli.templates.actors import Actors
from console.cli.templates.drafts import RANK, Draft, Now, asked_for, now_of, rendered
from console.cli.templates.field_names import FIELD_NAMES
from console.cli.templates.placeholders import Blanks
from domain.kernel.decider import Decided
from domain.kernel.message import Command
from domain.kernel.prefill import Open
from domain.kernel.refusal import Code, Refusal
from domain.kernel.vocabulary import Role, business_date
from domain.shared.filings.correction import Correct
from domain.shared.filings.undoable import BECOMES, CorrectAct
from domain.subjects.catalogues import CATALOGUES
from domain.subjects.registry import PREFILLS

_TRIES = 40
"""The number of combinations of keys and choices that are tried for an act."""


@dataclass(frozen=True, slots=True)
class PossibleAct:
    """An act by a role, as it would come out now.

    `now` is `taken` where nothing but the actor is missing in the template, `fill` where fields of
    the act are, `depends` where a condition depends on them, else `refused`; `refusal` is the first
    refusal of a `depends` or `refused` act. `to_fill` are the placeholders, `keys` those that fit
    each key field. `template` is a line for `jixiao submit`; `optional` are the fields that may be
    added to it.
    """

    command: str
    title: str
    role: Role
    now: Now
    refusal: Refusal | None
    to_fill: tuple[str, ...]
    optional: tuple[str, ...]
    keys: Mapping[str, tuple[str, ...]]
    template: Mapping[str, Any]


class Acts:
    """The acts that persons may take on the subject of a trial."""

    def __init__(self, trial: Trial, actors: Actors, earlier: EarlierActs) -> None:
        """Try each act at the instant of the trial; `earlier` knows what was taken before."""
        self._trial, self._actors, self._earlier = trial, actors, earlier
        self._today = business_date(trial.at)

    def all(self) -> Iterator[PossibleAct]:
        """Every act by every role, in the order of the year."""
        known = {command.name: command for command in self._trial.decider.COMMANDS}
        catalogue = CATALOGUES.by_kind[self._trial.subject.kind]
        for entry in catalogue.all_acts():
            command = known[entry.name]
            for role in sorted(command.who - {Role.SYSTEM}):
                yield self.of(command, role, entry.title)

    def of(
        self, command: type[Command], role: Role, title: str, given: Mapping[str, str] | None = None
    ) -> PossibleAct:
        """One act by a role; `given` are keys that a person chose."""
        blanks = Blanks(command, self._today)
        keys = self._keys(command, blanks, given or {})
        tried = [
            self._tried(command, role, self._draft(command, blanks, chosen), blanks, keys)
            for chosen in self._choices(blanks, keys)
        ]
        now, refusal, draft = min(tried, key=lambda one: RANK[one[0]])
        filing = str(draft.shown["filing"]) if command is Correct and keys else None
        template = {
            "actor": self._actors.known(role, _given(filing), command),
            "command": command.name,
            "subject": self._trial.subject.stream,
            **draft.shown,
            **self._again(command, keys, draft),
        }
        return PossibleAct(
            command=command.name,
            title=title,
            role=role,
            now=now,
            refusal=refusal if now in {"depends", "refused"} else None,
            to_fill=tuple(unfilled(template)),
            optional=self._optional(command, blanks, draft),
            keys={name: tuple(found) for name, found in keys.items()},
            template=template,
        )

    def _again(
        self, command: type[Command], keys: Mapping[str, Sequence[str]], draft: Draft
    ) -> dict[str, int]:
        """The number of the repetition, where the act was taken before and undone."""
        shown = {name: draft.shown.get(name) for name in keys}
        named = {name: value for name, value in shown.items() if isinstance(value, str)}
        stream = self._trial.subject.stream
        nth = self._earlier.again_after_undoing(stream, command.name, named)
        return {} if nth is None else {"again": nth}

    def _keys(
        self, command: type[Command], blanks: Blanks, given: Mapping[str, str]
    ) -> dict[str, list[str]]:
        """The keys that fit the fields that name one, each given those before it."""
        found: dict[str, list[str]] = {}
        known = dict(given)
        for name in blanks.schema.get("properties", {}):
            if name in given:
                found[name] = [given[name]]
            elif there := self._trial.keys(command, name, known):
                found[name] = there
                known[name] = there[0]
        return found

    def _choices(
        self, blanks: Blanks, keys: Mapping[str, Sequence[str]]
    ) -> Iterator[dict[str, Any]]:
        """The combinations of keys to try, and of the choices of the fields without a key."""
        required = blanks.schema.get("required", ())
        single = {name: there for name, there in keys.items() if _is_single(blanks, name)}
        listed = [[(name, key) for key in there] for name, there in single.items()]
        for name in required:
            if name not in keys and len(values := [*blanks.samples(name)]) > 1:
                listed += [[(name, value) for value in values]]
        yield from (dict(one) for one in islice(product(*listed), _TRIES))

    def _draft(self, command: type[Command], blanks: Blanks, chosen: Mapping[str, Any]) -> Draft:
        known = {**self._known(command), **self._as_taken(command, chosen)}
        filled = FILLED.get(command.name)
        shown, tried, blank = dict[str, Any](), dict[str, Any](), set[str]()
        for name in blanks.schema.get("properties", {}):
            if filled and name in filled.fields:
                continue
            if name in chosen and self._trial.keys(command, name, chosen):
                shown[name] = tried[name] = chosen[name]
            elif name in known:
                shown[name], tried[name] = rendered(known[name])
                blank |= {name} if [*unfilled(shown[name], name)] else set()
            elif name in blanks.schema.get("required", ()):
                found = blanks.blank(name)
                shown[name], tried[name] = found.placeholder, chosen.get(name, found.sample)
                blank.add(name)
        if filled and filled.source and not filled.may_be_absent:
            shown[filled.source] = f"{MARK}{FIELD_NAMES[filled.source]}"
        return Draft(shown, tried, frozenset(blank))

    def _as_taken(self, command: type[Command], chosen: Mapping[str, Any]) -> Mapping[str, Any]:
        """The replacement of a correction: the act as it was taken."""
        if command is not CorrectAct or "act" not in chosen:
            return {}
        stream = self._trial.subject.stream
        content = self._earlier.content_of(stream, str(chosen["act"]))
        return {} if content is None else {"replacement": content}

    def _known(self, command: type[Command]) -> Mapping[str, Any]:
        """The fields that the log knows; none of a subject that is not registered."""
        prefill = PREFILLS[self._trial.subject.kind].get(command)
        if prefill is None:
            return {}
        try:
            known = prefill(self._trial.state, self._today)
        except ValueError:  # nobody registered the subject yet
            return {}
        return {name: value for name, value in known.items() if value is not None}

    def _tried(
        self,
        command: type[Command],
        role: Role,
        draft: Draft,
        blanks: Blanks,
        keys: Mapping[str, Sequence[str]],
    ) -> tuple[Now, Refusal | None, Draft]:
        """The decision on the act; an optional field that it asks for becomes a blank field."""
        filled = FILLED.get(command.name)
        own = {name: blanks.blank(name).sample for name in filled.fields} if filled else {}
        own |= filled.samples if filled else {}
        filing = draft.tried.get("filing") if command is Correct else None
        if filing and not self._actors.files(role, filing):
            other = Refusal(Code.WRONG_ROLE, "应由填报人更正。", "the filer corrects it.")
            return "refused", other, draft
        actor = self._actors.sample(role, filing, command)
        for _ in range(3):
            decided = self._trial.decide(command.name, {**draft.tried, **own}, actor)
            asked = asked_for(decided, blanks, draft)
            if asked is None:
                break
            found = blanks.blank(asked)
            shown, tried = found.placeholder, found.sample
            if asked == "follows" and (resting := keys.get(asked)):
                shown, tried = rendered([{"of": key, "becomes": _FATE} for key in resting])
            draft = replace(
                draft,
                shown={**draft.shown, asked: shown},
                tried={**draft.tried, asked: tried},
                blank=draft.blank | {asked},
            )
        nothing = self._nothing_to_name(command, decided, draft, keys)
        if nothing is not None:
            return "refused", nothing, draft
        return now_of(decided, draft, frozenset(own), blanks, keys), _refusal(decided), draft

    def _nothing_to_name(
        self,
        command: type[Command],
        decided: Decided,
        draft: Draft,
        keys: Mapping[str, Sequence[str]],
    ) -> Refusal | None:
        """The refusal of an act that has to name a key while there is none."""
        field = decided.field if isinstance(decided, Refusal) else None
        is_key = (command, field or "") in self._trial.decider.KEYS
        if field is None or not is_key or field not in draft.blank or keys.get(field):
            return None
        zh = f"目前没有可填的{FIELD_NAMES[field]}（{field}）。"
        return Refusal(Code.WRONG_PHASE, zh, f"there is no {field} to name now.", field)

    def _optional(self, command: type[Command], blanks: Blanks, draft: Draft) -> tuple[str, ...]:
        filled = FILLED.get(command.name)
        own = filled.fields if filled else ()
        there = blanks.schema.get("properties", {})
        parts = (
            part
            for name in there
            if name in draft.blank and name in draft.shown
            for part in blanks.optional_parts(name)
        )
        left = (name for name in there if name not in draft.shown and name not in own)
        return (*left, *parts)


_FATE = Open("becomes", " / ".join(f"{fate} {zh}" for fate, zh in BECOMES.items()), "stands")


def _given(filing: str | None) -> str | None:
    return None if filing is None or filing.startswith(MARK) else filing


def _refusal(decided: Decided) -> Refusal | None:
    return CATALOGUES.in_words(decided) if isinstance(decided, Refusal) else None


def _is_single(blanks: Blanks, name: str) -> bool:
    """Whether a field holds one key; the keys of a list are chosen by a person."""
    return not isinstance(blanks.blank(name).sample, list | dict)
