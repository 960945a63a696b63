"""Small declarative conditions on scope facts, decided without evaluating any code.

A condition maps fact ids to what they must be: a value, a list of accepted values, or a range of numbers.
All entries must hold. A fact nobody has stated yet leaves the condition undecided, which never removes a question.
"""

from collections.abc import Collection, Mapping
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel, model_validator

from questionnaires.data import FactType, share_stated

FactValue = bool | int | str | tuple[str, ...]


class NumberRange(BaseModel):
    """Inclusive bounds for a number; at least one is given."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    min: Annotated[int, Field(strict=True)] | None = Field(None, description="The smallest number that fits")
    max: Annotated[int, Field(strict=True)] | None = Field(None, description="The largest number that fits")

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.min is None and self.max is None:
            raise ValueError("a range needs min, max or both")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("a range's min may not exceed its max")
        return self


Scalar = Annotated[bool, Field(strict=True)] | Annotated[int, Field(strict=True)] | Annotated[str, Field(strict=True)]
Wanted = Scalar | tuple[Scalar, ...] | NumberRange


def _readable(value: object) -> object:
    """Refuses what cannot be a condition with one sentence, where a union of types would complain once for each of its members."""
    if not isinstance(value, dict):
        raise ValueError("must map facts to what they must be, for example {office: [shared, own]}")
    for fact, wanted in value.items():
        listed = wanted if isinstance(wanted, list | tuple) else [wanted]
        is_range = isinstance(wanted, dict) and bool(wanted) and set(wanted) <= {"min", "max"}
        if not isinstance(fact, str) or not listed or not (is_range or all(isinstance(one, bool | int | str) for one in listed)):
            raise ValueError(f"{fact}: must be a value, a list of accepted values, or a range such as {{min: 2, max: 50}}")
    return value


class Condition(RootModel):  # type: ignore[type-arg]  # named so, pydantic would build a model of its own for the parameter
    """What some facts must be; an empty condition always holds."""

    root: Annotated[dict[str, Wanted], BeforeValidator(_readable)]

    model_config = ConfigDict(frozen=True, defer_build=True)

    def model_post_init(self, context: object) -> None:
        """Holds the names of its stated fields together with others."""
        share_stated(self)

    def holds(self, facts: Mapping[str, FactValue]) -> bool | None:
        """True or False once the stated facts decide it, None while a fact that matters is unknown."""
        unknown = False
        for fact, wanted in self.root.items():
            if fact not in facts:
                unknown = True
            elif not _fits(facts[fact], wanted):
                return False
        return None if unknown else True


def _fits(value: FactValue, wanted: Wanted) -> bool:
    if isinstance(wanted, NumberRange):
        if isinstance(value, bool) or not isinstance(value, int):
            return False
        return (wanted.min is None or value >= wanted.min) and (wanted.max is None or value <= wanted.max)
    accepted = wanted if isinstance(wanted, tuple) else (wanted,)
    if isinstance(value, tuple):
        return any(_same(one, other) for one in value for other in accepted)
    return any(_same(value, other) for other in accepted)


def misfit(name: str, kind: FactType, choices: Collection[str], wanted: object) -> str | None:
    """Why a condition can never fit a fact of that name, type and (for choices) these ids; None if it can."""
    values = wanted if isinstance(wanted, tuple) else (wanted,)
    if isinstance(wanted, NumberRange):
        return None if kind == "number" else f"{name} is {kind}; a range fits numbers only"
    for value in values:
        if kind == "yes-no" and not isinstance(value, bool):
            return f"{name} is yes or no; write true or false"
        if kind == "number" and (isinstance(value, bool) or not isinstance(value, int)):
            return f"{name} is a number"
        if kind == "text" and not isinstance(value, str):
            return f"{name} is text; put {value!r} in quotes"
        if kind in ("choice", "choices") and value not in choices:
            return f"{value!r} is no choice of {name}; choices are {', '.join(choices)}"
    return None


def _same(one: object, other: object) -> bool:
    """Equality that keeps yes and 1 apart."""
    return isinstance(one, bool) == isinstance(other, bool) and one == other
