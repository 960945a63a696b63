"""Reads a user's file whole, up to a bound, as it is or as YAML, with the errors people really meet in clear words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from questionnaires.sources import LibraryError, Source
from questionnaires.wording import kind
from readiness.errors import ReadinessError
from readiness.turns import opened

MAX_BYTES = 10_000_000


def read_bounded(path: Path) -> bytes:
    """The file's bytes. Raises ReadinessError if it is missing, a folder, unreadable or too large."""
    try:
        with opened(path) as stream:
            raw = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ReadinessError(f"{path}: no such file; check the name.") from None
    except IsADirectoryError:
        raise ReadinessError(f"{path}: is a folder; name a file in it.") from None
    except (OSError, ValueError) as error:
        raise ReadinessError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error}); check its permissions.") from None
    if len(raw) > MAX_BYTES:
        raise ReadinessError(f"{path}: has more than {MAX_BYTES:,} bytes; split it.")
    return raw


def read_keys(path: Path, such_as: str) -> tuple[Source, dict[Any, Any]]:
    """A YAML file of keys, with the places they stand at: empty where it holds nothing. ``such_as`` names two of them.

    Raises ReadinessError for a file that holds anything else, or can't be read.
    """
    try:
        source = Source(str(path), read_bounded(path))
    except LibraryError as error:
        raise ReadinessError(str(error)) from None
    content = {} if source.content is None else source.content
    if not isinstance(content, dict):
        raise ReadinessError(f"{path}:1:1: the file must hold keys such as {such_as}, found {kind(content)}.")
    return source, content
