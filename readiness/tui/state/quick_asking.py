"""Which categories the quick set leaves out, and the sentences that say so. Knows no terminal."""

from __future__ import annotations

from questionnaires.model import Category, Library, Question
from readiness.tui.state.text import one_line

# One in so many of a category's own questions is next to nothing.
_NEXT_TO_NOTHING = 10


def always_in(library: Library) -> str:
    """The titles of the categories that are in every report."""
    return one_line(" and ".join(category.title for category in library.scored_categories if category.common), 60)


def asks_alone(library: Library) -> bool:
    """Whether the quick set asks about nothing besides what is always in."""
    common = {category.id for category in library.categories if category.common}
    home = {criterion.id: criterion.category for criterion in library.criteria}
    return bool(common) and all(home[question.home] in common for question in library.questions if question.quick)


def left_out(library: Library, category: Category) -> bool:
    """Whether the quick set asks nothing, or next to nothing, of what a category has questions of its own for."""
    own = _own(library, category)
    return bool(own) and sum(question.quick for question in own) * _NEXT_TO_NOTHING <= len(own)


def choice_words(library: Library, category: Category) -> str:
    """The yes to a category in the form of a new assessment."""
    return "yes: asked about in the full set, not in the quick one" if left_out(library, category) else "yes"


def widening_words(library: Library, category: Category) -> str:
    """What to know when a category is chosen with the quick set; empty where that set asks about it."""
    if not left_out(library, category):
        return ""
    asked = f"about {always_in(library)} alone" if asks_alone(library) else f"hardly anything about {one_line(category.title, 40)}"
    return f"The quick set asks {asked}; widen to the full set for {one_line(category.title, 40)}"


def gauge_words(library: Library, category: Category) -> str:
    """What to say beside a category's gauge in the quick set; empty where that set asks about it."""
    if not left_out(library, category):
        return ""
    asked = "hardly" if any(question.quick for question in _own(library, category)) else "not"
    return f"its own criteria are {asked} asked in the quick set"


def _own(library: Library, category: Category) -> list[Question]:
    home = {criterion.id: criterion.category for criterion in library.criteria}
    return [question for question in library.questions if home[question.home] == category.id and not category.common]
