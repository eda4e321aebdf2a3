"""Goods of a seller go on sale only while the seller sells: neither while the shop suspended them,
nor once they leave."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit import FieldError
from holdfast.kit.sentences import say
from holdfast.sellers import sellers_selling

__all__ = ["SELLS_NOT", "who_sells_not"]

SELLS_NOT: Final = FieldError(
    "status", "seller-sells-not", say("Its seller does not sell now. Save it as a draft.")
)


async def who_sells_not(
    connection: AsyncConnection, sellers: Collection[UUID | None]
) -> frozenset[UUID]:
    """Which of these sell nothing now; the shop's own goods have no seller."""
    asked = frozenset(one for one in sellers if one is not None)
    return asked - await sellers_selling(connection, asked) if asked else asked
