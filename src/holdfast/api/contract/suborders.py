"""Sub-orders as sellers and staff are shown them."""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

import asyncpg
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.views.suborders import suborder_lines

__all__ = ["SubOrderBody", "SubOrderState", "suborder_bodies"]

SubOrderState = Literal["paid", "completed", "cancelled"]


class SubOrderLine(Answer):
    """`price` is that of one unit; `discount` and `tax` those of the line, in minor units. `rate`
    (thousandths of a percent) and `fixed` (a piece) are the commission it was sold under."""

    line: int
    product_id: UUID
    variant_id: UUID
    product_name: str
    options: dict[str, str]
    sku: str | None
    quantity: int
    returned: int
    price: int
    discount: int
    tax: int
    rate: int
    fixed: int


class SubOrderBody(Answer):
    """What one seller has of an order. `gross` is what is kept of the price of their lines and
    `commission` the shop's part of it, once the order is completed."""

    id: UUID
    order_id: UUID
    seller_id: UUID
    number: str = Field(description="The order's")
    status: SubOrderState = Field(description="The order's")
    buyer: str | None = Field(description="The buyer's name, where it is known")
    currency: str
    gross: int
    commission: int
    sold_at: Instant
    earned_at: Instant | None
    completed_at: Instant | None
    cancelled_at: Instant | None
    lines: list[SubOrderLine]


async def suborder_bodies(
    pool: asyncpg.Pool, rows: Sequence[dict[str, Any]], partitions: int
) -> list[SubOrderBody]:
    lines = await suborder_lines(pool, [row["id"] for row in rows], partitions)
    return [SubOrderBody.model_validate(row | {"lines": lines[row["id"]]}) for row in rows]
