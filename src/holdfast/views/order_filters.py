"""Which orders staff look for: one condition of SQL for each filter, so that every combination is
planned for what it is.

A refund, a tag, a seller, a time and what waits for money by hand are found by an index each. A
state has none, which each step of an order would have to move it in: where few orders are in it,
all are read.
"""

from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.edits import EMPTIED
from holdfast.fulfilment import Fulfilment
from holdfast.payments import MANUAL

__all__ = [
    "PAID_BY_PROVIDER", "TRIED", "GoodsState", "OrderFilter", "PaidState", "conditions_of",
    "paid_as",
]  # fmt: skip

PaidState: TypeAlias = Literal["unpaid", "paid", "refunding", "refunded", "refund-failed"]
GoodsState: TypeAlias = Fulfilment | Literal["to-send"]
"""How far an order's goods are; `to-send`: something of them has not left."""
_SKEW: Final = timedelta(hours=1)  # of a machine's clock, by which ids are made, to the database's

_PAID: Final[dict[PaidState, str]] = {
    "unpaid": "o.paid_at IS NULL AND o.refund = 'none'",
    "paid": "o.paid_at IS NOT NULL AND o.refund = 'none'",
    # Of a cancelled one, or in cash of one that stands.
    "refunding": """o.id IN (SELECT id FROM orders WHERE refund = 'begun'
        UNION SELECT subject_id FROM payments WHERE status = 'refunding' AND provider = 'manual'
        UNION SELECT r.order_id FROM refunds_by_hand r JOIN payments p ON p.id = r.payment_id
            AND p.provider = 'manual' WHERE r.state = 'waiting')""",
    "refunded": "o.refund = 'done'",
    # Of what paid it, or came beside that; or of a part, which came back from its provider.
    "refund-failed": """o.id IN (SELECT id FROM orders WHERE refund = 'failed'
        UNION SELECT subject_id FROM payments WHERE status = 'refund-failed'
        UNION SELECT r.order_id FROM refunds_by_hand r JOIN payments p ON p.id = r.payment_id
            AND p.provider <> 'manual' WHERE r.state = 'waiting')""",
}
_REFUNDS: Final[dict[str, PaidState]] = {
    "begun": "refunding", "done": "refunded", "failed": "refund-failed",
}  # fmt: skip
# What paid it, or a part of it; where nothing has, whatever was tried.
_PAID_BY: Final = """(o.payment_id IS NULL OR o.payment_id = p.id
    OR p.purpose = 'part' AND p.status NOT IN ('pending', 'authorized', 'failed'))"""
PAID_BY_PROVIDER: Final = f"""EXISTS (
    SELECT FROM payments p WHERE p.provider = :provider AND p.subject_id = o.id AND {_PAID_BY})"""
# The same from its other end: few are paid that way, or many.
TRIED: Final = f"""
SELECT DISTINCT p.subject_id AS id FROM payments p JOIN orders o ON o.id = p.subject_id
WHERE p.provider = :provider AND {_PAID_BY} AND {{matching}}
ORDER BY p.subject_id DESC LIMIT :limit
"""
# Few at any time, with an index of their own: many more were paid so.
_AWAITED_BY_HAND: Final = """o.id IN (
    SELECT w.subject_id FROM payments w WHERE w.status = 'pending' AND w.provider = 'manual')"""
# As ``orders.fulfilment_of`` says it.
_GOODS: Final = """o.description IS NULL AND o.booking_id IS NULL AND CASE o.status
    WHEN 'completed' THEN 'delivered' WHEN 'paid' THEN coalesce(o.fulfilment, 'unfulfilled')
    END = ANY(CAST(:fulfilment AS text[]))"""
_STANDS_FOR: Final[dict[str, list[str]]] = {"to-send": ["unfulfilled", "partly-shipped"]}
_SOLD_BY: Final = (
    "EXISTS (SELECT FROM suborders s WHERE s.order_id = o.id AND s.seller_id = :seller)"
)
_TAGGED: Final = "o.id IN (SELECT t.order_id FROM order_tags t WHERE lower(t.tag) = lower(:tag))"
_HELD: Final = "o.id IN (SELECT c.order_id FROM fraud_checks c WHERE c.status = 'held')"
_SILENT: Final = (
    "o.id IN (SELECT q.order_id FROM parcels q WHERE q.heard_at IS NOT NULL AND q.ask_at IS NULL)"
)


class OrderFilter(Struct, frozen=True):
    """``q``: what is typed; ``since`` is within, ``until`` is not. ``fulfilment``: how far their
    goods are; ``seller``: with goods of theirs; ``held`` against fraud; ``silent``: with a parcel
    of which its carrier says nothing; ``tag``: with this one of staff's."""

    q: str | None = None
    status: str | None = None
    paid: PaidState | None = None
    provider: str | None = None
    fulfilment: GoodsState | None = None
    seller: UUID | None = None
    held: bool = False
    silent: bool = False
    tag: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def conditions_of(query: OrderFilter) -> tuple[list[str], dict[str, object]]:
    """Of an order ``o``, and their values; but for what is typed and what it was paid through,
    which are looked for from their other ends."""
    awaited = (query.provider, query.status) == (MANUAL, "pending")
    conditions = [_AWAITED_BY_HAND if awaited else "true"]
    values: dict[str, object] = {}
    if query.status is not None:
        conditions.append("o.status = :status")
        values["status"] = query.status
    if query.paid is not None:
        conditions.append(_PAID[query.paid])
    if query.provider is not None:
        values["provider"] = query.provider
    if query.fulfilment is not None:
        conditions.append(_GOODS)
        if query.fulfilment == "to-send":
            conditions.append(f"NOT {EMPTIED}")
        values["fulfilment"] = _STANDS_FOR.get(query.fulfilment, [query.fulfilment])
    if query.seller is not None:
        conditions.append(_SOLD_BY)
        values["seller"] = query.seller
    if query.held:
        conditions.append(_HELD)
    if query.silent:
        conditions.append(_SILENT)
    if query.tag is not None:
        conditions.append(_TAGGED)
        values["tag"] = query.tag
    if query.since is not None:
        conditions.append("o.created_at >= :since AND o.id >= CAST(:first AS uuid)")
        values |= {"since": query.since, "first": _id_at(query.since - _SKEW)}
    if query.until is not None:
        conditions.append("o.created_at < :until AND o.id < CAST(:last AS uuid)")
        values |= {"until": query.until, "last": _id_at(query.until + _SKEW)}
    return conditions, values


def _id_at(moment: datetime) -> UUID:
    """Below every id made from that moment on."""
    return UUID(int=max(0, int(moment.timestamp() * 1000)) << 80)


def paid_as(paid_at: datetime | None, refund: str) -> PaidState:
    """How far the money is."""
    return _REFUNDS.get(refund, "unpaid" if paid_at is None else "paid")
