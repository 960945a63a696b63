"""What somebody asks of a report besides its format: whom it is for, which sections, in which state, under which brand and label."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from questionnaires.model import Library
from questionnaires.wording import nearest, shortened
from readiness.errors import ReadinessError
from readiness.reports.brand import PLAIN, Brand
from readiness.reports.edition import Edition, FinalRow, State, edition
from readiness.reports.model import ReportContext
from readiness.reports.narrowing import narrowed, reader_named
from readiness.reports.versions import SECTIONS, VERSIONS, Version
from scoring.model import Scope

# What a format is made for; the others print every version.
_SERVES: dict[str, tuple[Version, ...]] = {".xlsx": ("team", "auditor", "person"), ".json": ("team",)}
_WHOM: dict[Version, str] = {"team": "team", "board": "board", "auditor": "auditor", "buyer": "buyer", "person": "one owner"}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked for. ``reader`` names a version or an owner; ``only`` and ``without`` name sections; ``number`` a final version;
    ``label`` the line of confidentiality, None for the brand's or the version's own."""

    reader: str = "team"
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    state: State = "draft"
    number: int | None = None
    label: str | None = None
    brand: Brand = PLAIN

    @property
    def version(self) -> Version:
        """The version that ``reader`` asks for; an owner's where it names no other."""
        named = self.reader.strip().casefold()
        return next((version for version in VERSIONS if version == named and version != "person"), "person")


def check_choice(choice: Choice, target: Path, template: Path | None) -> None:
    """Raises ReadinessError for what cannot be had together, before anything is read."""
    for name in (*choice.only, *choice.without):
        if name not in SECTIONS:
            hint = nearest(name, SECTIONS)
            raise ReadinessError(f"{shortened(name)}: is no section of a report{hint or ';'} sections are {', '.join(_choosable())}.")
    if choice.only and choice.without:
        raise ReadinessError("--section and --without: give the sections to print, or those to leave out, not both.")
    if choice.version == "buyer" and (choice.only or choice.without):
        raise ReadinessError("--for buyer: the letter is one page and has no sections to choose; leave --section and --without out.")
    if not _sections(choice):
        raise ReadinessError("--without: nothing would be left to print; leave fewer sections out.")
    if "letter" in choice.only:
        raise ReadinessError("--section letter: the letter stands alone; use --for buyer.")
    if template is not None and (choice.version != "team" or choice.only or choice.without):
        raise ReadinessError("--template: a template of your own says itself what it prints; leave --for, --section and --without out.")
    served = _SERVES.get(target.suffix.lower()) if template is None else None
    if served is not None and choice.version not in served:
        fit = ", ".join(_WHOM[version] for version in served)
        raise ReadinessError(f"{target}: this format is made for {fit}; for {choice.reader} use .pdf, .docx, .html or .md.")
    if choice.number is not None and choice.state != "final":
        raise ReadinessError("--version: names a final version; add --state final, or leave it out.")


def _choosable() -> list[str]:
    return [name for name in SECTIONS if name != "letter"]


def _sections(choice: Choice) -> tuple[str, ...]:
    if choice.only:
        return tuple(dict.fromkeys(choice.only))
    return tuple(name for name in VERSIONS[choice.version] if name not in choice.without)


def chosen(choice: Choice, library: Library, scope: Scope, context: ReportContext, final: FinalRow | None) -> tuple[ReportContext, Edition]:
    """The rows and the edition that are asked for. Raises ReadinessError that lists whom there is for an owner nobody knows."""
    version, reader = choice.version, ""
    if version == "person":
        owner = reader_named(library, scope, context, choice.reader)
        context, reader = narrowed(context, owner), owner.title
    label = choice.label if choice.label is not None or version == "buyer" else choice.brand.label
    around = edition(context.cover, version, reader=reader, sections=_sections(choice), state=choice.state, label=label, final=final)
    return context, around
