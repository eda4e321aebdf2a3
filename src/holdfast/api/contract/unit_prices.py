"""What a kilogram, a litre or a metre costs, as it is told."""

from typing import Final

from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.catalog import MeasureUnit

__all__ = ["UNIT_PRICE", "UnitPriceBody"]


class UnitPriceBody(Answer):
    """What so many of a unit cost."""

    price: int = Field(description="Minor units of the product's currency")
    per: int
    unit: MeasureUnit


UNIT_PRICE: Final = (
    "What a kilogram, a litre or a metre of it costs now; null: nobody said what it holds"
)
