"""Orders that something speaks against, as staff list them, and how often each rule was right."""

from datetime import datetime
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.fraud import FraudOutcome, FraudReason, FraudStatus, FraudVerdict
from holdfast.kit.paging import decode_id, page_of
from holdfast.views.buyers import BUYER_EMAIL, BUYER_NAME, Buyer, buyer_of

__all__ = [
    "SuspectFilter",
    "SuspectRow",
    "held_count",
    "rule_figures",
    "suspect_of",
    "suspect_rows",
]

SuspectFilter: TypeAlias = Literal["all"] | FraudStatus
_COLUMNS: Final = f"""
c.order_id, c.status, c.verdict, c.score, c.reasons::text, c.card, c.card_country, c.checked_at,
c.decided_at, c.decided_by, c.note, c.outcome, g.address, g.device, o.number, o.status, o.total,
o.currency, o.address ->> 'country', o.owner,
{BUYER_NAME} AS buyer_name, {BUYER_EMAIL} AS buyer_email
"""
_JOINED: Final = """
FROM fraud_checks c JOIN orders o ON o.id = c.order_id
LEFT JOIN order_origins g ON g.order_id = c.order_id
LEFT JOIN users u ON 'user:' || u.id::text = o.owner
"""
_ROWS: Final = f"""
SELECT {_COLUMNS} {_JOINED} WHERE {{also}} ORDER BY c.order_id DESC LIMIT :limit
"""
_ONE: Final = sa.text(f"SELECT {_COLUMNS} {_JOINED} WHERE c.order_id = :order")
_HELD: Final = sa.text("SELECT count(*) FROM fraud_checks WHERE status = 'held'")
# Bounded to what the index of those against which something speaks holds of these days.
_FIGURES: Final = sa.text("""
SELECT r ->> 'rule' AS rule, count(*) AS spoke,
       count(*) FILTER (WHERE c.outcome = 'fraud') AS fraud,
       count(*) FILTER (WHERE c.outcome = 'good') AS good
FROM fraud_checks c, jsonb_array_elements(c.reasons) AS r
WHERE c.reasons <> '[]'::jsonb AND c.checked_at > now() - make_interval(days => :days)
GROUP BY 1 ORDER BY 1
""")
_reasons: Final = msgspec.json.Decoder(tuple[FraudReason, ...]).decode


class SuspectRow(Struct, frozen=True):
    """``address`` and ``device``: from where it was placed; ``country``: where its goods go."""

    order_id: UUID
    status: FraudStatus
    verdict: FraudVerdict
    score: int
    reasons: tuple[FraudReason, ...]
    card: str | None
    card_country: str | None
    checked_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    note: str
    outcome: FraudOutcome | None
    address: str | None
    device: str | None
    order_number: str
    order_status: str
    total: int
    currency: str
    country: str | None
    buyer: Buyer


async def suspect_rows(
    connection: AsyncConnection, status: SuspectFilter, cursor: str | None, limit: int
) -> tuple[list[SuspectRow], str | None]:
    """A page of those against which something speaks, the latest orders first, and the cursor of
    the next one."""
    about: dict[str, Any] = {"limit": limit + 1}
    also = ["c.reasons <> '[]'::jsonb"]
    if status == "held":
        also = ["c.status = 'held'"]
    elif status != "all":
        also.append("c.status = :status")
        about["status"] = status
    if cursor is not None:
        about["after"] = decode_id(cursor)
        also.append("c.order_id < CAST(:after AS uuid)")
    rows = await connection.execute(sa.text(_ROWS.format(also=" AND ".join(also))), about)
    return page_of([_row(row) for row in rows], limit, lambda row: (row.order_id,))


async def suspect_of(connection: AsyncConnection, order_id: UUID) -> SuspectRow | None:
    """One, whatever speaks against it."""
    row = (await connection.execute(_ONE, {"order": order_id})).first()
    return None if row is None else _row(row)


async def held_count(connection: AsyncConnection) -> int:
    """How many wait for a person."""
    found: int = (await connection.execute(_HELD)).scalar_one()
    return found


async def rule_figures(connection: AsyncConnection, days: int) -> list[dict[str, Any]]:
    """Of each rule that spoke in these days: how often, and what the orders were in truth;
    ``precision`` is the share of fraud among those of which it is known."""
    return [
        {
            "rule": rule,
            "spoke": spoke,
            "fraud": fraud,
            "good": good,
            "precision": fraud / (fraud + good) if fraud + good else None,
        }
        for rule, spoke, fraud, good in await connection.execute(_FIGURES, {"days": days})
    ]


def _row(row: Any) -> SuspectRow:
    *said, owner, name, email = row
    said[4] = _reasons(said[4])
    said.append(buyer_of(owner, name, email))
    return SuspectRow(*said)
