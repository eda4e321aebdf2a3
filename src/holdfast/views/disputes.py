"""Disputes as staff see them: those opened last stand first."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.paging import decode_cursor, page_of
from holdfast.ledger import account_join
from holdfast.payments import DisputeStatus
from holdfast.views.buyers import BUYER_EMAIL, BUYER_NAME, Buyer, buyer_of

__all__ = ["DisputeRow", "dispute_rows", "open_disputes"]

_OPEN: Final = "d.status IN ('inquiry', 'open', 'answered')"
_ROWS: Final = f"""
SELECT d.id, d.provider, d.reference, d.url, d.amount, d.currency, d.status, d.reason, d.lost,
       coalesce(a.balance, 0), d.due_at, d.opened_at, d.payment_id, p.purpose, o.id, o.number,
       o.owner, {BUYER_NAME} AS buyer_name, {BUYER_EMAIL} AS buyer_email
FROM disputes d JOIN payments p ON p.id = d.payment_id
LEFT JOIN orders o ON o.id = p.subject_id
LEFT JOIN users u ON 'user:' || u.id::text = o.owner
{{account}}
WHERE true {{also}} ORDER BY d.opened_at DESC, d.id DESC LIMIT :limit
"""
_COUNT: Final = sa.text(f"SELECT count(*) FROM disputes d WHERE {_OPEN}")


class DisputeRow(Struct, frozen=True):
    """``frozen`` of the payment cannot be refunded. No order of one that is into a wallet."""

    id: UUID
    provider: str
    reference: str
    url: str
    amount: int
    currency: str
    status: DisputeStatus
    reason: str
    lost: int
    frozen: int
    due_at: datetime | None
    opened_at: datetime
    payment_id: UUID
    purpose: str
    order_id: UUID | None
    order_number: str | None
    buyer: Buyer | None


async def dispute_rows(
    connection: AsyncConnection, partitions: int, cursor: str | None, limit: int, *, only_open: bool
) -> tuple[list[DisputeRow], str | None]:
    """A page, those opened last first, and the cursor of the next one."""
    about: dict[str, Any] = {"limit": limit + 1, "partitions": list(range(1, partitions + 1))}
    also = [f"AND {_OPEN}"] if only_open else []
    if cursor is not None:
        about["at"], about["after"] = decode_cursor(cursor, tuple[datetime, UUID])
        also.append("AND (d.opened_at, d.id) < (:at, CAST(:after AS uuid))")
    statement = sa.text(
        _ROWS.format(account=account_join("'disputed/' || d.id"), also=" ".join(also))
    )
    found = [_row(row) for row in await connection.execute(statement, about)]
    return page_of(found, limit, lambda row: (row.opened_at, row.id))


async def open_disputes(connection: AsyncConnection) -> int:
    """How many are not decided."""
    found: int = (await connection.execute(_COUNT)).scalar_one()
    return found


def _row(row: Any) -> DisputeRow:
    *said, owner, name, email = row
    said.append(None if owner is None else buyer_of(owner, name, email))
    return DisputeRow(*said)
