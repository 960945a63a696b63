"""Writes the library as Markdown for people to browse, and its figures as a table; `python -m questionnaires.reference` renews both."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from questionnaires.coverage import coverage
from questionnaires.loader import load_library
from questionnaires.model import Library, Question

START, END = "<!-- library figures: generated -->", "<!-- end of library figures -->"


def reference(library: Library) -> str:
    """The whole library as one Markdown page, by criterion; steps are shown as written, before facts fill them in."""
    return "\n".join(_page(library)) + "\n"


def _page(library: Library) -> Iterator[str]:
    yield f"# {library.title}: the question library"
    yield ""
    yield f"Version {library.version}, for {library.standard}. Generated from the YAML; edit that, then run `make reference`."
    yield "Questions marked ◆ are in the quick set. A key control is one without which its criterion is not there."
    for criterion in library.criteria:
        mine = [question for question in library.questions if question.home == criterion.id]
        yield ""
        yield f"## {criterion.id} {criterion.title}"
        yield ""
        yield criterion.meaning
        for question in mine:
            yield ""
            yield from _question(question)


def _question(question: Question) -> Iterator[str]:
    yield f"### {question.id}{' ◆' if question.quick else ''}"
    yield ""
    yield f"**{question.text}**"
    yield ""
    yield question.why.strip()
    yield ""
    for rung, anchor in enumerate(question.anchors):
        yield f"- {rung}: {anchor}"
    yield ""
    serves = ", ".join(f"{criterion} ({role})" for criterion, role in question.criteria.items())
    yield f"Serves {serves}. {question.type.capitalize()} control, {question.frequency}; severity {question.severity}."
    yield ""
    for step in question.remediation:
        yield f"1. up to {step.upto}, {step.days[0]:g}-{step.days[1]:g} days: {step.do}"
    yield ""
    yield f"If you are tiny: {question.tiny}"


def figures(library: Library) -> str:
    """A Markdown table of what the library holds, by category, with totals."""
    rows = ["| category | criteria | questions | of them quick | anchors | points of focus touched |", "|---|---:|---:|---:|---:|---:|"]
    traced = coverage(library)
    category_of = {criterion.id: criterion.category for criterion in library.criteria}

    def row(title: str, categories: set[str]) -> str:
        criteria = [criterion for criterion in library.criteria if criterion.category in categories]
        mine = [question for question in library.questions if category_of[question.home] in categories]
        points = [entry for entry in traced if category_of[entry.criterion] in categories]
        touched = f"{sum(1 for entry in points if entry.questions)} of {len(points)}" if points else "-"
        quick = sum(1 for question in mine if question.quick)
        return f"| {title} | {len(criteria)} | {len(mine)} | {quick} | {6 * len(mine)} | {touched} |"

    scored = [category for category in library.categories if not category.description]
    rows += [row(category.title, {category.id}) for category in scored]
    rows.append(row("**all**", {category.id for category in scored}))
    rows += [row(f"{category.title}, apart", {category.id}) for category in library.categories if category.description]
    words = sum(len(text.split()) for question in library.questions for text in _all_texts(question))
    pairs = sum(len(ids) for framework in library.frameworks for ids in framework.related.values())
    rows.append("")
    rows.append(f"{words:,} words; {pairs:,} related ids in {len(library.frameworks)} other frameworks.")
    return "\n".join(rows)


def _all_texts(question: Question) -> Iterator[str]:
    yield from (question.text, question.why, question.tiny, *question.anchors)
    yield from (step.do for step in question.remediation)


def with_figures(readme: str, library: Library) -> str:
    """The README with the table between its markers renewed. Raises ValueError if the markers are missing."""
    before, start, rest = readme.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise ValueError(f"the README needs {START} and {END}")
    return f"{before}{START}\n\n{figures(library)}\n\n{END}{after}"


def main(root: Path) -> None:
    """Renews docs/library.md and the README's table below ``root``."""
    library = load_library()
    (root / "docs" / "library.md").write_text(reference(library), encoding="utf-8")
    readme = root / "README.md"
    readme.write_text(with_figures(readme.read_text(encoding="utf-8"), library), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
