"""The program's entry point: bad input ends in one clear sentence and exit code 2, never in a traceback."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Runs the command line and exits: 0 fine, 1 gate not met, 2 bad input."""
    # Plugins of pydantic are other people's code: none gets near a client's answers, and none has to be looked for.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    from readiness.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
