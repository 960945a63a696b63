"""The program's entry point: bad input ends in one clear sentence and exit code 2, never in a traceback."""

from __future__ import annotations

import os
import sys
from types import ModuleType


def main() -> None:
    """Runs the command line and exits: 0 fine, 1 gate not met, 2 bad input."""
    # Plugins of pydantic are other people's code: none gets near a client's answers, and none has to be looked for.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    # What looks for them loads the whole package metadata machinery first; this says the same without it.
    finder = ModuleType("pydantic.plugin._loader")
    finder.get_plugins = tuple  # type: ignore[attr-defined]
    sys.modules[finder.__name__] = finder
    from readiness.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
