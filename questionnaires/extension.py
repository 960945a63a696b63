"""Lays a company's own folder over a library that ships: entries added, wording replaced, questions left out with a reason.

An extension is one level deep and cannot change what a base question means: that takes a question of its own, under a new id.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Any

from pydantic import Field, model_validator

from questionnaires.data import CostBand, Data, Flag, Frequency, Place, Severity, ShortText, Slug, Text
from questionnaires.firmness import unfirm_criteria
from questionnaires.model import Library
from questionnaires.origins import Origins
from questionnaires.question import REWORDED, Anchors, EvidenceWanted, Question, Steps, Variant
from questionnaires.sources import LibraryError
from questionnaires.wording import kind, nearest, shortened

MAX_OVERRIDES = 500
_OWN_KEYS = ("key", "title", "version", "extends", "overrides", "leaves_out", "unasked_points")
# Lists that a framework keeps in library.yaml; an extension may add to them there.
_FRAMEWORK_LISTS = ("categories", "series", "criteria", "roles")
_LINKS = ("after", "sooner_than", "alternatives")


class Override(Data):
    """Fields of one base question said otherwise. What the question means stays: id, criteria, points, type and when it is asked."""

    id: Slug
    text: ShortText | None = None
    why: Text | None = None
    anchors: Anchors | None = None
    variants: Annotated[tuple[Variant, ...], Field(max_length=8)] | None = None
    tiny: Text | None = None
    evidence: EvidenceWanted | None = None
    remediation: Steps | None = None
    theme: Slug | None = None
    owner: Slug | None = None
    frequency: Frequency | None = None
    severity: Severity | None = None
    weight: Annotated[float, Field(gt=0, le=10)] | None = None
    written_expected: Flag | None = None
    quick: Flag | None = None
    quick_win: Flag | None = None
    lead_days: Annotated[int, Field(strict=True, ge=0, le=365)] | None = None
    cost: CostBand | None = None
    after: tuple[Slug, ...] | None = None
    sooner_than: tuple[Slug, ...] | None = None

    @model_validator(mode="before")
    @classmethod
    def _same_meaning(cls, data: object) -> object:
        fixed = [key for key in data if key in Question.model_fields and key not in cls.model_fields] if isinstance(data, dict) else []
        if fixed:
            raise ValueError(f"{fixed[0]} says what the question means and cannot be overridden; ask a question of your own instead")
        return data


class Changes(Data):
    """What an extension does to its base besides adding to it."""

    overrides: Annotated[tuple[Override, ...], Field(max_length=MAX_OVERRIDES)] = ()
    leaves_out: dict[Slug, ShortText] = Field(default_factory=dict)


def base_folder(extends: object, own: Origins) -> Traversable:
    """The folder of the shipped library that ``extends`` names. Raises LibraryError where there is none."""
    shipped = {entry.name: entry for entry in files("questionnaires").iterdir() if entry.is_dir() and (entry / "library.yaml").is_file()}
    if isinstance(extends, str) and extends in shipped:
        return shipped[extends]
    found = f"the text {shortened(extends)!r}" if isinstance(extends, str) else kind(extends)
    raise LibraryError(
        [f"{own.locate(('extends',))}: extends: must be the key of a library that ships ({', '.join(shipped)}), found {found}."]
    )


class Extension(Origins):
    """One extension over its base: the merged data, and where each part of it was written."""

    def __init__(self, written: Mapping[str, Any], own: Origins, base: Library, base_origins: Origins) -> None:
        super().__init__()
        self._written = written
        self._own = own
        self._library = base
        self._base_origins = base_origins
        self._left: dict[str, int] = {}
        self._override_of: dict[int, tuple[int, frozenset[str]]] = {}
        self._kept: dict[str, list[int]] = {}

    @property
    def changes(self) -> dict[str, Any]:
        """The part of the written data that `Changes` describes, still unchecked."""
        return {key: self._written[key] for key in Changes.model_fields if key in self._written}

    def merged(self, changes: Changes) -> dict[str, Any]:
        """The whole effective library as data, still to be validated. Raises LibraryError for what an extension may not do."""
        if problems := [*self._foreign_keys(), *self._impossible(changes)]:
            raise LibraryError(problems)
        base = self._library.model_dump()
        positions = {question.id: index for index, question in enumerate(self._library.questions)}
        for index, override in enumerate(changes.overrides):
            said = override.model_fields_set - {"id"}
            written = self._written["overrides"][index]
            base["questions"][positions[override.id]].update({key: written[key] for key in said})
            self._override_of[positions[override.id]] = (index, frozenset(said))
        self._leave_out(base, changes)
        for key, value in base.items():
            if isinstance(value, tuple | list):
                added = self._written.get(key, [])
                kept = self._kept.setdefault(key, list(range(len(value))))
                base[key] = [*(value[index] for index in kept), *added]
        own = {key: self._written[key] for key in ("key", "title", "version") if key in self._written}
        for key in ("key", "title", "version"):
            del base[key]
        base["unasked_points"] |= self._written.get("unasked_points", {})
        base["extends"] = f"{self._library.key} {self._library.version}"
        base["leaves_out"] = dict(changes.leaves_out)
        return {**base, **own}

    def _leave_out(self, base: dict[str, Any], changes: Changes) -> None:
        """Takes questions out of the base's data, with what points at them and the points that only they touched."""
        out = set(changes.leaves_out)
        self._kept["questions"] = [index for index, question in enumerate(self._library.questions) if question.id not in out]
        for question in base["questions"]:
            for link in _LINKS:
                question[link] = [other for other in question[link] if other not in out]
        added = [entry for entry in self._written.get("questions", []) if isinstance(entry, dict)]
        touched = {point for question in self._library.questions if question.id not in out for point in question.points}
        touched |= {
            point for entry in added if isinstance(entry.get("points"), list) for point in entry["points"] if isinstance(point, str)
        }
        for question_id, reason in changes.leaves_out.items():
            for point in self._library.question_by_id[question_id].points:
                if point not in touched:
                    base["unasked_points"][point] = reason

    def _foreign_keys(self) -> list[str]:
        allowed = {*_OWN_KEYS, *_FRAMEWORK_LISTS}
        problems = []
        for key, value in self._written.items():
            where = f"{self._own.locate((key,))}: {shortened(key)}"
            if key in Library.model_fields and isinstance(getattr(self._library, key), tuple):
                if not isinstance(value, list):
                    problems.append(f"{where}: must be a list, found {kind(value)}.")
            elif key == "unasked_points" and not isinstance(value, dict):
                problems.append(f"{where}: must map points to the reason why nothing is asked, found {kind(value)}.")
            elif key not in allowed:
                said = f"belongs to {self._library.key}, which this library extends; remove it" if key in Library.model_fields else ""
                problems.append(f"{where}: {said or 'is not a key that may stand here; check the spelling or remove it'}.")
        if self._written.get("key") == self._library.key:
            problems.append(f"{self._own.locate(('key',))}: key: {self._library.key} is the extended library's own; give yours another.")
        return problems

    def _impossible(self, changes: Changes) -> list[str]:
        """Overrides and omissions that name what the base does not have, or contradict each other."""
        problems = []
        known = self._library.question_by_id
        seen: set[str] = set()
        for index, override in enumerate(changes.overrides):
            where = f"{self._own.locate(('overrides', index, 'id'))}: overrides.{index}.id"
            if override.id not in known:
                problems.append(f"{where}: {self._library.key} has no question {override.id}{_mended(override.id, known)}")
            elif override.id in seen:
                problems.append(f"{where}: {override.id} is overridden twice; write its fields in one entry.")
            elif override.id in changes.leaves_out:
                problems.append(f"{where}: {override.id} is left out as well; keep one of the two.")
            elif hidden := _hidden(known[override.id], override):
                problems.append(
                    f"{where}: {override.id} has another {hidden} where some facts are stated, which would still be shown; "
                    "write variants as well ([] for none)."
                )
            seen.add(override.id)
        for question_id in changes.leaves_out:
            where = f"{self._own.locate(('leaves_out', question_id))}: leaves_out.{question_id}"
            if question_id not in known:
                problems.append(f"{where}: {self._library.key} has no question {question_id}{_mended(question_id, known)}")
        own = {entry.get("id") for entry in _mappings(self._written.get("categories"))}
        for index, entry in enumerate(_mappings(self._written.get("criteria"))):
            if entry.get("category") not in own:
                where = f"{self._own.locate(('criteria', index, 'category'))}: criteria.{index}.category"
                problems.append(
                    f"{where}: the criteria of {self._library.standard} are not ours to add to; put yours in a category of your own."
                )
        return problems

    def require_firm(self, library: Library, changes: Changes) -> None:
        """Raises LibraryError where leaving out or overriding takes the last firm key question from a common criterion."""
        problems = []
        for quick in (False, True):
            before, now = unfirm_criteria(self._library, quick=quick), unfirm_criteria(library, quick=quick)
            for criterion in now:
                if criterion in before or criterion not in self._library.criterion_by_id:
                    continue
                which = "quick set" if quick else "full set"
                what = f"{criterion} is left without a key question in the {which} that nobody may waive; add one of your own, or keep it"
                problems += [f"{self.locate(path)}: {'.'.join(map(str, path))}: {what}." for path in self._culprits(criterion, changes)]
        if problems:
            raise LibraryError(list(dict.fromkeys(problems)))

    def _culprits(self, criterion: str, changes: Changes) -> list[Place]:
        known = self._library.question_by_id
        left = [("leaves_out", name) for name in changes.leaves_out if known[name].criteria.get(criterion) == "key"]
        slower = [
            ("overrides", index, "quick")
            for index, override in enumerate(changes.overrides)
            if override.quick is False and known[override.id].criteria.get(criterion) == "key"
        ]
        return [*left, *slower]

    def locate(self, path: Place) -> str:
        """``file:line:column`` for a path into the effective library; places in the base begin with its key."""
        if len(path) < 2 or path[0] not in self._kept or not isinstance(path[1], int):
            return self._own.locate(path)
        key, position, rest = str(path[0]), path[1], path[2:]
        kept = self._kept[key]
        if position >= len(kept):
            return self._own.locate((key, position - len(kept), *rest))
        index = kept[position]
        if key == "questions" and rest and index in self._override_of:
            override, said = self._override_of[index]
            if rest[0] in said:
                return self._own.locate(("overrides", override, *rest))
        return f"{self._library.key}/{self._base_origins.locate((key, index, *rest))}"


def _hidden(question: Question, override: Override) -> str | None:
    """A field whose new wording a variant of the base would still hide, or None."""
    if "variants" in override.model_fields_set:
        return None
    said = [field for field in REWORDED if field in override.model_fields_set]
    return next((field for field in said if any(getattr(variant, field) is not None for variant in question.variants)), None)


def _mended(word: str, known: Mapping[str, object]) -> str:
    return nearest(word, known) or "; `readiness questions` lists what there is."


def _mappings(value: object) -> list[dict[str, Any]]:
    return [entry if isinstance(entry, dict) else {} for entry in value] if isinstance(value, list) else []
