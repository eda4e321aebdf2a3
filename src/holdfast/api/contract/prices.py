"""Prices: what a buyer chooses beside the goods, and how a total came about, in words."""

from collections.abc import Iterable
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from holdfast.api.contract.addresses import AddressAsked
from holdfast.api.contract.answers import Answer, Ask
from holdfast.flows.checkout.prices import Choice
from holdfast.kit.sentences import in_language, recalled, say
from holdfast.ledger import MAX_BALANCE
from holdfast.orders import OrderPart

__all__ = [
    "SHIPPING_ADDRESS", "Expected", "PartShown", "PriceAsked", "Region", "part_bodies",
]  # fmt: skip

SHIPPING_ADDRESS: Final = "shippingAddress"

Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")]
"""A country or a part of it, by ISO 3166."""
Expected = Annotated[
    int | None,
    Field(
        ge=0,
        le=MAX_BALANCE,
        strict=True,
        description="The total that was shown: another one is refused, with both",
    ),
]


class PriceAsked(Ask):
    """What makes the price, beside the goods."""

    coupon_id: UUID | None = None
    promo_code: Annotated[
        str | None, Field(min_length=1, max_length=100, description="In place of a coupon")
    ] = None
    shipping_method: Annotated[
        str | None,
        Field(min_length=1, max_length=40, description="By its id; left out: the shop's first"),
    ] = None
    region: Annotated[
        Region | None, Field(description="Where the goods go: `DE`, `US-CA`; decides the tax")
    ] = None
    shipping_address: Annotated[
        AddressAsked | None, Field(description="In place of a region: where exactly")
    ] = None

    @model_validator(mode="after")
    def one_code(self) -> "PriceAsked":
        if self.coupon_id is not None and self.promo_code is not None:
            raise ValueError(say("Use a coupon or a promo code, not both."))
        if self.region is not None and self.shipping_address is not None:
            raise ValueError(say("The address says where the goods go: leave out region."))
        return self

    def choice(self, expected: int | None = None) -> Choice:
        """As checkout takes it. Raises :class:`AddressInvalid`."""
        asked = self.shipping_address
        return Choice(
            self.coupon_id,
            self.promo_code,
            self.shipping_method,
            self.region,
            expected,
            None if asked is None else asked.address(f"{SHIPPING_ADDRESS}."),
        )


class PartShown(Answer):
    """One amount of a total, below zero what is taken off, and how it came about. A tax that is
    `contained` in the prices adds nothing."""

    kind: Literal["goods", "discount", "shipping", "tax"]
    amount: int
    title: str
    why: str
    contained: bool


def part_bodies(parts: Iterable[OrderPart], locale: str) -> list[dict[str, Any]]:
    """The parts as JSON, in this language."""
    return [
        {
            "kind": one.kind,
            "amount": one.amount,
            "title": in_language(recalled(one.title), locale),
            "why": in_language(recalled(one.why), locale),
            "contained": one.contained,
        }
        for one in parts
    ]
