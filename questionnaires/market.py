"""What work of this kind commonly costs, as library data: bands for controls, and dated market figures with their source."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from questionnaires.data import CostBand, Data, ShortText, Slug

Amount = Annotated[int, Field(strict=True, ge=0, le=100_000_000)]


class MarketFigure(Data):
    """One figure people ask about, as a range of what is commonly seen: never a quote."""

    id: Slug = Field(description="The figure's name")
    title: ShortText = Field(description="What it is the price or time of")
    range: tuple[Amount, Amount] = Field(description="What is commonly seen, [least, most]")
    unit: Literal["money", "weeks", "hours"] = Field(description="money in the currency of these costs, weeks or hours")
    basis: ShortText = Field(description="Where it comes from, and how far to trust it")
    dated: date = Field(description="When it was last looked at")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.range[0] > self.range[1]:
            raise ValueError("range is [least, most]; the first may not exceed the second")
        return self


class Costs(Data):
    """Cost bands of controls as money a year, and market figures; all indicative."""

    currency: Annotated[str, Field(strict=True, pattern=r"^[A-Z]{3}$")] = Field(description="ISO 4217 code, such as USD")
    bands: dict[CostBand, tuple[Amount, Amount]] = Field(description="Money a year for each cost band, [least, most]")
    basis: ShortText = Field(description="Where the bands come from, and how far to trust them")
    dated: date = Field(description="When they were last looked at")
    market: tuple[MarketFigure, ...] = Field((), description="Figures people ask about")

    @model_validator(mode="after")
    def _every_band(self) -> Self:
        if set(self.bands) != {"none", "low", "medium", "high"}:
            raise ValueError("bands needs none, low, medium and high")
        if any(least > most for least, most in self.bands.values()):
            raise ValueError("bands are [least, most]; the first may not exceed the second")
        if len({figure.id for figure in self.market}) != len(self.market):
            raise ValueError("two market figures have the same id")
        return self
