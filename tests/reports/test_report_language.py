"""A report on a translated category reads in that language, and says so to a screen reader."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from pypdf import PdfReader
from read_once import shipped_once
from report_samples import TODAY, round_, scope

from questionnaires.model import Library
from readiness.reports.context import build_context
from readiness.reports.pdf import render_pdf
from scoring.model import Answer


def flat(text: str) -> str:
    """Without the breaks and spaces that typesetting puts elsewhere."""
    return re.sub(r"[\s\u00ad-]+", "", text)


@pytest.fixture(scope="module")
def libraries() -> tuple[Library, Library]:
    return shipped_once(), shipped_once("de")


@pytest.fixture(scope="module")
def reader(libraries: tuple[Library, Library]) -> PdfReader:
    asked = [question for question in libraries[0].questions if question.home.startswith("A1.")]
    answers = {question.id: Answer(question=question.id, level=0) for question in asked}
    made = build_context(libraries[1], scope(categories=("CC", "A")), round_("full"), answers, today=TODAY)
    return PdfReader(BytesIO(render_pdf(made)[0]))


def test_the_document_names_its_language(reader: PdfReader) -> None:
    assert reader.trailer["/Root"]["/Lang"] == "de"


def test_every_gap_of_the_category_is_told_in_german(reader: PdfReader, libraries: tuple[Library, Library]) -> None:
    printed = flat("".join(page.extract_text() for page in reader.pages))
    source, german = libraries
    facts = scope().facts
    for question in source.questions:
        if question.home.startswith("A1.") and not question.only_with:
            asked, spoken = question.reworded(facts), german.question_by_id[question.id].reworded(facts)
            assert flat(spoken.text) in printed
            assert flat(asked.text) not in printed
            assert flat(spoken.remediation[-1].do.split(".")[0].split("{")[0]) in printed
