"""Staff: what a cart would be offered by ways to deliver that are not saved yet."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.prices import Region
from holdfast.api.contract.problems import problems
from holdfast.api.contract.shipping_settings import (
    Amount,
    Currency,
    DispatchAsked,
    Methods,
    Zones,
    dispatch_of,
    methods_of,
    zones_of,
)
from holdfast.flows.checkout.ways_to_deliver import ways_for
from holdfast.flows.staff.shop_settings import BadCharges, refuse_bad_charges
from holdfast.kit import shop_now
from holdfast.shop import Load, ShopSettings

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/settings", tags=["staff"])


class ShippingPreviewAsked(Ask):
    """Ways to deliver as they are typed, and a cart: how heavy, how dear, how many units, where
    to."""

    shipping_methods: Methods
    shipping_zones: Zones = Field([])
    dispatch: DispatchAsked = DispatchAsked()
    currency: Currency
    place: Region | None = None
    grams: Annotated[int, Field(ge=0, le=10**9, strict=True)] = 0
    amount: Amount = 0
    units: Annotated[int, Field(ge=1, le=10**6, strict=True)] = 1


class OfferedWay(Answer):
    """`price` is what the cart would pay, 0 where it is free."""

    id: str
    name: str
    price: int
    arrives_from: date | None
    arrives_by: date | None


class ShippingPreview(Answer):
    """Ways that are offered, the first is taken where a buyer names none; none: the shop does not
    deliver this there."""

    offered: list[OfferedWay]


@router.post("/shipping-preview", responses=problems(BadCharges))
async def preview_shipping(asked: ShippingPreviewAsked) -> ShippingPreview:
    """What a cart would be offered; nothing is saved."""
    shop = ShopSettings(
        shipping_methods=methods_of(asked.shipping_methods),
        shipping_zones=zones_of(asked.shipping_zones),
        dispatch=dispatch_of(asked.dispatch),
    )
    refuse_bad_charges(shop)
    load = Load(asked.place, asked.grams, asked.amount, asked.units)
    offered = []
    for one in ways_for(shop, asked.currency, load, shop_now()):
        free = one.method.free_over is not None and asked.amount > one.method.free_over
        arrives = one.arrives
        offered.append(
            OfferedWay(
                id=one.method.id,
                name=one.method.name,
                price=0 if free else one.price,
                arrives_from=None if arrives is None else arrives.earliest,
                arrives_by=None if arrives is None else arrives.latest,
            )
        )
    return ShippingPreview(offered=offered)
