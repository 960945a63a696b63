"""What stated facts say about the scope: which categories fit, what to ask the auditor for, how wide, which traps are near.

Advice never changes anything; what nobody stated never speaks for or against anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from questionnaires.conditions import FactValue
from questionnaires.model import AdviceEntry, Category, Library
from scoring.model import Scope
from scoring.occurrences import months_of
from scoring.select import chosen_categories

Standing = Literal["recommended", "consider", "leave out for now", "not settled yet"]
Disagreement = Literal["left out though recommended", "chosen though nothing stated speaks for it"]


@dataclass(frozen=True, slots=True)
class CategoryAdvice:
    """One category that may be chosen: where it stands, why, and which facts would decide what is still open.

    ``reasons`` are those that made the standing; while it is not settled, those that speak against so far. ``remarks`` are
    warnings and notes beside them. ``disagreement`` is set where the scope chose otherwise.
    """

    id: str
    title: str
    standing: Standing
    chosen: bool
    reasons: tuple[str, ...]
    remarks: tuple[str, ...]
    open_facts: tuple[str, ...]
    disagreement: Disagreement | None


@dataclass(frozen=True, slots=True)
class Note:
    """Advice on the report as a whole: ``subject`` names the matter in a few words; ``warns`` marks what can spoil a report."""

    id: str
    about: Literal["report", "width", "pitfall"]
    subject: str
    warns: bool
    text: str


@dataclass(frozen=True, slots=True)
class Advice:
    """All the advice on one scope, in the library's order; warnings before other notes."""

    categories: tuple[CategoryAdvice, ...]
    notes: tuple[Note, ...]

    def __bool__(self) -> bool:
        """Whether there is anything to tell: an older library holds no advice."""
        return bool(self.categories or self.notes)


def advise(library: Library, scope: Scope) -> Advice:
    """What the library's advice says of a scope. A category that the library gives no advice on is left out."""
    known = {**scope.facts, **computed(library, scope)}
    by_category = {
        category.id: [e for e in library.advice if e.about == "category" and e.subject == category.id] for category in library.categories
    }
    notes = [
        Note(entry.id, entry.about, entry.subject, entry.says == "warn", entry.reason)
        for entry in library.advice
        if entry.about != "category" and entry.holds(known)
    ]
    return Advice(
        tuple(
            _category(library, category, category.id in scope.categories, by_category[category.id], known)
            for category in library.scored_categories
            if by_category[category.id] and not category.common
        ),
        tuple(sorted(notes, key=lambda note: not note.warns)),
    )


def computed(library: Library, scope: Scope) -> dict[str, FactValue]:
    """The values of ``questionnaires.advice.COMPUTED`` for a scope; one that has none yet is left out."""
    chosen = chosen_categories(library, scope)
    subservice = [vendor for vendor in scope.vendors if vendor.subservice]
    values: dict[str, FactValue] = {
        "scope_categories": chosen,
        "scope_added": sum(not library.category_by_id[category].common for category in chosen),
        "scope_type": scope.report_type,
        "scope_vendors": len(scope.vendors),
        "scope_subservice": len(subservice),
        "scope_unsettled": sum(vendor.method is None for vendor in subservice),
        "scope_inclusive": sum(vendor.method == "inclusive" for vendor in subservice),
        "scope_commitments": len(scope.commitments),
    }
    window = scope.own_window
    if window is not None:
        values["scope_window_months"] = months_of(window)
    return values


def _category(
    library: Library, category: Category, chosen: bool, entries: Iterable[AdviceEntry], known: Mapping[str, FactValue]
) -> CategoryAdvice:
    """Include beats consider, and both beat leave out; that needs everything that could speak for the category to be known."""
    decided = [(entry, entry.holds(known)) for entry in entries]
    said = {says: tuple(e.reason for e, holds in decided if holds and e.says == says) for says in ("include", "consider", "leave_out")}
    waiting = ("include",) if said["consider"] else ("include", "consider")
    undecided = [entry for entry, holds in decided if holds is None and entry.says in waiting]
    names = dict.fromkeys(name for entry in undecided for name in entry.undecided(known) if name in library.fact_by_id)
    standing: Standing
    if said["include"]:
        standing, reasons, names = "recommended", (*said["include"], *said["consider"]), {}
    elif said["consider"]:
        standing, reasons = "consider", said["consider"]
    elif undecided:
        standing, reasons = "not settled yet", said["leave_out"]
    else:
        standing, reasons = "leave out for now", said["leave_out"] or ("Nothing you stated speaks for it.",)
    disagreement: Disagreement | None = None
    if standing == "recommended" and not chosen:
        disagreement = "left out though recommended"
    elif standing == "leave out for now" and chosen:
        disagreement = "chosen though nothing stated speaks for it"
    remarks = [entry for entry, holds in decided if holds and entry.says in ("warn", "note")]
    return CategoryAdvice(
        id=category.id,
        title=category.title,
        standing=standing,
        chosen=chosen,
        reasons=reasons,
        remarks=tuple(entry.reason for entry in sorted(remarks, key=lambda entry: entry.says == "note")),
        open_facts=tuple(names),
        disagreement=disagreement,
    )
