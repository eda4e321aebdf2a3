"""Ways to deliver as staff set them up: zones, methods with their tables of prices, when parcels
leave."""

from typing import Annotated, Any, Final

import msgspec
from pydantic import AfterValidator, Field, StringConstraints

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.texts import Names
from holdfast.catalog import MAX_PRICE
from holdfast.kit.money import CURRENCIES
from holdfast.shop import (
    MAX_DAYS,
    MAX_METHODS,
    MAX_PLACES,
    MAX_ROWS,
    MAX_ZONES,
    Dispatch,
    ShippingMethod,
    ShippingZone,
)

__all__ = [
    "LINE", "Amount", "Currency", "DispatchAsked", "DispatchBody", "MethodAsked", "MethodBody",
    "Methods", "Name", "ZoneAsked", "ZoneBody", "Zones", "dispatch_of", "methods_of", "zones_of",
]  # fmt: skip

LINE: Final = r"^[^\x00-\x1f\x7f]*$"
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=LINE)
]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Amount = Annotated[int, Field(ge=0, le=MAX_PRICE, strict=True)]
Bound = Annotated[int, Field(ge=0, le=10**9, strict=True)] | None
Days = Annotated[int, Field(ge=0, le=MAX_DAYS, strict=True)] | None


def _of_iso(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError("Use a code of ISO 4217, such as EUR.")
    return code


Currency = Annotated[str, AfterValidator(_of_iso)]


class ZoneBody(Answer):
    """Places by ISO 3166: countries (`DE`) and parts of them (`US-CA`)."""

    id: str
    name: str
    places: list[str]


class ShippingRateBody(Answer):
    """A row of a method's table: its price in the zone (empty: anywhere), up to so much."""

    price: int
    zone: str
    grams: int | None
    amount: int | None
    units: int | None


class MethodBody(Answer):
    """A way to deliver, for orders in its currency; free where the goods come to more than
    `freeOver`, discounts aside. The first one that is offered is taken where a buyer names none."""

    id: str
    name: str
    price: int
    currency: str
    free_over: int | None
    to_address: bool
    zones: list[str]
    rates: list[ShippingRateBody]
    pickup: str
    days_from: int | None
    days_to: int | None
    translations: dict[str, str] = Field(description="Its name by language")


class DispatchBody(Answer):
    """When parcels leave."""

    zone: str
    cut_off: int
    work_days: list[int]
    holidays: str
    handling_days: int


class ZoneAsked(Ask):
    id: Id
    name: Name
    places: Annotated[
        list[Annotated[str, Field(max_length=6)]], Field(min_length=1, max_length=MAX_PLACES)
    ]


class ShippingRateAsked(Ask):
    price: Amount
    zone: Annotated[str, Field(max_length=40)] = ""
    grams: Bound = None
    amount: Bound = None
    units: Bound = None


class MethodAsked(Ask):
    id: Id
    name: Name
    price: Amount
    currency: Currency
    free_over: Amount | None = None
    to_address: Annotated[
        bool, Field(strict=True, description="Whether buyers must say where to")
    ] = False
    zones: Annotated[
        list[Annotated[str, Field(max_length=40)]],
        Field(max_length=MAX_ZONES, description="Where it is offered; none: anywhere"),
    ] = Field([])
    rates: Annotated[
        list[ShippingRateAsked],
        Field(
            max_length=MAX_ROWS,
            description="The first row that fits is the price; where none does it is not offered."
            " None: it is `price`",
        ),
    ] = Field([])
    pickup: Annotated[
        str, Field(max_length=400, description="Where goods are picked up, if they are")
    ] = ""
    days_from: Annotated[Days, Field(description="Working days on its way, at least")] = None
    days_to: Annotated[Days, Field(description="And at most")] = None
    translations: Names = Field(default_factory=dict, description="Its name by language")


class DispatchAsked(Ask):
    zone: Annotated[str, Field(max_length=60, description="As `Europe/Berlin`")] = "UTC"
    cut_off: Annotated[
        int,
        Field(
            ge=0,
            le=1440,
            strict=True,
            description="Minutes after midnight; what is ordered then or later leaves a day later",
        ),
    ] = 1440
    work_days: Annotated[
        list[Annotated[int, Field(ge=0, le=6, strict=True)]],
        Field(min_length=1, max_length=7, description="0 is Monday"),
    ] = Field([0, 1, 2, 3, 4])
    holidays: Annotated[
        str, Field(max_length=6, description="Of this country (`DE`, `DE-BY`); empty: none")
    ] = ""
    handling_days: Annotated[int, Field(ge=0, le=MAX_DAYS, strict=True)] = 0


Methods = Annotated[list[MethodAsked], Field(max_length=MAX_METHODS)]
Zones = Annotated[list[ZoneAsked], Field(max_length=MAX_ZONES)]


def _said(asked: Ask) -> dict[str, Any]:
    return asked.model_dump(mode="json")


def methods_of(asked: list[MethodAsked]) -> tuple[ShippingMethod, ...]:
    """As values."""
    return tuple(msgspec.convert(_said(one), ShippingMethod) for one in asked)


def zones_of(asked: list[ZoneAsked]) -> tuple[ShippingZone, ...]:
    """As values."""
    return tuple(msgspec.convert(_said(one), ShippingZone) for one in asked)


def dispatch_of(asked: DispatchAsked) -> Dispatch:
    """As a value."""
    return msgspec.convert(_said(asked), Dispatch)
