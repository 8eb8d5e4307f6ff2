"""Undoing an import: it is undone as the act itself is, and what rested on it stays when corrected.

A corrected import is exchanged in one step, when the event that takes its place is evolved. So the
waits that go on begin at no other instant than before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from domain.kernel import refusals
from domain.kernel.decider import CommandContext, Recorded
from domain.kernel.frozen import replace
from domain.kernel.refusal import Refusal
from domain.shared.filings.acts_that_stand import is_of
from domain.shared.filings.import_messages import ActImported, ImportAct, Imported
from domain.shared.filings.importing import Importable, Importing, import_act
from domain.shared.filings.replacement import content_of
from domain.shared.filings.undoable import CorrectAct, Undoable

Keeping = Callable[[Any, Any, str], Any]
"""The state before, the state with the corrected import, its node or day -> what stays as it was.

What stays is what rested on the import, as the review of a filing.
"""


@dataclass(frozen=True, slots=True)
class ImportsUndone:
    """The imports of one kind of subject: how each is undone and what stays when it is corrected.

    `acts` are the acts by name, `keeping` says what stays. `then` is the state on which a
    correction is decided, where something that stays would refuse the act. `falling` is the state
    without what an import opened besides, after its withdrawal. `stays` are the kinds of things
    that always stand beside a corrected import.
    """

    importing: Importing
    acts: Mapping[str, Undoable]
    keeping: Mapping[str, Keeping] = field(default_factory=dict)
    then: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    falling: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    stays: frozenset[str] = frozenset()

    def undoable(self) -> tuple[str, Undoable]:
        """The import as an act that can be undone, by its name."""
        return ImportAct.name, Undoable(
            ActImported,
            self._stands,
            self._rests,
            self._undone,
            of=lambda event: str(event.key),
            falls=self._falls,
            again=(ImportAct, partial(import_act, self.importing)),
            completed=self._completed,
            replaced_on=self._replaced_on,
            meanwhile=_exchanging,
            stays=self.stays,
        )

    def evolve(
        self, evolve: Callable[[Any, Recorded[Any]], Any], state: Any, recorded: Recorded[Any]
    ) -> Any:
        """Evolve by an event; one that takes the place of an import is exchanged for it."""
        key = state.correcting
        if key is None:
            return evolve(state, recorded)
        name, _, of = key.partition(":")
        if not is_of(recorded, self.acts[name], of):
            return evolve(state, recorded)
        fresh = evolve(self.acts[name].undone(state, of), recorded)
        keep = self.keeping.get(name)
        return replace(keep(state, fresh, of) if keep else fresh, correcting=None)

    def _stands(self, state: Any, of: str) -> bool:
        name, _, part = of.partition(":")
        if imported_as(state, of) is None or name not in self.acts:
            return False
        return self.acts[name].stands(state, part)

    def _rests(self, state: Any, of: str) -> Iterable[str]:
        name, _, part = of.partition(":")
        return self.acts[name].rests(state, part)

    def _falls(self, state: Any, of: str) -> Iterable[str]:
        name, _, part = of.partition(":")
        return self.acts[name].falls(state, part)

    def _undone(self, state: Any, of: str) -> Any:
        name, _, part = of.partition(":")
        without = self.acts[name].undone(_not_imported(state, of), part)
        fall = self.falling.get(name)
        return fall(without) if fall else without

    def _replaced_on(self, state: Any, of: str) -> Any:
        name, _, part = of.partition(":")
        then = self.then.get(name)
        state = _not_imported(state, of)
        return self.acts[name].undone(then(state) if then else state, part)

    def _completed(self, state: Any, of: str, act: CommandContext[CorrectAct]) -> Any:
        """The fields of the corrected import: those that are not said stay as they were."""
        name, _, part = of.partition(":")
        imported, said = imported_as(state, of), act.command.replacement
        if said is None or imported is None:
            return refusals.missing(
                "replacement",
                "更正导入的事项须在 replacement 填写更正后的内容；不再导入的，请先撤回其后的事项，"
                "再撤回（act.withdraw）本事项。",
                "say in `replacement` what was done; an import that is not taken again is withdrawn"
                " (act.withdraw), after what rests on it.",
            )
        before = {
            "done_on": imported.on,
            "done_by": imported.by.id,
            "document": imported.document,
        }
        whole = {**before, **said, "act": name}
        return _named_alike(self.importing.acts[name], whole, part, act)


def imported_as(state: Any, key: str) -> Imported | None:
    """The newest import of a key that the state has."""
    found = [one for one in state.imports.values() if one.key == key]
    return found[-1] if found else None


def _named_alike(
    of_kind: Importable, whole: dict[str, Any], part: str, act: CommandContext[CorrectAct]
) -> dict[str, Any] | Refusal:
    """The fields with the node or day of the import, which a correction does not change."""
    if of_kind.of is None:
        return whole
    content = dict(whole.get("content") or {})
    if isinstance(of_kind.of, str):
        content = {of_kind.of: part, **content}
    command = content_of(of_kind.command, content, "replacement.content", "更正内容", act)
    if isinstance(command, Refusal) or of_kind.part(command) == part:
        return command if isinstance(command, Refusal) else {**whole, "content": content}
    name = f".{of_kind.of}" if isinstance(of_kind.of, str) else ""
    return refusals.invalid(
        f"replacement.content{name}",
        f"更正不能把该项（{part}）改为另一项（{of_kind.part(command)}）；请撤回（act.withdraw）后重新导入。",
        f"a correction keeps {part}: withdraw the import (act.withdraw) and take it again with "
        "another.",
    )


def _exchanging(state: Any, of: str) -> Any:
    """The state until the event that takes the place of the import."""
    return replace(_not_imported(state, of), correcting=of)


def _not_imported(state: Any, of: str) -> Any:
    imports = {command: one for command, one in state.imports.items() if one.key != of}
    return replace(state, imports=imports)
