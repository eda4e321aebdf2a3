"""What happened to an order, from the journal (units) and the event log (money and states)."""

from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias

import asyncpg
import msgspec
from msgspec import Struct

from holdfast.ledger import JOURNAL
from holdfast.orders import Order

__all__ = ["Moment", "What", "order_timeline", "told_in_order"]

What: TypeAlias = Literal[
    "held", "captured", "released", "expired", "returned", "paid", "cancelled", "refundBegun",
    "refunded", "refundedThere", "refundFailed", "changed", "completed", "packing", "shipped",
    "numbered", "delivered", "deliveryFailed", "unpacked", "returnRequested", "returnApproved",
    "returnRefused", "returnCancelled", "returnReceived", "returnInspected", "unitsCancelled",
    "moneyTaken", "notedPaid", "takenBack",
]  # fmt: skip
"""``returned``: the units of a paid order are back on sale. ``changed``: priced anew before it was
paid, with another coupon or none. ``packing`` and what follows is of a parcel; ``unpacked``: it was
taken apart before it left; ``numbered``: its carrier's number is known, or another.
``unitsCancelled``: some units went back on sale. ``moneyTaken``: of money that was set aside, some
was taken. ``refundedThere``: by somebody on the provider's own pages. What begins with ``return``
is of goods that the buyer sends back. ``notedPaid``: by hand, and by mistake; ``takenBack``: that
note was."""


class Moment(Struct, frozen=True):
    """One thing that happened, by whom, in which request; ``parcel`` is the number of one that it
    happened to."""

    at: datetime
    what: What
    actor: str
    request: str
    parcel: int | None = None


_MOMENTS: Final = f"""
SELECT min(at) AS at, operation AS what, min(actor) AS actor, min(request) AS request,
       NULL::int AS parcel
FROM {JOURNAL}
WHERE hold = ANY($1::uuid[]) AND at >= $2::timestamptz - interval '1 minute'
GROUP BY hold, operation
UNION ALL
SELECT at, CASE WHEN at = $5 THEN 'return' ELSE 'capture' END, min(actor), min(request), NULL
FROM {JOURNAL}
WHERE at = ANY($6::timestamptz[]) AND hold IS NULL
  AND note = 'order/' || $3 || CASE WHEN at = $5 THEN ' refunded' ELSE ' bought' END
GROUP BY at
UNION ALL
SELECT at, CASE WHEN type = 'order.refund.done' AND (data ->> 'there')::boolean
            THEN 'order.refund.there' ELSE type END, '', request,
       CASE WHEN type LIKE 'parcel.%' THEN (data ->> 'number')::int END
FROM (SELECT at, type, request, data FROM events
      WHERE subject = $3 AND at >= $2::timestamptz - interval '1 minute'
      UNION ALL
      SELECT at, type, request, data FROM past_events
      WHERE subject = $3 AND at >= $2::timestamptz - interval '1 minute') told
WHERE type = ANY($4::text[])
ORDER BY at
"""
_WORDS: Final[dict[str, What]] = {
    "hold": "held",
    "capture": "captured",
    "release": "released",
    "expire": "expired",
    "return": "returned",
    "order.changed": "changed",
    "order.paid": "paid",
    "order.cancelled": "cancelled",
    "order.units.cancelled": "unitsCancelled",
    "order.completed": "completed",
    "order.payment.captured": "moneyTaken",
    "order.refund.begun": "refundBegun",
    "order.refund.done": "refunded",
    "order.refund.there": "refundedThere",
    "order.refund.failed": "refundFailed",
    "parcel.picked": "packing",
    "parcel.shipped": "shipped",
    "parcel.numbered": "numbered",
    "parcel.delivered": "delivered",
    "parcel.failed": "deliveryFailed",
    "parcel.cancelled": "unpacked",
    "return.requested": "returnRequested",
    "return.approved": "returnApproved",
    "return.refused": "returnRefused",
    "return.cancelled": "returnCancelled",
    "return.received": "returnReceived",
    "return.inspected": "returnInspected",
}
_CAUSES_FIRST: Final = (
    "expired", "held", "changed", "paid", "notedPaid", "captured", "packing", "shipped", "numbered",
    "moneyTaken", "delivered", "deliveryFailed", "completed", "unpacked", "cancelled", "takenBack",
    "unitsCancelled", "released", "returned",
    "returnRequested", "returnApproved", "returnRefused", "returnCancelled", "returnReceived",
    "returnInspected",
    "refundBegun", "refunded", "refundedThere", "refundFailed",
)  # fmt: skip
_OF_NO_MONEY: Final[frozenset[What]] = frozenset(
    {"captured", "returned", "refundBegun", "refunded"}
)
_NOTES: Final[dict[What, What]] = {"paid": "notedPaid", "cancelled": "takenBack"}
_INSTANT: Final = timedelta(seconds=1)
"""The journal writes a command with one time, its events microseconds later."""
_EVENTS: Final = [word for word in _WORDS if "." in word]


async def order_timeline(
    pool: asyncpg.Pool, order: Order, *, never_paid: bool = False
) -> list[Moment]:
    """The order's moments, oldest first. ``never_paid``: it was noted as paid by mistake."""
    holds = [hold for hold in (order.hold_id, order.rescue_hold_id) if hold is not None]
    # The units of a paid order came back in the very command that cancelled it; those of one paid
    # at once went in the very command that made it.
    returned = order.cancelled_at if order.reason == "refunded" else None
    bought = order.paid_at if order.at_once else None
    alone = [moment for moment in (returned, bought) if moment is not None]
    rows = await pool.fetch(
        _MOMENTS, holds, order.created_at, str(order.id), _EVENTS, returned, alone
    )
    moments = [
        Moment(at, _WORDS[what], actor, request, parcel)
        for at, what, actor, request, parcel in rows
        if what in _WORDS
    ]
    if bought is not None:
        moments = _held_at_once(moments)
    told = told_in_order(_held_from(order.created_at, moments))
    return _as_noted(told) if never_paid else told


def _held_at_once(moments: list[Moment]) -> list[Moment]:
    """What was bought at once was held for no longer than its one command took."""
    at = next((at for at, one in enumerate(moments) if one.what == "captured"), None)
    if at is None:
        return moments
    held = msgspec.structs.replace(moments[at], what="held")
    return [*moments[:at], held, *moments[at:]]


def _held_from(made: datetime, moments: list[Moment]) -> list[Moment]:
    """An order that was changed is held anew each time; to a person its units were held all the
    while, from when it was made."""
    if not any(moment.what == "changed" for moment in moments):
        return moments
    first = next((at for at, moment in enumerate(moments) if moment.what == "held"), None)
    if first is None:
        return moments
    held = msgspec.structs.replace(moments.pop(first), at=made)
    return [held, *moments]


def _as_noted(moments: list[Moment]) -> list[Moment]:
    """What was never paid was not cancelled, and nothing of it went back."""
    kept = [one for one in moments if one.what not in _OF_NO_MONEY]
    return [msgspec.structs.replace(one, what=_NOTES.get(one.what, one.what)) for one in kept]


def told_in_order(moments: list[Moment]) -> list[Moment]:
    """What one command did is of one instant. Told to a person, causes come first: paid, therefore
    captured; too late, therefore held again, paid and captured."""
    instants: list[list[Moment]] = []
    for moment in moments:
        if instants and _of_one_command(instants[-1][0], moment):
            instants[-1].append(msgspec.structs.replace(moment, at=instants[-1][0].at))
        else:
            instants.append([moment])
    return [
        moment
        for instant in instants
        for moment in sorted(instant, key=lambda one: _CAUSES_FIRST.index(one.what))
    ]


def _of_one_command(first: Moment, moment: Moment) -> bool:
    return first.request == moment.request and moment.at - first.at < _INSTANT
