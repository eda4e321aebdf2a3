"""Which of the shop's offers an order is of, as it is shown, and for whom a package is."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.flows.shop_parts import ShopParts
from holdfast.orders import Order
from holdfast.views.order_gifts import gift_of
from holdfast.views.order_offers import OfferKind, OrderOffer

__all__ = ["GiftShown", "OfferShown", "offer_bodies", "own_gift"]


class OfferShown(Answer):
    """A flash sale, from which all its units come; the package that was bought; a campaign of
    coupons or a promotion that took something off."""

    kind: OfferKind
    id: UUID
    name: str = Field(description="A flash sale has none")


class GiftShown(Answer):
    """For whom a package was bought; where its buyer hands it over, `toEmail` is empty."""

    to_name: str
    to_email: str
    on: date | None = Field(description="The day it is mailed; null: as soon as it is paid")
    mailed: date | None = Field(description="The day it was mailed")


def offer_bodies(found: Iterable[OrderOffer], description: str | None) -> list[dict[str, Any]]:
    """``description``: what a package is called for the reader."""
    return [
        {
            "kind": one.kind,
            "id": one.id,
            "name": (description or one.name) if one.kind == "package" else one.name,
        }
        for one in found
    ]


async def own_gift(shop_parts: ShopParts, order: Order) -> dict[str, Any]:
    """What its buyer alone sees of an order of a package: for whom it is, if it is a present."""
    if order.description is None or order.booking_id is not None:
        return {}
    clock = (await shop_parts.shop.now()).dispatch.zone
    found = await gift_of(shop_parts.database.pool, order.id, clock)
    if found is None:
        return {}
    told = {"toName": found.to_name, "toEmail": found.to_email}
    return {"gift": told | {"on": found.on, "mailed": found.mailed}}
