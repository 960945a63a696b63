"""The generated documents say what the library says."""

from pathlib import Path

import pytest

from questionnaires.loader import load_library
from questionnaires.reference import figures, reference, with_figures

ROOT = Path(__file__).parents[2]


def test_the_reference_page_is_current() -> None:
    assert (ROOT / "docs" / "library.md").read_text(encoding="utf-8") == reference(load_library())


def test_the_figures_in_the_readme_are_current() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert with_figures(readme, load_library()) == readme


def test_the_figures_count_what_is_there() -> None:
    library = load_library()
    asked = [question for question in library.questions if not question.home.startswith("DC")]
    assert f"| **all** | 61 | {len(asked)} | 65 | {6 * len(asked)} | 327 of 330 |" in figures(library)


def test_a_readme_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="needs"):
        with_figures("# readme", load_library())
