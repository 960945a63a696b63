"""The interview as lines of text, by a command of its own: narrowed to what one person can answer in one sitting."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from questionnaires.model import Library
from questionnaires.wording import nearest, shortened
from readiness.cli.interactive import check_there
from readiness.cli.library import questions_named
from readiness.cli.output import writing
from readiness.cli.started import command_name
from readiness.errors import ReadinessError
from scoring.filters import ONLY, Choice, Only


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("which", required=False, metavar="[CRITERION|CATEGORY|ID]")
@click.option("--quick", is_flag=True, help="Ask only the questions of the quick set; the round stays as wide as it is.")
@click.option("--role", "roles", multiple=True, metavar="ROLE", help="Ask only what this owner role can answer. Repeat for more.")
@click.option("--by", default="", metavar="NAME", help="Who answers: every answer carries the name.")
@click.option("--only", type=click.Choice(ONLY), default="open", show_default=True, help="Ask only questions in this state.")
def interview(file: Path, which: str | None, quick: bool, roles: tuple[str, ...], by: str, only: Only) -> None:
    """Ask the questions of FILE in lines of text, for screen readers, slow connections, simple terminals and pipes."""
    from readiness.plain.interview import interview as hold
    from readiness.plain.terminal import print_line, prompt

    check_there(file)
    with writing(file) as assessment:
        library = assessment.library
        ids = None
        if which is not None:
            ids = frozenset(question.id for question in questions_named(library, which))
            if not any(question.id in ids for question in assessment.questions):
                raise ReadinessError(f"{shortened(which, 60)}: nothing on it is asked in this round; a wider set or scope would ask it.")
        choice = Choice(only=only, quick=quick, roles=frozenset(_role_ids(library, roles)), ids=ids)
        options = [*(["--quick"] if quick else []), *(part for role in roles for part in ("--role", role))]
        options += [*(["--by", by] if by else []), *(["--only", only] if only != "open" else []), *([which] if which else [])]
        at = which if which in library.question_by_id else ""
        hold(assessment, prompt, print_line, command_name(), choice=choice, respondent=by, at=at or "", options=options)


def _role_ids(library: Library, names: Sequence[str]) -> list[str]:
    """The ids of the owner roles named by id or title, case ignored. Raises ReadinessError for an unknown one."""
    known = {name.casefold(): role.id for role in library.roles for name in (role.title, role.id)}
    for name in names:
        if name.strip().casefold() not in known:
            listed = ", ".join(f"{role.id} ({role.title})" for role in library.roles)
            raise ReadinessError(f"--role: {shortened(name)!r} is no owner role{nearest(name.casefold(), known)}; roles are {listed}.")
    return [known[name.strip().casefold()] for name in names]
