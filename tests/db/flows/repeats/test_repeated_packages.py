"""A package is bought again and again: hours each month, at its price of the day, paid by link or
from the wallet; each day once."""

import asyncio
from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from holdfast.flows.commit.caller import Caller
from holdfast.flows.mailing.reading_repeats import REPEATS
from holdfast.flows.packages.buying import buy_package
from holdfast.flows.packages.issuing import issue
from holdfast.flows.packages.offering import save_package
from holdfast.flows.repeats.beginning import package_to_be_repeated
from holdfast.flows.repeats.keeping import ChangeWanted, change_repeat, skip_repeat
from holdfast.flows.repeats.showing import repeats_now
from holdfast.flows.shop_parts import ShopParts
from holdfast.packages import Package, PackageText, grants_of, load_packages, package_terms
from holdfast.people import Principal
from holdfast.repeats import BadRepeat, Repeat, RepeatOff
from holdfast.shipping import Address
from holdfast.shop import Every
from tests.db.flows.buying import a_customer, a_guest
from tests.db.flows.packages.having import HOURS, a_manager, a_package
from tests.db.flows.purses import balance_of, new_wallet
from tests.db.flows.repeats.repeating import (
    look,
    now_of,
    ordered,
    pay,
    settles,
    steps_of,
)
from tests.db.flows.stage import Stage, events_of, select


async def a_membership(stage: ShopParts) -> Package:
    await settles(stage, repeats={"intervals": ["4w", "1m"], "percent": 10})
    return await a_package(stage, HOURS, repeatable=True)


async def member(stage: ShopParts, client: Principal, package: Package) -> Repeat:
    """Who has bought it, and buys it each month from now on."""
    caller = Caller(client)
    choice = await package_to_be_repeated(stage, caller, package.id, "1m", given=False)
    placed = await buy_package(stage, caller, package.id, choice=choice)
    await pay(stage, placed.order_id)
    await issue(stage, placed.order_id)
    ((found,),) = await select(
        stage, "SELECT id FROM repeat_orders WHERE order_id = $1", placed.order_id
    )
    return await now_of(stage, found)


async def changed(stage: ShopParts, package: Package, **terms: object) -> Package:
    now = next(one for one in await load_packages(stage.database.pool) if one.id == package.id)
    wanted = replace(package_terms(now), **terms)
    return await save_package(stage.database, Caller(a_manager()), now.id, wanted, now.revision)


async def minutes_of(stage: Stage, client: Principal) -> int:
    mine = await grants_of(stage.database.pool, client.id, None, 100)
    return sum([(await stage.reader.account(one.key)).balance for one in mine])


async def test_it_is_ordered_each_month_and_issued_once_it_is_paid(stage: Stage) -> None:
    client, package = a_customer(), await a_membership(stage)
    one = await member(stage, client, package)
    assert (one.status, one.package_id, one.lines) == ("active", package.id, ())
    assert await minutes_of(stage, client) == 600
    await changed(stage, package, items=(replace(HOURS, price=60_000),))
    await asyncio.gather(look(stage, one.due_on), look(stage, one.due_on))
    await look(stage, one.due_on)
    (order_id,) = await ordered(stage, one)
    order = await stage.orders.known(order_id)
    assert (order.total, order.discount, order.owner) == (60_000, 0, client.id)
    assert order.repeat is not None
    assert await events_of(stage, order_id) == ["order.reserved", "repeat.ordered"]
    await pay(stage, order_id)
    await issue(stage, order_id)
    assert await minutes_of(stage, client) == 1_200
    assert (await now_of(stage, one)).due_on > one.due_on
    (shown,) = await repeats_now(stage, [one])
    assert shown.package is not None
    assert (shown.package.price, shown.percent) == (60_000, 0)


async def test_mails_name_the_package_in_its_buyer_s_language(stage: Stage) -> None:
    client, package = a_customer(), await a_membership(stage)
    one = await member(stage, client, package)
    await changed(stage, package, texts={"ru": PackageText(name="Десять часов")})
    assert REPEATS.read is not None
    for locale, name in ((None, "Ten hours"), ("ru", "Десять часов"), ("ko", "Ten hours")):
        await stage.database.pool.execute(
            "UPDATE repeat_orders SET locale = $1 WHERE id = $2", locale, one.id
        )
        async with stage.database.transaction() as connection:
            told = await REPEATS.read(connection, [str(one.id)])
        assert told[str(one.id)].said["lines"] == [{"name": name, "quantity": 1}]


async def test_a_wallet_pays_it_at_once(stage: Stage) -> None:
    client, package = a_customer(), await a_membership(stage)
    wallet = await new_wallet(stage, client, 70_000)
    one = await member(stage, client, package)
    await settles(stage, wallets=True)
    one = await change_repeat(stage, Caller(client), one.id, ChangeWanted(pay_by="wallet"))
    await look(stage, one.due_on)
    (order_id,) = await ordered(stage, one)
    await issue(stage, order_id)
    assert await minutes_of(stage, client) == 1_200
    assert await balance_of(stage, wallet) == 20_000
    one = await now_of(stage, one)
    await look(stage, one.due_on)
    assert [step.reason for step in await steps_of(stage, one)][-1] == "wallet"
    assert await balance_of(stage, wallet) == 20_000


async def test_a_month_is_left_out_where_it_is_not_sold_any_more(stage: Stage) -> None:
    client, package = a_customer(), await a_membership(stage)
    one = await member(stage, client, package)
    for terms in ({"active": False}, {"active": True, "repeatable": False}):
        await changed(stage, package, **terms)
        one = await now_of(stage, one)
        await look(stage, one.due_on)
        assert (await steps_of(stage, one))[-1].reason == "gone"
    await changed(stage, package, repeatable=True)
    await skip_repeat(stage, Caller(client), one.id)
    one = await now_of(stage, one)
    await look(stage, one.due_on)
    assert len(await ordered(stage, one)) == 1
    assert await minutes_of(stage, client) == 600


async def test_what_is_refused(stage: Stage) -> None:
    client, package = a_customer(), await a_membership(stage)

    async def begun(by: Principal, of: UUID, every: Every, *, given: bool = False) -> None:
        await package_to_be_repeated(stage, Caller(by), of, every, given=given)

    once = await a_package(stage)
    refusals: list[tuple[UUID, Every, bool]] = [
        (once.id, "1m", False),
        (package.id, "1w", False),
        (package.id, "1m", True),
    ]
    for of, every, given in refusals:
        with pytest.raises(RepeatOff) as refused:
            await begun(client, of, every, given=given)
        assert refused.value.field == "repeatEvery"
    with pytest.raises(Exception, match="Log in"):
        await begun(a_guest(), package.id, "1m")
    one = await member(stage, client, package)
    there = Address(name="Ann", street="A 1", city="Berlin", country="DE")
    for wanted in (ChangeWanted(address=there), ChangeWanted(quantities={one.id: 2})):
        with pytest.raises(BadRepeat):
            await change_repeat(stage, Caller(client), one.id, wanted)
    later = await change_repeat(stage, Caller(client), one.id, ChangeWanted(every="4w"))
    assert (later.every, later.package_id, later.due_on) == ("4w", package.id, one.due_on)
    assert isinstance(later.due_on, date)
