"""The PDF of 200 gaps beside reportlab drawing as many pages of plain paragraphs and tables, the whole command, and ten times the gaps.

Processor time, since the machine may have other things to do: the least of some runs, and their median.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from itertools import cycle
from pathlib import Path

from pypdf import PdfReader
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from questionnaires.model import Library
from readiness.assessment import Assessment
from readiness.reports.context import build_context
from readiness.reports.fonts import BOLD, REGULAR
from readiness.reports.model import ReportContext
from readiness.reports.pdf import render_pdf
from readiness.shipped import shipped_library
from scoring.model import Answer, Round, Scope
from scoring.select import applicable_questions

RUNS = 5
GAPS = 200
TODAY = date(2026, 11, 23)
CATEGORIES = ("A", "C", "PI", "P")
ALLOWED_RATIO, ALLOWED_SECONDS, ALLOWED_MB = 1.6, 2.0, 150
NOTE = "Seen on screen in the call; the export is in the audit folder."
# A table as wide as the page in six columns, as tables of text are.
WIDTHS = (30, 40, 180, 60, 80, 97)


def answers_for(library: Library, scope: Scope, gaps: int) -> list[Answer]:
    """Answers to the full set, the first ``gaps`` of them below target, every third with a note."""
    chance = random.Random(3)
    questions = applicable_questions(library, scope, "full")
    return [
        Answer(
            question=question.id,
            level=chance.choice("01234") if number < gaps else "5",
            basis="shown",
            note="" if number % 3 else NOTE,
        )
        for number, question in enumerate(questions)
    ]


def context_of(library: Library, gaps: int) -> ReportContext:
    """The context of a report on that many gaps."""
    scope = Scope(organisation="Benchmark", categories=CATEGORIES)
    answers = {answer.question: answer for answer in answers_for(library, scope, gaps)}
    number_one = Round(id="r", number=1, name="First round", set="full", library="0" * 64, rules="1")
    return build_context(library, scope, number_one, answers, today=TODAY)


def larger(library: Library, times: int) -> Library:
    """The library with every question that many times."""
    questions = tuple(
        question.model_copy(update={"id": f"{question.id}-{copy}", "after": (), "sooner_than": ()})
        for copy in range(times)
        for question in library.questions
    )
    # Unchecked, since the schema takes no library so large.
    return Library.model_construct(**{**{name: getattr(library, name) for name in Library.model_fields}, "questions": questions})


def plain_pages(words: list[str], pages: int, characters: int) -> bytes:
    """That many pages by reportlab alone, each with about ``characters`` of the same words: half in paragraphs, half in a table's cells."""
    text, head = ParagraphStyle("text", fontName=REGULAR, fontSize=8, leading=10), ParagraphStyle("head", fontName=BOLD, fontSize=8)
    source, story = cycle(words), []

    def of(length: int) -> str:
        made: list[str] = []
        while length > 0:
            made.append(next(source))
            length -= len(made[-1]) + 1
        return " ".join(made)

    for _ in range(pages):
        for _ in range(6):
            story.append(Paragraph(of(characters // 12), text))
        cells = [[Paragraph(of(max(int(width / sum(WIDTHS) * characters / 20), 1)), text) for width in WIDTHS] for _ in range(10)]
        story.append(Table([[Paragraph("Head", head) for _ in WIDTHS], *cells], colWidths=WIDTHS, repeatRows=1))
        story.append(PageBreak())
    made = BytesIO()
    SimpleDocTemplate(made, leftMargin=54, rightMargin=54, topMargin=40, bottomMargin=40, invariant=1).build(story)
    return made.getvalue()


def seconds(work: Callable[[], object]) -> list[float]:
    """Processor time of each run."""
    taken = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return taken


def said(taken: list[float]) -> str:
    """Least and median."""
    return f"{min(taken):.2f} s (median {statistics.median(taken):.2f})"


def whole_command(folder: Path) -> tuple[list[float], float]:
    """Processor seconds of `readiness report` on a file with the same answers, and its peak memory in MB.

    As installed, with every module compiled: a run before the first that counts sees to that.
    """
    path, target = folder / "benchmark.readiness", folder / "plan.pdf"
    with Assessment.create(path, "Benchmark", question_set="full", categories=CATEGORIES, recorder="benchmark") as assessment:
        assessment.answer_all(answers_for(assessment.library, assessment.scope, GAPS))
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    taken, peak = [], 0.0
    for run in range(RUNS + 1):
        command = [sys.executable, "-m", "readiness", "report", str(path), "-o", str(target), "--date", TODAY.isoformat()]
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
        _, status, used = os.wait4(child.pid, 0)
        if status:
            raise SystemExit("readiness report did not succeed")
        if run:
            taken.append(used.ru_utime + used.ru_stime)
        peak = max(peak, used.ru_maxrss / 1024)
    return taken, peak


def main() -> None:
    """Prints seconds, the ratio to plain pages, the whole command with its memory, and how ten times the gaps grow."""
    library = shipped_library()
    context = context_of(library, GAPS)
    reader = PdfReader(BytesIO(render_pdf(context)[0]))
    texts = [page.extract_text() for page in reader.pages]
    pages, characters = len(texts), sum(map(len, texts)) // len(texts)
    report = seconds(lambda: render_pdf(context))
    words = [word for item in context.items for word in item.why.split()]
    plain_count = len(PdfReader(BytesIO(plain_pages(words, pages, characters))).pages)
    plain = seconds(lambda: plain_pages(words, pages, characters))
    print(f"{len(context.gaps)} gaps, {pages} pages of {characters:,} characters: {said(report)}")
    print(f"reportlab alone, {plain_count} pages of as many characters: {said(plain)}")
    print(f"{min(report) / min(plain):.2f} x, allowed {ALLOWED_RATIO}")
    with tempfile.TemporaryDirectory() as folder:
        taken, peak = whole_command(Path(folder))
    print(f"readiness report: {said(taken)}, allowed {ALLOWED_SECONDS:g}; {peak:.0f} MB at the peak, allowed {ALLOWED_MB}")
    ten = context_of(larger(library, 10), 10 * GAPS)
    grown = seconds(lambda: render_pdf(ten))
    times, more = min(grown) / min(report), len(ten.gaps) / len(context.gaps)
    print(f"{len(ten.gaps)} gaps: {said(grown)}, {times:.1f} x the time for {more:.1f} x the gaps")


if __name__ == "__main__":
    main()
