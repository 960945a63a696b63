"""Word and Excel files in LibreOffice: opened without a complaint and printed, text and all."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest
from format_cases import CASES

from readiness.reports.machine import report_data
from readiness.reports.word import word_bytes
from readiness.reports.workbook import workbook_bytes

pytestmark = pytest.mark.needs_apt


def test_libreoffice_opens_both(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    assert program is not None, "LibreOffice is missing (Debian: apt install libreoffice-calc-nogui libreoffice-writer-nogui)"
    makers = {"docx": word_bytes, "xlsx": workbook_bytes}
    expected = {}
    for case in ("dated", "formulas"):
        report = CASES[case]()
        for suffix, make in makers.items():
            path = tmp_path / f"{suffix}-{case}.{suffix}"
            path.write_bytes(make(report_data(report)))
            expected[path] = [gap.criterion for gap in report.gaps]
    command = [program, "--headless", "--norestore", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", "pdf"]
    run = subprocess.run([*command, "--outdir", tmp_path, *expected], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "Error" not in run.stdout + run.stderr
    for path, criteria in expected.items():
        said = "".join(page.extract_text() for page in pypdf.PdfReader(path.with_suffix(".pdf")).pages)
        assert "Brightwater" in said or "cmd|" in said
        assert all(criterion in said for criterion in criteria), path
