"""The small types that every part of a question library is built from: ids, bounded texts, rungs, and closed data."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Rung = Literal[0, 1, 2, 3, 4, 5]
RUNGS: tuple[Rung, ...] = (0, 1, 2, 3, 4, 5)
Role = Literal["key", "supports"]
ControlType = Literal["configuration", "policy", "event", "periodic", "governance"]
Severity = Literal["low", "medium", "high", "critical"]
SEVERITIES: tuple[Severity, ...] = ("low", "medium", "high", "critical")
CostBand = Literal["none", "low", "medium", "high"]
COST_BANDS: tuple[CostBand, ...] = ("none", "low", "medium", "high")
Frequency = Literal["continuous", "event", "daily", "weekly", "monthly", "quarterly", "semi-annual", "annual", "once"]
FactType = Literal["yes-no", "number", "text", "choice", "choices"]

Text = Annotated[str, Field(strict=True, min_length=1, max_length=2_000)]
ControlName = Annotated[str, Field(strict=True, max_length=60, pattern=r"^([^?.]*[^?.\s])?$")]
ShortText = Annotated[str, Field(strict=True, min_length=1, max_length=300)]
Slug = Annotated[str, Field(strict=True, max_length=64, pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
FactId = Annotated[str, Field(strict=True, max_length=64, pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
CriterionId = Annotated[str, Field(strict=True, max_length=16, pattern=r"^[A-Z]{1,4}[0-9]+(\.[0-9]+)*$")]
PointId = CriterionId
SeriesId = Annotated[str, Field(strict=True, max_length=16, pattern=r"^[A-Z]{1,4}[0-9]*$")]
Flag = Annotated[bool, Field(strict=True)]
Days = Annotated[float, Field(ge=0, le=1_000)]
DayRange = tuple[Days, Days]

# What lint finds: where (a path into the library), and what is wrong there and would be right.
Place = tuple[str | int, ...]
Finding = tuple[Place, str]


_STATED: dict[frozenset[str], set[str]] = {}


def share_stated(model: BaseModel) -> None:
    """Lets frozen models of which the same fields were stated share the set of their names.

    pydantic keeps a set of its own with each: a third of the memory of a library, which holds thousands of models.
    """
    stated = model.model_fields_set
    object.__setattr__(model, "__pydantic_fields_set__", _STATED.setdefault(frozenset(stated), stated))


class Data(BaseModel):
    """Immutable, closed data: an unknown key is an error, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True, ignored_types=(cached_property,))

    def model_post_init(self, context: object) -> None:
        """Holds the names of its stated fields together with others."""
        share_stated(self)
