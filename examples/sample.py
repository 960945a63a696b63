"""Writes docs/sample, the demo company's report as PDF and page, and docs/pictures, three of its pages for the README.

Run by `make sample`, which needs pdftoppm (Debian: poppler-utils).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from unittest.mock import patch

from PIL import Image
from pypdf import PdfReader

from readiness.assessment import Assessment
from readiness.demo import make_demo
from readiness.reports.writing import write_report

DOCS = Path(__file__).parent.parent / "docs"
NAME = "larkfield-remediation-plan"
DAY = date(2026, 10, 1)
# The picture's name, and what stands on the page it shows.
PICTURES = {"report-summary": "Where you stand", "report-criteria": "Criteria at a glance", "report-plan": "Smallest sound form:"}
DOTS_PER_INCH = 90
COLOURS = 128


def write_sample(folder: Path) -> Path:
    """The demo company's report of ``DAY`` in ``folder``, as PDF and as page; the PDF's path. The same version gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        # What is answered is of the day on which it is: here of that day too, and not of whichever this is run on.
        with patch("readiness.storage.log.utc_now", lambda: f"{DAY}T12:00:00.000Z"):
            demo = make_demo(Path(place))
        _write(demo, folder)
    return folder / f"{NAME}.pdf"


def _write(demo: Path, folder: Path) -> None:
    with Assessment.open(demo) as assessment:
        for suffix in (".pdf", ".html"):
            target = folder / f"{NAME}{suffix}"
            write_report(assessment, target, today=DAY)
            # A report is its owner's alone; this one is everybody's.
            target.chmod(0o644)


def write_pictures(pdf: Path, folder: Path) -> None:
    """The pages of ``PICTURES`` as PNG in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = [page.extract_text() for page in PdfReader(pdf).pages]
    for name, words in PICTURES.items():
        number = next(number for number, text in enumerate(pages, start=1) if words in text and "Contents" not in text)
        only = ["-f", str(number), "-l", str(number), "-singlefile", "-r", str(DOTS_PER_INCH), "-png"]
        subprocess.run(["pdftoppm", *only, str(pdf), str(folder / name)], check=True)
        picture = folder / f"{name}.png"
        # A page has few colours, and a repository keeps every version.
        Image.open(picture).convert("RGB").quantize(COLOURS).save(picture, optimize=True)


def main() -> int:
    """Writes both; 2 without pdftoppm."""
    if shutil.which("pdftoppm") is None:
        print("pdftoppm is missing: install it (Debian: apt install poppler-utils), then try again.", file=sys.stderr)
        return 2
    write_pictures(write_sample(DOCS / "sample"), DOCS / "pictures")
    print(f"Wrote {DOCS / 'sample'} and {DOCS / 'pictures'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
