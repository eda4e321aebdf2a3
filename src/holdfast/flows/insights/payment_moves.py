"""What providers move, kept from events for who reconciles; what they keep of it is asked for, and
whether the tax service has its receipt, and which card is to be kept."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.jobs import enqueue
from holdfast.db.reading import Event
from holdfast.payments import (
    DisputeChanged,
    KeepCard,
    LearnFee,
    LearnReceipt,
    Moved,
    PaidBack,
    PaidIn,
    PaymentProvider,
    PaymentSucceeded,
    RefundDone,
    RefundFailed,
    RefundOver,
    TellsFees,
    asked_to_keep,
    keep_lost,
    keep_moves,
    names_cards,
    sends_receipts,
)

__all__ = ["MOVE_TYPES", "PaymentMoves"]

MOVE_TYPES: Final = (
    PaymentSucceeded.TYPE, PaidIn.TYPE, RefundDone.TYPE, RefundFailed.TYPE, DisputeChanged.TYPE,
    RefundOver.TYPE, PaidBack.TYPE,
)  # fmt: skip
_MADE: Final = (PaymentSucceeded.TYPE, PaidIn.TYPE)
_FEE_AFTER: Final = 1.0


class PaymentMoves:
    """A consumer's handler."""

    def __init__(self, providers: Mapping[str, PaymentProvider]) -> None:
        self._tell: Collection[str] = {
            name for name, one in providers.items() if isinstance(one, TellsFees)
        }
        self._send: Collection[str] = {
            name for name, one in providers.items() if sends_receipts(one)
        }
        self._name: Collection[str] = {name for name, one in providers.items() if names_cards(one)}

    async def __call__(self, connection: AsyncConnection, events: Sequence[Event]) -> None:
        told = [one for one in events if _moves_money(one)]
        moves = [_moved(one) for one in told]
        requests = {one.payment_id: event.request for one, event in zip(moves, told, strict=True)}
        captured = await keep_moves(connection, moves) if moves else {}
        jobs = [
            (LearnFee(payment_id), requests[payment_id])
            for payment_id, provider in captured.items()
            if provider in self._tell
        ]
        await enqueue(connection, jobs, after=_FEE_AFTER)
        sent = [
            (LearnReceipt(payment_id), requests[payment_id])
            for payment_id, provider in captured.items()
            if provider in self._send
        ]
        await enqueue(connection, sent, after=_FEE_AFTER)
        await self._keep_cards(connection, events)
        for event in events:
            if event.type == DisputeChanged.TYPE:
                dispute, lost = UUID(str(event.data["disputeId"])), int(str(event.data["lost"]))
                await keep_lost(connection, event.at, UUID(event.subject), dispute, lost)

    async def _keep_cards(self, connection: AsyncConnection, events: Sequence[Event]) -> None:
        """Of what was paid, whether the money is here or only set aside."""
        made = {UUID(one.subject): one.request for one in events if one.type in _MADE}
        if self._name and made:
            found = await asked_to_keep(connection, list(made), self._name)
            await enqueue(connection, [(KeepCard(one), made[one]) for one in found])


def _moves_money(event: Event) -> bool:
    """A refund that was refused moved none; one that came back did."""
    if event.type == RefundFailed.TYPE:
        return bool(event.data.get("returned"))
    return event.type != DisputeChanged.TYPE


def _moved(event: Event) -> Moved:
    if event.type in (RefundDone.TYPE, RefundFailed.TYPE):
        payment_id, amount = str(event.data["paymentId"]), int(str(event.data["amount"]))
        if event.type == RefundFailed.TYPE:
            return Moved(event.at, UUID(payment_id), -amount)
        released = int(str(event.data.get("released", 0)))  # which no provider moved
        return Moved(event.at, UUID(payment_id), amount - released)
    if event.type in (RefundOver.TYPE, PaidBack.TYPE):
        return Moved(event.at, UUID(event.subject), int(str(event.data["amount"])))
    return Moved(event.at, UUID(event.subject))
