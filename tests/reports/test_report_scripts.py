"""Scripts beyond Latin, Greek and Cyrillic: order and shape on every line, fonts that come with an extra, and nothing lost in silence."""

from __future__ import annotations

import subprocess
import unicodedata
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops
from pypdf import PdfReader
from report_samples import TODAY, library, round_, scope
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics

from readiness.reports import eastasian, fonts, rightward
from readiness.reports.context import build_context
from readiness.reports.fonts import BOLD, REGULAR, Typesetter
from readiness.reports.paper import Paper
from readiness.reports.pdf import render_pdf
from readiness.reports.text import Text, broken
from scoring.model import Answer

HEBREW = "אבגדה וזחטי כלמנ סעפצ קרשת שלומ עולמ תודה רבה"
ARABIC = "شركة الاختبار للبرمجيات"
CHINESE = "公司如何管理访问控制（多因素认证）以及自2025年以来的所有变更，没有空格也必须能够换行。"
JAPANESE = "アクセス管理がどのように行われているかを、「引用」とともに説明します。ラーメンっぽい。"
KOREAN = "접근 통제가 어떻게 운영되는지 설명하는 메모"


@pytest.fixture
def without_extras(monkeypatch):
    """As after an installation without any extra."""
    for module in (rightward, eastasian):
        monkeypatch.setattr(module, "available", lambda: False)
    fonts._lender.cache_clear()
    yield
    fonts._lender.cache_clear()


def lines_of(text: str, room: float, face: str = REGULAR, label: str = "") -> list[tuple[str, str]]:
    """What each line shows from left to right, and what it says."""
    setter = Typesetter()
    parts = [(BOLD, f" {label} ")] if label else []
    [source] = setter.lines(*parts, (face, text))
    return [("".join(run for _, run in line.runs), line.said) for line in broken(setter, source, room, face, 9)]


def printed(text: str, **more: object) -> tuple[bytes, list[str], str]:
    """A report with the text in its cover, a table and an answer's note; its warnings and all its words."""
    answers = {"mfa-enforced": Answer(question="mfa-enforced", level="1", note=text, respondent=text[:100])}
    made = build_context(library(), scope(organisation=text[:60], entities=(text[:90],), **more), round_(), answers, today=TODAY)
    content, warnings = render_pdf(made)
    return content, warnings, "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


@pytest.mark.parametrize(
    ("written", "along", "seen"),
    [
        ("אבג", "R", "גבא"),
        ("אבג (abc) 12", "R", "12 (abc) גבא"),
        ("abc (אבג) דה", "R", "הד (גבא) abc"),
        ("abc (אבג) דה", "L", "abc (גבא) הד"),
        ("((אב)) [c] <ד>", "R", "<ד> [c] ((בא))"),
        ("אב 99.9% גד", "R", "דג 99.9% בא"),
        ("אב AWS eu-west-1.", "R", ".AWS eu-west-1 בא"),
    ],
)
def test_a_line_is_put_into_the_order_it_is_read_in(written, along, seen):
    assert rightward.as_seen(written, along) == seen


def test_arabic_letters_take_the_form_their_neighbours_ask_for():
    # Seen at the start of a word, lam and alef as one sign at its end, mim alone.
    assert rightward.joined("سلام") == "\ufeb3\ufefcم"
    assert rightward.as_written("\ufeb3\ufefcم") == "سلام"
    assert rightward.as_seen(rightward.joined("سلام"), "R") == "م\ufefc\ufeb3"


@pytest.mark.parametrize("room", [60, 90, 140, 1000])
def test_words_are_in_reading_order_on_each_line_however_it_wraps(room):
    words = HEBREW.split()
    shown = [[word[::-1] for word in reversed(seen.split())] for seen, _ in lines_of(HEBREW, room)]
    assert [word for line in shown for word in line] == words
    assert room == 1000 or len(shown) > 1
    assert " ".join(said for _, said in lines_of(HEBREW, room)) == HEBREW


def test_a_label_stays_before_what_it_names():
    first, *rest = lines_of(HEBREW, 120, label="Note:")
    assert first[0].startswith("Note: ") and first[0].endswith("הדגבא") and rest
    assert all("Note" not in seen for seen, _ in rest)


@given(st.text(alphabet="אבגדשת ابتشلم()abc12.,-/%", max_size=80))
def test_ordering_keeps_every_character(text):
    text = " ".join(text.split())
    setter = Typesetter()
    for source in setter.lines((REGULAR, text)):
        said = " ".join(line.said or "".join(run for _, run in line.runs) for line in broken(setter, source, 70, REGULAR, 9))
        assert sorted(said.replace(" ", "")) == sorted(text.replace(" ", ""))


def test_lines_of_east_asian_text_end_anywhere_but_before_what_closes_and_after_what_opens():
    for text in (CHINESE, JAPANESE):
        for room in range(30, 120, 7):
            shown = [seen for seen, _ in lines_of(text, room)]
            assert "".join(shown) == text and len(shown) > 2
            assert not any(line[0] in "，。、」）っー" or line[-1] in "「（" for line in shown), shown
    assert eastasian.pieces("ABC中文def") == ["ABC", "中", "文", "def"]


@pytest.mark.parametrize("text", [CHINESE, JAPANESE, KOREAN])
def test_east_asian_text_prints_in_an_embedded_truetype_font(text):
    content, warnings, whole = printed(text)
    assert warnings == []
    assert whole.count(text[:10].replace(" ", "")) or whole.count(text[:10])
    reader = PdfReader(BytesIO(content))
    found = {name: font.get_object() for page in reader.pages for name, font in page["/Resources"]["/Font"].items()}
    borrowed = [
        font for font in found.values() if any(region in font["/BaseFont"] for region in ("NotoSansSC", "NotoSansJP", "NotoSansKR"))
    ]
    assert borrowed and all(font["/Subtype"] == "/TrueType" and "/FontFile2" in font["/FontDescriptor"].get_object() for font in borrowed)
    assert len(content) < 400_000


def test_the_cut_font_is_the_same_each_time_and_has_a_weight_of_its_own():
    regular = eastasian.typeface.__wrapped__("JP", False, "日本語")
    assert regular == eastasian.typeface.__wrapped__("JP", False, "日本語")
    assert regular != eastasian.typeface.__wrapped__("JP", True, "日本語")
    assert len(regular) < 20_000


def test_every_report_has_the_characters_it_asks_for():
    for text in ("公司", "公司の会社", "회사 公司", "會社 の 이", "㔄 鍵"):
        setter = Typesetter()
        for face in (REGULAR, BOLD):
            [[part]] = setter.lines((face, text.replace(" ", "")))
            for font, run in setter.runs(*part):
                assert {ord(char) for char in run} <= pdfmetrics.getFont(font).face.charToGlyph.keys(), (font, run)


@pytest.mark.parametrize(
    ("language", "text", "region"),
    [
        ("en", "公司", "SC"),
        ("en", "公司の", "JP"),
        ("en", "公司이", "KR"),
        ("zh-TW", "公司の", "TC"),
        ("zh_Hant", "", "TC"),
        ("zh-CN", "公司の", "SC"),
        ("ja", "公司", "JP"),
        ("ko-KR", "公司", "KR"),
    ],
)
def test_shared_characters_are_drawn_as_the_language_has_them(language, text, region):
    assert eastasian.region_of(language, text) == region
    assert eastasian.drawn_in("이", region) == "KR" and eastasian.drawn_in("の", region) == "JP"
    assert eastasian.drawn_in("公", region) == region


def test_a_page_in_all_of_them_prints_without_a_marker():
    _, warnings, whole = printed(f"{ARABIC} {HEBREW} {CHINESE} {JAPANESE} {KOREAN} Ελληνικά Кириллица → ✓")
    assert warnings == [] and "[U+" not in whole


def test_vowel_signs_are_left_out_and_said_to_be():
    _, warnings, whole = printed("سَلَام שָׁלוֹם")
    assert "[U+" not in whole and "\u064e" not in whole
    assert any("U+064E (ARABIC FATHA) is left out in" in line for line in warnings)
    assert any("HEBREW POINT QAMATS" in line for line in warnings)


@pytest.mark.parametrize(
    ("text", "name"), [("ไทย", "THAI CHARACTER THO THAHAN"), ("हिन्दी", "DEVANAGARI LETTER HA"), ("😀", "GRINNING FACE")]
)
def test_a_script_no_font_covers_is_marked_in_place_and_named(text, name):
    _, warnings, whole = printed(f"A {text} B")
    for char in text:
        assert f"[U+{ord(char):04X}]" in whole
    assert any(name in line and "cannot be printed" in line for line in warnings)


@pytest.mark.usefixtures("without_extras")
def test_without_the_extras_text_is_marked_and_the_warning_says_what_to_install():
    _, warnings, whole = printed("中 א")
    assert "[U+4E2D]" in whole and "[U+05D0]" in whole
    assert "Chinese, Japanese and Korean can be printed after: pip install 'readiness[cjk]'." in warnings
    assert "Arabic and Hebrew can be printed after: pip install 'readiness[rtl]'." in warnings
    assert all("pip install" not in line for line in printed("plain ไทย")[1])


def test_bookmarks_and_metadata_keep_every_script_but_no_control():
    content, _, _ = printed("中文 עברית \u202eevil 😀")
    information = PdfReader(BytesIO(content)).metadata
    assert information.author == "中文 עברית [U+202E]evil 😀"


def test_a_copied_line_says_what_was_written():
    content, _, _ = printed(ARABIC)
    streams = b"".join(page.get_contents().get_data() for page in PdfReader(BytesIO(content)).pages)
    assert b"/ActualText <FEFF" + ARABIC.encode("utf-16-be").hex().upper().encode() in streams


def drawn(path: Path, draw) -> Image.Image:
    """A small page as a picture."""
    paper = Paper(str(path), pagesize=(220, 60), invariant=1)
    paper.typesetter = Typesetter()
    draw(paper)
    paper.save()
    subprocess.run(["pdftoppm", "-r", "144", "-singlefile", "-png", str(path), str(path.with_suffix(""))], check=True)
    return Image.open(path.with_suffix(".png")).convert("L")


@pytest.mark.needs_apt
@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("שלום עולם", "שלום עולם"),
        # Each letter's form as the Unicode charts name it, in the order of writing.
        ("سلام", "\ufeb3\ufefc\u0645"),
        ("شركة", "\ufeb7\ufeae\ufedb\ufe94"),
        ("(אב) 12", None),
    ],
)
def test_the_picture_is_that_of_letters_set_one_by_one_from_the_right(tmp_path, text, shapes):
    style = ParagraphStyle("s", fontName=REGULAR, fontSize=18, leading=24)

    def by_program(paper: Paper) -> None:
        paragraph = Text(paper.typesetter, paper.typesetter.lines((REGULAR, text)), style)
        paragraph.wrap(200)
        paragraph.paint(paper, 10, 20)

    def by_hand(paper: Paper) -> None:
        letters = list(shapes) if shapes else ["(", "א", "ב", ")", " ", "12"]
        mirrored = {"(": ")", ")": "("}
        setter = paper.typesetter
        setter.lines((REGULAR, text + (shapes or "")))
        x = 10 + sum(setter.width(REGULAR, mirrored.get(letter, letter)) * 18 for letter in letters)
        for letter in letters:
            shape = mirrored.get(letter, letter)
            [(font, _)] = setter.runs(REGULAR, shape)
            x -= setter.width(REGULAR, shape) * 18
            paper.setFont(font, 18)
            paper.drawString(x, 20 + 24 - 18 * 1.069, shape)

    seen, expected = drawn(tmp_path / "program.pdf", by_program), drawn(tmp_path / "hand.pdf", by_hand)
    assert expected.getextrema()[0] < 80
    difference = ImageChops.difference(seen, expected)
    assert sum(difference.histogram()[60:]) < 30, unicodedata.name(text[0])
