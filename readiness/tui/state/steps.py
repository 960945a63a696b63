"""The scope in a few steps that may be walked in any order: what each asks, and its rows. Knows no terminal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from questionnaires.framework import TOPICS
from questionnaires.wording import count_text
from readiness.assessment import Assessment
from readiness.scheduling import planning
from readiness.tui.state import advising, capacity
from readiness.tui.state.dating import dated
from readiness.tui.state.planning import left_to_do
from readiness.tui.state.scoping import LISTS, NOT_STATED, ListName, ScopeRow, ScopeSection, category_row, fact_rows, list_rows, when_row
from readiness.tui.state.text import one_line, type_word
from scoring.milestones import stated_text
from scoring.model import ReportType
from scoring.occurrences import window_from


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name in full and for a line of all steps, and what it asks, in a sentence or two."""

    id: str
    title: str
    short: str
    asks: str


STEPS = (
    Step("who", "Who and what", "Who", "Who is the report about, and which one product or system? Name it as your customers know it."),
    Step(
        "categories",
        "Categories",
        "Categories",
        "Which categories shall the report cover? What you promise and what is asked for decides: state that first, then read the advice.",
    ),
    Step("type", "Type I or II", "Type", "On one date, or through a window of months? It decides how soon a report can be there."),
    Step(
        "vendors",
        "Vendors",
        "Vendors",
        "Who does part of the work? Mark those whose controls yours lean on, and whether these stay outside (carve-out) or come in.",
    ),
    Step("people", "Promises and people", "People", "What have you promised customers, and who answers for what?"),
    Step("capacity", "Time for the plan", "Capacity", "How much time can you give the plan each week? Only this gives it dates."),
)
STEP_BY_ID = {step.id: step for step in STEPS}
_STEP_OF_KIND = {
    "organisation": "who",
    "product": "who",
    "entities": "who",
    "systems": "who",
    "category": "categories",
    "advice": "categories",
    "type": "type",
    "as_of": "type",
    "window": "type",
    "set": "type",
    "vendors": "vendors",
    "commitments": "people",
    "people": "people",
    "role": "people",
    "planning": "capacity",
}
_STEP_OF_TOPIC = {"organisation": "who", "report": "categories"}
_LISTS_OF_STEP: dict[str, tuple[ListName, ...]] = {
    "who": ("entities", "systems"),
    "vendors": ("vendors",),
    "people": ("commitments", "people"),
}


def step_of(assessment: Assessment, row_id: str) -> str:
    """The id of the step that a row (or a step's own id) stands on; the first one for what is unknown."""
    if row_id in STEP_BY_ID:
        return row_id
    kind, _, key = row_id.partition(":")
    if kind == "fact" and key in assessment.library.fact_by_id:
        return _STEP_OF_TOPIC[assessment.library.fact_by_id[key].topic]
    return _STEP_OF_KIND.get(key if kind == "add" else kind, STEPS[0].id)


def lists_of(step_id: str) -> tuple[ListName, ...]:
    """The lists that entries can be added to on a step."""
    return _LISTS_OF_STEP.get(step_id, ())


def sections(assessment: Assessment, step_id: str, today: date) -> list[ScopeSection]:
    """The headings and rows of a step as the file has them. ``today`` is where dates are counted from."""
    scope, library = assessment.scope, assessment.library
    lists = [ScopeSection(LISTS[name][0], list_rows(library, scope, name)) for name in lists_of(step_id)]
    match step_id:
        case "who":
            about = ScopeSection(
                "The report",
                (
                    ScopeRow("organisation", "Organisation", one_line(scope.organisation), "The organisation the report is about."),
                    ScopeRow("product", "Product", one_line(scope.product) or NOT_STATED, "The one product the report describes."),
                ),
            )
            found = [about, *lists, ScopeSection(TOPICS["organisation"], fact_rows(library, scope, "organisation"))]
        case "categories":
            advice = assessment.advice()
            advised = {category.id: category for category in advice.categories}
            chosen = tuple(category_row(category, scope, advised.get(category.id)) for category in library.scored_categories)
            notes = tuple(ScopeRow(f"advice:{note.id}", advising.label(note), one_line(note.text)) for note in advice.notes)
            found = [
                ScopeSection(TOPICS["report"], fact_rows(library, scope, "report")),
                ScopeSection("Categories", chosen),
                ScopeSection("Advice", notes),
            ]
        case "type":
            found = [_types(assessment, today), _questions(assessment)]
        case "people":
            found = [*lists, _roles(assessment)]
        case "capacity":
            found = [capacity.section(library, scope)]
        case _:
            found = lists
    return [section for section in found if section.rows]


def _types(assessment: Assessment, today: date) -> ScopeSection:
    """Either type with what it means for the calendar, and the day or window of the chosen one."""
    rows = []
    for report_type in (1, 2):
        mark = "•" if assessment.scope.report_type == report_type else " "
        short, full = calendar(assessment, 1 if report_type == 1 else 2, today)
        rows.append(ScopeRow(f"type:{report_type}", f"({mark}) {type_word(report_type)}", short, full))
    return ScopeSection("The type of report", (*rows, when_row(assessment.scope)))


def calendar(assessment: Assessment, report_type: ReportType, today: date) -> tuple[str, str]:
    """What a type means for the calendar: on one line, and in a few sentences with days counted from ``today``.

    Windows and reports last as the library's figures say; with a capacity stated, the plan's own dates stand there.
    """
    practice = assessment.library.calendar
    months = planning(assessment, today=today).window_months
    assert months is not None
    window = window_from(today, months)
    weeks = (practice.type_1_report_weeks if report_type == 1 else practice.type_2_report_weeks) if practice else None
    after = f"; a report {weeks[0]} to {weeks[1]} weeks later" if weeks else ""
    if report_type == 1:
        short = f"in place on one date{after}"
        full = "Looks at one date: nothing has to run for months first. The sooner report; many buyers then ask for Type II."
        ready = "With everything in place today, a report would be"
    else:
        short = f"working through {count_text(months, 'month')}{after}"
        full = f"Tests that controls work all through a window, here {count_text(months, 'month')}; what slips inside it is reported."
        ready = f"Opened today, it would end {window.end}, with a report"
    if weeks:
        ends = today if report_type == 1 else window.end
        likely = f"{ends + timedelta(weeks=weeks[0])} to {ends + timedelta(weeks=weeks[1])}"
        full += f" {ready} likely {likely}."
    return short, f"{full} {_by_plan(assessment, report_type, today)}".rstrip()


def _by_plan(assessment: Assessment, report_type: ReportType, today: date) -> str:
    """The same by the plan's dates, where a capacity gives it any."""
    if assessment.scope.planning is None or assessment.scope.planning.capacity is None:
        return "With the time for the plan stated (last step), its own dates stand here."
    made, decided = left_to_do(assessment, today)
    dating = dated(assessment, made, today, decided)
    dates = dating.schedule
    if dates is None:
        return ""
    if report_type == 1:
        return f"By the plan, Type I is there {'not before' if dates.open_type_1 else 'on'} {dates.type_1_date}."
    if dates.window_opens is None:
        return ""
    opens = f"{'not before' if dates.open_window else 'on'} {dates.window_opens}"
    told = dating.stated
    follows = told is not None and told.in_time
    line = f"By the plan, {f'a window could open {opens}' if follows else f'the window opens {opens} and ends {dates.window_ends}'}."
    return line if told is None else f"{line} {stated_text(told)}"


def _questions(assessment: Assessment) -> ScopeSection:
    """How many questions this asks."""
    return ScopeSection(
        "The questions",
        (
            ScopeRow(
                "set",
                "Question set",
                f"{assessment.round.set} set, {count_text(len(assessment.questions), 'question')}",
                "quick is a screen of the common criteria; only the full set can show a criterion as met. Answers stay when you change it.",
            ),
        ),
    )


def _roles(assessment: Assessment) -> ScopeSection:
    """Who stands for each role that owns controls."""
    people = assessment.scope.people
    rows = []
    for role in assessment.library.roles:
        names = ", ".join(one_line(person.name) for person in people if person.role == role.id)
        rows.append(
            ScopeRow(f"role:{role.id}", one_line(role.title), names or "nobody named", "Enter names somebody who answers for these.")
        )
    return ScopeSection("Roles that own controls", tuple(rows))
