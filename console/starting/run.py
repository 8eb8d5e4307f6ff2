"""One run of `jixiao init`: each step that is not done does what it can, in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from console.starting.county import Act, County, Stand, Step
from console.starting.pack_steps import packs_stand
from console.starting.steps import LATER, make_files

Submit = Callable[[Step, Sequence[Act]], None]
"""What submits the acts of a step and shows what came of each."""

May = Callable[[Stand], bool]
"""Whether the step may take its acts now; the opening of the year is asked for."""

After = Callable[[Step], None]
"""What is called after each step that did something."""


def run(county: County, submit: Submit, may: May, say: Callable[[str], None], after: After) -> None:
    """Go on as far as it can; each step looks at what stands when its turn comes.

    Call it with sound answers. Nothing but an adoption is submitted before all packs are adopted; a
    later step that has faults, or whose acts are refused, holds up no other.
    """
    for path in make_files(county):
        say(f"已生成 written {path}")
    after(Step.FILES)
    adopted = False
    for step, look in LATER.items():
        now = county.refreshed()
        if step is Step.ADOPT and not packs_stand(now).is_done:
            return
        if step is not Step.ADOPT and not adopted:
            return
        stand = look(now, now.begun())
        if stand.acts and not stand.faults and may(stand):
            submit(step, stand.acts)
            after(step)
        if step is Step.ADOPT:
            adopted = not look(now, now.begun()).acts
