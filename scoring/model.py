"""The words that scoring and planning share: scope, answers, rounds, stored items and evidence requests, as immutable data.

Everything here is a statement somebody made, validated and bounded; what it means is worked out elsewhere.
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from questionnaires.conditions import FactValue
from questionnaires.model import Severity

ReportType = Literal[1, 2]
QuestionSet = Literal["quick", "full"]
Basis = Literal["said", "shown", "tested"]
BASES: tuple[Basis, ...] = ("said", "shown", "tested")
Level = Literal["0", "1", "2", "3", "4", "5", "na", "unsure", "no-events", "carved-out", "unanswered"]
LEVELS: tuple[Level, ...] = ("0", "1", "2", "3", "4", "5", "na", "unsure", "no-events", "carved-out")
"""The levels that a person can state; "unanswered" is none of them."""
RUNG_OF: dict[str, int] = {level: int(level) for level in LEVELS if level.isdigit()}
ItemStatus = Literal["open", "in-progress", "done", "risk-accepted"]
RequestStatus = Literal["open", "requested", "received", "returned", "accepted"]
REQUEST_STATUSES: tuple[RequestStatus, ...] = ("open", "requested", "received", "returned", "accepted")

Name = Annotated[str, Field(strict=True, min_length=1, max_length=200)]
Id = Annotated[str, Field(strict=True, min_length=1, max_length=64)]
Note = Annotated[str, Field(strict=True, max_length=20_000)]
RowCount = Annotated[int, Field(strict=True, ge=0, le=2**53)]


class Statement(BaseModel):
    """Immutable, closed data: an unknown key is an error, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class System(Statement):
    """A system in scope: infrastructure, software or tool that delivers the product."""

    id: Id
    name: Name
    description: Note = ""


class Vendor(Statement):
    """A supplier. A subservice organisation is one whose controls are needed together with one's own.

    ``method`` says how the report treats it: carve-out leaves its controls outside, inclusive brings them in.
    """

    id: Id
    name: Name
    service: Note = ""
    subservice: bool = False
    method: Literal["carve-out", "inclusive"] | None = None

    @model_validator(mode="after")
    def _method_fits(self) -> Self:
        if self.method is not None and not self.subservice:
            raise ValueError("only a subservice organisation has a method (carve-out or inclusive)")
        return self

    @property
    def can_be_left_controls(self) -> bool:
        """Whether a control can be carved out to it: not to one whose controls are inside the report."""
        return self.subservice and self.method != "inclusive"


class Commitment(Statement):
    """A promise made to customers, and where it stands (contract, SLA, site)."""

    id: Id
    text: Note
    source: Note = ""


class Person(Statement):
    """Somebody who answers or owns controls; ``role`` is an owner role of the library."""

    id: Id
    name: Name
    role: Note = ""
    email: Note = ""


class Window(Statement):
    """The observation window of a Type II examination, both days included."""

    start: Annotated[date, Field(alias="from")]
    end: Annotated[date, Field(alias="to")]

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end <= self.start:
            raise ValueError("the window's last day must come after its first")
        return self


PersonDays = Annotated[float, Field(strict=True, ge=0.1, le=1_000, allow_inf_nan=False)]
_YEARS = range(2000, 2101)


class Capacity(Statement):
    """Person-days a week for remediation: in all, and of the owner roles that are known; the others share what is left, if anything."""

    total: PersonDays
    by_role: Annotated[dict[Id, PersonDays], Field(max_length=50)] = {}

    @model_validator(mode="after")
    def _nothing_overdrawn(self) -> Self:
        if self.left < 0:
            raise ValueError(
                f"the total of {self.total:g} a week must be at least the {sum(self.by_role.values()):g} of the roles named: "
                "all others share what is left"
            )
        return self

    @property
    def left(self) -> float:
        """Person-days a week of all roles that are not named."""
        return round(self.total - sum(self.by_role.values()), 6)


class Planning(Statement):
    """What dates are planned with; whatever is None was not stated, and nothing is assumed for it."""

    start: date | None = None
    capacity: Capacity | None = None
    holidays: Annotated[tuple[date, ...], Field(max_length=1_000)] = ()
    window_months: Annotated[int, Field(strict=True, ge=1, le=12)] | None = None

    @model_validator(mode="after")
    def _of_this_century(self) -> Self:
        for day in (self.start, *self.holidays):
            if day is not None and day.year not in _YEARS:
                raise ValueError(f"{day} is no day to plan with; give a year from {_YEARS[0]} to {_YEARS[-1]}")
        return self


class Scope(Statement):
    """What one future report is about: organisation, one system, categories, type and the facts that branch."""

    organisation: Name
    entities: tuple[Name, ...] = ()
    product: Note = ""
    categories: tuple[str, ...] = ()
    report_type: ReportType = 2
    as_of: date | None = None
    window: Window | None = None
    facts: dict[str, FactValue] = {}
    systems: tuple[System, ...] = ()
    vendors: tuple[Vendor, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    people: tuple[Person, ...] = ()
    planning: Planning | None = None

    @property
    def own_as_of(self) -> date | None:
        """The day that a Type I report looks at; of a Type II, which may keep one for later, none."""
        return self.as_of if self.report_type == 1 else None

    @property
    def own_window(self) -> Window | None:
        """The window that a Type II report tests; of a Type I, which may keep one for later, none."""
        return self.window if self.report_type == 2 else None

    def vendor(self, name_or_id: str) -> Vendor | None:
        """The declared vendor of that id or name (case ignored), or None."""
        wanted = name_or_id.casefold()
        return next((v for v in self.vendors if v.id == name_or_id or v.name.casefold() == wanted), None)


class Compensating(Statement):
    """An own alternative to a control, rated like any; lifts not met to partly at best, if the auditor agrees."""

    rung: Annotated[int, Field(strict=True, ge=0, le=5)]
    reason: Annotated[str, Field(strict=True, min_length=1, max_length=20_000)]
    owner: Name
    evidence: Note = ""


class EvidenceReference(Statement):
    """Where proof lies: a path, link or ticket. The content itself is never kept.

    ``collected_on`` is the day it dates from, ``covers_from`` and ``covers_to`` the days it speaks of; ``source`` is the system it was
    taken from, by ``collected_by``. A population also has the ``query`` that gave it, its ``row_count`` and the day it was
    ``extracted_on``. ``sha256`` (64 hex digits) and ``size`` (bytes) tell a file seen once from another.
    """

    reference: Annotated[str, Field(strict=True, min_length=1, max_length=2_000)]
    title: Note = ""
    collected_on: date | None = None
    sha256: Annotated[str, Field(strict=True, pattern=r"^([0-9a-f]{64})?$")] = ""
    size: Annotated[int, Field(strict=True, ge=0, le=2**60)] | None = None
    covers_from: date | None = None
    covers_to: date | None = None
    collected_by: Note = ""
    source: Note = ""
    query: Note = ""
    row_count: RowCount | None = None
    extracted_on: date | None = None

    @model_validator(mode="after")
    def _covers_in_order(self) -> Self:
        if self.covers_from is not None and self.covers_to is not None and self.covers_to < self.covers_from:
            raise ValueError("what evidence covers ends on or after the day it begins")
        return self

    @property
    def dates_from(self) -> date | None:
        """The latest day it can speak of: where what it covers ends, else when it was collected or extracted."""
        return self.covers_to or self.collected_on or self.extracted_on


class Answer(Statement):
    """One answer to one question in one round.

    ``level`` is a rung, or ``na`` (with a reason), ``unsure``, ``no-events`` or ``carved-out`` (to a declared vendor's id).
    ``carried`` marks an answer taken over from the last round, or from a question since replaced, and not yet confirmed: it counts
    as open. ``owner`` names whoever answers for the control, ``flagged`` marks it for follow-up, ``walkthrough`` tells one case from
    its start to its end. ``unanswered`` is the level of what is kept beside a question that nobody has answered yet: evidence, a note.
    """

    question: Id
    level: Level
    nothing_written: bool = False
    basis: Basis = "said"
    respondent: Note = ""
    recorder: Note = ""
    note: Note = ""
    reason: Note = ""
    vendor: Note = ""
    operating_since: date | None = None
    last_done: date | None = None
    evidence: Annotated[tuple[EvidenceReference, ...], Field(max_length=200)] = ()
    compensating: Compensating | None = None
    carried: bool = False
    owner: Note = ""
    flagged: bool = False
    walkthrough: Note = ""

    @field_validator("level", mode="before")
    @classmethod
    def _bare_number(cls, value: object) -> object:
        """Accepts a bare rung number as well as its text."""
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 5:
            return str(value)
        return value

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.level == "na" and not self.reason.strip():
            raise ValueError("not applicable needs a written reason (--reason)")
        if self.level == "carved-out" and not self.vendor.strip():
            raise ValueError("carved out needs the vendor that runs the control (--vendor)")
        if self.compensating is not None and self.rung is None:
            raise ValueError("a compensating control stands beside a rung from 0 to 5")
        if self.nothing_written and (self.rung is None or self.rung < 3):
            raise ValueError("nothing written is a remark on rungs 3 to 5 only")
        if self.level == "unanswered" and self.respondent.strip():
            raise ValueError("nobody has answered yet: a respondent belongs to an answer")
        return self

    @property
    def rung(self) -> int | None:
        """The rung from 0 to 5, or None for the other levels."""
        return RUNG_OF.get(self.level)

    @property
    def is_open(self) -> bool:
        """Unsure or unanswered, or carried over and not confirmed: not yet an answer."""
        return self.carried or self.level in ("unsure", "unanswered")

    @property
    def to_confirm(self) -> bool:
        """Carried over, and it says something that somebody can confirm."""
        return self.carried and self.level not in ("unsure", "unanswered")


Effort = tuple[Annotated[float, Field(ge=0, le=1_000, allow_inf_nan=False)], Annotated[float, Field(ge=0, le=1_000, allow_inf_nan=False)]]


class Item(Statement):
    """A stored remediation item: what people decided about a gap or wrote by hand, kept across re-planning.

    ``questions`` are the controls it mends: none for a hand-made item, several for a merged one. ``start`` pins the first day
    of work, ``rank`` a place ahead of the computed order (1 is first); ``effort_days`` (least, most; person-days) and
    ``severity`` belong to hand-made items. ``agreed`` and ``response`` are management's answer to the gap.
    """

    id: Id
    title: Name
    questions: tuple[Id, ...] = ()
    owner: Note = ""
    due: date | None = None
    status: ItemStatus = "open"
    reason: Note = ""
    accepted_until: date | None = None
    accepted_by: Note = ""
    note: Note = ""
    agreed: Literal["", "yes", "no"] = ""
    response: Note = ""
    start: date | None = None
    rank: Annotated[int, Field(strict=True, ge=1, le=10_000)] | None = None
    effort_days: Effort | None = None
    severity: Severity | None = None
    done_on: date | None = None

    @model_validator(mode="after")
    def _accepted_with_reason(self) -> Self:
        if self.status == "risk-accepted" and not (self.reason.strip() and self.accepted_by.strip() and self.accepted_until):
            raise ValueError("accepting a risk needs a reason, a name and a date until which it holds")
        return self

    @model_validator(mode="after")
    def _effort_of_its_own(self) -> Self:
        if self.questions and (self.effort_days is not None or self.severity is not None):
            raise ValueError("effort and severity come from the questions an item mends; only an item of your own states them")
        if self.effort_days is not None and self.effort_days[0] > self.effort_days[1]:
            raise ValueError("effort is least and most; the first may not exceed the second")
        if len(set(self.questions)) != len(self.questions):
            raise ValueError("an item names each question once")
        return self


class EvidenceRequest(Statement):
    """What people stated about one request: of the library's for the control ``question``, whose id it has, or one of their own.

    ``covers_from`` and ``covers_to`` are the period it was stated for. A population has its ``source`` (system), the ``query`` that
    gives it, its ``row_count`` and the day it was ``extracted_on``. ``title`` says what one's own asks for.
    """

    id: Id
    question: Note = ""
    title: Note = ""
    owner: Note = ""
    due: date | None = None
    status: RequestStatus = "open"
    reason: Note = ""
    covers_from: date | None = None
    covers_to: date | None = None
    source: Note = ""
    query: Note = ""
    row_count: RowCount | None = None
    extracted_on: date | None = None

    @model_validator(mode="after")
    def _returned_with_reason(self) -> Self:
        if self.status == "returned" and not self.reason.strip():
            raise ValueError("returning evidence needs a reason: what was wrong with it")
        if not self.question.strip() and not self.title.strip():
            raise ValueError("a request names a control, or says what it asks for")
        return self


class Round(Statement):
    """One pass through the questions with a fixed library version and scoring rules; closed rounds keep their results."""

    id: Id
    number: Annotated[int, Field(strict=True, ge=1, le=10_000)]
    name: Name
    set: QuestionSet
    library: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    rules: Annotated[str, Field(max_length=32)]
    closed: bool = False
    scorecard: dict[str, object] | None = None
    plan: dict[str, object] | None = None
