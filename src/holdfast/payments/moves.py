"""Money as providers move it: one row for each capture, refund and lost dispute, from events.

What a wallet or another account of ours paid moved nothing at a provider, and is not here; nor is
what was only set aside. Of what was set aside first, each part has its row when it is taken.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.db.reading import unread_by
from holdfast.payments.facts import RefundDone, RefundFailed, RefundOver

_KEEP: Final = sa.text("""
WITH told AS (
    SELECT * FROM ROWS FROM (jsonb_to_recordset(CAST(:rows AS jsonb))
                             AS (at timestamptz, kind text, payment_id uuid, amount bigint))
        WITH ORDINALITY AS t (at, kind, payment_id, amount, n))
INSERT INTO payment_moves (at, kind, payment_id, provider, currency, amount)
SELECT t.at, t.kind, p.id, p.provider, p.currency, coalesce(t.amount, p.amount)
FROM told t JOIN payments p ON p.id = t.payment_id
WHERE p.source IS NULL AND p.provider <> 'wallet' AND coalesce(t.amount, p.amount) <> 0
  AND (t.kind <> 'captured' OR NOT EXISTS (
      SELECT FROM payment_captures c WHERE c.payment_id = p.id))
ORDER BY t.n
ON CONFLICT (payment_id, part_id) WHERE kind = 'captured' DO NOTHING
RETURNING payment_id, kind, provider
""")
_DISPUTED: Final = sa.text("""
WITH before AS (
    SELECT coalesce(sum(amount), 0)::bigint AS amount FROM payment_moves
    WHERE dispute_id = CAST(:dispute AS uuid))
INSERT INTO payment_moves (at, kind, payment_id, dispute_id, provider, currency, amount)
SELECT :at, CASE WHEN -CAST(:lost AS bigint) < b.amount THEN 'lost' ELSE 'regained' END,
       p.id, CAST(:dispute AS uuid), p.provider, p.currency, -CAST(:lost AS bigint) - b.amount
FROM payments p, before b
WHERE p.id = CAST(:payment AS uuid) AND -CAST(:lost AS bigint) <> b.amount
""")
_TAKEN: Final = sa.text("""
INSERT INTO payment_moves (at, kind, payment_id, part_id, provider, currency, amount)
SELECT clock_timestamp(), 'captured', p.id, CAST(:part AS uuid), p.provider, p.currency,
       CAST(:amount AS bigint)
FROM payments p WHERE p.id = CAST(:payment AS uuid)
ON CONFLICT (payment_id, part_id) WHERE kind = 'captured' DO NOTHING
""")
_FEE: Final = """
UPDATE payment_moves SET fee = $3
WHERE payment_id = $1 AND kind = 'captured' AND part_id IS NOT DISTINCT FROM $2
"""
MOVES: Final = "payment-moves"
"""The name of the consumer that keeps them."""
_UNREAD: Final = f"""
SELECT EXISTS (
    SELECT FROM {unread_by(MOVES)}
    WHERE e.type = ANY($2::text[]) AND $1::text IN (e.subject, e.data ->> 'paymentId'))
"""
_REFUNDED: Final = """
SELECT coalesce(-sum(amount), 0)::bigint FROM payment_moves
WHERE payment_id = $1 AND kind = 'refunded' AND at >= $2
"""


class Moved(Struct, frozen=True):
    """A capture (of all of the payment) or a refund of so much; below zero one that came back."""

    at: datetime
    payment_id: UUID
    refunded: int = 0


class _Row(Struct, frozen=True):
    at: datetime
    kind: str
    payment_id: UUID
    amount: int | None = None


async def keep_moves(connection: AsyncConnection, moves: Sequence[Moved]) -> dict[UUID, str]:
    """Keep these; by payment, whose provider captured it just now. What goes back was captured."""
    rows = [row for one in moves for row in _rows(one)]
    found = await connection.execute(_KEEP, {"rows": msgspec.json.encode(rows).decode()})
    return {row.payment_id: row.provider for row in found if row.kind == "captured"}


def _rows(one: Moved) -> list[_Row]:
    captured = _Row(one.at, "captured", one.payment_id)
    if not one.refunded:
        return [captured]
    return [captured, _Row(one.at, "refunded", one.payment_id, -one.refunded)]


async def keep_lost(
    connection: AsyncConnection, at: datetime, payment_id: UUID, dispute_id: UUID, lost: int
) -> None:
    """So much of a payment is lost by a dispute now, of which some may have been before."""
    about = {"at": at, "payment": payment_id, "dispute": dispute_id, "lost": lost}
    await connection.execute(_DISPUTED, about)


async def refunds_unread(database: Database, payment_id: UUID) -> bool:
    """Whether something of a payment went back, or came back, that is not kept yet."""
    types = [RefundDone.TYPE, RefundFailed.TYPE, RefundOver.TYPE]
    found: bool = await database.pool.fetchval(_UNREAD, str(payment_id), types)
    return found


async def refunded_since(database: Database, payment_id: UUID, since: datetime) -> int:
    """What went back of a payment since then, as far as it is kept."""
    found: int = await database.pool.fetchval(_REFUNDED, payment_id, since)
    return found


async def keep_taken(
    connection: AsyncConnection, payment_id: UUID, part_id: UUID, amount: int
) -> None:
    """So much of what was set aside was taken just now."""
    about = {"payment": payment_id, "part": part_id, "amount": amount}
    await connection.execute(_TAKEN, about)


async def keep_fee(
    database: Database, payment_id: UUID, fee: int, part_id: UUID | None = None
) -> None:
    """What the provider kept of a payment, or of a part of what was set aside."""
    await database.pool.execute(_FEE, payment_id, part_id, fee)
