"""The shipped library as its YAML says it, read once a process: reading it anew costs more than most tests that look at it."""

from functools import cache

from questionnaires.loader import load_library
from questionnaires.model import Library


@cache
def shipped_once(language: str | None = None) -> Library:
    """The library that ships with the program, in its own language or in ``language``."""
    return load_library(language=language)
