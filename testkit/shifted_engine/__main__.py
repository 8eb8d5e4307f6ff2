"""`python -m testkit.shifted_engine` builds the server whose clock tests move, and says where."""

import sys

from deploy.errors import EngineError
from testkit.shifted_engine.build import obtain_shifted


def main() -> int:
    """Obtain the server; the exit code is 1 if it cannot be built."""
    try:
        sys.stdout.write(f"engine: the server with a moved clock is {obtain_shifted()}\n")
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
