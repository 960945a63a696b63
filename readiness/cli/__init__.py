"""The command line: one group whose commands load on use, so that the light ones stay light."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from readiness import __version__
from readiness.cli.group import CommandLine
from readiness.errors import ReadinessError

HELP = """From "a customer asked for our SOC 2 report" to a remediation plan you can act on.

Without a command, opens the full-screen program, with FILE if one is given. Works offline; answers stay in FILE.
"""


@click.group(cls=CommandLine, invoke_without_command=True, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="readiness")
@click.pass_context
def command_line(context: click.Context) -> None:
    """Opens the full-screen program when no command is named."""
    if context.invoked_subcommand is None:
        from readiness.cli.interactive import open_program

        open_program(None)


def run(arguments: Sequence[str]) -> int:
    """Runs one command line and returns its exit code: 0 fine, 1 gate not met, 2 bad input."""
    try:
        result = command_line.main(args=list(arguments), prog_name="readiness", standalone_mode=False)
    except ReadinessError as error:
        click.echo(f"readiness: {error}", err=True)
        return 2
    except click.ClickException as error:
        error.show()
        return 2
    except click.Abort:
        click.echo("readiness: stopped; everything answered so far is kept.", err=True)
        return 130
    except BrokenPipeError:
        # The reader went away (a pager closed); whatever is still buffered has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result if isinstance(result, int) else 0
