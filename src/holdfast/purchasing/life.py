"""The life of a purchase order: each move as riders, with the fact it makes true.

The legal ones stand in ``PURCHASE_STATES`` and are drawn in docs/life-cycles.md.
"""

from collections.abc import Sequence
from datetime import date

from holdfast.kit import new_id
from holdfast.ledger import NOW, Insert, Rider, Transition, tell
from holdfast.purchasing.facts import (
    CameItem,
    PurchaseCancelled,
    PurchaseExpected,
    PurchaseOrdered,
    PurchaseReceived,
)
from holdfast.purchasing.purchase import Came, Purchase, PurchaseStatus
from holdfast.purchasing.tables import PURCHASE_LINES, PURCHASE_STATES, PURCHASES, RECEIPTS


def _move(found: Purchase, to: PurchaseStatus, **also: object) -> Transition:
    return Transition(PURCHASE_STATES, found.id, (found.status,), to, tuple(also.items()))


def ordered(new: Purchase) -> tuple[Rider, ...]:
    """A number that is taken already is refused as a ``Conflict``."""
    row = (
        new.id, new.number, new.supplier, new.location_id, new.currency, new.expected_on, new.note,
    )  # fmt: skip
    lines = tuple(
        (new.id, at, one.variant_id, one.quantity, one.unit_cost) for at, one in new.numbered()
    )
    fact = PurchaseOrdered(new.number, new.supplier, new.location_id, new.expected_on)
    return Insert(PURCHASES, (row,)), Insert(PURCHASE_LINES, lines), tell(fact, new.id)


def expected(found: Purchase, on: date | None) -> tuple[Rider, ...]:
    """What is still to come arrives on that day."""
    move = _move(found, found.status, expected_on=on)
    return move, tell(PurchaseExpected(found.number, on), found.id)


def received(found: Purchase, came: Sequence[Came], *, whole: bool) -> tuple[Rider, ...]:
    """These came; ``whole``: nothing more is to come."""
    move = _move(found, "received", ended_at=NOW) if whole else _move(found, "partly-received")
    rows = tuple((new_id(), found.id, one.line, one.quantity, one.ordered) for one in came)
    items = tuple(CameItem(one.variant_id, one.quantity) for one in came)
    fact = PurchaseReceived(found.number, items, whole)
    return move, Insert(RECEIPTS, rows), tell(fact, found.id)


def cancelled(found: Purchase, reason: str) -> tuple[Rider, ...]:
    """The rest does not come."""
    move = _move(found, "cancelled", ended_at=NOW)
    return move, tell(PurchaseCancelled(found.number, reason), found.id)
