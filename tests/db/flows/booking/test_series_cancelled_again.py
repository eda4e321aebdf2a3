"""A series whose cancellation ended midway is cancelled by the same request again, and is told of
as one."""

from uuid import UUID

import pytest

from holdfast.booking.bookings import Booking
from holdfast.flows.booking.booker import BookingEnded
from holdfast.flows.booking.cancelling import CancellationChanged, cancel_booking
from holdfast.flows.booking.series.ending import SeriesCalledOff, cancel_series
from holdfast.flows.booking.series.holding import hold_series
from holdfast.flows.booking.series.settling import bookings_in, one_of_many
from holdfast.flows.checkout.on_behalf import OnBehalf
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.people import Principal
from tests.db.flows.booking.series import STAFF, a_room, at, states, wanted
from tests.db.flows.buying import a_customer, confirm, pay_for
from tests.db.flows.stage import Stage, events_of

DAYS = [20, 27, 34]
ALL = 13_500
"""Half of the price of each is paid."""


async def a_paid_series(stage: Stage, client: Principal) -> tuple[UUID, list[Booking]]:
    room = await a_room(stage, "North")
    asked = wanted([room], [at(day) for day in DAYS])
    made = await hold_series(stage, STAFF, OnBehalf(client), asked)
    for one in await bookings_in(stage, made.series_id):
        order = await stage.orders.get(one.order_id)
        assert order is not None
        placed = Placed(order.id, order.number, order.reservation_id, booking_id=one.id)
        await confirm(stage, client, placed, await pay_for(stage, client, placed))
    return made.series_id, await bookings_in(stage, made.series_id)


async def test_what_is_off_already_counts_when_it_is_asked_again(stage: Stage) -> None:
    client = a_customer()
    series, some = await a_paid_series(stage, client)
    by = Caller(client, "", scoped_key("cancel-series", client.id, "one", b"{}"))
    # It ended after the first of them.
    first = await cancel_booking(stage, one_of_many(by, some[0].id), some[0].id)
    assert first.refund == ALL // 3
    other = Caller(client, "", scoped_key("cancel-series", client.id, "other", b"{}"))
    with pytest.raises(CancellationChanged):
        await cancel_series(stage, other, series, None, expected=ALL)
    done = await cancel_series(stage, by, series, None, expected=ALL)
    assert done == SeriesCalledOff(3, 0, ALL)
    assert await states(stage, series) == ["cancelled"] * 3
    assert await cancel_series(stage, by, series, None, expected=ALL) == done
    assert (await events_of(stage, series)).count("series.cancelled") == 1
    with pytest.raises(BookingEnded):
        await cancel_series(stage, other, series, None)


async def test_all_that_was_left_to_do_was_to_tell_of_it(stage: Stage) -> None:
    client = a_customer()
    series, some = await a_paid_series(stage, client)
    by = Caller(client, "", scoped_key("cancel-series", client.id, "one", b"{}"))
    for one in some:
        await cancel_booking(stage, one_of_many(by, one.id), one.id)
    assert await cancel_series(stage, by, series, None, expected=ALL) == SeriesCalledOff(3, 0, ALL)
    assert (await events_of(stage, series)).count("series.cancelled") == 1
