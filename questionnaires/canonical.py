"""A library's canonical text, which a round is asked with and a file carries, and the library read back from it. Knows no YAML."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from questionnaires.data import Data
from questionnaires.model import Library
from questionnaires.sources import MOST_PROBLEMS, LibraryError
from questionnaires.wording import dotted, ended, explained, kind

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Checked = TypeVar("Checked", bound=Data)


def canonical_text(library: Library) -> str:
    """The whole effective library as one canonical JSON text: what a round is asked with, complete in itself.

    Key order is the schema's and the author's: the first criterion a question names is its home.
    """
    return json.dumps(library.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))


def content_hash(text: str) -> str:
    """SHA-256 in hex of a canonical library text."""
    return hashlib.sha256(text.encode()).hexdigest()


def parse_library(text: str | bytes, name: str = "stored library") -> Library:
    """A library read back from its canonical text; as untrusted as any file. Raises LibraryError."""
    # Straight from the text, twice as fast as by way of Python values, and from bytes without a copy. What it refuses is read
    # again, to be told in our words.
    with contextlib.suppress(ValueError):
        return Library.model_validate_json(text)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise LibraryError([f"{name}: not readable as JSON; the file may be damaged."]) from None
    if not isinstance(data, dict):
        raise LibraryError([f"{name}: must be an object with keys, found {kind(data)}."])
    return validated(Library, data, lambda path: name)


def validated(schema: type[Checked], data: dict[str, Any], locate: Callable[[tuple[str | int, ...]], str]) -> Checked:
    """Data as a model; ``locate`` says where a path into it stands. Raises LibraryError with a sentence for each fault."""
    try:
        return schema.model_validate(data)
    except ValidationError as error:
        raise LibraryError([_sentence(detail, locate) for detail in error.errors(include_url=False)[:MOST_PROBLEMS]]) from None


def _sentence(detail: ErrorDetails, locate: Callable[[tuple[str | int, ...]], str]) -> str:
    path = detail["loc"]
    key = dotted(path) or "file"
    return ended(f"{locate(path)}: {key}: {explained(detail)}")
