"""Goods of a seller go on sale only while the seller sells: neither while the shop suspended them,
nor once they leave. Whatever puts products on sale asks here: the editor, a change of many, an
import.
"""

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import Product
from holdfast.catalog.writing import goes_on_sale
from holdfast.kit import FieldError
from holdfast.kit.sentences import say
from holdfast.sellers import sellers_selling

__all__ = ["SELLS_NOT", "kept_off_sale"]

SELLS_NOT: Final = FieldError(
    "status", "seller-sells-not", say("Its seller does not sell now. Save it as a draft.")
)


async def kept_off_sale(
    connection: AsyncConnection, changes: Iterable[tuple[Product | None, Mapping[str, object]]]
) -> frozenset[str]:
    """Which of these products, as they are and as their rows would be, may not go on sale: their
    ids. The shop's own goods have no seller."""
    new = [row for known, row in changes if row["seller_id"] and goes_on_sale(known, row)]
    if not new:
        return frozenset()
    selling = await sellers_selling(connection, {UUID(str(row["seller_id"])) for row in new})
    return frozenset(str(row["id"]) for row in new if UUID(str(row["seller_id"])) not in selling)
