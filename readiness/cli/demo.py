"""The command that makes the worked example: an invented company's file and its PDF."""

from __future__ import annotations

from pathlib import Path

import click

from readiness.cli.output import reading
from readiness.cli.reporting import write_report
from readiness.cli.started import typed
from readiness.cli.text import complain, say
from readiness.demo import FILE_NAME, make_demo

PDF_NAME = "larkfield-remediation-plan.pdf"


@click.command()
@click.argument("folder", required=False, default="readiness-demo", metavar="[DIR]", type=click.Path(path_type=Path, file_okay=True))
def demo(folder: Path) -> None:
    """Make an invented company's assessment and PDF in DIR (default ./readiness-demo)."""
    was_there = (folder / FILE_NAME).exists()
    file = make_demo(folder)
    pdf = folder / PDF_NAME
    replaced = pdf.exists()
    with reading(file) as assessment:
        for warning in write_report(assessment, pdf):
            complain(warning)
    say(f"{'Found' if was_there else 'Made'} the assessment of an invented company: {file}")
    say(f"{'Replaced' if replaced else 'Wrote'} its remediation plan: {pdf}")
    say(f"Next: {typed(file)} to look around, {typed('score', file)} for where it stands.")
