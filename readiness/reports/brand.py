"""The brand file: a consultant's name, logo, colours, paper, cover text and line of confidentiality, checked as any file from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from questionnaires.sources import Source
from questionnaires.wording import ended, explained, nearest, shortened
from readiness.errors import ReadinessError
from readiness.exchange.cleaning import clean
from readiness.exchange.files import read_keys
from readiness.papers import A4, PAPERS, PaperName, PaperSize
from readiness.reports.logo import Logo, read_logo

LONGEST_LABEL = 70
_LEAST_CONTRAST = 4.5
# What each colour is read on: white paper, the tint behind columns of facts, and the darkest tile that text stands on.
_PAPERS = {"accent": ("#FFFFFF", "#F3F6F7"), "text": ("#FFFFFF", "#E2B565")}

_Line = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=120)]
_Passage = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=600)]
_Colour = Annotated[str, StringConstraints(strict=True, pattern=r"^#[0-9A-Fa-f]{6}$")]
_Paper = Annotated[PaperName, BeforeValidator(lambda name: name.casefold() if isinstance(name, str) else name)]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Colours(_Closed):
    """``accent`` is for headings and lines, ``text`` for what is read."""

    accent: _Colour = ""
    text: _Colour = ""


class _BrandFile(_Closed):
    """The whole of the file; whatever is left out is empty and stays as the program has it."""

    name: _Line = ""
    logo: _Line = ""
    cover_text: _Passage = ""
    label: Annotated[_Line, Field(max_length=LONGEST_LABEL)] = ""
    paper: _Paper = A4.name
    colours: _Colours = _Colours()


@dataclass(frozen=True, slots=True)
class Brand:
    """How a report is to look: empty or None stands for the program's own. Colours are ``#RRGGBB``, dark enough to read on white."""

    name: str = ""
    cover_text: str = ""
    label: str | None = None
    accent: str | None = None
    text: str | None = None
    logo: Logo | None = None
    paper: PaperSize = A4


PLAIN = Brand()
"""The program's own look."""


def read_brand(path: Path, paper: PaperSize = A4) -> Brand:
    """The brand in the YAML file at ``path``; printed on ``paper`` unless it names another.

    Raises ReadinessError with a line for each fault: file:line:column, key, what is wrong and what would be right.
    """
    source, content = read_keys(path, "name: and logo:")
    if any(not isinstance(key, str) for key in content):
        raise ReadinessError(f"{path}: keys are text such as name; put the others in quotes.")
    try:
        file = _BrandFile.model_validate(content)
    except ValidationError as error:
        raise ReadinessError("\n".join(_sentence(detail, source) for detail in error.errors(include_url=False))) from None
    faults = [_too_pale(source, key, value) for key, value in (("accent", file.colours.accent), ("text", file.colours.text)) if value]
    if any(faults):
        raise ReadinessError("\n".join(filter(None, faults)))
    return Brand(
        name=" ".join(clean(file.name).split()),
        cover_text=clean(file.cover_text),
        label=" ".join(clean(file.label).split()) or None,
        accent=file.colours.accent or None,
        text=file.colours.text or None,
        paper=PAPERS[file.paper] if "paper" in file.model_fields_set else paper,
        logo=None if not file.logo else _logo(path, file.logo, f"{source.locate(('logo',))}: logo:"),
    )


def _sentence(detail: ErrorDetails, source: Source) -> str:
    place = detail["loc"]
    said = explained(detail)
    if place[:1] == ("colours",) and len(place) == 2 and detail["type"] != "extra_forbidden":
        said = 'must be a colour such as "#0E5A6B", in quotes'
    elif detail["type"] == "extra_forbidden":
        known = _BrandFile.model_fields if len(place) == 1 else _Colours.model_fields
        said = f"is not a known key{nearest(str(place[-1]), known) or '; known are ' + ', '.join(known)}"
    return ended(f"{source.locate(place)}: {'.'.join(shortened(part) for part in place)}: {said}")


def _too_pale(source: Source, key: str, colour: str) -> str:
    found, paper = min((contrast(colour, paper), paper) for paper in _PAPERS[key])
    if found >= _LEAST_CONTRAST:
        return ""
    return (
        f"{source.locate(('colours', key))}: colours.{key}: {colour} on {paper} has a contrast of {found:.1f}:1, too pale to read; "
        f"give a darker one, {_LEAST_CONTRAST}:1 or more."
    )


def _logo(brand: Path, named: str, where: str) -> Logo:
    """The logo beside the brand file; one from anywhere else could be a private picture that somebody wants to see in a report."""
    folder = brand.resolve().parent
    try:
        path = (folder / named).resolve()
    except (OSError, ValueError):
        raise ReadinessError(f"{where} {shortened(named)} is no file name; name a picture beside the brand file.") from None
    if not path.is_relative_to(folder):
        raise ReadinessError(f"{where} {shortened(named)} lies outside the brand file's folder; put the picture beside the brand file.")
    return read_logo(path, where)


def contrast(one: str, other: str) -> float:
    """Contrast of two colours ``#RRGGBB``, 1 to 21, by the formula of WCAG 2.2 (relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
