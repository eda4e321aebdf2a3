"""Lines of orders as the API shows them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.made_of import PartInside, part_bodies
from holdfast.api.contract.preorders import PreorderOfLine
from holdfast.catalog import DeliveredAs
from holdfast.flows.commit.lines import sold_before
from holdfast.flows.shop_parts import ShopParts
from holdfast.orders import OrderItem
from holdfast.views.made_of import parts_taken
from holdfast.views.preorders import days_of

__all__ = ["ItemShown", "item_bodies", "put_parts", "put_preorders"]


class ItemShown(Answer):
    """One line; ``price`` is that of one unit, ``subtotal`` that of all its units before
    ``discount`` and ``tax``, which are the whole line's, in minor units of the order's currency.
    ``imageUrl``, the variant's or the product's first picture, is of a single order; so are how
    many units were ``cancelled`` and are on sale again, and how many are ``cancellable`` now.
    ``preorder``: units that were ordered before they were there, if any were. ``madeOf``, of a
    single order: what is in one of it, where it is made of others; null else."""

    product_id: UUID
    variant_id: UUID
    product_name: str
    color: str | None
    memory: str | None
    options: dict[str, str]
    quantity: int
    price: int
    subtotal: int
    discount: int
    tax: int
    delivered_as: DeliveredAs
    preorder: PreorderOfLine | None = None
    image_url: str | None = None
    cancelled: int | None = None
    cancellable: int | None = None
    made_of: list[PartInside] | None = None


def item_bodies(items: Sequence[OrderItem]) -> list[dict[str, Any]]:
    """As they were ordered."""
    return [
        {
            "productId": item.product_id,
            "variantId": item.variant_id,
            "productName": item.product_name,
            "color": item.options.get("color"),
            "memory": item.options.get("memory"),
            "options": item.options,
            "quantity": item.quantity,
            "price": item.price,
            "subtotal": item.price * item.quantity,
            "discount": item.discount,
            "tax": item.tax,
            "deliveredAs": item.delivered_as or "parcel",
        }
        for item in items
    ]


async def put_preorders(
    shop_parts: ShopParts, pages: Sequence[dict[str, Any]], lines: Sequence[Sequence[OrderItem]]
) -> None:
    """What was ordered before it was there, with the day on which it is expected by now. Of a
    cancelled order nothing is."""
    found = [
        (shown, item.variant_id, units)
        for page, items in zip(pages, lines, strict=True)
        if page["status"] != "cancelled"
        for shown, item in zip(page["items"], items, strict=True)
        if (units := sold_before(item))
    ]
    days = await days_of(shop_parts.database.pool, {variant for _, variant, _ in found})
    for shown, variant, units in found:
        shown["preorder"] = {"quantity": units, "expectedOn": days.get(variant)}


async def put_parts(
    shop_parts: ShopParts, page: dict[str, Any], items: Sequence[OrderItem], locale: str
) -> None:
    """What the order took of others for each line that is made of them."""
    takers = [(one.variant_id, one.quantity, one.taken) for one in items]
    async with shop_parts.database.read() as connection:
        found = await parts_taken(connection, takers, locale)
    for shown, parts in zip(page["items"], found, strict=True):
        if parts:
            shown["madeOf"] = part_bodies(parts)
