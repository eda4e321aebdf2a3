"""A booking is moved at the very moment at which somebody, or time, says what came of it: that is
said of the time it had, not of the one it has now."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Final

import pytest

from holdfast.booking.bookings import Policy
from holdfast.flows.booking import attending
from holdfast.flows.booking.attending import Attendance, NotBegun, attend, let_time_pass
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.orders import OrderBook
from tests.db.flows.booking.making import a_taking, booked, booking_now, in_minutes
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.booking.test_moving import move
from tests.db.flows.buying import a_customer, order_now
from tests.db.flows.stage import Stage


class Late:
    """A session whose client has not come, an hour after its start."""

    def __init__(self, stage: Stage, placed: Placed) -> None:
        self.stage, self.placed, self.moved = stage, placed, False

    async def move(self) -> None:
        """To tomorrow, once."""
        if not self.moved:
            self.moved = True
            await move(self.stage, a_manager(), self.placed, a_taking(None, in_minutes(1440)))


BOOKING: Final[tuple[object, str]] = (attending, "booking_of")
ORDER: Final[tuple[object, str]] = (OrderBook, "known")


def meanwhile(
    monkeypatch: pytest.MonkeyPatch,
    read: tuple[object, str],
    act: Callable[[], Awaitable[object]],
) -> None:
    """This happens just before what is ``read``."""
    before = getattr(*read)

    async def later(*about: object) -> object:
        await act()
        return await before(*about)

    monkeypatch.setattr(*read, later)


async def late(stage: Stage) -> Late:
    policy = Policy(no_show_minutes=20)
    taking = a_taking(None, in_minutes(-61), 45)
    return Late(stage, await booked(stage, a_customer(), taking, policy=policy))


@pytest.mark.parametrize("read", [BOOKING, ORDER])
async def test_time_does_not_miss_who_was_moved(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, read: tuple[object, str]
) -> None:
    one = await late(stage)
    meanwhile(monkeypatch, read, one.move)
    assert await let_time_pass(stage, datetime.now(UTC)) == 0
    assert one.moved
    assert (await booking_now(stage, one.placed)).status == "confirmed"
    assert not (await order_now(stage, one.placed)).is_completed


async def test_who_comes_as_nobody_waits_any_more_is_there(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, manager = await late(stage), Caller(a_manager())
    came = one.placed.booking_id
    assert came is not None
    meanwhile(monkeypatch, BOOKING, lambda: attend(stage, manager, came, "start"))
    assert await let_time_pass(stage, datetime.now(UTC)) == 0
    assert (await booking_now(stage, one.placed)).status == "in_progress"


@pytest.mark.parametrize("what", ["complete", "no-show"])
async def test_staff_do_not_end_what_was_moved(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, what: Attendance
) -> None:
    one = await late(stage)
    meanwhile(monkeypatch, ORDER, one.move)
    assert one.placed.booking_id is not None
    with pytest.raises(NotBegun):
        await attend(stage, Caller(a_manager()), one.placed.booking_id, what)
    assert (await booking_now(stage, one.placed)).status == "confirmed"
