"""The form that starts an assessment."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from questionnaires.model import Library
from readiness.tui.dialogs.form import Field, FormDialog
from readiness.tui.state.beginning import SUFFIX
from readiness.tui.state.quick_asking import always_in, asks_alone, choice_words

TYPES = (("2", "Type II: operating through a window of months"), ("1", "Type I: in place on one date"))


def set_choices(library: Library, always: str) -> tuple[tuple[str, str], ...]:
    """Either set in words. ``always`` names the categories that are always in: a quick set may ask about nothing else."""
    screen = f"quick: a screen of {always} alone, in about an hour" if asks_alone(library) else "quick: a screen in about an hour"
    return ("quick", screen), ("full", "full: every category chosen; can show a criterion as met")


def new_dialog(library: Library, make: Callable[[Mapping[str, str]], None]) -> FormDialog:
    """Organisation, file, type, set and each category besides those always in. ``make`` makes the file or raises ReadinessError."""
    always = always_in(library)
    categories = [
        Field(
            f"category-{category.id}",
            f"{category.title} in the report?",
            "no",
            "cycle",
            (("no", "no"), ("yes", choice_words(library, category))),
        )
        for category in library.scored_categories
        if not category.common
    ]
    fields = [
        Field("organisation", "Organisation", needed="Name the organisation the report is about."),
        Field("file", "File", f"assessment{SUFFIX}", needed="Name the file to make."),
        Field("type", "Report type", "2", "cycle", TYPES),
        Field("set", "Questions", "quick", "cycle", set_choices(library, always)),
        *categories,
    ]
    return FormDialog(f"New assessment · {always} is always in" if always else "New assessment", fields, make, does="make")
