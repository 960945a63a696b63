"""The brand file: read as any file from elsewhere, refused with file and line, and printed without losing anything of the report."""

from __future__ import annotations

import base64
import json
import re
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from format_cases import CASES
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from PIL import Image
from pypdf import PdfReader
from report_samples import NASTY, library, scope

from readiness.errors import ReadinessError
from readiness.reports import brand as branding
from readiness.reports import theme
from readiness.reports.brand import Brand, contrast, read_brand
from readiness.reports.choosing import Choice, chosen
from readiness.reports.machine import report_data
from readiness.reports.pages import html_text, markdown_report
from readiness.reports.pdf import render_pdf
from readiness.reports.word import word_bytes

WHOLE = """\
name: Harbour & Pine Advisers (invented)
logo: logo.png
cover_text: Prepared for the management's meeting.
label: Strictly private
colours:
  accent: "#6B1E5A"
  text: "#101418"
"""


def picture(folder: Path, name: str = "logo.png", size: tuple[int, int] = (300, 90), form: str = "PNG", mode: str = "RGBA") -> Path:
    path = folder / name
    Image.new(mode, size, "#6B1E5A").save(path, form)
    return path


def written(folder: Path, text: str) -> Path:
    path = folder / "brand.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_brand_is_read(tmp_path: Path) -> None:
    picture(tmp_path)
    made = read_brand(written(tmp_path, WHOLE))
    assert (made.name, made.label, made.accent, made.text) == (
        "Harbour & Pine Advisers (invented)",
        "Strictly private",
        "#6B1E5A",
        "#101418",
    )
    assert made.logo is not None and (made.logo.width, made.logo.height) == (300, 90)
    assert read_brand(written(tmp_path, "")) == Brand()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a", "brand.yaml:1:1: the file must hold keys such as name: and logo:, found"),
        ("nam: x", "brand.yaml:1:6: nam: is not a known key; did you mean name?"),
        ("name: 7", "brand.yaml:1:7: name: "),
        ("1: x", "keys are text"),
        ("name: &a x", "anchors and aliases are not allowed"),
        ("name: !!python/object:os.system x", "tags (!...) are not allowed"),
        ("name: x\nname: y", "brand.yaml:2:1: the key 'name' stands twice"),
        ("label: " + "x" * 71, "brand.yaml:1:8: label: "),
        ("cover_text: " + "x" * 601, "brand.yaml:1:13: cover_text: "),
        ("colours: {accent: #0E5A6B\n}", 'colours.accent: must be a colour such as "#0E5A6B", in quotes'),
        ("colours: {accent: teal}", 'brand.yaml:1:19: colours.accent: must be a colour such as "#0E5A6B", in quotes'),
        ('colours: {accent: "#0E5A6B; } * { display: none"}', "must be a colour"),
        ('colours: {accent: "#0E5A6B\\n"}', "must be a colour"),
        ("name:", "brand.yaml:1:6: name: "),
        ('colours: {ink: "#000000"}', "colours.ink: is not a known key; known are accent, text"),
        ('colours: {accent: "#8FB8C0"}', "has a contrast of 2.0:1, too pale to read; give a darker one, 4.5:1 or more"),
        ('colours:\n  text: "#5C6970"', "brand.yaml:2:9: colours.text: #5C6970 on #E2B565 has a contrast of"),
        ("logo: missing.png", "missing.png: no such file"),
        ("logo: ../logo.png", "brand.yaml:1:7: logo: ../logo.png lies outside the brand file's folder"),
        ("logo: /etc/hostname", "lies outside the brand file's folder"),
        ("logo: brand.yaml", "is no PNG or JPEG that can be read"),
        ('logo: "a\\0b"', "logo"),
    ],
)
def test_a_faulty_brand_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ReadinessError) as caught:
        read_brand(written(tmp_path, text))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_logo_by_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    inside = tmp_path / "brand"
    inside.mkdir()
    (inside / "logo.png").symlink_to(picture(tmp_path, "private.png"))
    with pytest.raises(ReadinessError, match="lies outside"):
        read_brand(written(inside, "logo: logo.png"))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: Image.new("L", (2001, 2000)).save(path, "PNG"), "2,001 × 2,000 pixels"),
        (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 1_000_001), "give a picture of at most 1,000,000"),
        (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 100), "is no PNG or JPEG"),
        (lambda path: Image.new("P", (9, 9)).save(path, "GIF"), "is no PNG or JPEG"),
        (lambda path: path.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "is no PNG or JPEG"),
    ],
)
def test_a_logo_is_bounded_and_of_a_known_kind(tmp_path: Path, make, said: str) -> None:
    make(tmp_path / "logo.png")
    with pytest.raises(ReadinessError, match=re.escape(said)):
        read_brand(written(tmp_path, "logo: logo.png"))


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)

    head = (60_000).to_bytes(4) + (60_000).to_bytes(4) + bytes((8, 2, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100_000)) + chunk(b"IEND", b"")
    (tmp_path / "logo.png").write_bytes(bomb)
    with pytest.raises(ReadinessError, match=r"60,000 × 60,000 pixels|is no PNG"):
        read_brand(written(tmp_path, "logo: logo.png"))


@given(st.binary(max_size=400))
def test_no_bytes_make_a_logo_fail_otherwise(raw: bytes) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + raw)
        try:
            read_brand(written(folder, "logo: logo.png"))
        except ReadinessError as error:
            assert "\n" not in str(error)


def test_a_logo_is_drawn_anew_and_keeps_nothing_but_its_pixels(tmp_path: Path) -> None:
    from PIL.PngImagePlugin import PngInfo

    hidden = PngInfo()
    hidden.add_text("Comment", "secret-of-the-camera")
    Image.new("RGBA", (2000, 100), (0, 0, 0, 0)).save(tmp_path / "logo.png", pnginfo=hidden)
    made = read_brand(written(tmp_path, "logo: logo.png"))
    assert made.logo is not None and b"secret" not in made.logo.png and (made.logo.width, made.logo.height) == (800, 40)
    assert Image.open(BytesIO(made.logo.png)).convert("RGB").getpixel((5, 5)) == (255, 255, 255)
    picture(tmp_path, "photo.jpg", form="JPEG", mode="RGB")
    assert read_brand(written(tmp_path, "logo: photo.jpg")).logo is not None


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)
    for key, colour in (("accent", theme.ACCENT), ("text", theme.INK)):
        for paper in branding._PAPERS[key]:
            assert contrast("#" + colour.hexval()[2:], paper) >= 4.5


def test_papers_are_those_of_the_theme() -> None:
    shown = {"#" + colour.hexval()[2:].upper() for colour in (theme.WHITE, theme.PALE, theme.FILL["partly"])}
    assert {paper for papers in branding._PAPERS.values() for paper in papers} == shown


def test_a_brand_changes_the_look_and_no_figure(tmp_path: Path) -> None:
    picture(tmp_path)
    own = read_brand(written(tmp_path, WHOLE))
    context, around = chosen(Choice(brand=own), library(), scope(), CASES["dated"](), None)
    assert around.label == "Strictly private"
    before = theme.ACCENT.hexval()
    branded, _ = render_pdf(context, around=around, brand=own)
    assert theme.ACCENT.hexval() == before
    plain, _ = render_pdf(context, around=around)
    assert branded == render_pdf(context, around=around, brand=own)[0] != plain
    pages, others = ([page.extract_text() for page in PdfReader(BytesIO(one)).pages] for one in (branded, plain))
    assert pages[1:] == others[1:]
    assert "Harbour & Pine Advisers (invented)" in pages[0] and "Prepared for the management's meeting." in " ".join(pages[0].split())
    assert len(PdfReader(BytesIO(branded)).pages[0].images) == 1
    data = report_data(context, around)
    page = html.fromstring(html_text(data, own))
    (shown,) = page.iter("img")
    assert shown.get("alt") == own.name
    assert own.logo is not None and base64.b64decode(shown.get("src").partition(",")[2]) == own.logo.png
    (style,) = page.iter("style")
    assert "--accent: #6B1E5A; --ink: #101418;" in style.text
    assert "img-src data:;" in page.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
    assert "Harbour & Pine" not in html_text(data) and "img-src" not in html_text(data)
    assert "Harbour &amp; Pine Advisers" in markdown_report(data, own)
    made = Document(BytesIO(word_bytes(data, own)))
    assert len(made.inline_shapes) == 1 and str(made.styles["Heading 1"].font.color.rgb) == "6B1E5A"


def test_the_letter_bears_no_adviser(tmp_path: Path) -> None:
    picture(tmp_path)
    own = read_brand(written(tmp_path, WHOLE))
    context, around = chosen(Choice(reader="buyer", brand=own), library(), scope(), CASES["dated"](), None)
    text = PdfReader(BytesIO(render_pdf(context, around=around, brand=own)[0])).pages[0].extract_text()
    assert "Harbour" not in text and "Strictly private" not in text
    assert "Harbour" not in html_text(report_data(context, around), own)
    assert "Harbour" not in markdown_report(report_data(context, around), own)


def test_hostile_texts_in_a_brand_are_texts(tmp_path: Path) -> None:
    own = read_brand(
        written(tmp_path, json.dumps({"name": NASTY[:120], "cover_text": NASTY * 2, "label": "<b>" + "W" * 60}, ensure_ascii=False))
    )
    context, around = chosen(Choice(brand=own), library(), scope(), CASES["realistic"](), None)
    data = report_data(context, around)
    page = html.fromstring(html_text(data, own))
    assert not list(page.iter("b", "img", "para"))
    assert not [one for one in page.iter("a") if not (one.get("href") or "").startswith("#")]
    assert "<b>" not in markdown_report(data, own)
    content, _ = render_pdf(context, around=around, brand=own)
    assert "<b>bold</b>" in " ".join(PdfReader(BytesIO(content)).pages[0].extract_text().split())
    word_bytes(data, own)
