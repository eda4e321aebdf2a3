"""Sub-orders as sellers, staff and buyers are shown them."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

import asyncpg
from msgspec.structs import replace
from pydantic import Field

from holdfast.api.contract.addresses import AddressBody, shown_address
from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.parcels import ParcelShown, parcel_bodies
from holdfast.flows.selling.sharing import expected_of
from holdfast.flows.settlement.settler import Settler
from holdfast.fulfilment import Fulfilment, Parcel, parcels_of
from holdfast.orders import OrderItem, load_items
from holdfast.views.suborders import suborder_lines

__all__ = [
    "BoughtOfSeller", "SubOrderBody", "SubOrderState", "bought_of_sellers", "suborder_bodies",
]  # fmt: skip

SubOrderState = Literal["paid", "completed", "cancelled"]


class SubOrderLine(Answer):
    """`price` is that of one unit; `discount` and `tax` those of the line, in minor units. `rate`
    (thousandths of a percent) and `fixed` (a piece) are the commission it was sold under. Of
    the units so many were refunded (`returned`), of which so many `cameBack` by a return; so
    many are `leaving`: taken off once a change of the order is paid. So many were `packed`,
    of these so many `shipped`, of these so many `delivered`, also if they came back."""

    line: int
    product_id: UUID
    variant_id: UUID
    product_name: str
    options: dict[str, str]
    sku: str | None
    quantity: int
    returned: int
    came_back: int
    leaving: int
    packed: int
    shipped: int
    delivered: int
    price: int
    discount: int
    tax: int
    rate: int
    fixed: int


class SubOrderBody(Answer):
    """What one seller has of an order. `gross` is what is kept of the price of their lines and
    `commission` the shop's part of it, once the order is completed; of one that is paid and is not,
    what they would be as it stands now is expected. `fulfilment` is how far their goods are, null
    where nothing of them is to be sent any more; `shippingAddress` where they go, unless the
    order is off."""

    id: UUID
    order_id: UUID
    seller_id: UUID
    seller_name: str
    number: str = Field(description="The order's")
    status: SubOrderState = Field(description="The order's")
    fulfilment: Fulfilment | None
    shipping_address: AddressBody | None
    buyer: str | None = Field(description="The buyer's name, where it is known")
    buyer_note: str | None = Field(description="What the buyer asks of whoever packs the order")
    currency: str
    gross: int
    commission: int
    expected_gross: int | None = Field(description="Null once it is completed, or off")
    expected_commission: int | None
    disputed: bool = Field(description="The buyer's bank asks for the money back: it waits")
    sold_at: Instant
    earned_at: Instant | None
    completed_at: Instant | None
    cancelled_at: Instant | None
    lines: list[SubOrderLine]
    parcels: list[ParcelShown] = Field(description="Those with nothing of others in them")


class BoughtLine(Answer):
    """Of so many units of a line of the order so many left, and so many arrived."""

    line: int = Field(description="From 0")
    product_name: str
    quantity: int
    returned: int
    shipped: int
    delivered: int


class BoughtOfSeller(Answer):
    """What of an order one seller sends."""

    seller_id: UUID
    seller_name: str
    fulfilment: Fulfilment | None
    lines: list[BoughtLine]


async def suborder_bodies(
    settler: Settler, rows: Sequence[dict[str, Any]], locale: str
) -> list[SubOrderBody]:
    """In words of the ``locale``; ``""``: as their buyers read them."""
    pool, partitions = settler.database.pool, settler.reader.partitions
    shown = await _filled(pool, rows, partitions, locale)
    going = {row["id"]: row["order_id"] for row in rows if row["status"] == "paid"}
    expected = await expected_of(settler, going)
    orders = list({row["order_id"] for row in rows})
    parcels, items = await parcels_of(pool, orders), await load_items(pool, orders)
    for row in shown:
        order = row["order_id"]
        coming = expected.get(row["id"])
        row["expected_gross"] = None if coming is None else coming.gross
        row["expected_commission"] = None if coming is None else coming.commission
        row["parcels"] = _own_parcels(row, parcels[order], _as_read(items[order], row["lines"]))
    return [SubOrderBody.model_validate(row) for row in shown]


def _as_read(items: Sequence[OrderItem], lines: Sequence[Mapping[str, Any]]) -> Sequence[OrderItem]:
    """The order's items, those of these lines called as the lines are."""
    named = {line["line"]: line for line in lines}
    return [
        replace(item, product_name=named[at]["product_name"], options=named[at]["options"])
        if at in named
        else item
        for at, item in enumerate(items)
    ]


def _own_parcels(
    row: Mapping[str, Any], parcels: Sequence[Parcel], items: Sequence[OrderItem]
) -> list[dict[str, Any]]:
    own = {line["line"] for line in row["lines"]}
    whole = [
        one for one in parcels if own >= set(one.lines) and (one.counts or one.shipped_at)
    ]  # what was taken apart is no more
    return parcel_bodies(items, whole, (), staff=True, addressed=row["address"] is not None)


async def bought_of_sellers(
    pool: asyncpg.Pool, rows: Sequence[dict[str, Any]], partitions: int
) -> list[BoughtOfSeller]:
    shown = await _filled(pool, rows, partitions)
    return [BoughtOfSeller.model_validate(row) for row in shown]


async def _filled(
    pool: asyncpg.Pool, rows: Sequence[dict[str, Any]], partitions: int, locale: str = ""
) -> list[dict[str, Any]]:
    lines = await suborder_lines(pool, [row["id"] for row in rows], partitions, locale)
    return [
        row
        | {
            "lines": lines[row["id"]],
            "fulfilment": _fulfilment(row["status"], lines[row["id"]]),
            "shipping_address": None
            if row["status"] == "cancelled"
            else shown_address(row["address"]),
        }
        for row in rows
    ]


def _fulfilment(status: str, lines: Sequence[Mapping[str, Any]]) -> Fulfilment | None:
    """As of a whole order, of one seller's lines of it."""
    if status == "completed":
        return "delivered"
    if status != "paid":
        return None
    due = [line["quantity"] - line["returned"] + line["came_back"] for line in lines]
    if not any(due):
        return None  # all of it was called off: there is nothing to send
    if not any(line["shipped"] for line in lines):
        return "unfulfilled"
    for name in ("delivered", "shipped"):
        if all(line[name] >= units for line, units in zip(lines, due, strict=True)):
            return name
    return "partly-shipped"
