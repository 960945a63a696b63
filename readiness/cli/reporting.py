"""Commands on what is handed over: report, final."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness.assessment import Assessment
from readiness.cli.output import reading, writing
from readiness.cli.started import typed
from readiness.cli.text import complain, print_json, say, say_wrapped
from readiness.cli.windowing import Day
from readiness.config import load_config
from readiness.errors import ReadinessError
from readiness.papers import PAPERS, PaperSize

if TYPE_CHECKING:
    from readiness.reports.choosing import Choice


def _print_schema(context: click.Context, _option: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        from readiness.reports.machine import report_schema

        print_json(report_schema())
        context.exit()


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="Where to write it; the ending says the format: .pdf, .html, .md, .docx, .xlsx or .json.",
)
@click.option(
    "--for", "reader", default="team", metavar="WHOM", help="board, team (default), auditor, buyer, or an owner: a name or a role."
)
@click.option("--section", "only", multiple=True, metavar="NAME", help="Print this section only. Repeat for more; a wrong name lists them.")
@click.option("--without", multiple=True, metavar="NAME", help="Leave this section out. Repeat for more.")
@click.option(
    "--state",
    type=click.Choice(["draft", "review", "final"]),
    default="draft",
    help="Marked as a draft, for review, or a final version as frozen.",
)
@click.option("--version", "number", type=click.IntRange(1), metavar="N", help="With --state final: another version than the newest.")
@click.option("--brand", type=click.Path(path_type=Path), metavar="BRAND.yaml", help="Your own name, logo, colours, cover text and label.")
@click.option("--label", metavar="TEXT", help="The line of confidentiality on every page, instead of the usual one.")
@click.option(
    "--paper",
    type=click.Choice(list(PAPERS), case_sensitive=False),
    help="The paper to print it on; without it the brand's, else the one in your settings, else a4.",
)
@click.option("--round", "round_name", metavar="ROUND", help="A round's number or name instead of the current one.")
@click.option("--date", "day", type=Day(), metavar="DATE", help="The report's day instead of today; the same day gives the same file.")
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    metavar="FILE.j2",
    help="Fill in a Jinja template of your own (.html.j2, .md.j2, .txt.j2).",
)
@click.option(
    "--schema", is_flag=True, is_eager=True, expose_value=False, callback=_print_schema, help="Print the JSON Schema of the .json form."
)
def report(
    file: Path,
    output: Path,
    reader: str,
    only: tuple[str, ...],
    without: tuple[str, ...],
    state: str,
    number: int | None,
    brand: Path | None,
    label: str | None,
    paper: str | None,
    round_name: str | None,
    day: date | None,
    template: Path | None,
) -> None:
    """Write the report of FILE for a reader: PDF, HTML, Markdown, Word, Excel, JSON, or by a template of your own."""
    from readiness.reports.brand import Brand, read_brand
    from readiness.reports.choosing import Choice

    usual = _usual_paper() if paper is None else PAPERS[paper]
    look = Brand(paper=usual) if brand is None else read_brand(brand, usual)

    asked = Choice(
        reader=reader,
        only=only,
        without=without,
        state=state,  # type: ignore[arg-type]
        number=number,
        label=_label(label),
        brand=look if paper is None else replace(look, paper=usual),
    )
    with reading(file, round_name) as assessment:
        replaced = output.exists()
        for taken, what in ((file, "the assessment"), (template, "the template"), (brand, "the brand file")):
            if taken is not None and replaced and taken.exists() and output.samefile(taken):
                raise ReadinessError(f"{output}: is {what} itself; choose another name for the report.")
        warnings = write_report(assessment, output, day, template, asked)
    for warning in warnings:
        complain(warning)
    say(f"{'Replaced' if replaced else 'Wrote'} {output}.")


def _label(text: str | None) -> str | None:
    """The label, trimmed. Raises ReadinessError for one that no head of a page holds."""
    if text is None:
        return None
    from readiness.reports.brand import LONGEST_LABEL

    trimmed = " ".join(text.split())
    if not 0 < len(trimmed) <= LONGEST_LABEL:
        raise ReadinessError(f"--label: give 1 to {LONGEST_LABEL} characters, found {len(trimmed)}.")
    return trimmed


def write_report(
    assessment: Assessment, output: Path, day: date | None = None, template: Path | None = None, choice: Choice | None = None
) -> list[str]:
    """Writes the report of an open assessment, on the usual paper unless there is a ``choice``; the warnings to show. Imports the report
    room only now."""
    from readiness.reports import writing
    from readiness.reports.brand import Brand
    from readiness.reports.choosing import Choice

    asked = choice or Choice(brand=Brand(paper=_usual_paper()))
    return writing.write_report(assessment, output, today=day, template=template, choice=asked)


def _usual_paper() -> PaperSize:
    """The paper in the user's settings, whose warnings go to standard error."""
    config, warnings = load_config()
    for warning in warnings:
        complain(warning)
    return PAPERS[config.paper]


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", metavar="NAME", help="Who acknowledges for management.")
@click.option("--role", metavar="ROLE", help="The role they hold.")
@click.option("--acknowledge", is_flag=True, help="They have read it and acknowledge scope and responsibility.")
@click.option("--date", "day", type=Day(), metavar="DATE", help="The report's day instead of today.")
@click.option("--json", "as_json", is_flag=True, help="Print the final versions as JSON.")
def final(file: Path, by: str | None, role: str | None, acknowledge: bool, day: date | None, as_json: bool) -> None:
    """Make the report of FILE final: frozen as it is, numbered, acknowledged by management. Without --by, list the versions there are."""
    if by is None and role is None and not acknowledge:
        if day is not None:
            raise ReadinessError("--date: belongs to making a version final; give --by, --role and --acknowledge as well.")
        with reading(file) as assessment:
            _list(assessment, file, as_json)
        return
    from readiness.reports.words import ACKNOWLEDGEMENT

    if by is None or role is None:
        raise ReadinessError("--by and --role: say who acknowledges for management, and the role they hold.")
    if not acknowledge:
        raise ReadinessError(f'nothing was made final: add --acknowledge if {by} says this. "{ACKNOWLEDGEMENT}"')
    from readiness.reports.final import freeze
    from readiness.reports.writing import report_context, require_day

    with writing(file) as assessment:
        _require_open(assessment)
        context, warnings = report_context(assessment, require_day(day or assessment.today))
        made = freeze(assessment, context, by=by, role=role)
    for warning in warnings:
        complain(warning)
    say(f"Version {made.number} is final, acknowledged by {made.by}, {made.role}, and dated {made.day.isoformat()}.")
    say(f"SHA-256 of what was frozen: {made.sha256}")
    say(f"Print it: {typed('report', file, '--state', 'final', '-o', 'final.pdf')}. It stays as it is whatever is answered from now on.")


def _require_open(assessment: Assessment) -> None:
    """Raises ReadinessError for a closed file, with the two ways on: a final version is kept in the file like any other change."""
    if assessment.engagement is not None and assessment.engagement.closed:
        file = assessment.path
        raise ReadinessError(
            f"{file} is closed, and a final version would be kept in it, so nothing was made final. Reopen it first "
            f"({typed('close', file, '--reopen')} with --by and --why), or print it as it stands: "
            f"{typed('report', file, '-o', 'report.pdf')}."
        )


def _list(assessment: Assessment, file: Path, as_json: bool) -> None:
    from readiness.reports.final import since_then
    from readiness.reports.words import ACKNOWLEDGEMENT

    finals = assessment.final_reports()
    changed = {one.id: bool(since_then(assessment, one)) for one in finals}
    if as_json:
        shown = {"number", "round", "day", "by", "role", "statement", "sha256"}
        print_json([one.model_dump(mode="json", include=shown) | {"changed_since": changed[one.id]} for one in finals])
        return
    rounds = {one.id: one.name for one in assessment.rounds}
    for one in finals:
        since = "; answers, scope or plan have changed since" if changed[one.id] else ""
        say(f"Version {one.number}  {one.day.isoformat()}  {rounds.get(one.round, 'a round since removed')}: {one.by}, {one.role}{since}")
        say(f"  SHA-256 {one.sha256}")
    if not finals:
        say("No version is final yet. Making one freezes the report; management acknowledges:")
        say_wrapped(ACKNOWLEDGEMENT)
        say(f"{typed('final', file, '--by', 'NAME', '--role', 'ROLE', '--acknowledge')}")
