"""The program's entry point: bad input ends in one clear sentence and exit code 2, never in a traceback."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import ModuleType


def main() -> None:
    """Runs the command line and exits: 0 fine, 1 gate not met, 2 bad input."""
    # Plugins of pydantic are other people's code: none gets near a client's answers, and none has to be looked for.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    _spare_plugin_search()
    from readiness.cli import run

    sys.exit(run(sys.argv[1:]))


def _spare_plugin_search() -> None:
    """Says "no plugins" in place of the module that looks for them: it loads all that reads package metadata before it is asked."""
    searcher = ModuleType("pydantic.plugin._loader")

    def asked_for(name: str) -> object:
        # A later pydantic may want more of its module than we know of: it gets the real one.
        if name.startswith("__"):
            raise AttributeError(name)
        sys.modules.pop(searcher.__name__, None)
        return getattr(import_module(searcher.__name__), name)

    vars(searcher).update(get_plugins=tuple, __getattr__=asked_for)
    sys.modules[searcher.__name__] = searcher


if __name__ == "__main__":
    main()
