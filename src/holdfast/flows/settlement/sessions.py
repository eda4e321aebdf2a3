"""The session that an order pays for, as hours and certificates for services pay it: by its own
order, and by those for what is due of it later."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking.bookings import (
    BookedPart,
    Booking,
    BookingDue,
    MovePlan,
    booking_of,
    due_for,
    dues_of,
    grants_key,
    minutes_asked,
    takings_of,
)
from holdfast.booking.services import load_services
from holdfast.flows.settlement.settler import Settler
from holdfast.ledger import Deposit, Expect, Operation
from holdfast.orders import Order
from holdfast.packages import (
    Grant,
    PaidFor,
    Session,
    SessionPart,
    Spent,
    grants_by_id,
    parts_now,
)
from holdfast.payments import CERTIFICATE, HOURS, SESSIONS, Payment, refundable_key, spent_key

__all__ = ["Longer", "made_longer", "once_read", "session_of"]

_OF_GRANTS: Final = (HOURS, CERTIFICATE, SESSIONS)


async def once_read(settler: Settler, order: Order) -> tuple[Operation, ...]:
    """What lets hours and certificates for services pay only if none of them paid for the booking
    since this was asked: by another of its dues, which an order's own ``due`` does not guard. To
    be asked before the session is read."""
    due = await due_for(settler.database.pool, order.id)
    if due is None:  # before a booking's own order is paid, nothing else is due of it
        return ()
    return await _once(settler, due.booking_id)


async def _once(settler: Settler, booking_id: UUID) -> tuple[Operation, ...]:
    key = grants_key(booking_id)
    account = await settler.reader.account(key)
    return Expect(key, account.version), Deposit(key, 1)


class Longer(Struct, frozen=True):
    """What becomes of a session that is to be longer: so many minutes more of hours, or of a
    certificate of a service, would have paid what they paid of it. ``guards``: nothing is paid so
    meanwhile."""

    missing: int = 0
    guards: tuple[Operation, ...] = ()


async def made_longer(
    settler: Settler, booking: Booking, to: MovePlan, by: UUID | None = None
) -> Longer:
    """Of one that is to be as the plan says; nothing is missing of what is not longer. What
    moving it there costs pays for no minutes. ``by``: the order that pays for the move, by minutes
    of the session as it will be."""
    pool = settler.database.pool
    had = (await takings_of(pool, [booking.id]))[booking.id]
    minutes = minutes_asked(to.when.starts_at, to.when.ends_at, to.takings)
    if minutes <= minutes_asked(booking.starts_at, booking.ends_at, had):
        return Longer()
    guards = await _once(settler, booking.id)
    price = to.price - to.move_fees + booking.move_fees
    by_head = await _by_head(settler, booking)
    session = Session(_parts(booking, to.parts or booking.parts, price, minutes, by_head), price)
    others = [one for one in await dues_of(pool, booking.id) if one.id != by]
    spent = [
        Spent(
            grant.services,
            await _left(settler, payment),
            (await settler.reader.account(spent_key(payment.id))).balance,
            by_head=grant.kind == "sessions",
        )
        for payment, grant in await _by_grants(settler, booking, others)
        if grant.by_minutes
    ]
    return Longer(session.missing(spent), guards)


async def session_of(settler: Settler, order: Order) -> Session | None:
    """None, if it pays for none. What is due for another time is of the session as it will be."""
    pool = settler.database.pool
    if order.booking_id is not None:
        booking = await booking_of(pool, order.booking_id)
        assert booking is not None, "its row came with the order's"
        # A mix pays all that is due or goes back: before its own order is paid there is nothing.
        return Session(await _as_booked(settler, booking), booking.prepaid)
    due = await due_for(pool, order.id)
    if due is None:
        return None
    booking = await booking_of(pool, due.booking_id)
    assert booking is not None, "its row came with the booking's"
    if due.for_move:
        plan = due.plan
        minutes = minutes_asked(plan.when.starts_at, plan.when.ends_at, plan.takings)
        by_head = await _by_head(settler, booking)
        parts = _parts(booking, plan.parts or booking.parts, plan.price, minutes, by_head)
    else:
        parts = await _as_booked(settler, booking)
    others = [one for one in await dues_of(pool, booking.id) if one.id != due.id]
    paid = await _paid(settler, booking, others)
    return Session(parts, order.total, paid)


async def _as_booked(settler: Settler, booking: Booking) -> tuple[SessionPart, ...]:
    takings = (await takings_of(settler.database.pool, [booking.id]))[booking.id]
    minutes = minutes_asked(booking.starts_at, booking.ends_at, takings)
    by_head = await _by_head(settler, booking)
    return _parts(booking, booking.parts, booking.price, minutes, by_head)


async def _by_head(settler: Settler, booking: Booking) -> frozenset[UUID]:
    """The services that are paid once for each who comes, where several do."""
    if booking.people == 1:
        return frozenset()
    known = await load_services(settler.database.pool)
    return frozenset(one.id for one in known if one.price.rule == "head")


def _parts(
    booking: Booking,
    parts: Sequence[BookedPart],
    price: int,
    minutes: int,
    by_head: Collection[UUID],
) -> tuple[SessionPart, ...]:
    """As it costs and lasts, without buffers. What it costs more by hand or by being moved is of
    all of it."""
    known = [
        SessionPart(UUID(one.id) if one.kind == "service" else None, one.price, one.minutes)
        for one in parts
    ]
    known = known or [SessionPart(booking.service_id, price, minutes)]
    counted = [
        replace(one, heads=booking.people) if one.service_id in by_head else one for one in known
    ]
    return parts_now(counted, price, minutes)


async def _paid(
    settler: Settler, booking: Booking, dues: Sequence[BookingDue]
) -> tuple[PaidFor, ...]:
    """What is left of what hours and certificates for services paid of it."""
    return tuple(
        [
            PaidFor(grant.services, await _left(settler, payment), by_hours=grant.by_minutes)
            for payment, grant in await _by_grants(settler, booking, dues)
            if grant.for_sessions
        ]
    )


async def _by_grants(
    settler: Settler, booking: Booking, dues: Sequence[BookingDue]
) -> list[tuple[Payment, Grant]]:
    """What was paid of it with hours and certificates, and of which."""
    orders = [booking.order_id, *(one.id for one in dues if one.is_open or one.is_settled)]
    tries = [one for each in orders for one in await settler.payments.of_order(each)]
    by_grants = [
        (one, _grant_of(one)) for one in tries if one.has_paid and one.provider in _OF_GRANTS
    ]
    grants = await grants_by_id(settler.database.pool, [grant for _, grant in by_grants])
    return [(payment, grants[grant_id]) for payment, grant_id in by_grants]


def _grant_of(payment: Payment) -> UUID:
    """What its account is of."""
    assert payment.source is not None, "it was paid with units"
    return UUID(payment.source.rpartition("/")[2])


async def _left(settler: Settler, payment: Payment) -> int:
    """Less what went back of it; before anything did, it has no account for that."""
    account = await settler.reader.account(refundable_key(payment.id))
    return account.balance if account.version else payment.amount
