"""A click group that imports a command's module only when it is named, and opens FILE when no command is."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

import click

from readiness.errors import ReadinessError

# command -> (module, attribute, one line for --help)
COMMANDS: dict[str, tuple[str, str]] = {
    "new": ("readiness.cli.scoping", "new"),
    "scope": ("readiness.cli.scoping", "scope"),
    "facts": ("readiness.cli.scoping", "facts"),
    "interview": ("readiness.cli.interviewing", "interview"),
    "answer": ("readiness.cli.answering", "answer"),
    "export": ("readiness.cli.exporting", "export"),
    "import": ("readiness.cli.answering", "import_answers"),
    "score": ("readiness.cli.results", "score"),
    "round": ("readiness.cli.rounds", "round_command"),
    "compare": ("readiness.cli.comparing", "compare"),
    "window": ("readiness.cli.windowing", "window"),
    "plan": ("readiness.cli.planning", "plan"),
    "items": ("readiness.cli.items", "items"),
    "item": ("readiness.cli.items", "item"),
    "report": ("readiness.cli.reporting", "report"),
    "final": ("readiness.cli.reporting", "final"),
    "calendar": ("readiness.cli.calendar", "calendar"),
    "undo": ("readiness.cli.undoing", "undo"),
    "redo": ("readiness.cli.undoing", "redo"),
    "history": ("readiness.cli.history", "history"),
    "evidence": ("readiness.cli.evidence", "evidence"),
    "redact": ("readiness.cli.redacting", "redact"),
    "close": ("readiness.cli.closing", "close"),
    "check": ("readiness.cli.checking", "check"),
    "portfolio": ("readiness.cli.portfolio", "portfolio"),
    "questions": ("readiness.cli.library", "questions"),
    "glossary": ("readiness.cli.glossary", "glossary"),
    "library": ("readiness.cli.renewing", "library"),
    "lint": ("readiness.cli.library", "lint"),
    "serve": ("readiness.cli.serving", "serve"),
    "demo": ("readiness.cli.demo", "demo"),
}


class CommandLine(click.Group):
    """Knows its commands by name; ``readiness WORD`` is a file only if it exists, has a suffix or a separator."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All command names, in the order of a first assessment."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The named command, imported now; None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name]
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named first, or one that opens the file named first."""
        word = args[0]
        if word not in COMMANDS and not word.startswith("-"):
            if looks_like_file(word):
                from readiness.cli.opening import open_file

                return "open", open_file, args
            from difflib import get_close_matches

            close = get_close_matches(word, COMMANDS, n=1)
            hint = f"did you mean {close[0]}?" if close else "`readiness --help` lists them."
            shown = word if len(word) <= 60 else f"{word[:59]}…"
            raise ReadinessError(f"no such command: {shown!r}; {hint} (A file is meant only if it exists or has a suffix.)")
        return super().resolve_command(ctx, args)


def looks_like_file(word: str) -> bool:
    """Whether a bare word on the command line names a file rather than a command."""
    # os.path.exists, because Path.exists raises for a name longer than the system allows.
    return bool(word) and (bool(Path(word).suffix) or "/" in word or "\\" in word or os.path.exists(word))  # noqa: PTH110
