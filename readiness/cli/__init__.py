"""The command line: what was typed, run, and how it ended. Light: to open the program loads no parser of commands."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from readiness.cli.text import allow_any_text, complain, discard_output
from readiness.errors import ReadinessError
from readiness.paths import crash_log, write_private


def run(arguments: Sequence[str]) -> int:
    """Runs one command line and returns its exit code: 0 fine, 1 gate not met, 2 bad input, 130 stopped by ctrl+c."""
    allow_any_text()
    try:
        if _opens_program(arguments):
            from readiness.cli.interactive import open_program

            open_program(Path(arguments[0]) if arguments else None)
            return 0
        from readiness.cli.program import run_command

        return run_command(arguments)
    except ReadinessError as error:
        complain(error)
        return 2
    except (KeyboardInterrupt, EOFError):
        complain("stopped; everything answered so far is kept.")
        return 130
    except OSError as error:
        complain(_system_sentence(error))
        discard_output()
        return 2
    except Exception as error:
        complain(_unforeseen(error))
        return 2


def _opens_program(arguments: Sequence[str]) -> bool:
    """Whether these are nothing, or one file that no command is named like: that needs no parser, which takes long to load."""
    if "_READINESS_COMPLETE" in os.environ:
        # The shell asks how to complete a command line: https://click.palletsprojects.com/en/stable/shell-completion/
        return False
    return not arguments or (len(arguments) == 1 and not arguments[0].startswith("-") and bool(Path(arguments[0]).suffix))


def _system_sentence(error: OSError) -> str:
    reason = error.strerror or str(error)
    if error.filename is None:
        return f"the output could not be written ({reason}); check the disk, or where the output goes."
    return f"{os.fsdecode(error.filename)[:200]}: cannot be used ({reason}); check the name and its permissions."


def _unforeseen(error: Exception) -> str:
    from questionnaires.sources import LibraryError

    if isinstance(error, LibraryError):
        return str(error)
    return f"something went wrong that should not have; what is saved is kept. Please report it with {_crash_note()}."


def _crash_note() -> str:
    """Where the trace was kept, readable by the user alone: a traceback on the screen could show a client's answers."""
    import traceback

    path = crash_log()
    try:
        write_private(path, traceback.format_exc())
    except OSError:
        return "the command you typed"
    return str(path)
