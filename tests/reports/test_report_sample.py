"""docs/sample is what the demo company's report is today, and the README's pictures are pages of it."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from pypdf import PdfReader

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "examples"))

from sample import DOCS, NAME, PICTURES, write_pictures, write_sample  # noqa: E402

DUE = "run make sample"
pytestmark = pytest.mark.xdist_group("sample")


def drawn(path: Path) -> list[str]:
    """What each page draws. Compared unpacked, since another version of zlib packs the same in other bytes."""
    return [hashlib.sha256(page.get_contents().get_data()).hexdigest() for page in PdfReader(path).pages]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return write_sample(tmp_path_factory.mktemp("sample"))


def test_the_sample_is_current(made):
    kept = DOCS / "sample" / made.name
    assert drawn(kept) == drawn(made), DUE
    assert PdfReader(kept).metadata == PdfReader(made).metadata, DUE
    page = f"{NAME}.html"
    assert (DOCS / "sample" / page).read_text(encoding="utf-8") == (made.parent / page).read_text(encoding="utf-8"), DUE


def test_pictures_are_small_and_each_is_there():
    assert {path.stem for path in (DOCS / "pictures").glob("report-*.png")} == set(PICTURES)
    for path in (DOCS / "pictures").glob("report-*.png"):
        assert path.stat().st_size < 120_000


@pytest.mark.needs_apt
def test_the_pictures_are_current(made, tmp_path):
    write_pictures(made, tmp_path)
    for name in PICTURES:
        now, kept = (Image.open(folder / f"{name}.png").convert("L") for folder in (tmp_path, DOCS / "pictures"))
        # Other versions of the renderer smooth edges a little differently.
        assert now.size == kept.size and ImageStat.Stat(ImageChops.difference(now, kept)).mean[0] < 1, DUE
