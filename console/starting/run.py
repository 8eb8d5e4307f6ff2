"""One run of `jixiao init`: each step that is not done does what it can, in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from console.starting.steps import (
    ACTING,
    Act,
    County,
    Stand,
    Step,
    make_files,
    stands,
    write_portfolio,
)

Submit = Callable[[Step, Sequence[Act]], bool]
"""What submits the acts of a step: false where one of them was refused."""

May = Callable[[Stand], bool]
"""Whether the step may take its acts now; the opening of the year is asked for."""

After = Callable[[Step], None]
"""What is called after each step that did something."""

_NEED_PACKS = (Step.CALENDAR, Step.PEOPLE, Step.YEAR)


def run(county: County, submit: Submit, may: May, say: Callable[[str], None], after: After) -> None:
    """Go on as far as it can; each step looks at what stands when its turn comes.

    Call it with sound answers. A step that has faults, or whose acts were refused, holds up those
    that rest on it and no others.
    """
    for path in make_files(county):
        say(f"已生成 written {path}")
    after(Step.FILES)
    held: set[Step] = set()
    for step in ACTING:
        now = {stand.step: stand for stand in stands(county.refreshed())}
        if _is_held(step, now, held):
            held.add(step)
            continue
        stand = now[step]
        if not stand.acts or stand.faults or not may(stand):
            continue
        if step is Step.YEAR:
            write_portfolio(county.refreshed())
        if not submit(step, stand.acts):
            held.add(step)
        after(step)


def _is_held(step: Step, now: dict[Step, Stand], held: set[Step]) -> bool:
    if step is Step.ADOPT:
        return not now[Step.PACKS].is_done
    packs = now[Step.ADOPT]
    not_adopted = bool(packs.acts) or Step.ADOPT in held
    return step in _NEED_PACKS and not_adopted
