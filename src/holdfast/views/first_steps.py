"""How far a new shop has come: each step is read from what is there."""

from collections.abc import Collection
from typing import Final

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.shop import ShopSettings, read_settings

__all__ = ["FirstSteps", "first_steps"]

_DONE: Final = sa.text(r"""
    SELECT EXISTS (SELECT FROM products WHERE status = 'active'),
           EXISTS (SELECT FROM orders WHERE paid_at IS NOT NULL),
           EXISTS (SELECT FROM shop_settings WHERE key LIKE 'manual\_%')
""")


class FirstSteps(Struct, frozen=True):
    """``payment``: whether there is a way to be paid that somebody chose; ``order``: whether one
    was paid.
    """

    name: bool
    currency: bool
    product: bool
    payment: bool
    order: bool


async def first_steps(connection: AsyncConnection, cards: Collection[str]) -> FirstSteps:
    """Which of the first steps are done. ``cards``: the providers besides paying by hand."""
    settings = await read_settings(connection)
    product, order, chosen = (await connection.execute(_DONE)).one()
    return FirstSteps(
        name=settings.name != ShopSettings().name,
        currency=settings.currency is not None,
        product=product,
        payment=bool(cards) or (settings.manual_payment and chosen),
        order=order,
    )
