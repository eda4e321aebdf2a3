"""What payment providers took, gave back, lost and kept; and what they let go without taking it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import asyncpg
from msgspec.structs import replace

from holdfast.payments import BY_PREPAID
from holdfast.views.books.buyers import SAID_OF_BUYER, buyer_said
from holdfast.views.books.documents import Document, Leg, document
from holdfast.views.books.refunds import TAXES, taken_back

__all__ = ["OF_AN_ORDER", "count_provided", "provided"]

OF_AN_ORDER: Final = f"""
       o.number, {SAID_OF_BUYER}, o.total, o.tax,
       (o.paid_at IS NOT NULL AND o.paid_at <= {{at}}
        AND (p.purpose = 'part' OR p.id = o.payment_id)) IS TRUE AS sells,
       (SELECT coalesce(sum(q.amount), 0)::bigint FROM payments q
        WHERE q.subject_id = o.id AND q.id < p.id
          AND q.status NOT IN ('pending', 'authorized', 'failed')
          AND (q.purpose = 'part' OR q.id = o.payment_id)) AS base,
       {BY_PREPAID} AS prepaid, {TAXES} AS taxes"""
"""Of a payment ``p`` and its order ``o``: whether it paid for what was sold, how much of the total
the payments before it had paid, and whether it paid with what had been sold, and taxed, before."""
_MOVES: Final = f"""
SELECT m.id, m.at, m.kind, m.provider, m.currency, m.amount, m.fee, p.purpose,
       {OF_AN_ORDER.format(at="m.at")},
       CASE WHEN m.kind = 'refunded' THEN
           (SELECT coalesce(-sum(r.amount), 0)::bigint FROM payment_moves r
            WHERE r.payment_id = m.payment_id AND r.kind = 'refunded' AND r.id < m.id)
           + (SELECT coalesce(sum(a.amount), 0)::bigint FROM capture_parts a
              WHERE a.payment_id = m.payment_id AND a.kind = 'released' AND a.at < m.at)
           END AS before
FROM payment_moves m JOIN payments p ON p.id = m.payment_id
LEFT JOIN orders o ON o.id = p.subject_id
WHERE m.at >= $1 AND m.at < $2 ORDER BY m.at, m.id LIMIT $3
"""
_RELEASED: Final = f"""
SELECT a.id, a.at, p.provider, p.currency, a.amount, p.purpose,
       {OF_AN_ORDER.format(at="a.at")},
       (SELECT coalesce(-sum(r.amount), 0)::bigint FROM payment_moves r
        WHERE r.payment_id = a.payment_id AND r.kind = 'refunded' AND r.at <= a.at)
       + (SELECT coalesce(sum(b.amount), 0)::bigint FROM capture_parts b
          WHERE b.payment_id = a.payment_id AND b.kind = 'released'
            AND (b.at, b.id) < (a.at, a.id)) AS before
FROM capture_parts a JOIN payments p ON p.id = a.payment_id
JOIN orders o ON o.id = p.subject_id
WHERE a.kind = 'released' AND a.at >= $1 AND a.at < $2 ORDER BY a.at, a.id LIMIT $3
"""
_COUNT: Final = """
SELECT (SELECT count(*) FROM payment_moves WHERE at >= $1 AND at < $2)
     + (SELECT count(*) FROM capture_parts WHERE kind = 'released' AND at >= $1 AND at < $2)
"""


async def count_provided(pool: asyncpg.Pool, begin: datetime, until: datetime) -> int:
    """Of a span."""
    found: int = await pool.fetchval(_COUNT, begin, until)
    return found


async def provided(
    pool: asyncpg.Pool, begin: datetime, until: datetime, limit: int
) -> Iterator[Document]:
    """Those of a span; the fee of a payment is a document of its own, for it is known later."""
    moves = await pool.fetch(_MOVES, begin, until, limit)
    released = await pool.fetch(_RELEASED, begin, until, limit)
    made = [
        *(one for row in moves for one in (_moved(row), _fee(row))),
        *(_released(row) for row in released),
    ]
    return (one for one in made if one is not None)


def _moved(row: Any) -> Document | None:
    """``amount`` is below 0 where it left the shop."""
    amount, provider, top_up = row["amount"], row["provider"], row["purpose"] == "top-up"
    clearing = Leg("clearing", amount, provider)
    buyer = None if top_up or row["owner"] is None else buyer_said(row)
    about = "wallet top-up" if top_up else f"order {row['number']}"
    match row["kind"]:
        case "captured":
            other = Leg("wallets" if top_up else "customers", -amount)
            return document(
                f"P-{row['id']}", row["at"], "payment", row["currency"], (clearing, other),
                f"Payment by {provider}, {about}", row["number"], amount, buyer=buyer,
            )  # fmt: skip
        case "refunded":
            back = _taken_back(row, -amount)
            if top_up:  # what was in the wallet still is taken out of it beside this
                back = (Leg("customers", -amount),)
            return document(
                f"R-{row['id']}", row["at"], "refund", row["currency"], (*back, clearing),
                f"Refund by {provider}, {about}", row["number"], -amount, buyer=buyer,
            )  # fmt: skip
    return document(
        f"D-{row['id']}", row["at"], "dispute", row["currency"],
        (Leg("chargebacks", -amount), clearing), f"Disputed at {provider}, {about}",
        row["number"], -amount, buyer=buyer,
    )  # fmt: skip


def _taken_back(row: Any, amount: int) -> tuple[Leg, ...]:
    """Of one below zero, which came back from its buyer, the opposite of what was booked of it."""
    if amount >= 0:
        return taken_back(row, amount, row["before"])
    booked = taken_back(row, -amount, row["before"] + amount)
    return tuple(replace(leg, amount=-leg.amount) for leg in booked)


def _fee(row: Any) -> Document | None:
    if not row["fee"]:
        return None
    fee, provider = row["fee"], row["provider"]
    return document(
        f"F-{row['id']}", row["at"], "fee", row["currency"],
        (Leg("fees", fee), Leg("clearing", -fee, provider)), f"Fee of {provider}",
        row["number"], fee,
    )  # fmt: skip


def _released(row: Any) -> Document | None:
    """Set aside for an order, and never taken: what was to come of it does not."""
    amount = row["amount"]
    legs = (*taken_back(row, amount, row["before"]), Leg("customers", -amount))
    return document(
        f"L-{row['id']}", row["at"], "refund", row["currency"], legs,
        f"Not taken by {row['provider']}, order {row['number']}", row["number"], amount,
        buyer=buyer_said(row),
    )  # fmt: skip
