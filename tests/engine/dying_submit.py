"""`jixiao submit` that is killed once the stack has answered to an act, before its receipt.

`python dying_submit.py FILE --data DIR …`: the words of `jixiao submit`.
"""

from __future__ import annotations

import os
import signal
from typing import Any

from activities.submission import submit as _answered_by_the_stack
from console import main
from console.cli.commands import submit as command


async def _answered_to_the_dead(*given: Any, **named: Any) -> dict[str, Any]:
    await _answered_by_the_stack(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


if __name__ == "__main__":
    vars(command)["submit_act"] = _answered_to_the_dead
    main.main()
