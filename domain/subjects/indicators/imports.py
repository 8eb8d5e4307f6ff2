"""Versions of a library come in: `indicator-library.import`, `indicator-library.discard`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from domain.kernel import refusals
from domain.kernel.decider import (
    CommandContext,
    Decided,
    Deciders,
    Decision,
    Evolvers,
    InForce,
    Recorded,
)
from domain.kernel.indicator_library import LibraryClass, LibraryIndicator
from domain.kernel.policies import guarded_by
from domain.kernel.refusal import Refusal
from domain.subjects.indicators.messages import (
    AdoptLibrary,
    DiscardVersion,
    ImportLibrary,
    IndicatorRow,
    LibraryImported,
    VersionDiscarded,
)
from domain.subjects.indicators.state import Indicators, LibraryVersion

_NO_VERSION = LibraryVersion("")


def _before(state: Indicators, command: ImportLibrary | DiscardVersion) -> LibraryVersion | None:
    return state.versions.get((command.library, command.edition))


def library_is_of_the_chain(
    state: Indicators,
    act: CommandContext[ImportLibrary | AdoptLibrary | DiscardVersion],
    _in_force: InForce,
) -> Refusal | None:
    """The library is the jurisdiction's own or that of a level above it."""
    if act.command.library in state.chain:
        return None
    own, *above = state.chain
    zh, en = "、".join(above), ", ".join(above)
    return refusals.invalid(
        "library",
        f"{act.command.library} 既不是 {own} 本级，也不是其上级（{zh}），其指标库不适用于 {own}。"
        "请改填本级或上级的代码。",
        f"{act.command.library} is neither {own} itself nor a level above it ({en}), so its "
        f"library is none of {own}: give the code of a level of its chain.",
    )


def version_was_not_adopted(
    state: Indicators, act: CommandContext[ImportLibrary | DiscardVersion], _in_force: InForce
) -> Refusal | None:
    """The version was never in force: what was adopted stays as it is."""
    before = _before(state, act.command)
    if before is None or not before.was_adopted:
        return None
    return refusals.invalid(
        "edition",
        f"{act.command.library} 指标库 {act.command.edition} 版已采用，内容不再变动。"
        "有增减的，请以新的版本导入后采用；个别指标停用的，请办理停用。",
        f"version {act.command.edition} of the library of {act.command.library} was adopted and "
        "stays as it is: import a new version and adopt it, or end single indicators.",
    )


def parts_have_one_standard(
    state: Indicators, act: CommandContext[ImportLibrary], _in_force: InForce
) -> Refusal | None:
    """All parts of a version name the same standard."""
    before = _before(state, act.command)
    if before is None or before.standard == act.command.standard:
        return None
    return refusals.invalid(
        "standard",
        f"该版本此前导入的部分依据“{before.standard}”，与本次不一致。"
        "请改正依据文件，或者另用一个版本。",
        f"the parts imported before are of {before.standard!r}: correct the standard, or take "
        "another version.",
    )


def _twice(codes: Iterable[str]) -> str | None:
    return next((code for code, times in Counter(codes).items() if times > 1), None)


def indicators_stand_once(
    state: Indicators, act: CommandContext[ImportLibrary], _in_force: InForce
) -> Refusal | None:
    """No code of an indicator stands twice in the version."""
    before = _before(state, act.command) or _NO_VERSION
    twice = _twice((*before.indicators, *(one.code for one in act.command.indicators)))
    if twice is None:
        return None
    return refusals.invalid(
        "indicators",
        f"指标编码 {twice} 在该版本中重复，请改正后重新导入；此前已导入的部分不必再报。",
        f"the code {twice} stands twice in this version: correct it, and leave out what was "
        "imported before.",
    )


def classes_have_one_title(
    state: Indicators, act: CommandContext[ImportLibrary], _in_force: InForce
) -> Refusal | None:
    """A class has one title in a version, and a title one class."""
    before = _before(state, act.command) or _NO_VERSION
    pairs = {(one.code, one.title) for one in before.classes.values()}
    pairs |= {(one.code, one.title) for one in act.command.classes}
    code = _twice(code for code, _ in pairs)
    title = _twice(title for _, title in pairs)
    if code is None and title is None:
        return None
    zh = f"大类编码 {code} 有不同的名称" if code else f"大类“{title}”有不同的编码"
    en = f"the class {code} has two titles" if code else f"the class {title!r} has two codes"
    return refusals.invalid("classes", f"{zh}，请统一。", f"{en}: make them one.")


def classes_are_there(
    state: Indicators, act: CommandContext[ImportLibrary], _in_force: InForce
) -> Refusal | None:
    """Each indicator is in a class of the version."""
    before = _before(state, act.command) or _NO_VERSION
    there = {*before.classes, *(one.code for one in act.command.classes)}
    stray = next((one for one in act.command.indicators if one.in_class not in there), None)
    if stray is None:
        return None
    return refusals.invalid(
        "indicators",
        f"指标 {stray.code} 的大类编码 {stray.in_class} 不在该版本的大类之中。"
        "请补报该大类，或者改正编码。",
        f"indicator {stray.code} is in class {stray.in_class}, which this version does not have: "
        "add the class, or correct the code.",
    )


@guarded_by(
    library_is_of_the_chain,
    version_was_not_adopted,
    parts_have_one_standard,
    indicators_stand_once,
    classes_have_one_title,
    classes_are_there,
)
def import_library(
    _state: Indicators, act: CommandContext[ImportLibrary], _in_force: InForce
) -> Decided:
    """Put a version, or a further part of it, on record."""
    return (Decision(LibraryImported(**vars(act.command))),)


def version_is_imported(
    state: Indicators, act: CommandContext[DiscardVersion | AdoptLibrary], _in_force: InForce
) -> Refusal | None:
    """The version was imported and not discarded."""
    if (act.command.library, act.command.edition) in state.versions:
        return None
    return refusals.invalid(
        "edition",
        f"没有导入过 {act.command.library} 指标库的 {act.command.edition} 版，请先导入。",
        f"no version {act.command.edition} of the library of {act.command.library} was imported: "
        "import it first.",
    )


@guarded_by(library_is_of_the_chain, version_is_imported, version_was_not_adopted)
def discard(_state: Indicators, act: CommandContext[DiscardVersion], _in_force: InForce) -> Decided:
    """Discard a version that nothing rests on."""
    return (Decision(VersionDiscarded(**vars(act.command))),)


def _indicator(library: str, row: IndicatorRow) -> LibraryIndicator:
    return LibraryIndicator(library, **{**vars(row), "level": int(row.level)})


def imported(state: Indicators, recorded: Recorded[LibraryImported]) -> Indicators:
    """Evolve by `indicator-library.imported`."""
    event = recorded.event
    key = event.library, event.edition
    before = state.versions.get(key, LibraryVersion(event.standard))
    classes = {one.code: LibraryClass(event.library, **vars(one)) for one in event.classes}
    indicators = {one.code: _indicator(event.library, one) for one in event.indicators}
    whole = replace(
        before,
        classes={**before.classes, **classes},
        indicators={**before.indicators, **indicators},
    )
    return replace(state, versions={**state.versions, key: whole})


def discarded(state: Indicators, recorded: Recorded[VersionDiscarded]) -> Indicators:
    """Evolve by `indicator-library.discarded`."""
    gone = recorded.event.library, recorded.event.edition
    left = {key: one for key, one in state.versions.items() if key != gone}
    return replace(state, versions=left)


DECIDE: Deciders = {ImportLibrary: import_library, DiscardVersion: discard}
EVOLVE: Evolvers = {LibraryImported: imported, VersionDiscarded: discarded}
