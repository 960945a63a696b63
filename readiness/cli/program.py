"""The command line as click reads it: one group whose commands load on use, so that the light ones stay light."""

from __future__ import annotations

from collections.abc import Sequence

import click

from readiness import __version__
from readiness.cli.group import CommandLine
from readiness.cli.text import complain

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


def run_command(arguments: Sequence[str]) -> int:
    """Runs the command that ``arguments`` name and returns its exit code, 2 for what click itself refuses.

    Raises whatever else the command raises, KeyboardInterrupt when it was stopped.
    """
    try:
        result = command_line.main(args=list(arguments), prog_name="readiness", standalone_mode=False)
    except click.UsageError as error:
        complain(f"{_sentence(error)} `{_help_for(error)} --help` says how it goes.")
        return 2
    except click.ClickException as error:
        complain(_sentence(error))
        return 2
    except click.Abort:
        raise KeyboardInterrupt from None
    return result if isinstance(result, int) else 0


def _sentence(error: click.ClickException) -> str:
    message = " ".join(error.format_message().split())
    return message if message.endswith((".", "?", "!")) else f"{message}."


def _help_for(error: click.UsageError) -> str:
    """The command whose help fits: the hidden one that opens a file is part of the program itself."""
    path = error.ctx.command_path if error.ctx is not None else "readiness"
    return path.removesuffix(" open")
