"""Units that are announced and are ordered before they are there: as products and carts show them,
and as who orders says that they are taken, too."""

from datetime import date
from typing import Annotated

from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant

__all__ = ["PreorderBody", "PreorderOfLine", "TakesPreorder"]

TakesPreorder = Annotated[
    bool,
    Field(
        strict=True,
        description="Where there is too little in stock, what is announced is ordered, too",
    ),
]


class PreorderBody(Answer):
    """Units that are announced. What is in stock is sold first."""

    available: int = Field(description="So many may be ordered now; none of them is in stock")
    expected_on: date = Field(description="The day on which they are expected")
    ends_at: Instant | None = Field(description="Until when they may be ordered so; null: always")


class PreorderOfLine(Answer):
    """Of a line of an order: units that were ordered before they were there."""

    quantity: int
    awaited: int | None = Field(
        default=None, description="So many have not come; of a single order"
    )
    expected_on: date | None = Field(description="The day on which they are expected")
