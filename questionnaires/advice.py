"""The schema of scope advice: what stated facts speak for, what they speak against, and which traps they show.

Advice tells and never does: nothing here chooses a category or changes a scope.
"""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from questionnaires.conditions import Condition, FactValue
from questionnaires.data import Data, FactType, ShortText, Slug, Text

AdviceAbout = Literal["category", "report", "width", "pitfall"]
AdviceSays = Literal["include", "consider", "leave_out", "note", "warn"]

COMPUTED_PREFIX = "scope_"
COMPUTED: dict[str, FactType] = {
    "scope_categories": "choices",  # ids of the categories chosen, the common ones among them
    "scope_added": "number",  # how many categories are chosen beside the common ones
    "scope_type": "number",  # the report type chosen: 1 or 2
    "scope_window_months": "number",  # whole months of the observation window; unknown without one, and for Type I
    "scope_vendors": "number",  # vendors declared, subservice organisations among them
    "scope_subservice": "number",  # subservice organisations declared
    "scope_unsettled": "number",  # of those, how many have neither carve-out nor inclusive chosen
    "scope_inclusive": "number",  # of those, how many are treated by the inclusive method
    "scope_commitments": "number",  # promises to customers listed
}
"""What a condition of advice may name beside the library's facts; worked out from the scope, never asked."""


class AdviceEntry(Data):
    """One piece of advice and the facts that call for it.

    It holds once ``when`` holds and ``unless`` (if given) is known not to. ``include``, ``consider`` and ``leave_out`` weigh
    on a category and are said of categories only, but for ``consider``, which may also propose another report.
    """

    id: Slug = Field(description="A name of its own")
    about: AdviceAbout = Field(description="What it is about: a category, the report to ask for, how wide the scope is, or a known pitfall")
    subject: ShortText = Field(description="The category's id; for the others a few words that name the matter")
    says: AdviceSays = Field(description="How it weighs: include, consider and leave_out for categories; note and warn only tell")
    when: Condition = Field(description="The facts that call for it")
    unless: Condition | None = Field(None, description="Facts that take it back")
    reason: Text = Field(description="What to tell the reader: the reason, and what to do")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not self.when.root:
            raise ValueError("when needs at least one fact; advice follows from what somebody stated")
        if self.unless is not None and not self.unless.root:
            raise ValueError("unless needs at least one fact; leave it out if nothing takes the advice back")
        if self.about != "category" and self.says in ("include", "leave_out"):
            raise ValueError(f"{self.says} is said of a category only; use consider, note or warn here")
        return self

    def holds(self, known: Mapping[str, FactValue]) -> bool | None:
        """True or False once what is known decides it, None until then."""
        called = self.when.holds(known)
        taken_back = self.unless.holds(known) if self.unless is not None else False
        if called is False or taken_back is True:
            return False
        return True if called and taken_back is False else None

    def undecided(self, known: Mapping[str, FactValue]) -> tuple[str, ...]:
        """What both conditions name and nobody has stated, in their order."""
        named = (*self.when.root, *(self.unless.root if self.unless is not None else ()))
        return tuple(dict.fromkeys(name for name in named if name not in known))
