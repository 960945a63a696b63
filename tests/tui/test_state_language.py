"""New assessments made in the wizard are asked in the configured language, where the questions are there in it."""

from __future__ import annotations

import pytest

from readiness.config import Config
from readiness.tui.state.beginning import library_for


@pytest.mark.parametrize(("wanted", "spoken"), [("de", "de"), ("en", "en"), ("", "en"), ("fr", "en"), ("../de", "en")])
def test_the_configured_language_is_taken_where_it_is_there(wanted: str, spoken: str) -> None:
    library = library_for(Config(language=wanted))
    assert library.language == spoken
    assert library.category_by_id["A"].title == ("Verfügbarkeit" if spoken == "de" else "Availability")
