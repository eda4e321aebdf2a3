"""Purchase orders as stored."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg

from holdfast.purchasing.purchase import Purchase, PurchaseLine

_NAMES: Final = (
    "id", "number", "supplier", "location_id", "currency", "expected_on", "note", "status",
    "ordered_at", "ended_at",
)  # fmt: skip
_SELECT: Final = f"SELECT {', '.join(f'p.{name}' for name in _NAMES)} FROM purchases p"
_BY_ID: Final = f"{_SELECT} WHERE p.id = $1"
_PAGE: Final = f"""
{_SELECT} WHERE ($1::uuid IS NULL OR p.id < $1)
  AND ($2::boolean IS NULL OR $2 = (p.status IN ('ordered', 'partly-received')))
  AND ($3::uuid IS NULL OR EXISTS (
      SELECT FROM purchase_lines l WHERE l.purchase_id = p.id AND l.variant_id = $3))
ORDER BY p.id DESC LIMIT $4
"""
_LINES: Final = """
SELECT l.purchase_id, l.variant_id, l.quantity, l.unit_cost,
       coalesce((SELECT sum(r.quantity) FROM purchase_receipts r
                 WHERE r.purchase_id = l.purchase_id AND r.line = l.line), 0)::bigint AS came
FROM purchase_lines l WHERE l.purchase_id = ANY($1::uuid[]) ORDER BY l.purchase_id, l.line
"""
_NEXT: Final = "SELECT coalesce(max(number), 0) + 1 FROM purchases"


async def load_purchase(pool: asyncpg.Pool, purchase_id: UUID) -> Purchase | None:
    """As it stands."""
    found = await _with_lines(pool, await pool.fetch(_BY_ID, purchase_id))
    return found[0] if found else None


async def list_purchases(
    pool: asyncpg.Pool,
    before: UUID | None,
    limit: int,
    *,
    is_open: bool | None = None,
    variant_id: UUID | None = None,
) -> list[Purchase]:
    """Newest first, before the given one; ``is_open``: those alone of which something may come, or
    those alone that ended; ``variant_id``: those of it."""
    rows = await pool.fetch(_PAGE, before, is_open, variant_id, limit)
    return await _with_lines(pool, rows)


async def next_number(pool: asyncpg.Pool) -> int:
    """Which one is free; another may take it at this moment."""
    number: int = await pool.fetchval(_NEXT)
    return number


async def _with_lines(pool: asyncpg.Pool, rows: Sequence[asyncpg.Record]) -> list[Purchase]:
    lines: dict[UUID, list[PurchaseLine]] = {row["id"]: [] for row in rows}
    for purchase_id, *line in await pool.fetch(_LINES, list(lines)) if lines else ():
        lines[purchase_id].append(PurchaseLine(*line))
    return [Purchase(**dict(row), lines=tuple(lines[row["id"]])) for row in rows]
