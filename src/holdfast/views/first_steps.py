"""How far a new shop has come: each step is read from what is there."""

from collections.abc import Collection
from typing import Final

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.shop import ShopSettings, read_settings

__all__ = ["FirstSteps", "first_steps"]

_DONE: Final = sa.text("""
    SELECT EXISTS (SELECT FROM products WHERE status = 'active'),
           EXISTS (SELECT FROM orders WHERE paid_at IS NOT NULL)
""")


class FirstSteps(Struct, frozen=True):
    """``payment``: whether there is a way to be paid; ``order``: whether one was paid."""

    name: bool
    currency: bool
    product: bool
    payment: bool
    order: bool


async def first_steps(connection: AsyncConnection, providers: Collection[str]) -> FirstSteps:
    """Which of the first steps are done."""
    settings = await read_settings(connection)
    product, order = (await connection.execute(_DONE)).one()
    return FirstSteps(
        name=settings.name != ShopSettings().name,
        currency=settings.currency is not None,
        product=product,
        payment=bool(providers),
        order=order,
    )
