"""The life of a transfer: each move as riders, with the fact it makes true.

The legal ones stand in ``TRANSFER_STATES`` and are drawn in docs/life-cycles.md.
"""

from datetime import date

from holdfast.ledger import NOW, Insert, Rider, Transition, tell
from holdfast.transfers.facts import (
    TransferArrived,
    TransferCancelled,
    TransferExpected,
    TransferSent,
)
from holdfast.transfers.tables import TRANSFER_STATES, TRANSFERS
from holdfast.transfers.transfer import Arrival, Transfer, TransferStatus


def _move(found: Transfer, to: TransferStatus, **also: object) -> Transition:
    return Transition(TRANSFER_STATES, found.id, (found.status,), to, tuple(also.items()))


def sent(new: Transfer) -> tuple[Rider, ...]:
    """They are under way."""
    row = (
        new.id, new.variant_id, new.source_id, new.target_id, new.quantity, new.reason,
        new.expected_on,
    )  # fmt: skip
    fact = TransferSent(new.variant_id, new.source_id, new.target_id, new.quantity, new.expected_on)
    return Insert(TRANSFERS, (row,)), tell(fact, new.id)


def expected(found: Transfer, on: date | None) -> tuple[Rider, ...]:
    """What is under way arrives on that day."""
    move = _move(found, found.status, expected_on=on)
    return move, tell(TransferExpected(found.variant_id, on), found.id)


def arrived(found: Transfer, what: Arrival) -> tuple[Rider, ...]:
    """These came or were lost; with the last of them it ends."""
    came, lost = found.came + what.came, found.lost + what.lost
    whole = came + lost == found.quantity
    if whole:
        to: TransferStatus = "arrived" if came else "lost"
        move = _move(found, to, came=came, lost=lost, ended_at=NOW)
    else:
        move = _move(found, found.status, came=came, lost=lost)
    fact = TransferArrived(found.variant_id, what.came, what.lost, whole)
    return move, tell(fact, found.id)


def cancelled(found: Transfer, reason: str) -> tuple[Rider, ...]:
    """The rest went back."""
    fact = TransferCancelled(found.variant_id, found.under_way, reason)
    return _move(found, "cancelled", ended_at=NOW), tell(fact, found.id)
