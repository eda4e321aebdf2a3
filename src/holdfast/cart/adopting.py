"""A guest who logs in: what lay in the guest's cart lies in the user's."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.cart.book import change_cart, lock_cart
from holdfast.cart.cart import summed

_THERE: Final = sa.text("SELECT EXISTS (SELECT FROM carts WHERE owner = :owner)")
_GONE: Final = sa.text("DELETE FROM carts WHERE id = :id")


async def guest_has_cart(connection: AsyncConnection, guest: str) -> bool:
    return bool((await connection.execute(_THERE, {"owner": guest})).scalar_one())


async def adopt_cart(
    connection: AsyncConnection, guest: str, owner: str, most: Mapping[UUID, int]
) -> None:
    """Sum the guest's cart into the owner's, in the login's transaction, and forget it. ``most``:
    of a variant, to which a line may grow."""
    theirs = await lock_cart(connection, guest)
    if theirs.items:
        own = await lock_cart(connection, owner)
        await change_cart(connection, own, summed(own.items, theirs.items, most))
    await connection.execute(_GONE, {"id": theirs.id})
