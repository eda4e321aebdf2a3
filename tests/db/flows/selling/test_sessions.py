"""What of a booking is a photographer's and a studio's: booked once it has ended, less with every
refund, to the unit; exactly once whatever comes twice or at the same moment."""

import asyncio
from uuid import UUID

import msgspec
import pytest

from holdfast.booking.bookings import Cause, Shares
from holdfast.flows.booking.adjusting import Adjustment, adjust_booking
from holdfast.flows.booking.attending import Attendance, attend
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.commit.caller import Caller
from holdfast.flows.selling.payouts import fail_payout, pay_payout, propose_due, propose_payout
from holdfast.flows.staff.orders import refund
from holdfast.kit import new_id, utc_now
from holdfast.sellers import Holder, payout_of
from holdfast.views.agreement import audit_shop
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.booking.test_moving import move
from tests.db.flows.breaking import broken
from tests.db.flows.buying import a_customer, confirm, pay_for
from tests.db.flows.disputing import bank_says
from tests.db.flows.selling.selling import STAFF, set_up
from tests.db.flows.selling.sessions import (
    a_crew,
    a_resource,
    earned,
    journal,
    share,
    shared_booking,
    shares_are,
    times_on,
)
from tests.db.flows.stage import Stage, select

PAST = -400 * 1440
"""Over a year before what the tests of bookings have as their day."""


async def booked(stage: Stage, *resources: UUID, price: int = 9000, at: int = PAST) -> Placed:
    """Paid, to begin long ago."""
    client = a_customer()
    booking = shared_booking(at, *resources, price=price)
    held = await place(stage, Caller(client), Amount(price, "EUR", "Portrait", booking))
    await confirm(stage, client, held, await pay_for(stage, client, held))
    return held


async def came(stage: Stage, placed: Placed, what: Attendance = "complete") -> None:
    assert placed.booking_id is not None
    await attend(stage, Caller(a_manager()), placed.booking_id, what)


async def test_what_is_kept_is_shared_once_it_has_taken_place(stage: Stage) -> None:
    await shares_are(stage, 6000, 2500)
    crew = await a_crew(stage)
    made = await booked(stage, *crew, price=9001)
    await share(stage)
    assert await earned(stage, *crew) == [0, 0]
    await came(stage, made)
    await share(stage)
    # 5400.6 and 2250.25: what is less than a unit is the platform's.
    assert await earned(stage, *crew) == [5400, 2250]
    rows = await select(
        stage, "SELECT part, status, amount FROM booking_shares WHERE booking_id = $1 ORDER BY 1",
        made.booking_id,
    )  # fmt: skip
    assert rows == [("photographer", "earned", 5400), ("studio", "earned", 2250)]


async def test_a_refund_takes_their_part_along(stage: Stage) -> None:
    await shares_are(stage, 6000, 2500)
    crew = await a_crew(stage)
    made = await booked(stage, *crew)
    await came(stage, made)
    await share(stage)
    left = []
    for amount in (1, 2999, 6000):
        await refund(stage, STAFF, made.order_id, amount, "sorry")
        await share(stage, times=3)
        left.append(await earned(stage, *crew))
    assert left == [[5399, 2249], [3600, 1500], [0, 0]]
    assert await journal(stage, crew[0]) == [5400, -1, -1799, -3600]


async def test_what_a_bank_takes_for_good_takes_their_part_along(stage: Stage) -> None:
    await shares_are(stage, 6000, 2500)
    crew = await a_crew(stage)
    made = await booked(stage, *crew)
    await bank_says(stage, made.order_id, "open", 4000)
    await came(stage, made)
    await share(stage)
    assert await earned(stage, *crew) == [5400, 2250]
    await bank_says(stage, made.order_id, "lost", 4000)
    await share(stage, times=2)
    assert await earned(stage, *crew) == [3000, 1250]
    await bank_says(stage, made.order_id, "won", 4000)
    await share(stage)
    assert await earned(stage, *crew) == [5400, 2250]


async def test_a_lower_price_afterwards_takes_its_part_along(stage: Stage) -> None:
    await shares_are(stage, 5000, 0)
    crew = await a_crew(stage)
    made = await booked(stage, *crew)
    await came(stage, made)
    await share(stage)
    assert made.booking_id is not None
    asked = Adjustment("half of it", price=4000)
    await adjust_booking(stage, Caller(a_manager()), made.booking_id, asked)
    await share(stage)
    assert await earned(stage, *crew) == [2000, 0]


async def test_several_share_equally_and_a_room_is_its_studios(stage: Stage) -> None:
    await shares_are(stage, 7000, 1000)
    studio = await a_resource(stage, "studio")
    room = await a_resource(stage, "room", studio)
    kit = await a_resource(stage, "equipment", studio)
    # Of whom their home says nothing: no part of the studio's is another's by that.
    crew = [await a_resource(stage, "photographer", await a_resource(stage, "studio"))
            for _ in range(3)]  # fmt: skip
    made = await booked(stage, *crew, room, kit, price=1000)
    await came(stage, made)
    await share(stage)
    assert await earned(stage, *crew, studio, room, kit) == [233, 233, 233, 100, 0, 0]


async def test_a_service_says_its_own_and_keeps_what_was_agreed(stage: Stage) -> None:
    await shares_are(stage, 9000, 0)
    crew, service = await a_crew(stage), new_id()
    terms = {"name": "x", "shares": msgspec.to_builtins(Shares(1000, 500))}
    insert = "INSERT INTO services (id, terms, active) VALUES ($1, $2::jsonb, true)"
    await stage.database.pool.execute(insert, service, msgspec.json.encode(terms).decode())
    client = a_customer()
    booking = msgspec.structs.replace(shared_booking(PAST, *crew), service_id=service)
    made = await place(stage, Caller(client), Amount(9000, "EUR", "Portrait", booking))
    await confirm(stage, client, made, await pay_for(stage, client, made))
    await share(stage)
    await stage.database.pool.execute(
        "UPDATE services SET terms = jsonb_set(terms, '{shares,photographer}', '9999')"
        " WHERE id = $1",
        service,
    )
    await came(stage, made)
    await share(stage)
    assert await earned(stage, *crew) == [900, 450]


async def test_who_serves_after_a_move_has_the_part(stage: Stage) -> None:
    await shares_are(stage, 5000, 1000)
    crew, other = await a_crew(stage), await a_resource(stage, "photographer")
    made = await booked(stage, *crew)
    await share(stage)
    await shares_are(stage, 4000, 4000)
    taken = times_on(PAST + 1440, other, crew[1])
    await move(stage, a_manager(), made, *taken)
    await share(stage)
    await came(stage, made)
    await share(stage)
    # Of who is new what holds now, of who stays what was agreed.
    assert await earned(stage, *crew, other) == [0, 900, 3600]


async def test_who_did_not_come_is_paid_for_until_they_come_after_all(stage: Stage) -> None:
    await shares_are(stage, 5000, 1000)
    crew = await a_crew(stage)
    now = -(-(int((utc_now().timestamp() - 1_803_895_200) // 60) - 30) // 15) * 15
    made = await booked(stage, *crew, at=now)
    await came(stage, made, "no-show")
    await share(stage)
    assert await earned(stage, *crew) == [4500, 900]
    await came(stage, made, "start")
    await share(stage)
    assert await earned(stage, *crew) == [0, 0]
    await came(stage, made)
    await share(stage)
    assert await earned(stage, *crew) == [4500, 900]


async def test_it_is_booked_once_whatever_comes_twice_or_at_once(stage: Stage) -> None:
    await shares_are(stage, 3333, 3333)
    crew, spare = await a_crew(stage), await stage.spare()
    made = [await booked(stage, *crew, price=1001, at=PAST + day * 1440) for day in range(4)]
    await asyncio.gather(*(came(stage, one) for one in made))
    await share(stage, spare, times=4)
    assert await earned(stage, *crew) == [4 * 333, 4 * 333]
    await asyncio.gather(*(refund(stage, STAFF, one.order_id, 501, "sorry") for one in made))
    await share(stage, spare, times=4)
    assert await earned(stage, *crew) == [4 * 166, 4 * 166]
    assert len(await journal(stage, crew[0])) == 8


async def test_what_is_theirs_is_paid_out_and_owed_as_a_sellers(stage: Stage) -> None:
    await shares_are(stage, 5000, 1000)
    await set_up(stage, payout_hold_days=0, payout_days=7)
    crew = await a_crew(stage)
    first = await booked(stage, *crew)
    await came(stage, first)
    await share(stage)
    person = Holder("resource", crew[0])
    out = await propose_payout(stage, STAFF, person, "EUR")
    await pay_payout(stage, STAFF, out.payout_id, "SEPA")
    assert (await payout_of(stage.database.pool, out.payout_id)).holder == person
    assert await earned(stage, *crew) == [0, 900]
    await refund(stage, STAFF, first.order_id, 9000, "all of it")
    await share(stage)
    assert await earned(stage, *crew) == [-4500, 0]
    await came(stage, await booked(stage, *crew, price=10_000, at=PAST + 1440))
    await share(stage)
    assert await earned(stage, *crew) == [500, 1000]
    # The person had one this week; the studio's is proposed by time.
    assert await propose_due(stage, utc_now()) == 1
    assert await earned(stage, *crew) == [500, 0]


BROKEN = {
    "a share of more than the account has": (
        "session-share", "UPDATE booking_shares SET amount = amount + 1 WHERE amount > 0"),
    "a share that is gone": ("session-share", "DELETE FROM booking_shares WHERE amount > 0"),
    "a payout of more than was taken for it": (
        "payout", "UPDATE payouts SET amount = amount + 1"),
    "an account of nobody": ("account-of", "DELETE FROM resources WHERE kind = 'photographer'"),
}  # fmt: skip


async def test_what_does_not_balance_is_named(stage: Stage, database_url: str) -> None:
    await shares_are(stage, 5000, 1000)
    await set_up(stage, payout_hold_days=0)
    crew = await a_crew(stage)
    await came(stage, await booked(stage, *crew))
    await share(stage)
    failed = await propose_payout(stage, STAFF, Holder("resource", crew[0]), "EUR")
    await fail_payout(stage, STAFF, failed.payout_id, "closed")
    await propose_payout(stage, STAFF, Holder("resource", crew[1]), "EUR")
    assert (await audit_shop(database_url)).clean
    for what, (code, statement) in BROKEN.items():
        found = await broken(database_url, statement)
        named = [one for one in found.violations if str(one.fault) == code]
        assert named, (what, found.text())


@pytest.mark.parametrize(("kept", "left"), [(0, 9000), (4500, 4500)])
async def test_a_cancelled_one_shares_its_penalty(stage: Stage, kept: int, left: int) -> None:
    await shares_are(stage, 4000, 2000)
    crew = await a_crew(stage)
    made = await booked(stage, *crew)
    assert made.booking_id is not None
    cause: Cause = "client" if kept else "studio"
    if kept:
        await stage.database.pool.execute(
            "UPDATE bookings SET policy = jsonb_set(policy, '{steps}',"
            ' \'[{"minutes": 0, "percent": 50}]\') WHERE id = $1',
            made.booking_id,
        )
    done = await cancel_booking(stage, Caller(a_manager()), made.booking_id, cause=cause)
    assert (done.penalty, done.refund) == (kept, left)
    await share(stage, times=2)
    assert await earned(stage, *crew) == [kept * 4 // 10, kept * 2 // 10]
