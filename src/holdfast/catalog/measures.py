"""How much one unit of a variant holds, and what a kilogram, a litre or a metre of it costs.

Who sells goods by what they hold says that price, too, in the European Union (Directive 98/6/EC,
article 3). Amounts are in thousandths of their unit, so that 0.75 l is exact. Pure.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from msgspec import Struct

MeasureUnit: TypeAlias = Literal[
    "mg", "g", "kg", "ml", "cl", "l", "m3", "mm", "cm", "m", "cm2", "m2", "item"
]
MOST_HELD: Final = 10**6  # of its unit, in one unit of a variant
_EXACT: Final = 2**53
MOST_PER: Final = 1000  # of its unit, that a price is said for

_SIZES: Final[Mapping[MeasureUnit, tuple[str, int]]] = {
    "mg": ("weight", 1), "g": ("weight", 1000), "kg": ("weight", 10**6),
    "ml": ("volume", 1), "cl": ("volume", 10), "l": ("volume", 1000), "m3": ("volume", 10**6),
    "mm": ("length", 1), "cm": ("length", 10), "m": ("length", 1000),
    "cm2": ("area", 1), "m2": ("area", 10**4),
    "item": ("count", 1),
}  # fmt: skip
_USUAL: Final[Mapping[str, MeasureUnit]] = {
    "weight": "kg", "volume": "l", "length": "m", "area": "m2", "count": "item",
}  # fmt: skip
MEASURE_UNITS: Final = tuple(_SIZES)


class Measure(Struct, frozen=True, gc=False):
    """One unit of a variant holds ``amount`` thousandths of ``unit``; its price is said for so
    many ``per_unit``, which measure the same."""

    amount: int
    unit: MeasureUnit
    per: int
    per_unit: MeasureUnit

    @property
    def amount_text(self) -> str:
        """``0.75``, in its unit."""
        return f"{Decimal(self.amount).scaleb(-3).normalize():f}"


class UnitPrice(Struct, frozen=True, gc=False):
    """What so many of a unit cost, in minor units of the product's currency."""

    price: int
    per: int
    unit: MeasureUnit


def usual_unit(unit: MeasureUnit) -> MeasureUnit:
    """What prices are said for, of what is measured in that: a kilogram, a litre, a metre."""
    return _USUAL[_SIZES[unit][0]]


def comparable(one: MeasureUnit, other: MeasureUnit) -> bool:
    """Whether both measure the same: weight, volume, length, area or a count."""
    return _SIZES[one][0] == _SIZES[other][0]


def unit_price(measure: Measure | None, price: int) -> UnitPrice | None:
    """What so much of it costs where one unit costs ``price``, halves rounded up. None: nothing is
    known, or it rounds to nothing, or is more than clients count exactly."""
    if measure is None:
        return None
    wanted = measure.per * _SIZES[measure.per_unit][1] * 1000
    held = measure.amount * _SIZES[measure.unit][1]
    cost = (2 * price * wanted + held) // (2 * held)
    return UnitPrice(cost, measure.per, measure.per_unit) if 0 < cost < _EXACT else None
