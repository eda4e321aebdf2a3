"""Returns as staff list them: those asked for last stand first."""

from datetime import datetime
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.paging import decode_id, page_by_id
from holdfast.returns import ReturnStatus
from holdfast.views.buyers import BUYER_EMAIL, BUYER_NAME, Buyer, buyer_of

__all__ = ["ReturnFilter", "ReturnRow", "open_returns", "return_rows"]

ReturnFilter: TypeAlias = Literal["open", "all"] | ReturnStatus
_OPEN: Final = "r.status IN ('requested', 'approved', 'received')"
_ROWS: Final = f"""
SELECT r.id, r.number, r.status, r.by_rule, r.made_at, r.refunded, l.units, l.reasons,
       o.id AS order_id, o.number AS order_number, o.currency, o.owner,
       {BUYER_NAME} AS buyer_name, {BUYER_EMAIL} AS buyer_email
FROM returns r JOIN orders o ON o.id = r.order_id
LEFT JOIN users u ON 'user:' || u.id::text = o.owner
CROSS JOIN LATERAL (
    SELECT sum(quantity)::int AS units, array_agg(DISTINCT reason ORDER BY reason) AS reasons
    FROM return_lines WHERE return_id = r.id) l
WHERE true {{also}} ORDER BY r.id DESC LIMIT :limit
"""
_COUNTS: Final = sa.text(f"SELECT r.status, count(*) FROM returns r WHERE {_OPEN} GROUP BY 1")


class ReturnRow(Struct, frozen=True):
    """``units`` is how many pieces are in it."""

    id: UUID
    number: int
    status: ReturnStatus
    by_rule: bool
    made_at: datetime
    refunded: int | None
    units: int
    reasons: list[str]
    order_id: UUID
    order_number: str
    currency: str
    buyer: Buyer


async def return_rows(
    connection: AsyncConnection, status: ReturnFilter, cursor: str | None, limit: int
) -> tuple[list[ReturnRow], str | None]:
    """A page, those asked for last first, and the cursor of the next one."""
    about: dict[str, Any] = {"limit": limit + 1}
    also = []
    if status == "open":
        also.append(f"AND {_OPEN}")
    elif status != "all":
        also.append("AND r.status = :status")
        about["status"] = status
    if cursor is not None:
        about["after"] = decode_id(cursor)
        also.append("AND r.id < CAST(:after AS uuid)")
    rows = await connection.execute(sa.text(_ROWS.format(also=" ".join(also))), about)
    return page_by_id([_row(row) for row in rows], limit)


async def open_returns(connection: AsyncConnection) -> dict[str, int]:
    """How many are asked for, approved and received, by that word."""
    return {row[0]: row[1] for row in await connection.execute(_COUNTS)}


def _row(row: Any) -> ReturnRow:
    *said, owner, name, email = row
    said.append(buyer_of(owner, name, email))
    return ReturnRow(*said)
