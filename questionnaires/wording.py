"""Says in a reader's words what is wrong with a value: what was expected, what was found, and the usual trap behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_LONGEST = 40
_LONGEST_KEY = 80


def kind(value: object) -> str:
    """What YAML made of a value, in words that point at the usual traps."""
    if isinstance(value, bool):
        return "yes/no (YAML reads yes, no, on and off as truth values)"
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping (a text with ': ' in it must be quoted)"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, str):
        return f"the text {shortened(value)!r}"
    if isinstance(value, int | float):
        return f"the number {shortened(value)}"
    return f"the {type(value).__name__} {shortened(value)}"


def shortened(value: object, most: int = _LONGEST) -> str:
    """The value as text, cut where it would fill the screen."""
    try:
        text = str(value)
    except ValueError:  # an int with more digits than Python prints
        return "of thousands of digits"
    return text if len(text) <= most else f"{text[: most - 1]}…"


def count_text(count: int, singular: str, plural: str = "") -> str:
    """A counted noun, such as 1 item or 3 items."""
    return f"{count} {singular if count == 1 else plural or singular + 's'}"


def nearest(word: str, choices: Iterable[str]) -> str:
    """``"; did you mean X?"`` for the choice that looks most like ``word``, or nothing."""
    # Only what is wrong needs it.
    from difflib import get_close_matches

    close = get_close_matches(word[:100], list(choices), n=1)
    return f"; did you mean {close[0]}?" if close else ""


def dotted(path: Iterable[object]) -> str:
    """A path into a library as one word: ``questions.0.text``. A key may be as long and odd as a file is."""
    return ".".join(shortened(part, _LONGEST_KEY) for part in path)


def ended(text: str) -> str:
    """``text`` as a whole sentence on one line: with a full stop, unless it is a question or has one.

    Whatever does not print, in a key or file name say, is written as an escape.
    """
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)
    return text if text.endswith((".", "?")) else f"{text}."


def explained(detail: ErrorDetails) -> str:
    """What is wrong and what would be right, as the end of a sentence that began with the key."""
    said = _WORDS.get(detail["type"])
    if said is None:
        message = detail["msg"][:1].lower() + detail["msg"][1:]
        return f"{message}, found {kind(detail.get('input'))}"
    return said(detail.get("ctx", {}), detail.get("input"))


def _must(be: str) -> Callable[[dict[str, Any], object], str]:
    return lambda _context, value: f"must be {be}, found {kind(value)}"


def _text(_context: dict[str, Any], value: object) -> str:
    # Nothing is mended by leaving it out, everything else by quotes.
    return f"must be text, found {kind(value)}" + ("" if value is None else "; put it in quotes")


_WORDS: dict[str, Callable[[dict[str, Any], object], str]] = {
    "missing": lambda _context, _value: "is missing; add it",
    "extra_forbidden": lambda _context, _value: "is not a key that may stand here; check the spelling or remove it",
    "invalid_key": lambda _context, _value: "is no text, and keys are; put it in quotes",
    "value_error": lambda context, _value: str(context["error"]),
    "string_type": _text,
    "string_unicode": lambda _context, _value: "holds bytes that are not valid text; type it anew",
    "string_too_short": lambda _context, _value: "must not be empty",
    "string_too_long": lambda context, value: f"is too long: at most {context['max_length']:,} characters, found {len(str(value)):,}",
    "string_pattern_mismatch": lambda context, value: f"has the wrong form, found {kind(value)}; it must match {context['pattern']}",
    "bool_type": _must("true or false"),
    "bool_parsing": _must("true or false"),
    "int_type": _must("a whole number"),
    "int_parsing": _must("a whole number"),
    "int_parsing_size": _must("a whole number of moderate size"),
    "int_from_float": _must("a whole number"),
    "float_type": _must("a number"),
    "float_parsing": _must("a number"),
    "finite_number": _must("a number"),
    "greater_than_equal": lambda context, value: f"must be at least {context['ge']:,}, found {kind(value)}",
    "less_than_equal": lambda context, value: f"must be at most {context['le']:,}, found {kind(value)}",
    "list_type": _must("a list"),
    "tuple_type": _must("a list"),
    "dict_type": _must("a mapping of keys to values"),
    "model_type": _must("a mapping of keys to values"),
    "model_attributes_type": _must("a mapping of keys to values"),
    "too_long": lambda context, _value: f"has too many entries; at most {context['max_length']:,}",
    "too_short": lambda context, _value: f"has too few entries; at least {context['min_length']:,}",
    "literal_error": lambda context, value: f"must be {context['expected']}, found {kind(value)}",
}
