"""Writes a question library as linked Markdown pages to browse: an index, and one page a series with its questions in full."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from questionnaires.conditions import Condition, NumberRange
from questionnaires.model import Criterion, Library, Question, Series, Step, Variant

INDEX = "README.md"
_TAGS = re.compile(r"((?:{[{%].*?[%}]})+)")
_SPECIAL = re.compile(r"([\\`*_<>\[\]|#])")


def pages(library: Library) -> dict[str, str]:
    """Markdown by file name. Steps are shown as written, before facts fill them in."""
    written = {INDEX: "\n".join(_index(library)) + "\n"}
    for series in library.series:
        written[_page_name(series.id)] = "\n".join(_series(library, series)) + "\n"
    return written


def _page_name(series_id: str) -> str:
    return f"{series_id.lower()}.md"


def _index(library: Library) -> Iterator[str]:
    yield f"# {library.title}: the question library"
    yield ""
    yield f"Version {library.version}, for {library.standard}. Generated from the YAML; edit that, then run `make reference`."
    yield ""
    yield "[By category and criterion](#by-category-and-criterion) · [By theme](#by-theme) · [Quick set](#quick-set) · [Facts](#facts)"
    yield ""
    yield "## By category and criterion"
    for category in library.categories:
        yield from ("", f"### {plain(category.title)}")
        for series in library.series:
            if series.category == category.id:
                yield from _index_of_series(library, series)
    yield from ("", "## By theme")
    for theme in library.themes:
        mine = [question for question in library.questions_in_order if question.theme == theme.id]
        yield from ("", f"### {plain(theme.title)}", "", plain(theme.summary), "")
        yield f"{_count(mine)}: {_links(library, mine)}" if mine else _count(mine)
    quick = [question for question in library.questions_in_order if question.quick]
    yield from ("", "## Quick set", "", f"{_count(quick)}, a screen to begin with: {_links(library, quick)}")
    yield from ("", "## Facts", "", "What questions and steps branch on, asked once.", "")
    yield from ("| fact | asks | takes |", "|---|---|---|")
    for fact in library.facts:
        takes = ", ".join(f"`{choice}`" for choice in fact.choices) or fact.type
        yield f"| `{fact.id}` | {plain(fact.text)} | {takes} |"


def _index_of_series(library: Library, series: Series) -> Iterator[str]:
    yield from ("", f"**[{series.id} {plain(series.title)}]({_page_name(series.id)})**", "")
    yield from ("| criterion | questions | of them quick |", "|---|---:|---:|")
    for criterion in library.criteria:
        if criterion.series == series.id:
            mine = _at_home(library, criterion)
            link = f"[{criterion.id} {plain(criterion.title)}]({_page_name(series.id)}#{anchor(_heading(criterion))})"
            yield f"| {link} | {len(mine)} | {sum(question.quick for question in mine)} |"


def _series(library: Library, series: Series) -> Iterator[str]:
    yield f"# {series.id} {plain(series.title)}"
    yield ""
    yield f"[All of the library]({INDEX}). Generated from the YAML; edit that, then run `make reference`."
    yield "A key control is one without which its criterion is not there."
    for criterion in library.criteria:
        if criterion.series == series.id:
            yield from _criterion(library, criterion)


def _criterion(library: Library, criterion: Criterion) -> Iterator[str]:
    mine = _at_home(library, criterion)
    others = [question for question in library.questions_in_order if criterion.id in question.criteria and question not in mine]
    yield from ("", f"## {_heading(criterion)}", "", plain(criterion.meaning))
    yield from ("", f"{_count(mine)} here: {_links(library, mine)}" if mine else "No question has its home here.")
    if others:
        yield from ("", f"Also served by {_links(library, others)}")
    related = [(framework, ids) for framework in library.frameworks if (ids := framework.related.get(criterion.id))]
    if related:
        yield from ("", "Related work elsewhere, a hint and not a match:", "")
        yield from (f"- {plain(framework.title)} {plain(framework.version)}: {plain(', '.join(ids))}" for framework, ids in related)
    for question in mine:
        yield ""
        yield from _question(library, question)


def _question(library: Library, question: Question) -> Iterator[str]:
    owner = library.role_by_id[question.owner].title
    named = (f"{plain(question.control)}.", "") if question.control else ()
    yield from (f"### {question.id}", "", *named, f"**{plain(question.text)}**", "", plain(question.why), "")
    yield from _anchors(question.anchors)
    serves = ", ".join(f"{criterion} ({role})" for criterion, role in question.criteria.items())
    yield from ("", f"- Serves {serves}.{' In the quick set.' if question.quick else ''}")
    yield f"- {question.type.capitalize()} control, {question.frequency}; severity {question.severity}; usually owned by: {plain(owner)}."
    yield f"- Theme: {plain(library.theme_by_id[question.theme].title)}. {_flags(question)}"
    yield f"- Answers: 0 to 5, unsure{_special_answers(question)}."
    if question.only_with:
        yield f"- Asked only with {', '.join(plain(library.category_by_id[one].title) for one in question.only_with)}."
    if question.only_type is not None:
        yield f"- Asked only for a Type {'I' * question.only_type} report."
    if question.applies_when.root:
        yield f"- Asked where {_condition(question.applies_when)}."
    if question.proposes_na is not None:
        yield f"- Offers not applicable where {_condition(question.proposes_na.when)}: {plain(question.proposes_na.reason)}"
    for title, ids in (
        ("After", question.after),
        ("Better taken up before", question.sooner_than),
        ("Can be stood in for by", question.alternatives),
    ):
        if ids:
            yield f"- {title}: {_links(library, (library.question_by_id[one] for one in ids))}"
    topics = {point.id: point.topic for point in library.points}
    if question.points:
        yield from ("", "Points of focus touched:", "")
        yield from (f"- {point}: {plain(topics[point])}" for point in question.points)
    yield from ("", "Evidence:", "")
    for title, entries in question.evidence:
        yield from (f"- {title}: {plain(entry)}" for entry in entries)
    yield from ("", "Steps:", "")
    yield from _steps(question.remediation)
    yield from ("", f"If you are tiny: {plain(question.tiny)}")
    for variant in question.variants:
        yield ""
        yield from _variant(variant)


def _variant(variant: Variant) -> Iterator[str]:
    yield f"Where {_condition(variant.when)}, it reads otherwise: {plain(variant.reason)}"
    for text in (f"**{plain(variant.text)}**" if variant.text else None, plain(variant.why) if variant.why else None):
        if text:
            yield from ("", text)
    if variant.anchors:
        yield ""
        yield from _anchors(variant.anchors)
    if variant.remediation:
        yield ""
        yield from _steps(variant.remediation)
    if variant.tiny:
        yield from ("", f"If you are tiny: {plain(variant.tiny)}")


def _anchors(anchors: Iterable[str]) -> Iterator[str]:
    yield from (f"- {rung}: {plain(anchor)}" for rung, anchor in enumerate(anchors))


def _steps(steps: Iterable[Step]) -> Iterator[str]:
    yield from (f"1. up to {step.upto}, {step.days[0]:g}-{step.days[1]:g} days: {plain(step.do)}" for step in steps)


def _special_answers(question: Question) -> str:
    """The answers that the question takes besides: not everyone has room for each."""
    special = (
        ("no events yet", question.no_events),
        ("carved out, where a provider runs it", question.inheritable),
        ("not applicable, with a reason", question.waivable),
    )
    return "".join(f"; {answer}" for answer, taken in special if taken)


def _flags(question: Question) -> str:
    """What sets the question apart, as one sentence of notes and its money and waiting time."""
    notes = [
        note
        for note, holds in (
            ("a quick win", question.quick_win),
            ("a written rule is expected", question.written_expected),
            ("the reading of a provider's report", question.provider_report),
        )
        if holds
    ]
    notes += [f"weight {question.weight:g}", f"cost {question.cost}"]
    if question.lead_days:
        notes.append(f"{question.lead_days} days of waiting")
    said = "; ".join(notes)
    return f"{said[:1].upper()}{said[1:]}."


def _condition(condition: Condition) -> str:
    return " and ".join(f"`{fact}` is {_wanted(wanted)}" for fact, wanted in condition.root.items())


def _wanted(wanted: object) -> str:
    if isinstance(wanted, NumberRange):
        bounds = (f"at least {wanted.min}" if wanted.min is not None else "", f"at most {wanted.max}" if wanted.max is not None else "")
        return " and ".join(bound for bound in bounds if bound)
    if isinstance(wanted, tuple):
        return " or ".join(_wanted(one) for one in wanted)
    return {True: "yes", False: "no"}[wanted] if isinstance(wanted, bool) else f"`{wanted}`"


def _at_home(library: Library, criterion: Criterion) -> list[Question]:
    return [question for question in library.questions_in_order if question.home == criterion.id]


def _count(questions: list[Question]) -> str:
    return f"{len(questions)} question{'' if len(questions) == 1 else 's'}"


def _links(library: Library, questions: Iterable[Question]) -> str:
    page = {criterion.id: _page_name(criterion.series) for criterion in library.criteria}
    return ", ".join(f"[{question.id}]({page[question.home]}#{anchor(question.id)})" for question in questions)


def _heading(criterion: Criterion) -> str:
    return f"{criterion.id} {plain(criterion.title)}"


def anchor(heading: str) -> str:
    """Where a heading is found on its page: letters, digits and hyphens, as Markdown viewers make them of it."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def plain(text: str) -> str:
    """A text on one line with nothing in it that Markdown would read; what a step branches on is shown as code."""
    parts = _TAGS.split(" ".join(text.split()))
    return "".join(f"`{part}`" if index % 2 else _SPECIAL.sub(r"\\\1", part) for index, part in enumerate(parts))
