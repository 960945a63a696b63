"""The PDF as a reader finds it: texts, figures, outline, links, metadata, the same bytes, and writing whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import subprocess
import sys
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from report_samples import TODAY, every, hostile, hostile_scope, library, realistic, round_, scope

from readiness.errors import ReadinessError
from readiness.reports.context import build_context
from readiness.reports.pdf import Cancelled, render_pdf, write_pdf
from readiness.reports.words import CONFIDENTIAL, percent_text
from scoring.model import Answer, Commitment
from scoring.select import applicable_questions

BANNED = re.compile(r"\b(compliant|certified|pass|fail)\b|audit opinion", re.IGNORECASE)
CHAPTERS = [
    "Where you stand",
    "Criteria at a glance",
    "Gaps",
    "Dates and budget",
    "Remediation plan",
    "Evidence to prepare",
    "Evidence requests",
    "Calendar of recurring controls",
    "Subservice organisations",
    "Left out, and why",
    "Open questions",
    "Management's acknowledgement and responses",
    "Scope and assumptions",
    "How the figures are computed",
    "Appendix: answers",
]
WITH_ANSWERS = {"Evidence requests", "Calendar of recurring controls"}


def context(answers=None, question_set="quick", **more):
    return build_context(library(), scope(**more), round_(question_set), realistic() if answers is None else answers, today=TODAY)


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def read(made) -> tuple[PdfReader, list[str]]:
    reader = PdfReader(BytesIO(render_pdf(made)[0]))
    return reader, [page.extract_text() for page in reader.pages]


@pytest.fixture(scope="module")
def printed():
    made = context()
    reader, pages = read(made)
    return made, reader, pages


def test_everything_of_the_context_is_printed(printed):
    made, _, pages = printed
    whole = flat("".join(re.sub(r"^.*\n?.*?" + CONFIDENTIAL, "", page) for page in pages))
    texts = [made.headline, made.cover.disclaimer, *made.method, *made.assumptions, *made.cover.entities, made.cover.product]
    texts += [row.text for row in made.gaps] + [row.reason for row in made.left_out] + [row.reason for row in made.compensating]
    texts += [row.note for row in made.answers] + [row.who for row in made.open]
    texts += [package.title for package in made.packages] + [package.summary for package in made.packages]
    for text in texts:
        assert flat(text) in whole, text
    for item in made.items:
        for text in (item.title, item.present, item.tiny, *(step.text for step in item.steps), *item.evidence.design):
            assert flat(text) in whole, text


def test_related_work_is_printed_at_packages_and_in_one_table(printed):
    made, reader, pages = printed
    whole = flat("".join(re.sub(r"^.*\n?.*?" + CONFIDENTIAL, "", page) for page in pages))
    for package in made.packages:
        assert package.related
        for related in package.related:
            assert flat(f"{related.framework} {related.ids}.") in whole
            assert related.ids.count(",") <= 8
    assert len(made.related) == len(library().frameworks)
    [table] = [page for page in pages if "Related ids, of" in page]
    for row in made.related:
        assert flat(f"{row.framework}{row.count} of {row.mapped}") in flat(table)
        assert flat(row.whole) in flat(table) and flat(row.levels) in flat(table)
    assert "the most that the work touches. Related, never 'satisfies'." in " ".join(table.split())
    assert any(child.title == "Related work in other frameworks" for group in reader.outline if isinstance(group, list) for child in group)


def test_without_gaps_or_other_frameworks_there_is_no_table_of_them():
    assert not any("Related work" in page for page in read(context({}))[1])
    alone = library().model_copy(update={"frameworks": ()})
    made = build_context(alone, scope(), round_(), realistic(), today=TODAY)
    assert made.items and not any("Related" in page for page in read(made)[1])


def test_figures_stand_on_the_summary_page(printed):
    made, _, pages = printed
    summary = next(page for page in pages if "Where you stand" in page and "Contents" not in page)
    for kind in made.types:
        assert percent_text(kind.standing.value) in summary
        assert f"possible {percent_text(kind.standing.low)} to {percent_text(kind.standing.high)}" in summary
    assert f"{made.answered} of {made.asked} questions answered" in summary
    assert f"{made.shown} of {made.answered} answers shown" in summary
    for row in made.series:
        assert row.title in summary


def test_chapters_follow_in_order_in_outline_and_contents(printed):
    made, reader, pages = printed
    top = [entry for entry in reader.outline if not isinstance(entry, list)]
    assert [entry.title for entry in top] == CHAPTERS
    contents = reader.pages[1].extract_text(extraction_mode="layout")
    for entry in top:
        number = reader.get_destination_page_number(entry)
        assert flat(entry.title) in flat(pages[number])
        assert re.search(rf"{re.escape(entry.title)} +{number + 1}\b", contents), entry.title
    titles = [child.title for group in reader.outline if isinstance(group, list) for child in group]
    for package in made.packages:
        assert f"{package.number} {package.title}" in titles


def test_links_lead_somewhere(printed):
    _, reader, _ = printed
    names = reader.named_destinations
    links = [
        note.get_object().get("/Dest") or note.get_object().get("/A", {}).get("/D")
        for page in reader.pages
        for note in page.get("/Annots", [])
    ]
    assert len(links) > 60
    assert all(link in names or str(link).lstrip("/") in names for link in links if isinstance(link, str))


def test_every_inner_page_says_x_of_y_and_is_confidential(printed):
    _, _, pages = printed
    for number, page in enumerate(pages[1:], start=2):
        assert f"page {number} of {len(pages)}" in page
        assert CONFIDENTIAL in page and "Brightwater Analytics" in page
    assert CONFIDENTIAL in pages[0]


def test_metadata(printed):
    _, reader, _ = printed
    information = reader.metadata
    assert information.title == "SOC 2 readiness: remediation plan for Brightwater Analytics"
    assert information.author == "Brightwater Analytics"
    assert "Type II" in information.subject and "remediation plan" in information["/Keywords"]
    assert information["/CreationDate"].startswith("D:20261123")
    assert reader.trailer["/Root"]["/Lang"] == "en"


def test_fonts_are_embedded(printed):
    _, reader, _ = printed
    fonts = {font.get_object()["/BaseFont"] for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert fonts and all("NotoSans" in name for name in fonts), fonts


def test_the_quick_set_never_says_met_alone(printed):
    _, _, pages = printed
    tiles = next(page for page in pages if "Criteria at a glance" in page and "Contents" not in page)
    assert "no gap seen" in tiles
    assert not re.search(r"(?<!not )(?<!partly )\bmet\b", tiles)
    assert "quick set: a screen" in pages[0]


EDGES = {
    "empty": lambda: context({}),
    "five answers": lambda: context(dict(list(realistic().items())[:5])),
    "all on record": lambda: context(every("5", "full", basis="tested"), "full"),
    "all absent": lambda: context(every("0", "full"), "full", categories=("A", "PI", "C", "P")),
    "type one": lambda: context(report_type=1),
}


@pytest.mark.parametrize("edge", EDGES)
def test_edges_print_with_sound_words_one_summary_page_and_no_empty_page(edge):
    _, pages = read(EDGES[edge]())
    whole = " ".join(pages)
    assert not BANNED.search(whole), BANNED.findall(whole)
    for chapter in CHAPTERS if edge != "empty" else set(CHAPTERS) - WITH_ANSWERS:
        assert flat(chapter) in flat(whole)
    for page in pages:
        assert len(page) > 250, page
    assert "Where you stand" in pages[2] and "First work packages" in pages[2]
    assert "Criteria at a glance" in pages[3]


def test_same_input_same_bytes_in_any_process():
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "from report_samples import *\n"
        "from readiness.reports.context import build_context\n"
        "from readiness.reports.pdf import render_pdf\n"
        "import hashlib\n"
        "made = build_context(library(), scope(), round_(), realistic(), today=TODAY)\n"
        "print(hashlib.sha256(render_pdf(made)[0]).hexdigest())\n"
    )
    here = hashlib.sha256(render_pdf(context())[0]).hexdigest()
    assert hashlib.sha256(render_pdf(context())[0]).hexdigest() == here
    for seed in ("77",):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"}
        here_and_above = map(str, Path(__file__).parents[:2])
        made = subprocess.run([sys.executable, "-c", code, *here_and_above], check=True, capture_output=True, text=True, env=environment)
        assert made.stdout.strip() == here


def test_writes_privately_and_reports_progress(tmp_path):
    target = tmp_path / "plan.pdf"
    target.write_bytes(b"old")
    seen: list[float] = []
    assert write_pdf(context(), target, progress=seen.append) == []
    assert target.read_bytes().startswith(b"%PDF")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert seen == sorted(seen) and seen[0] >= 0 and seen[-1] == 1.0
    assert [entry.name for entry in tmp_path.iterdir()] == ["plan.pdf"]


@pytest.mark.parametrize("after", [0, 1, 200])
def test_cancelling_writes_nothing(tmp_path, after):
    target = tmp_path / "plan.pdf"
    target.write_bytes(b"old")
    calls = iter(range(10_000))
    with pytest.raises(Cancelled, match="nothing was written"):
        write_pdf(context(), target, cancelled=lambda: next(calls) >= after)
    assert target.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_an_unwritable_target_is_one_sentence(tmp_path, monkeypatch):
    made = context({})
    for target in (tmp_path / "missing" / "plan.pdf", tmp_path, tmp_path / ("n" * 300 + ".pdf"), tmp_path / "nul\0.pdf"):
        with pytest.raises(ReadinessError, match="cannot be written") as caught:
            write_pdf(made, target)
        assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("readiness.reports.files.os.fsync", full)
    kept = tmp_path / "kept.pdf"
    kept.write_bytes(b"old")
    with pytest.raises(ReadinessError, match="No space left"):
        write_pdf(made, kept)
    assert kept.read_bytes() == b"old" and list(tmp_path.iterdir()) == [kept]


def test_hostile_text_is_literal_named_and_complete():
    answers = dict(list(hostile().items())[:5])
    made = build_context(library(), hostile_scope(), round_(), answers, today=TODAY)
    content, warnings = render_pdf(made)
    whole = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    for text in ("<b>bold</b>", "</para>", "&amp;", "{{ 7*7 }}", "Ünïcödé", "Ελληνικά", "Кириллица", "中文", "[U+1F600]"):
        assert flat(text) in flat(whole), text
    for marker in ("[U+202E]", "[U+0007]", "[U+001B]", "[U+0000]", "[U+200B]", "[U+2028]"):
        assert marker in flat(whole), marker
    joined = "\n".join(warnings)
    assert "U+202E (RIGHT-TO-LEFT OVERRIDE)" in joined and "U+1F600 (GRINNING FACE)" in joined
    assert whole.count("W") >= 5000


@pytest.mark.parametrize("size", ["", "<b>"])
def test_symbols_that_people_write_are_printed_in_a_borrowed_font(size):
    written = "leaver → account ≤ 1 day ✓ ☐ ☑ ✗ ≥ ≠ ↔ ⇒ ★ ● ■ ▲ ≈ ∞"
    answers = {"mfa-enforced": Answer(question="mfa-enforced", level="1", note=size + written + " ก", reason="")}
    made = build_context(library(), scope(commitments=(Commitment(id="c", text="99.9 % → 4 h"),)), round_(), answers, today=TODAY)
    content, warnings = render_pdf(made)
    reader = PdfReader(BytesIO(content))
    whole = flat("".join(page.extract_text() for page in reader.pages))
    assert flat(size + written) + "[U+0E01]" in whole
    assert "99.9%→4h" in whole
    assert [warning.split(" ")[0] for warning in warnings] == ["U+0E01"]
    fonts = {font.get_object()["/BaseFont"].partition("+")[2] for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert {"NotoSansMath-Regular", "NotoSansSymbols2-Regular"} <= fonts


def test_a_flood_of_symbols_breaks_into_lines():
    answers = {"mfa-enforced": Answer(question="mfa-enforced", level="1", note="→" * 3_000 + "✓ → " * 500 + "a→b" * 500)}
    _, pages = read(context(answers))
    assert sum(page.count("→") for page in pages) == 4_000


def test_symbols_in_the_name_are_printed_on_every_page():
    made = context({}, organisation="A → B")
    _, pages = read(made)
    assert "A→B" in flat(pages[0])
    assert "A→B" in flat(pages[2])


@pytest.mark.parametrize("file", ["NotoSansMath-Subset.ttf", "NotoSansSymbols2-Subset.ttf"])
def test_a_borrowed_font_is_small(file):
    assert len((files("readiness.reports") / "fonts" / file).read_bytes()) < 200_000


def test_each_item_says_what_to_do(printed):
    made, _, pages = printed
    whole = flat("".join(pages))
    assert sum(len(item.steps) for item in made.items) > len(made.items)
    for item in made.items:
        for number, step in enumerate(item.steps, start=1):
            assert flat(f"{number}.{step.text}") in whole


def test_the_full_set_with_every_category_stays_usable():
    questions = applicable_questions(library(), scope(categories=("A", "PI", "C", "P")), "full")
    note = "Seen on screen in the call; the export is in the audit folder."
    answers = {
        question.id: Answer(question=question.id, level="013415324"[index % 9], note=note if index % 3 else "")
        for index, question in enumerate(questions)
    }
    made = context(answers, "full", categories=("A", "PI", "C", "P"))
    reader, pages = read(made)
    first = {entry.title: reader.get_destination_page_number(entry) for entry in reader.outline if not isinstance(entry, list)}
    assert len(pages) < 50 + len(questions) * 0.55
    assert first["Evidence requests"] - first["Evidence to prepare"] <= len(questions) / 13
    assert first["Left out, and why"] - first["Evidence requests"] <= len(questions) / 13
    assert len(pages) - first["Appendix: answers"] <= len(questions) / 13
