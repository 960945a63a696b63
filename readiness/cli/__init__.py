"""The command line: one group whose commands load on use, so that the light ones stay light."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from readiness import __version__
from readiness.cli.group import CommandLine
from readiness.cli.text import allow_any_text, complain, discard_output
from readiness.errors import ReadinessError
from readiness.paths import crash_log, write_private

HELP = """From "a customer asked for our SOC 2 report" to a remediation plan you can act on.

Without a command, opens the full-screen program, with FILE if one is given. Works offline; answers stay in FILE.
"""


@click.group(cls=CommandLine, invoke_without_command=True, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="readiness")
@click.option("--plain", is_flag=True, help="Ask in lines of text instead: for screen readers and simple terminals.")
@click.pass_context
def command_line(context: click.Context, plain: bool) -> None:
    """Opens the interactive program when no command is named."""
    context.obj = {"plain": plain}
    if context.invoked_subcommand is None:
        from readiness.cli.interactive import open_program

        open_program(None, plain=plain)


def run(arguments: Sequence[str]) -> int:
    """Runs one command line and returns its exit code: 0 fine, 1 gate not met, 2 bad input, 130 stopped by ctrl+c."""
    allow_any_text()
    try:
        result = command_line.main(args=list(arguments), prog_name="readiness", standalone_mode=False)
    except ReadinessError as error:
        complain(error)
        return 2
    except click.UsageError as error:
        complain(f"{_sentence(error)} `{_help_for(error)} --help` says how it goes.")
        return 2
    except click.ClickException as error:
        complain(_sentence(error))
        return 2
    except click.Abort:
        complain("stopped; everything answered so far is kept.")
        return 130
    except OSError as error:
        complain(_system_sentence(error))
        discard_output()
        return 2
    except Exception as error:
        complain(_unforeseen(error))
        return 2
    return result if isinstance(result, int) else 0


def _sentence(error: click.ClickException) -> str:
    message = " ".join(error.format_message().split())
    return message if message.endswith((".", "?", "!")) else f"{message}."


def _help_for(error: click.UsageError) -> str:
    """The command whose help fits: the hidden one that opens a file is part of the program itself."""
    path = error.ctx.command_path if error.ctx is not None else "readiness"
    return path.removesuffix(" open")


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
