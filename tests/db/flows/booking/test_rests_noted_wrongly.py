"""What was noted by hand as paid of a booking, and was not: it is due again, once, and whoever is
said to have taken it owes nothing."""

import asyncio
from uuid import UUID

import pytest

from holdfast.booking.bookings import booking_of
from holdfast.flows.booking.booker import BookingEnded
from holdfast.flows.booking.cancelling import BookingCalledOff, cancel_booking
from holdfast.flows.booking.paying_due import order_rest
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.staff import cash
from holdfast.flows.staff.orders import complete, refund
from holdfast.flows.staff.rest_not_paid import RestStands, rest_not_paid
from holdfast.flows.staff.rests import take_rest
from tests.db.flows.booking.series import STAFF
from tests.db.flows.booking.test_session_cash import Session, session
from tests.db.flows.settlement.part_paying import by_card, settled
from tests.db.flows.stage import select

__all__ = ["session"]


async def the_order(session: Session) -> UUID:
    """That asked for the rest last."""
    asked = "SELECT id FROM booking_dues WHERE booking_id = $1 ORDER BY id DESC LIMIT 1"
    ((order_id,),) = await select(session.stage, asked, session.booking.id)
    assert isinstance(order_id, UUID)
    return order_id


async def take_back(session: Session, order_id: UUID, key: str = "") -> None:
    request = scoped_key(f"rest-not-paid/{session.booking.id}", STAFF.actor, key, b"")
    caller = Caller(STAFF.principal, "r-back", request if key else None)
    await rest_not_paid(session.stage, caller, session.booking.id, order_id, "Another's")


async def paid(session: Session) -> int:
    found = await booking_of(session.stage.database.pool, session.booking.id)
    assert found is not None
    return found.prepaid


async def test_cash_that_was_noted_wrongly_is_nobodys_and_is_due_again(session: Session) -> None:
    await session.take()
    assert (await paid(session), await session.owed()) == (9000, 6000)
    order = await the_order(session)
    done = await asyncio.gather(
        *(take_back(session, order) for _ in range(4)), return_exceptions=True
    )
    assert None in done
    assert all(one is None or isinstance(one, RestStands) for one in done), done
    assert (await paid(session), await session.owed()) == (3000, 0)
    assert await session.noted() == [(6000, "taken-back")]
    stands = "SELECT status, refund FROM orders WHERE id = $1"
    assert await select(session.stage, stands, order) == [("cancelled", "done")]
    waits = "SELECT count(*) FROM refunds_by_hand WHERE order_id = $1"
    assert await select(session.stage, waits, order) == [(0,)], "nobody hands anything over"
    await session.take()
    assert (await paid(session), await session.owed()) == (9000, 6000), "and is paid then"


async def test_cash_that_no_account_has_yet_is_taken_back_before_it_is_counted(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def later(*_: object) -> None:
        return None

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(cash, "count_cash", later)
        await session.take()
    order = await the_order(session)
    await asyncio.gather(
        take_back(session, order),
        cash.count_cash(session.stage, order),
    )
    await cash.count_cash(session.stage, order)
    assert await session.noted() == [(6000, "taken-back")]
    assert (await paid(session), await session.owed()) == (3000, 0)


async def test_a_request_that_comes_again_takes_back_nothing_more(session: Session) -> None:
    await take_rest(session.stage, STAFF, session.booking.id, "Cash")
    first = await the_order(session)
    await asyncio.gather(*(take_back(session, first, "a-key") for _ in range(3)))
    await take_rest(session.stage, STAFF, session.booking.id, "Cash")
    await take_back(session, first, "a-key")
    assert await paid(session) == 9000, "what was paid since stays"


async def test_what_was_paid_otherwise_or_given_back_or_is_settled_stands(
    session: Session,
) -> None:
    stage, booking = session.stage, session.booking
    with pytest.raises(RestStands):
        await take_back(session, booking.order_id)  # its own order
    rest = await order_rest(stage, Caller(session.client), booking.id)
    with pytest.raises(RestStands):
        await take_back(session, rest.order_id)  # is not paid
    await settled(stage, [await by_card(stage, session.client, rest, 2500)])
    await session.take()
    with pytest.raises(RestStands, match="not paid by hand"):
        await take_back(session, rest.order_id)
    assert (await paid(session), await session.owed()) == (9000, 3500)


async def test_what_was_given_back_of_it_or_is_completed_is_refunded_instead(
    session: Session,
) -> None:
    stage = session.stage
    await take_rest(stage, STAFF, session.booking.id, None)
    order = await the_order(session)
    await refund(stage, STAFF, order, 1, "Kindness")
    with pytest.raises(RestStands, match="given back already"):
        await take_back(session, order)
    await complete(stage, STAFF, order)
    with pytest.raises(RestStands, match="completed"):
        await take_back(session, order)
    assert await paid(session) == 9000


async def test_of_a_booking_that_is_cancelled_at_that_moment_nothing_is_taken_back_twice(
    session: Session,
) -> None:
    await take_rest(session.stage, STAFF, session.booking.id, None)
    order = await the_order(session)
    back, off = await asyncio.gather(
        take_back(session, order),
        cancel_booking(session.stage, STAFF, session.booking.id, cause="studio", why="Flood"),
        return_exceptions=True,
    )
    assert isinstance(off, BookingCalledOff)
    assert back is None or isinstance(back, BookingEnded | RestStands)
    assert off.refund == (3000 if back is None else 9000), "what was never paid does not go back"
    with pytest.raises((BookingEnded, RestStands)):
        await take_back(session, order)
