"""Which glossary is shown: the open library's own, else that of the library new files are asked with. Knows no terminal."""

from __future__ import annotations

from questionnaires.glossary import GlossaryTerm
from questionnaires.model import Library
from readiness.config import Config
from readiness.errors import ReadinessError
from readiness.shipped import shipped_library
from readiness.tui.state.beginning import library_for


def glossary_for(config: Config, opened: Library | None) -> tuple[GlossaryTerm, ...]:
    """The terms of the first that has any: the library ``opened``, the configured one, the shipped one."""
    if opened is not None and opened.glossary:
        return opened.glossary
    try:
        configured = library_for(config)
    except ReadinessError:  # the terms of the program itself are explained all the same
        return shipped_library().glossary
    return configured.glossary or shipped_library().glossary
