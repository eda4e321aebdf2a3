"""Parts of what was paid that staff hand back: of what was paid by hand, and refunds that came back
from their provider. Each waits until staff have done so.

Of a whole payment its own state says that; a part leaves the payment as it is.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from holdfast.kit import new_id
from holdfast.ledger import NOW, Insert, Rider, Transition
from holdfast.payments.life import part_refunded, refund_begun
from holdfast.payments.payment import Payment
from holdfast.payments.tables import REFUND_BY_HAND_STATES, REFUNDS_BY_HAND

_WAITING: Final = """
SELECT id, payment_id, amount, began_at, lines::text FROM refunds_by_hand
WHERE order_id = $1 AND state = 'waiting' ORDER BY id
"""


_lines: Final = msgspec.json.Decoder(tuple[int, ...]).decode


class RefundByHand(Struct, frozen=True):
    """So much of a payment is owed in cash; of ``lines`` what was to go back for each line."""

    id: UUID
    payment_id: UUID
    amount: int
    since: datetime
    lines: tuple[int, ...] = ()


def to_hand_back(
    payment: Payment, refund_id: UUID, amount: int, lines: Sequence[int] = ()
) -> tuple[Rider, ...]:
    """So much of it is owed from now on; of ``lines`` what goes back for each line."""
    return refund_begun(payment, amount), _owed(payment, refund_id, amount, lines)


def owed_again(payment: Payment, amount: int, lines: Sequence[int] = ()) -> Insert:
    """The buyer is owed so much, until staff have handed it over."""
    return _owed(payment, new_id(), amount, lines)


def _owed(payment: Payment, refund_id: UUID, amount: int, lines: Sequence[int]) -> Insert:
    said = msgspec.json.encode(lines).decode() if lines else None
    row = (refund_id, payment.id, payment.subject_id, amount, "waiting", NOW, said)
    return Insert(REFUNDS_BY_HAND, (row,))


def handed_back(
    payment: Payment, refund: RefundByHand, amount: int | None = None, *, there: bool = False
) -> tuple[Rider, ...]:
    """The buyer has it, or an ``amount`` of it: then the rest waits by itself. The payment stays as
    it is."""
    move = Transition(REFUND_BY_HAND_STATES, refund.id, ("waiting",), "done")
    amount = refund.amount if amount is None else amount
    rest = (
        (owed_again(payment, refund.amount - amount, refund.lines),)
        if amount < refund.amount
        else ()
    )
    # Of one that was not paid by hand it had been told before: the provider gave it back to us.
    back = part_refunded(
        payment, amount, again=not payment.by_hand, there=there, lines=refund.lines
    )
    return move, *rest, back


async def refunds_waiting(pool: asyncpg.Pool, order_id: UUID) -> list[RefundByHand]:
    """Parts of what was paid for an order that nobody has handed back, the oldest first."""
    rows = await pool.fetch(_WAITING, order_id)
    return [
        RefundByHand(
            row["id"], row["payment_id"], row["amount"], row["began_at"],
            _lines(row["lines"] or "[]"),
        )
        for row in rows
    ]  # fmt: skip
