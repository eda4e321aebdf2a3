"""What a guest bought is the account's once they log in, whatever happens at that moment."""

import asyncio

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.packages.buying import AccountNeeded, GiftUnreachable, buy_package
from holdfast.flows.packages.issuing import issue
from holdfast.packages import Gift, grants_of, purchase_of
from tests.db.flows.booking.making import a_taking, book
from tests.db.flows.buying import a_guest, confirm, pay_for
from tests.db.flows.packages.having import HOURS, VOUCHER, a_package, has
from tests.db.flows.packages.test_hours import waits_for_a_row
from tests.db.flows.stage import Stage, select
from tests.db.flows.test_worker import eventually
from tests.db.flows.waiting.test_adopting import an_account, log_in

MINA = Gift(to_name="Mina", to_email="mina@test.example")


async def test_a_guest_has_what_was_bought_and_then_the_account_has_it(stage: Stage) -> None:
    guest, member = a_guest(), await an_account(stage)
    package = await a_package(stage, VOUCHER)
    placed = await buy_package(stage, Caller(guest), package.id, gift=MINA, mails=True)
    await confirm(stage, guest, placed, await pay_for(stage, guest, placed))
    await issue(stage, placed.order_id)
    (mine,) = await grants_of(stage.database.pool, guest.id, None, 9)
    await log_in(stage, guest, member)
    assert await grants_of(stage.database.pool, guest.id, None, 9) == []
    (now,) = await grants_of(stage.database.pool, member.id, None, 9)
    assert (now.id, await has(stage, now)) == (mine.id, 10_000)
    purchase = await purchase_of(stage.database.pool, placed.order_id)
    assert purchase is not None
    assert purchase.owner == member.id


@pytest.mark.parametrize("many", range(5))
async def test_what_is_issued_while_they_log_in_is_the_accounts(stage: Stage, many: int) -> None:
    guest, member = a_guest(), await an_account(stage)
    package = await a_package(stage, VOUCHER)
    placed = await buy_package(stage, Caller(guest), package.id, gift=MINA, mails=True)
    await confirm(stage, guest, placed, await pay_for(stage, guest, placed))
    await asyncio.gather(issue(stage, placed.order_id), log_in(stage, guest, member))
    assert await grants_of(stage.database.pool, guest.id, None, 9) == []
    (mine,) = await grants_of(stage.database.pool, member.id, None, 9)
    assert await has(stage, mine) == 10_000


async def test_a_login_waits_for_the_lane_and_never_the_other_way_round(stage: Stage) -> None:
    guest, member = a_guest(), await an_account(stage)
    held = await book(stage, guest, a_taking())
    async with stage.database.pool.acquire() as lane, lane.transaction():
        await lane.execute("SELECT FROM bookings WHERE user_id = $1 FOR UPDATE", guest.id)
        logging_in = asyncio.create_task(log_in(stage, guest, member))
        await eventually(lambda: waits_for_a_row(stage), "the login waits for the booking")
        await lane.execute("SELECT FROM orders WHERE id = $1 FOR UPDATE", held.order_id)
    await logging_in
    owners = "SELECT o.owner, b.user_id FROM orders o JOIN bookings b ON b.order_id = o.id"
    (row,) = await select(stage, f"{owners} WHERE o.id = $1", held.order_id)
    assert tuple(row) == (member.id, member.id)


async def test_a_guest_buys_no_hours_and_nothing_that_cannot_be_sent(stage: Stage) -> None:
    guest = Caller(a_guest())
    voucher, season = await a_package(stage, VOUCHER), await a_package(stage, VOUCHER, HOURS)
    with pytest.raises(AccountNeeded, match="hours"):
        await buy_package(stage, guest, season.id, gift=MINA, mails=True)
    with pytest.raises(AccountNeeded, match="no mail"):
        await buy_package(stage, guest, voucher.id, gift=MINA)
    for gift in (None, Gift(to_name="Mina"), Gift(to_email="mina")):
        with pytest.raises(GiftUnreachable):
            await buy_package(stage, guest, voucher.id, gift=gift, mails=True)
