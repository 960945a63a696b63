"""Remediation steps as restricted Jinja text over the scope's facts: checked on the syntax tree, rendered in a sandbox.

Allowed are output, if/elif/else, comparisons, and/or/not/in, constants and a few text filters; nothing can loop, call or
reach into an object. A fact nobody has stated counts as false and prints as nothing.
Jinja takes long to load, and most of what a library is read for writes no step out: it is imported on use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from questionnaires.conditions import FactValue

MAX_LENGTH = 2_000
MAX_DEPTH = 30
FILTERS = frozenset({"lower", "upper", "capitalize", "join"})


class StepError(ValueError):
    """A step that is no valid restricted template; the message says what stands where and what is allowed."""


def check_step(text: str, facts: Iterable[str]) -> None:
    """Raises StepError unless ``text`` uses only what steps may use and names only known ``facts``."""
    from questionnaires.templates import require_known

    require_known(text, frozenset(facts))


def logic(text: str) -> frozenset[str]:
    """What a step tests and writes out, as opaque marks: two wordings of one step have the same. Raises StepError.

    The text between the entries of a joined list is wording, everything else in a test or an output is not.
    """
    from questionnaires.templates import marks

    return marks(text)


def render_step(text: str, facts: Mapping[str, FactValue]) -> str:
    """The step's text for these facts, as plain text that the caller escapes for where it goes.

    Raises StepError for a template outside the restricted language (a library read back from a file is untrusted), or one
    that does not fit the facts.
    """
    if "{" not in text:
        return text
    from questionnaires.templates import compiled

    values: dict[str, Any] = {name: list(value) if isinstance(value, tuple) else value for name, value in facts.items()}
    try:
        return compiled(text).render(values)
    except StepError:
        raise
    except TypeError:
        raise StepError("compares a fact with a value of another type, or looks for an unknown fact in a text") from None
    except Exception as error:
        # Whatever else compiled template code may raise: the caller knows how to say it about the library.
        raise StepError(f"cannot be written out ({type(error).__name__})") from None
