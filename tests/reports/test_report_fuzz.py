"""Any text, any length, any library the schema allows: the PDF prints, and no word vanishes."""

from __future__ import annotations

import unicodedata
from io import BytesIO

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from report_samples import TODAY, library, round_, scope
from reportlab.pdfbase import pdfmetrics

from questionnaires.model import Library
from readiness.reports import eastasian
from readiness.reports.context import build_context
from readiness.reports.fonts import REGULAR, Typesetter
from readiness.reports.pdf import render_pdf
from scoring.model import Answer, Compensating

PIECES = ("<b>", "</para>", "<br/>", "&", "&#0;", "&lt;", "[x]", "<img src='/etc/passwd'/>", "\n", "\t", " ", "中", "\u202e")
nasty = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=40).map("".join)
repeated = nasty.map(lambda text: (text * 60)[:9000])
notes = st.one_of(nasty, st.integers(1, 6000).map("x".__mul__), st.integers(1, 1200).map("word ".__mul__), repeated)
names = nasty.map(lambda text: (text.strip() or "n")[:200])
levels = st.sampled_from(("0", "1", "2", "3", "4", "5", "na", "unsure", "no-events", "carved-out"))


def with_questions(questions) -> Library:
    """The library with other questions; built anew, since a copy keeps what the original has cached."""
    base = library()
    return Library(**{**{name: getattr(base, name) for name in Library.model_fields}, "questions": tuple(questions)})


def long_library(texts: list[str], copies: int):
    """A library with the longest texts its schema takes, ``copies`` times as many questions."""
    base = library()
    questions = []
    for copy in range(copies):
        for question in base.questions:
            text = texts[len(questions) % len(texts)]
            questions.append(
                question.model_copy(
                    update={
                        "id": f"{question.id}-{copy}",
                        "text": text[:300] or "t",
                        "why": text or "w",
                        "tiny": "t",
                        "after": (),
                        "sooner_than": (),
                    }
                )
            )
    return with_questions(questions)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(organisation=names, product=notes, answers=st.lists(st.tuples(levels, notes, names, st.booleans()), min_size=1, max_size=6))
def test_any_text_prints(organisation, product, answers):
    made = {}
    for question, (level, note, name, compensated) in zip(library().questions, answers, strict=False):
        own = Compensating(rung=3, reason=note or "r", owner=name) if compensated and level.isdigit() else None
        said = {"note": note, "reason": note if note.strip() else "r", "vendor": "aws", "respondent": name, "compensating": own}
        made[question.id] = Answer(question=question.id, level=level, **said)
    context = build_context(library(), scope(organisation=organisation, product=product), round_(), made, today=TODAY)
    content, _ = render_pdf(context)
    assert len(PdfReader(BytesIO(content)).pages) > 8


@settings(deadline=None)
@given(text=st.text(max_size=200) | nasty)
def test_nothing_vanishes_and_nothing_unprintable_stays(text):
    setter = Typesetter()
    assert all(char.isprintable() for char in setter.label(text))
    for face, line in (part for parts in setter.lines((REGULAR, text)) for part in parts):
        assert all(char.isprintable() or unicodedata.category(char) == "Zs" for char in line)
        # Every character stands in a font that has it.
        # Fonts for East Asian text are cut for each report, which takes too long to repeat here.
        for font, run in setter.runs(face, "".join(char for char in line if not eastasian.is_one(char))):
            assert all(ord(char) in pdfmetrics.getFont(font).face.charToGlyph for char in run), run
    for warning in setter.warnings():
        # One sentence for each, and one that names all beyond the first forty.
        assert warning.startswith("U+") or warning.count("U+") == int(warning.partition(" ")[0])


def test_four_hundred_gaps_with_the_longest_texts_print():
    texts = ["W" * 300, *["long words " * 20] * 5, "<b>&[x]</b> " * 25, "Ж" * 300]
    big = long_library(texts, 3)
    answers = {question.id: Answer(question=question.id, level="0") for question in big.questions}
    context = build_context(big, scope(), round_("full"), answers, today=TODAY)
    assert len(context.gaps) > 400
    content, warnings = render_pdf(context)
    assert warnings == []
    assert len(PdfReader(BytesIO(content)).pages) > 120


def test_a_card_taller_than_a_page_splits_and_keeps_all_its_words():
    question = next(one for one in library().questions if one.home.startswith("CC") and not one.variants and not one.applies_when.root)
    words = " ".join(f"w{number}" for number in range(380))
    step = question.remediation[0].model_copy(update={"upto": 4, "do": words})
    tall = question.model_copy(update={"why": words, "tiny": words, "remediation": (step,) * 8, "after": (), "sooner_than": ()})
    small = with_questions([tall])
    context = build_context(small, scope(), round_("full"), {tall.id: Answer(question=tall.id, level="0")}, today=TODAY)
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(render_pdf(context)[0])).pages)
    assert text.count("w379") == 10


def test_a_framework_with_many_long_series_criteria_and_roles_prints():
    base = library()
    long = "A title as long as the schema allows " * 8
    criteria = [
        base.criteria[0].model_copy(update={"id": f"X{series}.{number}", "series": f"X{series}", "title": long})
        for series in range(36)
        for number in range(1, 4)
    ]
    asked = base.questions[0]
    questions = [
        asked.model_copy(update={"criteria": {entry.id: "key"}, "id": f"q-{number}", "owner": f"r-{number}"})
        for number, entry in enumerate(criteria[:40])
    ]
    made = Library(
        **{
            **{name: getattr(base, name) for name in Library.model_fields},
            "series": tuple(base.series[0].model_copy(update={"id": f"X{number}", "title": long}) for number in range(36)),
            "criteria": tuple(criteria),
            "roles": tuple(base.roles[0].model_copy(update={"id": f"r-{number}", "title": long}) for number in range(40)),
            "themes": tuple(theme.model_copy(update={"title": long, "summary": long}) for theme in base.themes),
            "questions": tuple(questions),
        }
    )
    answers = {question.id: Answer(question=question.id, level="0") for question in questions}
    content, _ = render_pdf(build_context(made, scope(), round_("full"), answers, today=TODAY))
    assert len(PdfReader(BytesIO(content)).pages) > 20
