"""Rates of tax, as staff set them."""

from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.shipping_settings import Name
from holdfast.api.contract.texts import Names
from holdfast.kit.percent import RATE_UNIT

__all__ = ["Preset", "RateAsked", "RateBody"]

Preset: TypeAlias = Annotated[
    Literal["marketplace", "none"],
    Field(
        description="Sets tax and delivery: `marketplace` has 10% on top of goods less"
        " discounts, and delivery to an address at 5.99 up to 50.00 (or what is as usual in"
        " the shop's currency: 490 up to 5,000 roubles); `none` has neither"
    ),
]


class RateBody(Answer):
    """A rate of tax, in thousandths of a percent: of one product, of goods in a category or below,
    or of all; delivered to a place (ISO 3166), or to any. The nearest holds. One of services is of
    sessions, and of hours and sessions that are paid ahead, of one service or of all that have no
    rate of their own: their prices contain it."""

    name: str
    rate: int
    region: str
    category_id: UUID | None
    product_id: UUID | None
    translations: dict[str, str] = Field(description="Its name by language")
    services: bool = Field(description="Of sessions in place of goods, where the shop is")
    service_id: UUID | None = Field(description="Of sessions of this service alone")


class RateAsked(Ask):
    name: Name
    rate: Annotated[int, Field(ge=0, le=RATE_UNIT, strict=True)]
    region: Annotated[str, Field(max_length=6)] = ""
    category_id: UUID | None = None
    product_id: UUID | None = None
    translations: Names = Field(default_factory=dict, description="Its name by language")
    services: Annotated[bool, Field(strict=True)] = False
    service_id: UUID | None = None
