"""An order as a value, and the gathered reads that checkout and the order page live by."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.db.gather import Gather
from holdfast.orders.breakdown import Breakdown, OrderRepeat, OrderSale, decode_breakdown
from holdfast.orders.collector import Collector, decode_collector
from holdfast.orders.items import OrderItem
from holdfast.orders.own import EVERY_ORDER, WANTED, OwnSearch

Status: TypeAlias = Literal["pending", "paid", "completed", "cancelled"]
OrderPhase: TypeAlias = Literal["NEW", "FINISHED", "CANCELLED"]
Reason: TypeAlias = Literal[
    "buyer", "staff", "expired", "unpaid", "no-wallet", "insufficient-funds", "refunded"
]
"""Why an order is cancelled. ``refunded``: it had been paid; the refund stands beside it."""
MAX_BUYER_NOTE: Final = 500  # letters
CancelledBy: TypeAlias = Literal["buyer", "staff", "expired", "unpaid"]
"""Who cancelled an order: a person, its time, or a payment that failed."""

ORDER_COLUMNS: Final = (
    "id", "number", "owner", "hold_id", "rescue_hold_id", "status", "reason", "refund", "total",
    "discount", "currency", "coupon_id", "description", "payment_id", "locale", "created_at",
    "paid_at", "cancelled_at", "completed_at", "cancelled_by", "cancel_note",
    "money_moved_at", "tax", "shipping", "breakdown", "booking_id", "address", "fulfilment",
    "parcels_moved_at", "contact_email", "collector", "buyer_note", "contact_name", "contact_phone",
)  # fmt: skip
"""An :class:`Order` as rows."""
_COLUMNS: Final = ", ".join(ORDER_COLUMNS)
_BY_ID: Final = f"SELECT {_COLUMNS} FROM orders WHERE id = ANY($1::uuid[])"
_BY_HOLD: Final = f"SELECT {_COLUMNS} FROM orders WHERE hold_id = ANY($1::uuid[])"
_OF_OWNER: Final = f"""
SELECT {_COLUMNS} FROM orders o
WHERE owner = $1 AND ($2::uuid IS NULL OR id < $2) AND {WANTED}
ORDER BY id DESC LIMIT $3 OFFSET $4
"""


class Order(Struct, frozen=True):
    """An order's own row. When it ends unpaid is its hold's to say (``Ledger.holds``).

    ``total`` is what is to pay: its ``discount`` is taken off. An order paid at once has no hold;
    one without goods has a ``description`` instead. ``cancelled_by`` is which of staff cancelled
    it, ``cancel_note`` why; both None if nobody of staff did. ``money_moved_at``: when a part of
    the money last came, or something was done about giving one back. ``breakdown_text`` is how the
    total came about, where it is more than the sum of its lines. ``booking_id`` is the booking that
    it pays for, ``address_text`` where its goods go, ``fulfilment_kept`` the sum of its parcels, as
    it was when something was last done with them. ``contact_email`` is where a guest is told of it,
    if its address does not say, ``collector_text`` who picks it up in place of its buyer,
    ``buyer_note`` what its buyer asks of whoever packs it, ``contact_name`` and ``contact_phone``
    who a guest who books is, and where they are called.
    """

    id: UUID
    number: str
    owner: str
    hold_id: UUID | None
    rescue_hold_id: UUID | None
    status: Status
    reason: Reason | None
    refund: str
    total: int
    discount: int
    currency: str
    coupon_id: UUID | None
    description: str | None
    payment_id: UUID | None
    locale: str | None
    created_at: datetime
    paid_at: datetime | None
    cancelled_at: datetime | None
    completed_at: datetime | None
    cancelled_by: str | None = None
    cancel_note: str | None = None
    money_moved_at: datetime | None = None
    tax: int = 0
    shipping: int = 0
    breakdown_text: str | None = None
    booking_id: UUID | None = None
    address_text: str | None = None
    fulfilment_kept: str | None = None
    parcels_moved_at: datetime | None = None
    contact_email: str | None = None
    collector_text: str | None = None
    buyer_note: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None

    @property
    def is_sent(self) -> bool:
        """Whether it is for goods that go in parcels; those bought with a booking are handed over
        there."""
        return self.description is None and self.booking_id is None

    @property
    def fulfilment(self) -> str | None:
        """How far its goods have come: the sum of its parcels; None where none are sent."""
        return fulfilment_of(self.status, self.fulfilment_kept) if self.is_sent else None

    @property
    def breakdown(self) -> Breakdown | None:
        """How the total came about, where it is more than the sum of its lines."""
        return None if self.breakdown_text is None else decode_breakdown(self.breakdown_text)

    @property
    def pickup(self) -> str:
        """Where its buyer picks it up; empty: it is sent."""
        breakdown = self.breakdown
        return "" if breakdown is None else breakdown.pickup

    @property
    def collector(self) -> Collector | None:
        """Who picks it up in place of its buyer."""
        return None if self.collector_text is None else decode_collector(self.collector_text)

    @property
    def lacks_address(self) -> bool:
        """Whether it is to be brought to its buyer, who has not said where to."""
        breakdown = None if self.address_text is not None else self.breakdown
        return breakdown is not None and breakdown.to_address

    @property
    def limits(self) -> Mapping[str, int | None]:
        """Accounts of promotions of which it takes one each, with what they may count."""
        breakdown = self.breakdown
        return {} if breakdown is None else breakdown.limits

    @property
    def sale(self) -> OrderSale | None:
        """The flash sale that its units come from, where that is not the stock."""
        breakdown = self.breakdown
        return None if breakdown is None else breakdown.sale

    @property
    def exchange_of(self) -> UUID | None:
        """The return in place of whose goods it is sent, if what is paid for it is the difference;
        or the edit that added it to another order: its price is its own."""
        breakdown = self.breakdown
        return None if breakdown is None else breakdown.exchange

    @property
    def repeat(self) -> OrderRepeat | None:
        """The repeat order that it is of, or begins."""
        breakdown = self.breakdown
        return None if breakdown is None else breakdown.repeat

    def paid_for(self, item: OrderItem) -> int:
        """What is paid for all units of a line of it, with their tax."""
        breakdown = self.breakdown
        tax = 0 if breakdown is not None and breakdown.included else item.tax
        return item.price * item.quantity - item.discount + tax

    @property
    def subtotal(self) -> int:
        """What all that it is for costs, before discounts, delivery and tax."""
        breakdown = self.breakdown
        tax = self.tax if breakdown is None else breakdown.on_top(self.tax)
        return self.total + self.discount - self.shipping - tax

    @property
    def paid_for_delivery(self) -> int:
        """What is paid for delivery, with its tax."""
        breakdown = self.breakdown
        if breakdown is None or breakdown.included:
            return self.shipping
        return self.shipping + breakdown.shipping_tax

    @property
    def is_pending(self) -> bool:
        """It waits for its money."""
        return self.status == "pending"

    @property
    def paid_in_part(self) -> bool:
        """It waits for the rest of its money. One that is read a moment too early says no."""
        return self.is_pending and self.money_moved_at is not None

    @property
    def is_paid(self) -> bool:
        """Paid, and not delivered."""
        return self.status == "paid"

    @property
    def is_completed(self) -> bool:
        """Paid and delivered."""
        return self.status == "completed"

    @property
    def is_sold(self) -> bool:
        """Paid, delivered or not."""
        return self.status in ("paid", "completed")

    @property
    def is_cancelled(self) -> bool:
        """Off, for its ``reason``."""
        return self.status == "cancelled"

    @property
    def version(self) -> int:
        """Of two states of this order the later has the higher one."""
        return version_of(
            self.status, self.reason, self.refund, self.money_moved_at, self.parcels_moved_at
        )

    @property
    def at_once(self) -> bool:
        """Whether it was paid in the command that made it: what it took (``lines_of``) was taken
        there and then, and nothing was held."""
        return self.hold_id is None

    @property
    def reservation_id(self) -> UUID:
        """The hold of an order that was reserved."""
        assert self.hold_id is not None, "paid at once"
        return self.hold_id


def cancelled_by(reason: str, staff: str | None) -> CancelledBy:
    """Who cancelled an order, by its reason; ``staff`` is which of them, if one did."""
    if staff is not None or reason == "staff":
        return "staff"
    if reason in ("buyer", "refunded"):
        return "buyer"
    return "expired" if reason == "expired" else "unpaid"


def seat_key(owner: str) -> str:
    """The account of which an order without goods takes one while it waits for its money."""
    return f"seat/{owner}"


def due_key(order_id: UUID) -> str:
    """The store that counts what is still due of an order that is paid in parts, in its currency:
    opened with its total by the first of them, less with each, more with each that goes back."""
    return f"due/{order_id}"


def fulfilment_of(status: Status, kept: str | None) -> str | None:
    """How far the goods of an order have come that are sent; ``kept`` is what its row says."""
    if status == "completed":
        return "delivered"
    return (kept or "unfulfilled") if status == "paid" else None


def phase_of(status: Status) -> OrderPhase:
    """Specification C's words for an order's state."""
    if status == "pending":
        return "NEW"
    return "CANCELLED" if status == "cancelled" else "FINISHED"


# Every step of an order's life leads to a higher one: an order that ran out may be rescued, and one
# that was paid may be refunded, but never the other way.
_STEPS: Final = {"pending": 0, "cancelled": 1, "paid": 2, "completed": 3}
_REFUNDED: Final = 4
_REFUNDS: Final = ("none", "begun", "failed", "done")
_EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def version_of(
    status: Status,
    reason: Reason | None,
    refund: str,
    money_moved_at: datetime | None = None,
    parcels_moved_at: datetime | None = None,
) -> int:
    """A number that grows with every step of an order's life, with each part of its money that
    comes or goes back, each other price or reservation that it has, each step of its parcels, and
    each other address, contact, collector or note, so that of two states the later one is known.
    Steps and time only ever go on, so their sum does."""
    step = _REFUNDED if reason == "refunded" else _STEPS[status]
    moved = [at for at in (money_moved_at, parcels_moved_at) if at is not None]
    parts = sum((at - _EPOCH) // _MICROSECOND for at in moved)
    return step * len(_REFUNDS) + _REFUNDS.index(refund) + parts


_ADOPT: Final = sa.text(
    "UPDATE orders SET owner = :owner WHERE id IN"
    " (SELECT id FROM orders WHERE owner = :guest"
    "  AND (CAST(:ids AS uuid[]) IS NULL OR id = ANY(CAST(:ids AS uuid[])))"
    "  ORDER BY id FOR UPDATE)"
)


class OrderBook:
    """Fresh orders, gathered: what is asked while one query runs is answered by the next."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._by_id: Gather[UUID, Order] = Gather(self._load_by_id)
        self._by_hold: Gather[UUID, Order] = Gather(self._load_by_hold)

    async def get(self, order_id: UUID) -> Order | None:
        return await self._by_id.get(order_id)

    async def known(self, order_id: UUID) -> Order:
        """One that there is: none is ever deleted."""
        order = await self._by_id.get(order_id)
        if order is None:
            raise LookupError(f"there is no order {order_id}")
        return order

    async def of_hold(self, hold_id: UUID) -> Order | None:
        """The order a reservation belongs to."""
        return await self._by_hold.get(hold_id)

    async def of_owner(
        self,
        owner: str,
        before: UUID | None,
        limit: int,
        passed: int = 0,
        search: OwnSearch = EVERY_ORDER,
    ) -> list[Order]:
        """An owner's orders that are looked for, newest first, before the given one; so many are
        ``passed`` over."""
        rows = await self._database.pool.fetch(
            _OF_OWNER, owner, before, limit, passed, *search.values
        )
        return [Order(*row) for row in rows]

    async def _load_by_id(self, ids: Sequence[UUID]) -> Mapping[UUID, Order]:
        return {row[0]: Order(*row) for row in await self._database.pool.fetch(_BY_ID, ids)}

    async def _load_by_hold(self, ids: Sequence[UUID]) -> Mapping[UUID, Order]:
        return {row[3]: Order(*row) for row in await self._database.pool.fetch(_BY_HOLD, ids)}


async def adopt_orders(
    connection: AsyncConnection, guest: str, owner: str, ids: Sequence[UUID] | None = None
) -> int:
    """Make a guest's orders, or these of them, those of ``owner``; how many there were. Locked in
    the order in which the ledger's lane locks them."""
    about = {"guest": guest, "owner": owner, "ids": None if ids is None else list(ids)}
    adopted = await connection.execute(_ADOPT, about)
    return adopted.rowcount
