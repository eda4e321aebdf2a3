"""More pictures than are included are bought, and are the client's once they are paid, each once;
what was paid for in vain goes back."""

import asyncio
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest

from holdfast.booking.galleries import (
    GalleryPicture,
    NewPicture,
    begin_picture,
    finish_picture,
    further_priced,
    gallery_as_it_is,
    gallery_of,
    gallery_picture,
    gallery_pictures_of,
    leave_picture,
    show_pictures,
)
from holdfast.db.cursors import Consumer
from holdfast.flows.booking.galleries.choosing import done_choosing, mark
from holdfast.flows.booking.galleries.further import order_further
from holdfast.flows.booking.galleries.refusals import (
    FurtherPriceChanged,
    NotForSale,
    PictureAlreadyYours,
)
from holdfast.flows.booking.galleries.settling import (
    FURTHER_TYPES,
    settle_further,
    settle_further_paid,
)
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel import cancel, cancel_by_staff
from holdfast.flows.ending.refusing import CancelByPictures
from holdfast.flows.selling.sessions import kept_of_booking
from holdfast.kit import new_id, shop_now
from holdfast.people import Principal
from tests.db.event_log import drain
from tests.db.flows.booking.making import a_taking, booked
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.buying import a_guest, confirm, end_hold, order_now, pay_for, sweep_all
from tests.db.flows.stage import Stage, events_of, select

PRICE = 700


async def a_gallery(stage: Stage, client: Principal, pictures: int = 3) -> tuple[UUID, list[UUID]]:
    """Of a session of the client's, with so many to choose from, of which one is included."""
    booking = (await booked(stage, client, a_taking())).booking_id
    assert booking is not None
    async with stage.database.transaction() as connection:
        gallery = await gallery_as_it_is(connection, booking)
        made = []
        for number in range(pictures):
            new = NewPicture(new_id().hex, f"IMG_{number}.JPG", new_id().hex, 4, 3, "", 30)
            one = await begin_picture(connection, booking, "proof", new, "user:ann")
            await finish_picture(connection, one.id)
            made.append(one.id)
        await further_priced(connection, booking, PRICE)
        await show_pictures(connection, gallery, "proof", shop_now() + timedelta(days=30), 1)
    return booking, made


async def ordered(stage: Stage, client: Principal, booking: UUID, *pictures: UUID) -> Placed:
    total = PRICE * len(pictures)
    return await order_further(stage, Caller(client), booking, pictures, total)


async def paid(stage: Stage, client: Principal, order: Placed) -> None:
    await confirm(stage, client, order, await pay_for(stage, client, order))


async def seen(stage: Stage, picture: UUID) -> GalleryPicture:
    found = await gallery_picture(stage.database.pool, picture)
    assert found is not None
    return found


async def bought(stage: Stage, booking: UUID) -> list[UUID]:
    return [one.id for one in await gallery_pictures_of(stage.database.pool, booking) if one.bought]


async def drained(stage: Stage) -> None:
    handle = partial(settle_further_paid, stage)
    await drain(Consumer("further", FURTHER_TYPES, handle, effect="outside"), stage.database)


async def test_what_is_paid_is_the_clients_and_no_other(stage: Stage) -> None:
    client = a_guest()
    booking, (first, second, third) = await a_gallery(stage, client)
    order = await ordered(stage, client, booking, first, second)
    assert (await order_now(stage, order)).total == 2 * PRICE
    assert await bought(stage, booking) == []
    await paid(stage, client, order)
    await asyncio.gather(*(settle_further(stage, [order.order_id]) for _ in range(3)))
    await drained(stage)
    assert await bought(stage, booking) == [first, second]
    assert (await seen(stage, first)).sizes[-1] == "full"
    assert (await seen(stage, third)).sizes[-1] == "large"
    assert (await events_of(stage, booking)).count("booking.pictures-bought") == 1
    with pytest.raises(PictureAlreadyYours):
        await ordered(stage, client, booking, second, third)
    # It is no place of those that are included, nor one of them.
    with pytest.raises(PictureAlreadyYours):
        await mark(stage, Caller(client), booking, first, favourite=True)
    await mark(stage, Caller(client), booking, third, favourite=True)
    with pytest.raises(PictureAlreadyYours):
        await ordered(stage, client, booking, third)
    kept = await kept_of_booking(stage, booking)
    assert kept.kept == 9000 + 2 * PRICE, "who photographed has a share of it"


async def test_of_two_tabs_the_later_order_stands_and_a_payment_of_the_other_goes_back(
    stage: Stage,
) -> None:
    client = a_guest()
    booking, (first, second, third) = await a_gallery(stage, client)
    both = await asyncio.gather(
        ordered(stage, client, booking, first), ordered(stage, client, booking, first)
    )
    assert both[0].order_id == both[1].order_id, "the same is one"
    payment = await pay_for(stage, client, both[0])
    other = await ordered(stage, client, booking, second, third)
    assert (await order_now(stage, both[0])).is_cancelled
    with pytest.raises(Exception, match="cancelled"):
        await confirm(stage, client, both[0], payment)
    await paid(stage, client, other)
    await drained(stage)
    assert await bought(stage, booking) == [second, third]


async def test_one_order_waits_though_another_gave_up_the_one_before_while_it_was_looked_for(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = a_guest()
    booking, (first, second, third) = await a_gallery(stage, client)
    before = await ordered(stage, client, booking, first)
    read = stage.orders.get

    async def given_up_first(order_id: UUID) -> object:
        monkeypatch.undo()
        await ordered(stage, client, booking, second)
        return await read(order_id)

    monkeypatch.setattr(stage.orders, "get", given_up_first)
    last = await ordered(stage, client, booking, third)
    assert (await order_now(stage, before)).is_cancelled
    rows = await select(
        stage,
        "SELECT f.id FROM further_pictures f JOIN orders o USING (id)"
        " WHERE f.booking_id = $1 AND o.status = 'pending'",
        booking,
    )
    assert [row[0] for row in rows] == [last.order_id]


async def test_orders_of_the_same_picture_that_are_both_paid_buy_it_once(stage: Stage) -> None:
    """The first had run out, and its payment came late."""
    client = a_guest()
    booking, (first, *_) = await a_gallery(stage, client)
    late = await ordered(stage, client, booking, first)
    payment = await pay_for(stage, client, late)
    await end_hold(stage, late)
    await sweep_all(stage)
    now = await ordered(stage, client, booking, first)
    assert now.order_id != late.order_id
    await confirm(stage, client, late, payment)
    await paid(stage, client, now)
    await asyncio.gather(*(settle_further(stage, [one.order_id]) for one in (now, late)))
    await drained(stage)
    assert await bought(stage, booking) == [first]
    ends = sorted([(await order_now(stage, one)).status for one in (late, now)])
    assert ends == ["cancelled", "paid"]
    rows = await select(
        stage, "SELECT status FROM further_pictures WHERE booking_id = $1 ORDER BY 1", booking
    )
    assert [row[0] for row in rows] == ["bought", "dropped"]
    assert (await kept_of_booking(stage, booking)).kept == 9000 + PRICE


async def test_what_is_paid_late_stays_bought_though_its_end_is_heard_of_with_it(
    stage: Stage,
) -> None:
    """Whoever counts it was away meanwhile, and hears of both at once; or of both once more."""
    client = a_guest()
    booking, (first, second, _) = await a_gallery(stage, client)
    for picture in (first, second):
        late = await ordered(stage, client, booking, picture)
        payment = await pay_for(stage, client, late)
        await end_hold(stage, late)
        await sweep_all(stage)
        await confirm(stage, client, late, payment)
        assert (await order_now(stage, late)).is_sold
    await drained(stage)
    assert await bought(stage, booking) == [first, second]
    assert (await kept_of_booking(stage, booking)).kept == 9000 + 2 * PRICE


@pytest.mark.parametrize("how", ["ended", "over", "taken-out", "included"])
async def test_what_cannot_be_had_any_more_goes_back_whole(stage: Stage, how: str) -> None:
    client = a_guest()
    booking, (first, second, _) = await a_gallery(stage, client)
    order = await ordered(stage, client, booking, first, second)
    pool = stage.database.pool
    if how == "ended":
        await pool.execute("UPDATE galleries SET status = 'ended' WHERE booking_id = $1", booking)
    elif how == "over":
        at = "UPDATE galleries SET until_at = now() - interval '1 s' WHERE booking_id = $1"
        await pool.execute(at, booking)
    elif how == "taken-out":
        async with stage.database.transaction() as connection:
            await leave_picture(connection, booking, second)
    else:
        await mark(stage, Caller(client), booking, second, favourite=True)
        await done_choosing(stage, Caller(client), booking)
    await paid(stage, client, order)
    await drained(stage)
    assert await bought(stage, booking) == []
    gone = await order_now(stage, order)
    assert (gone.status, gone.reason) == ("cancelled", "refunded")
    assert (await kept_of_booking(stage, booking)).kept == 9000


async def test_it_costs_what_was_shown_or_nothing_is_ordered(stage: Stage) -> None:
    client = a_guest()
    booking, (first, second, _) = await a_gallery(stage, client)
    order = await ordered(stage, client, booking, first)
    async with stage.database.transaction() as connection:
        await further_priced(connection, booking, 900)
    with pytest.raises(FurtherPriceChanged) as refused:
        await ordered(stage, client, booking, first, second)
    assert refused.value.extra == {"total": 1800}
    await paid(stage, client, order)
    await drained(stage)
    assert await bought(stage, booking) == [first], "what is ordered costs what it did"
    async with stage.database.transaction() as connection:
        await further_priced(connection, booking, None)
    with pytest.raises(NotForSale):
        await order_further(stage, Caller(client), booking, [second], 900)


async def test_what_is_refunded_is_the_clients_no_more(stage: Stage) -> None:
    client = a_guest()
    booking, (first, *_) = await a_gallery(stage, client)
    order = await ordered(stage, client, booking, first)
    await paid(stage, client, order)
    await drained(stage)
    with pytest.raises(CancelByPictures):
        await cancel(stage, Caller(client), order_id=order.order_id)
    await cancel_by_staff(stage, Caller(a_manager()), order.order_id, "Blurred")
    await drained(stage)
    assert await bought(stage, booking) == []
    assert (await seen(stage, first)).for_sale
    assert (await kept_of_booking(stage, booking)).kept == 9000
    again = await ordered(stage, client, booking, first)
    await paid(stage, client, again)
    await drained(stage)
    assert await bought(stage, booking) == [first]


async def test_what_was_chosen_bought_and_refunded_is_not_chosen_beside_the_others(
    stage: Stage,
) -> None:
    client = a_guest()
    booking, (first, second, _) = await a_gallery(stage, client)
    order = await ordered(stage, client, booking, first)
    await mark(stage, Caller(client), booking, first, favourite=True)
    await paid(stage, client, order)
    await drained(stage)
    await mark(stage, Caller(client), booking, second, favourite=True)
    await done_choosing(stage, Caller(client), booking)
    await cancel_by_staff(stage, Caller(a_manager()), order.order_id, "Blurred")
    await drained(stage)
    found = await gallery_pictures_of(stage.database.pool, booking)
    assert [one.id for one in found if one.favourite] == [second], "one is included"


async def test_an_order_that_is_refunded_before_it_counts_buys_nothing(stage: Stage) -> None:
    client = a_guest()
    booking, (first, *_) = await a_gallery(stage, client)
    order = await ordered(stage, client, booking, first)
    await paid(stage, client, order)
    await asyncio.gather(
        cancel_by_staff(stage, Caller(a_manager()), order.order_id, "By mistake"),
        settle_further(stage, [order.order_id]),
    )
    await drained(stage)
    assert await bought(stage, booking) == []
    assert (await gallery_of(stage.database.pool, booking)).can_choose
