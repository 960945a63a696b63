"""Renews what is generated in the documents: library pages, glossary, figures, the schema (`python -m questionnaires.reference`)."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from questionnaires.coverage import coverage
from questionnaires.glossary_page import glossary_page
from questionnaires.library_pages import pages
from questionnaires.loader import load_library
from questionnaires.model import Library, Question
from questionnaires.schema_page import fields

LIBRARY_FOLDER = Path("docs") / "library"


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


def renewed(page: str, part: str, content: str) -> str:
    """``page`` with what stands between the markers of ``part`` replaced. Raises ValueError if the markers are missing."""
    start, end = f"<!-- {part}: generated -->", f"<!-- end of {part} -->"
    before, started, rest = page.partition(start)
    _, ended, after = rest.partition(end)
    if not started or not ended:
        raise ValueError(f"the page needs {start} and {end}")
    return f"{before}{start}\n\n{content}\n\n{end}{after}"


def documents(root: Path, library: Library) -> dict[Path, str]:
    """What each generated document below ``root`` should say; the hand-written parts are read from there."""
    folder = root / LIBRARY_FOLDER
    written = {folder / name: text for name, text in pages(library).items()}
    written[root / "docs" / "glossary.md"] = glossary_page(library)
    for path, part, content in (
        (root / "README.md", "library figures", figures(library)),
        (root / "docs" / "writing-questions.md", "fields", fields()),
    ):
        written[path] = renewed(path.read_text(encoding="utf-8"), part, content)
    return written


def stale(root: Path, documents: Iterable[Path]) -> list[Path]:
    """Pages of the library below ``root`` that are not among ``documents``: of a series that is no more."""
    return sorted(set((root / LIBRARY_FOLDER).glob("*.md")) - set(documents))


def main(root: Path) -> None:
    """Renews all documents below ``root``, and removes pages that are no longer any."""
    written = documents(root, load_library())
    for path, text in written.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for path in stale(root, written):
        path.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
