"""Prepaid hours: bought, used to the minute, given back by the policy of what they paid, moved,
stopped, returned at the price paid, and run out."""

import asyncio

import pytest

from holdfast.booking.bookings import Policy, Step
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.commit.refusals import CancelByPackage
from holdfast.flows.ending.cancel import cancel, cancel_by_staff
from holdfast.flows.packages.buying import buy_package
from holdfast.flows.packages.certificates import certificate_of, make_code, worth_of
from holdfast.flows.packages.issuing import issue
from holdfast.flows.packages.keeping import (
    NotTransferable,
    PackageStopped,
    TooFewLeft,
    claim,
    freeze,
    prolong,
    thaw,
    transfer,
)
from holdfast.flows.packages.paying import named_source
from holdfast.flows.packages.running_out import look_after_packages
from holdfast.flows.packages.taking_back import TooLittleReturned, return_units
from holdfast.flows.payments.sources import Source, SourceRefused
from holdfast.flows.settlement.mixing import RestNotCovered, pay_mixed
from holdfast.kit import new_id
from holdfast.packages import Gift, GrantNotFound, Item, grant_of, grants_of
from holdfast.payments import refundable_key
from tests.db.flows.booking.making import a_taking, book, booking_now, in_minutes
from tests.db.flows.buying import a_customer, confirm, pay_for, state_now
from tests.db.flows.packages.having import (
    HOURS,
    VOUCHER,
    a_manager,
    a_package,
    bought,
    has,
    pay,
    soon,
)
from tests.db.flows.stage import Stage, events_of, jobs_due, select
from tests.db.flows.test_worker import eventually

HALF = Policy(steps=(Step(10_000, 50),))


async def test_hours_pay_a_booking_whole_and_come_back_by_its_policy(stage: Stage) -> None:
    client = a_customer()
    (mine,) = await bought(stage, client)
    assert await has(stage, mine) == 600
    held = await book(stage, client, a_taking(start=in_minutes(600), minutes=75), policy=HALF)
    begun = await pay(stage, client, held, Source("hours", mine))
    assert begun.status == "succeeded"
    assert await has(stage, mine) == 525
    assert await state_now(stage, held) == ("paid", None, "none")
    booking = await booking_now(stage, held)
    assert booking.status == "confirmed"
    done = await cancel_booking(stage, Caller(client), booking.id)
    assert (done.penalty, done.refund) == (4500, 4500)
    assert await has(stage, mine) == 563  # half of 75 minutes, the half one is the client's
    # What was kept is given back later: the rest to the minute, and no more.
    assert (await stage.reader.account(refundable_key(begun.payment_id))).balance == 4500
    assert await jobs_due(stage) == []


async def test_a_whole_cancel_gives_back_every_minute(stage: Stage) -> None:
    client = a_customer()
    (mine,) = await bought(stage, client)
    held = await book(stage, client, a_taking(minutes=60), price=8999)
    await pay(stage, client, held, Source("hours", mine))
    assert await has(stage, mine) == 540
    await cancel_booking(stage, Caller(client), (await booking_now(stage, held)).id)
    assert await has(stage, mine) == 600
    assert await state_now(stage, held) == ("cancelled", "refunded", "done")


async def test_hours_of_an_order_that_is_completed_at_that_very_moment_are_issued(
    stage: Stage,
) -> None:
    client, package = a_customer(), await a_package(stage)
    placed = await buy_package(stage, Caller(client), package.id, expected=HOURS.price)
    await confirm(stage, client, placed, await pay_for(stage, client, placed))
    async with stage.database.pool.acquire() as connection:
        async with connection.transaction():  # the order was read; then it is another's to move
            await connection.execute(
                "UPDATE orders SET status = 'completed', completed_at = clock_timestamp()"
                " WHERE id = $1", placed.order_id,
            )  # fmt: skip
            issuing = asyncio.create_task(issue(stage, placed.order_id))
            await eventually(lambda: waits_for_a_row(stage), "it waits for the order")
        await issuing
    (mine,) = await grants_of(stage.database.pool, client.id, None, 100)
    assert await has(stage, mine) == 600


async def waits_for_a_row(stage: Stage) -> bool:
    return bool(
        await select(
            stage,
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            " AND datname = current_database()",
        )
    )


async def test_hours_that_are_too_few_or_for_something_else_pay_nothing(stage: Stage) -> None:
    client, other = a_customer(), a_customer()
    few = Item(kind="hours", units=30, price=3000)
    (mine,) = await bought(stage, client, few)
    held = await book(stage, client, a_taking(minutes=60))
    with pytest.raises(RestNotCovered) as refusal:
        await pay(stage, client, held, Source("hours", mine))
    assert refusal.value.extra == {"rest": 4500}
    narrow = Item(kind="hours", units=600, price=3000, services=(new_id(),))
    (wrong,) = await bought(stage, other, narrow)
    with pytest.raises(SourceRefused, match="other services"):
        await pay(stage, client, held, Source("hours", wrong))
    assert await has(stage, mine) == 30
    assert await state_now(stage, held) == ("pending", None, "none")


async def test_two_bookings_at_once_never_use_a_minute_twice(stage: Stage) -> None:
    client = a_customer()
    (mine,) = await bought(stage, client, Item(kind="hours", units=100, price=10_000))
    held = [await book(stage, client, a_taking(minutes=60)) for _ in range(4)]
    answers = await asyncio.gather(
        *(pay(stage, client, one, Source("hours", mine)) for one in held), return_exceptions=True
    )
    assert sum(not isinstance(one, BaseException) for one in answers) == 1
    assert await has(stage, mine) == 40


async def test_the_same_request_twice_pays_once(stage: Stage) -> None:
    client = a_customer()
    (mine,) = await bought(stage, client)
    held = await book(stage, client, a_taking(minutes=60))
    asked = Caller(client, "", scoped_key("mix", client.id, "one", b"{}"))
    first = await pay_mixed(stage, asked, held.reservation_id, [Source("hours", mine)])
    again = await pay_mixed(stage, asked, held.reservation_id, [Source("hours", mine)])
    assert first == again
    assert await has(stage, mine) == 540


async def test_hours_move_to_another_person_and_only_what_is_there(stage: Stage) -> None:
    client, friend = a_customer(), a_customer()
    (mine,) = await bought(stage, client)
    moved = await transfer(stage, Caller(client), mine.id, friend.id, 200)
    (theirs,) = await grants_of(stage.database.pool, friend.id, None, 10)
    assert (theirs.id, theirs.units, theirs.valid_until) == (moved.grant_id, 200, mine.valid_until)
    assert (await has(stage, mine), await has(stage, theirs)) == (400, 200)
    answers = await asyncio.gather(
        *(transfer(stage, Caller(client), mine.id, friend.id, 150) for _ in range(4)),
        return_exceptions=True,
    )
    assert sum(isinstance(one, TooFewLeft) for one in answers) == 2
    assert await has(stage, mine) == 100
    with pytest.raises(GrantNotFound):
        await transfer(stage, Caller(friend), mine.id, friend.id, 1)
    (own,) = await bought(stage, client, transferable=False)
    with pytest.raises(NotTransferable):
        await transfer(stage, Caller(client), own.id, friend.id, 1)


async def test_hours_that_are_a_present_are_claimed_by_their_code_once(stage: Stage) -> None:
    giver, friend, other = a_customer(), a_customer(), a_customer()
    (mine,) = await bought(stage, giver, gift=Gift(to_name="Mina"))
    assert await worth_of(stage, mine, "en") == "10 h"
    code = (await make_code(stage, Caller(giver), mine.id)).code
    # Who has the code may pay with it as well.
    held = await book(stage, other, a_taking(minutes=60))
    by_code = await named_source(stage, other, "certificate", None, None, code)
    await pay(stage, other, held, by_code)
    found = await certificate_of(stage, code)
    answers = await asyncio.gather(
        claim(stage, Caller(friend), found), claim(stage, Caller(other), found),
        return_exceptions=True,
    )  # fmt: skip
    assert sum(isinstance(one, TooFewLeft) for one in answers) == 1
    (done,) = [one for one in answers if not isinstance(one, BaseException)]
    assert (done.minutes, await has(stage, mine)) == (540, 0)
    theirs = await grant_of(stage.database.pool, done.grant_id)
    assert theirs is not None
    assert (theirs.valid_until, theirs.has_code, theirs.came_from) == (
        mine.valid_until, False, mine.id,
    )  # fmt: skip
    with pytest.raises(GrantNotFound):
        await make_code(stage, Caller(friend), theirs.id)


async def test_personal_hours_are_nobodys_present_and_certificates_are_not_claimed(
    stage: Stage,
) -> None:
    giver, friend = a_customer(), a_customer()
    own, present = await bought(
        stage, giver, HOURS, VOUCHER, gift=Gift(to_name="Mina"), transferable=False
    )
    assert (own.gift, own.has_code, present.has_code) == (None, False, True)
    with pytest.raises(GrantNotFound):
        await make_code(stage, Caller(giver), own.id)
    code = (await make_code(stage, Caller(giver), present.id)).code
    with pytest.raises(NotTransferable):
        await claim(stage, Caller(friend), await certificate_of(stage, code))


async def test_frozen_hours_stand_still_and_are_not_used(stage: Stage) -> None:
    client, manager = a_customer(), Caller(a_manager())
    (mine,) = await bought(stage, client)
    await freeze(stage, manager, mine.id, "in hospital")
    held = await book(stage, client, a_taking(minutes=60))
    now = await grant_of(stage.database.pool, mine.id)
    assert now is not None
    for read in (mine, now):  # before it was stopped, and since
        with pytest.raises(SourceRefused, match="stopped"):
            await pay(stage, client, held, Source("hours", read))
    assert await look_after_packages(stage, soon(2000)) == 0
    with pytest.raises(PackageStopped):
        await freeze(stage, manager, mine.id, "again")
    later = await thaw(stage, manager, mine.id)
    assert later.valid_until > mine.valid_until
    await pay(stage, client, held, Source("hours", later))
    assert await has(stage, mine) == 540


async def test_minutes_are_returned_at_the_price_paid_and_never_twice(stage: Stage) -> None:
    client, manager = a_customer(), Caller(a_manager())
    (mine,) = await bought(stage, client, Item(kind="hours", units=7, price=1000))
    with pytest.raises(CancelByPackage):
        await cancel(stage, Caller(client), order_id=mine.order_id)
    with pytest.raises(CancelByPackage):
        await cancel_by_staff(stage, manager, mine.order_id, "wrong")
    amounts = [(await return_units(stage, manager, mine.id, 2, "moved")).amount for _ in range(3)]
    assert amounts == [285, 286, 286]
    with pytest.raises(TooFewLeft):
        await return_units(stage, manager, mine.id, 2, "moved")
    last = await return_units(stage, manager, mine.id, 1, "moved")
    assert sum(amounts) + last.amount == 1000
    assert await has(stage, mine) == 0
    assert (await jobs_due(stage)).count("refund") == 4


async def test_so_few_that_their_share_is_below_a_cent_are_not_taken_for_nothing(
    stage: Stage,
) -> None:
    client, manager = a_customer(), Caller(a_manager())
    (mine,) = await bought(stage, client, Item(kind="hours", units=600, price=50))
    with pytest.raises(TooLittleReturned) as refused:
        await return_units(stage, manager, mine.id, 11, "moved")
    assert refused.value.extra == {"least": 12}
    assert await has(stage, mine) == 600
    assert (await return_units(stage, manager, mine.id, 12, "moved")).amount == 1
    assert (await return_units(stage, manager, mine.id, 583, "moved")).amount == 48
    with pytest.raises(TooLittleReturned) as refused:
        await return_units(stage, manager, mine.id, 4, "moved")
    assert refused.value.extra == {"least": 5}
    assert (await return_units(stage, manager, mine.id, 5, "moved")).amount == 1


async def test_of_what_is_left_and_worth_less_than_a_cent_none_is_taken_back(stage: Stage) -> None:
    client, manager = a_customer(), Caller(a_manager())
    (mine,) = await bought(stage, client, Item(kind="hours", units=600, price=50))
    held = await book(stage, client, a_taking(minutes=595))
    await pay(stage, client, held, Source("hours", mine))
    with pytest.raises(TooLittleReturned, match="nothing goes back") as refused:
        await return_units(stage, manager, mine.id, 5, "moved")
    assert refused.value.extra == {"least": None}


async def test_what_runs_out_is_told_before_and_not_used_after(stage: Stage) -> None:
    client, manager = a_customer(), Caller(a_manager())
    (mine,) = await bought(stage, client, valid_days=30, warn_days=10, grace_days=5)
    assert await look_after_packages(stage, soon(19)) == 0
    assert await look_after_packages(stage, soon(21)) == 1
    assert await look_after_packages(stage, soon(34)) == 0  # told once; in its grace it is good
    assert await look_after_packages(stage, soon(36)) == 1
    assert await events_of(stage, mine.id) == [
        "package.issued", "package.expiring", "package.expired"
    ]  # fmt: skip
    over = await grant_of(stage.database.pool, mine.id)
    assert over is not None
    assert over.status == "expired"
    held = await book(stage, client, a_taking(minutes=60))
    with pytest.raises(SourceRefused, match="over"):
        await pay(stage, client, held, Source("hours", over))
    again = await prolong(stage, manager, mine.id, soon(90), "kindness")
    await pay(stage, client, held, Source("hours", again))
    assert await has(stage, mine) == 540
    assert HOURS.units == 600
    assert await look_after_packages(stage, soon(85)) == 1  # and told anew
    (row,) = await select(stage, "SELECT count(*) FROM events WHERE type = 'package.expiring'")
    assert row == (2,)


async def test_a_gift_is_told_on_its_day_with_all_its_mail_says(stage: Stage) -> None:
    client = a_customer()
    on = soon(10).date()
    gift = Gift(to_name="Mina", to_email="mina@test.example", message="Here", on=on)
    (mine,) = await bought(stage, client, VOUCHER, gift=gift)
    assert await look_after_packages(stage, soon(9)) == 0
    assert await look_after_packages(stage, soon(10)) == 1
    assert await look_after_packages(stage, soon(11)) == 0
    (row,) = await select(stage, "SELECT data::text FROM events WHERE type = 'certificate.given'")
    for said in ("Mina", "mina@test.example", "Here", str(on), "10000", "EUR", "Ten hours"):
        assert said in str(row[0])
    assert await has(stage, mine) == 10_000
