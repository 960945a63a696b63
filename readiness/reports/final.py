"""The use cases behind final reports: freezing one with management's acknowledgement, and printing it again as it was frozen."""

from __future__ import annotations

from functools import cache

from pydantic import TypeAdapter, ValidationError
from uuid_utils.compat import uuid7

from questionnaires.wording import count_text
from readiness.assessment import Assessment
from readiness.errors import FileProblem, ReadinessError
from readiness.reports.edition import FinalRow
from readiness.reports.machine import report_data
from readiness.reports.model import ReportContext
from readiness.reports.words import ACKNOWLEDGEMENT
from readiness.storage import FinalReport, make_final
from readiness.storage.finals import seal
from readiness.storage.payloads import to_json


def freeze(assessment: Assessment, context: ReportContext, *, by: str, role: str) -> FinalReport:
    """Makes ``context``, the report on the current round, a final version that ``by`` acknowledged in the ``role`` they hold.

    Raises ReadinessError where nothing is answered yet or the file cannot be changed, StaleWrite if anybody wrote meanwhile.
    """
    if not context.answered:
        raise ReadinessError(f"{assessment.path}: nothing is answered yet; there is nothing that management could make final.")
    data = report_data(context)
    del data["edition"]
    content = to_json(data)
    try:
        made = FinalReport(
            id=str(uuid7()),
            number=max((one.number for one in assessment.final_reports()), default=0) + 1,
            round=assessment.round.id,
            day=context.cover.report_date,
            by=by.strip(),
            role=role.strip(),
            statement=ACKNOWLEDGEMENT,
            stated=stated_digest(assessment),
            sha256=seal(content),
            content=content,
        )
    except ValidationError:
        raise ReadinessError("--by and --role: give a name and a role, each of 1 to 200 characters; nothing was made final.") from None
    assessment.change_rounds([make_final(made, respondent=made.by)])
    return made


def stated_digest(assessment: Assessment) -> str:
    """The SHA-256 of everything a report on the current round is made from, except the day."""
    stated = {
        "round": assessment.round.model_dump(mode="json", include={"id", "set", "library", "rules"}),
        "scope": assessment.scope.model_dump(mode="json", by_alias=True),
        "answers": [answer.model_dump(mode="json", by_alias=True) for _, answer in sorted(assessment.answers.items())],
        "items": [item.model_dump(mode="json", by_alias=True) for item in sorted(assessment.items, key=lambda item: item.id)],
        "requests": [one.model_dump(mode="json", by_alias=True) for one in sorted(assessment.requests, key=lambda one: one.id)],
    }
    return seal(to_json(stated))


def final_of(assessment: Assessment, number: int | None) -> FinalReport:
    """The final version of that number, the newest one of the current round for None. Raises ReadinessError that says which there are."""
    finals = assessment.final_reports()
    if number is None:
        mine = [one for one in finals if one.round == assessment.round.id]
        if not mine:
            others = f" There is {count_text(len(finals), 'version')} of other rounds; --round names theirs." if finals else ""
            raise ReadinessError(
                f"{assessment.path}: no version of this round's report is final; `readiness final` makes one.{others}",
            )
        return mine[-1]
    for one in finals:
        if one.number == number:
            return one
    known = ", ".join(str(one.number) for one in finals) or "none yet"
    raise ReadinessError(f"--version {number}: there is no such final version; there is: {known}.")


def final_row(made: FinalReport) -> FinalRow:
    """What a report prints about a final version of itself."""
    return FinalRow(made.number, made.day, made.by, made.role, made.statement, made.sha256)


def thawed(assessment: Assessment, made: FinalReport) -> ReportContext:
    """The report as it was frozen. Raises FileProblem where what is kept is not of the form that this program reads."""
    try:
        return _form().validate_json(made.content)
    except ValidationError as error:
        where = ".".join(map(str, error.errors(include_url=False)[0]["loc"]))[:80]
        told = f"final version {made.number} cannot be read ({where}): another version of this program made it, or a text was erased in it."
        raise FileProblem(f"{assessment.path}: {told}") from None


def since_then(assessment: Assessment, made: FinalReport) -> str:
    """A sentence where what the version was made from has changed since; else nothing."""
    looked_at = next((one for one in assessment.rounds if one.id == made.round), None)
    if looked_at is None or stated_digest(assessment.looking_at(looked_at)) == made.stated:
        return ""
    return (
        f"answers, scope or plan have changed since version {made.number} was made final on {made.day.isoformat()}; it is printed as it "
        "was then. `--state draft` prints how things stand now."
    )


@cache
def _form() -> TypeAdapter[ReportContext]:
    return TypeAdapter(ReportContext)
