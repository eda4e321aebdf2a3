"""A booking on request: nothing is paid before somebody agrees; it is declined, lapses, or another
time is offered; and of answers that meet, one wins."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace as with_caps

import pytest
from msgspec.structs import replace

from holdfast.booking.bookings import Booking, NewBooking, Taking
from holdfast.flows.booking.answering import agree, decline, offer_time
from holdfast.flows.booking.answers import Answered, RequestAnswered, RequestLapsed
from holdfast.flows.booking.booker import BookingNotFound
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.moving import OnRequest, may_move
from holdfast.flows.booking.replying import accept_offer, refuse_offer
from holdfast.flows.checkout.asking import AskedTooMuch, TooManyAsked
from holdfast.flows.checkout.bounds import HoldCaps
from holdfast.flows.checkout.place import Placed
from holdfast.flows.checkout.time_taken import TimeTaken
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.commit.refusals import NotAgreed
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.staff.orders import mark_paid
from holdfast.kit import Problem, new_id
from holdfast.people import Principal
from tests.db.flows.booking.making import (
    a_booking,
    a_taking,
    asked_for,
    book,
    booking_now,
    cells_now,
)
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.booking.test_line import wait
from tests.db.flows.buying import (
    a_customer,
    a_guest,
    confirm,
    end_hold,
    order_now,
    pay_for,
    sweep_all,
)
from tests.db.flows.stage import Stage, events_of
from tests.support.length import LONG
from tests.support.time_auditor import faults_of_time

FREE, HELD, TAKEN = {(0, 0)}, {(0, 1)}, {(1, 0)}


async def held_now(parts: ShopParts, placed: Placed) -> Placed:
    """With the hold that its order has by now."""
    order = await order_now(parts, placed)
    assert order.hold_id is not None
    return replace(placed, hold_id=order.hold_id)


async def offer(
    parts: ShopParts,
    who: Principal,
    placed: Placed,
    *takings: Taking,
    keep: bool = False,
    price: int = 9000,
) -> Answered:
    assert placed.booking_id is not None

    async def planned(_: Booking) -> NewBooking:
        return a_booking(*takings, price=price)

    return await offer_time(
        parts, Caller(who), placed.booking_id, planned, note="Better light", keep=keep
    )


async def status_of(parts: ShopParts, placed: Placed) -> tuple[str, str | None]:
    booking = await booking_now(parts, placed)
    return booking.status, booking.reason


async def test_nothing_is_paid_before_it_is_agreed_to_and_all_is_as_for_any_booking_then(
    stage: Stage,
) -> None:
    client, manager, taking = a_customer(), a_manager(), a_taking()
    asked = await asked_for(stage, client, taking)
    assert asked.booking_id is not None
    assert await cells_now(stage, taking) == HELD
    for refused in (
        pay_for(stage, client, asked),
        mark_paid(stage, Caller(manager), asked.order_id),
    ):
        with pytest.raises(NotAgreed):
            await refused
    for nobody in (client, a_customer(), a_guest()):
        with pytest.raises(BookingNotFound):
            await agree(stage, Caller(nobody), asked.booking_id)
    with pytest.raises(RequestAnswered):  # nothing was offered
        await accept_offer(stage, Caller(client), asked.booking_id)
    by = Caller(manager, "", scoped_key("agree", manager.id, "one", b"{}"))
    done = await agree(stage, by, asked.booking_id, "Bring the dog")
    assert await agree(stage, by, asked.booking_id, "Bring the dog") == done
    with pytest.raises(RequestAnswered):
        await agree(stage, Caller(manager), asked.booking_id)
    booking = await booking_now(stage, asked)
    assert (done.status, booking.status, booking.answer_note) == ("held", "held", "Bring the dog")
    with pytest.raises(OnRequest):  # what was agreed to was this time
        may_move(booking, by_staff=False)
    may_move(booking, by_staff=True)
    now = await held_now(stage, asked)
    hold = await stage.reader.hold(now.reservation_id)
    assert hold is not None
    assert hold.expires_at == pytest.approx(done.ends_at, abs=hold.expires_at.resolution * 5e6)
    await confirm(stage, client, now, await pay_for(stage, client, now))
    assert await cells_now(stage, taking) == TAKEN
    told = ["booking.requested", "booking.agreed", "booking.confirmed"]
    assert await events_of(stage, asked.booking_id) == told


async def test_what_nobody_answers_lapses_and_what_is_declined_is_free_for_who_waits(
    stage: Stage,
) -> None:
    client, manager, taking, other = a_customer(), a_manager(), a_taking(), a_taking()
    lapsed = await asked_for(stage, client, taking)
    declined = await asked_for(stage, client, other)
    assert lapsed.booking_id is not None
    assert declined.booking_id is not None
    await end_hold(stage, lapsed)
    with pytest.raises(RequestLapsed):  # nobody has swept yet
        await agree(stage, Caller(manager), lapsed.booking_id)
    await sweep_all(stage)
    with pytest.raises(RequestLapsed):
        await agree(stage, Caller(manager), lapsed.booking_id)
    assert await status_of(stage, lapsed) == ("cancelled", "lapsed")
    assert await cells_now(stage, taking) == FREE
    waiting = await wait(stage, a_customer(), other)
    await decline(stage, Caller(manager), declined.booking_id, "On holiday")
    assert await status_of(stage, declined) == ("cancelled", "declined")
    booking = await booking_now(stage, declined)
    assert booking.note_of_end == "On holiday"
    assert await cells_now(stage, other) == HELD  # for who waited
    assert waiting.status == "waiting"
    with pytest.raises(RequestAnswered):
        await decline(stage, Caller(manager), declined.booking_id)


@pytest.mark.parametrize("keep", [False, True])
async def test_another_time_is_held_and_the_one_asked_for_is_kept_or_free(
    stage: Stage, keep: bool
) -> None:
    client, manager, one = a_customer(), a_manager(), new_id()
    asked = await asked_for(stage, client, a_taking(one, 0, 90))
    assert asked.booking_id is not None
    await offer(stage, manager, asked, a_taking(one, 60, 90), keep=keep, price=8000)  # overlapping
    booking = await booking_now(stage, asked)
    assert (booking.status, booking.price, booking.moves) == ("countered", 8000, 1)
    assert booking.asked.price == 9000
    assert (await order_now(stage, asked)).total == 8000
    assert await cells_now(stage, a_taking(one, 0, 60)) == (HELD if keep else FREE)
    assert await cells_now(stage, a_taking(one, 60, 90)) == HELD
    assert await faults_of_time(stage.database.url) == []
    with pytest.raises(NotAgreed):
        await pay_for(stage, client, await held_now(stage, asked))
    with pytest.raises(BookingNotFound):
        await accept_offer(stage, Caller(a_customer()), asked.booking_id)
    waits = a_taking(one, 0, 60)
    if keep:
        await wait(stage, a_customer(), waits)
    await accept_offer(stage, Caller(client), asked.booking_id)
    assert await cells_now(stage, waits) == (HELD if keep else FREE)  # for who waited
    now = await held_now(stage, asked)
    await confirm(stage, client, now, await pay_for(stage, client, now))
    assert await cells_now(stage, a_taking(one, 60, 90)) == TAKEN
    assert await events_of(stage, asked.booking_id) == [
        "booking.requested", "booking.countered", "booking.agreed", "booking.confirmed",
    ]  # fmt: skip


async def test_who_does_not_want_the_other_time_asks_again_if_theirs_was_kept(
    stage: Stage,
) -> None:
    client, manager, one = a_customer(), a_manager(), new_id()
    asked = await asked_for(stage, client, a_taking(one))
    freed = await asked_for(stage, client, a_taking())
    assert asked.booking_id is not None
    assert freed.booking_id is not None
    await offer(stage, manager, asked, a_taking(one, 30), keep=True, price=7000)
    done = await refuse_offer(stage, Caller(client), asked.booking_id)
    booking = await booking_now(stage, asked)
    assert (done.status, booking.status, booking.price) == ("requested", "requested", 9000)
    assert (await order_now(stage, asked)).total == 9000
    assert await cells_now(stage, a_taking(one)) == HELD
    assert await cells_now(stage, a_taking(one, 60, 30)) == FREE
    await agree(stage, Caller(manager), asked.booking_id)
    # Where it was not kept, there is nothing left to ask for.
    await offer(stage, manager, freed, a_taking(one, 60))
    by = Caller(client, "", scoped_key("refuse", client.id, "one", b"{}"))
    done = await refuse_offer(stage, by, freed.booking_id)
    assert done == await refuse_offer(stage, by, freed.booking_id)
    assert await status_of(stage, freed) == ("cancelled", "client")
    assert await cells_now(stage, a_taking(one, 60)) == FREE


async def test_what_is_taken_cannot_be_offered_and_an_offer_lapses_with_all_it_holds(
    stage: Stage,
) -> None:
    client, manager, one = a_customer(), a_manager(), new_id()
    asked = await asked_for(stage, client, a_taking(one))
    assert asked.booking_id is not None
    await book(stage, a_guest(), a_taking(one, 90))
    with pytest.raises(TimeTaken):
        await offer(stage, manager, asked, a_taking(one, 60))
    with pytest.raises(TimeTaken):  # the very same
        await offer(stage, manager, asked, a_taking(one))
    assert await status_of(stage, asked) == ("requested", None)
    await offer(stage, manager, asked, a_taking(one, -60), keep=True)
    await end_hold(stage, await held_now(stage, asked))
    with pytest.raises(RequestLapsed):
        await accept_offer(stage, Caller(client), asked.booking_id)
    await sweep_all(stage)
    assert await status_of(stage, asked) == ("cancelled", "lapsed")
    assert await cells_now(stage, a_taking(one, -60, 120)) == FREE


async def tried(one: Awaitable[object]) -> object:
    try:
        return await one
    except Problem as refusal:
        return refusal


async def test_of_answers_that_meet_each_other_a_cancel_or_the_end_one_wins(stage: Stage) -> None:
    other, client, manager = await stage.spare(), a_customer(), a_manager()
    for _ in range(15 if LONG else 3):
        one = new_id()
        asked = await asked_for(stage, client, a_taking(one))
        assert asked.booking_id is not None
        await asyncio.gather(
            tried(agree(stage, Caller(manager), asked.booking_id)),
            tried(decline(other, Caller(a_manager()), asked.booking_id)),
            tried(offer(stage, manager, asked, a_taking(one, 30), keep=True)),
            tried(cancel_booking(other, Caller(client), asked.booking_id)),
        )
        status, reason = await status_of(stage, asked)
        assert status in ("held", "countered", "cancelled")
        if status != "cancelled":
            ending = await held_now(stage, asked)
            await end_hold(stage, ending)
            await asyncio.gather(
                sweep_all(other),
                tried(accept_offer(stage, Caller(client), asked.booking_id)),
                tried(cancel_booking(stage, Caller(client), asked.booking_id)),
            )
            await sweep_all(stage)
            status, reason = await status_of(stage, asked)
        assert (status, reason is not None) == ("cancelled", True)
        assert await cells_now(stage, a_taking(one, 0, 90)) == FREE
        offered = await asked_for(stage, client, a_taking(one))
        await offer(stage, manager, offered, a_taking(one, 30), keep=True)
        assert offered.booking_id is not None
        await asyncio.gather(
            tried(accept_offer(stage, Caller(client), offered.booking_id)),
            tried(refuse_offer(other, Caller(client), offered.booking_id)),
            tried(decline(other, Caller(manager), offered.booking_id)),
            tried(cancel_booking(stage, Caller(client), offered.booking_id)),
        )
        with pytest.raises(RequestAnswered):
            await accept_offer(stage, Caller(client), offered.booking_id)
        booking = await booking_now(stage, offered)
        if booking.stands:
            await cancel_booking(stage, Caller(client), offered.booking_id)
        assert await cells_now(stage, a_taking(one, 0, 90)) == FREE
    assert await faults_of_time(stage.database.url) == []


async def test_open_requests_of_a_client_and_of_a_calendar_are_bounded(stage: Stage) -> None:
    client, guest, manager, one = a_customer(), a_guest(), a_manager(), new_id()
    plain, stage = stage, with_caps(stage, caps=HoldCaps(pepper=b"of the test"))
    some = [await asked_for(stage, client, a_taking(one, 60 * at)) for at in range(3)]
    with pytest.raises(TooManyAsked):
        await asked_for(stage, client, a_taking(one, 200))
    await asked_for(stage, guest, a_taking(one, 300))
    with pytest.raises(TooManyAsked):  # of whom nothing is known
        await asked_for(stage, guest, a_taking(one, 400))
    first, second, third = (placed.booking_id for placed in some)
    assert first is not None
    assert second is not None
    assert third is not None
    await agree(stage, Caller(manager), first)
    with pytest.raises(TooManyAsked):  # it was answered, but is not paid
        await asked_for(stage, client, a_taking(one, 200))
    await decline(stage, Caller(manager), second)
    await asked_for(stage, client, a_taking(one, 200))
    now = await held_now(stage, some[0])
    await confirm(stage, client, now, await pay_for(stage, client, now))
    full = with_caps(plain, caps=HoldCaps(asked_calendar=3))
    with pytest.raises(AskedTooMuch):  # three wait: those of another client count as well
        await asked_for(full, a_customer(), a_taking(one, 500))
    await cancel_booking(stage, Caller(client), third)
    await asked_for(full, a_customer(), a_taking(one, 500))
