"""Run a command that dies with the process that started it (standard library only).

`python tether.py PARENT_PID USER COMMAND [ARGUMENT ...]` asks the Linux kernel to send SIGKILL to
this process as soon as its parent is gone (`PR_SET_PDEATHSIG`, which survives `exec`), and then
becomes the command. So even a `kill -9` of the parent leaves nothing behind. USER is the system
user to become first, or `-`. On systems without `prctl` the command runs untethered, and only a
clean stop ends it.

A small program in between, rather than a function run between fork and exec, because the latter
may deadlock in a process with threads.
"""

import ctypes
import os
import pwd
import signal
import sys

PR_SET_PDEATHSIG = 1
SAME_USER = "-"


def main(arguments: list[str]) -> None:
    """Tether this process to its parent and become the command."""
    parent, user, command = int(arguments[0]), arguments[1], arguments[2:]
    if user != SAME_USER:
        _become(user)  # first: a change of user would undo the tether
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the kernel was asked
            sys.exit(1)
    os.execv(command[0], command)  # noqa: S606 - the caller names the program in full


def _become(user: str) -> None:
    entry = pwd.getpwnam(user)
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)


if __name__ == "__main__":
    main(sys.argv[1:])
