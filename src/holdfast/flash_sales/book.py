"""Flash sales as stored."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from holdfast.flash_sales.sale import FlashSale, SalePhase

_NAMES: Final = (
    "id", "product_id", "variant_id", "quantity", "price", "currency", "per_customer", "starts_at",
    "ends_at", "state", "returned", "created_at", "ended_at", "per_second", "taken",
)  # fmt: skip
_COLUMNS: Final = ", ".join(_NAMES)
_BY_ID: Final = f"SELECT {_COLUMNS} FROM flash_sales WHERE id = ANY($1::uuid[])"
_NOW: Final = f"SELECT clock_timestamp(), {_COLUMNS} FROM flash_sales WHERE id = ANY($1::uuid[])"
_PAGE: Final = f"""
SELECT {_COLUMNS} FROM flash_sales
WHERE ($1::uuid IS NULL OR id < $1) AND ($2::uuid IS NULL OR product_id = $2)
  AND (NOT $3 OR state = 'allotted' AND ends_at > clock_timestamp())
ORDER BY id DESC LIMIT $4
"""
_ANY: Final = """
SELECT EXISTS (SELECT FROM flash_sales WHERE state = 'allotted' AND ends_at > clock_timestamp())
"""
_TO_CLOSE: Final = f"""
SELECT {_COLUMNS} FROM flash_sales
WHERE state <> 'closed' AND (state = 'closing' OR ends_at <= clock_timestamp())
ORDER BY ends_at LIMIT $1
"""


class SaleNow(Struct, frozen=True):
    """A sale as it stood ``at`` a moment of the database's clock."""

    at: datetime
    sale: FlashSale

    @property
    def phase(self) -> SalePhase:
        return self.sale.phase(self.at)


def _sale_of(row: Sequence[Any]) -> FlashSale:
    found = dict(zip(_NAMES, row, strict=True))
    taken = found.pop("taken")
    return FlashSale(**found, taken=None if taken is None else msgspec.json.decode(taken))


async def load_sales(pool: asyncpg.Pool, ids: Sequence[UUID]) -> Mapping[UUID, FlashSale]:
    """These sales, as they stand."""
    return {row[0]: _sale_of(row) for row in await pool.fetch(_BY_ID, ids)}


async def load_sales_now(pool: asyncpg.Pool, ids: Sequence[UUID]) -> Mapping[UUID, SaleNow]:
    """These sales, as they stand at a moment of the database's clock."""
    return {row[1]: SaleNow(row[0], _sale_of(row[1:])) for row in await pool.fetch(_NOW, ids)}


async def list_sales(
    pool: asyncpg.Pool,
    before: UUID | None,
    limit: int,
    *,
    product: UUID | None = None,
    lasting: bool = False,
) -> list[FlashSale]:
    """Sales, newest first, before the given one; ``lasting``: those that are to come or open."""
    return [_sale_of(row) for row in await pool.fetch(_PAGE, before, product, lasting, limit)]


async def any_sale(pool: asyncpg.Pool) -> bool:
    """Whether one is open or to come."""
    found: bool = await pool.fetchval(_ANY)
    return found


async def sales_to_close(pool: asyncpg.Pool, limit: int) -> list[FlashSale]:
    """Those whose time is over, or that were ended, of which something may be left to move."""
    return [_sale_of(row) for row in await pool.fetch(_TO_CLOSE, limit)]
