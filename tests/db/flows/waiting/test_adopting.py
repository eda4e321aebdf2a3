"""Who waits as a guest and logs in keeps the place in line, and has it once."""

from uuid import UUID

import pytest

from holdfast import people
from holdfast.db.jobs import reader_of
from holdfast.flows.commit.caller import process
from holdfast.flows.people.logins import enter
from holdfast.flows.waiting.adopting import settle_places
from holdfast.flows.waiting.offering import GoodsLine
from holdfast.kit import new_id, shop_now
from holdfast.ledger import Accepted
from holdfast.people import Principal, user_owner
from holdfast.waiting import AdoptPlaces, places_of
from tests.db.flows.booking.series import a_room
from tests.db.flows.booking.test_joining_the_line import gone, hold, join, session
from tests.db.flows.booking.test_joining_the_line import standing as standing_for_time
from tests.db.flows.booking.test_line import offer_of as time_offered
from tests.db.flows.buying import a_customer, a_guest, confirm, new_goods, pay_for, stock_of
from tests.db.flows.stage import Stage, select
from tests.db.flows.waiting.lining import deposit, offer_of, place_of, standing, wait


async def an_account(stage: Stage) -> Principal:
    async with stage.database.transaction() as connection:
        email = f"{new_id()}@test.example"
        user = await people.add(connection, email, "Ann", "", ("customer",))
    return Principal(user_owner(user.id), "user", frozenset({"customer"}), "192.0.2.1")


async def log_in(stage: Stage, guest: Principal, member: Principal) -> None:
    async with stage.database.transaction() as connection:
        await enter(connection, UUID(member.id.removeprefix("user:")), guest.id)


async def settle(stage: Stage) -> None:
    """What the login left to be done, twice."""
    ((payload,),) = await select(
        stage, "SELECT payload FROM jobs WHERE queue = $1 ORDER BY id DESC LIMIT 1",
        AdoptPlaces.NAME,
    )  # fmt: skip
    for _ in range(2):
        job = reader_of(AdoptPlaces)(payload).payload
        await settle_places(stage, job, process(AdoptPlaces.NAME))


async def test_what_comes_back_is_held_for_the_account_which_pays_it(stage: Stage) -> None:
    goods, guest, member = await new_goods(stage, 0), a_guest(), await an_account(stage)
    await wait(stage, guest, goods)
    await wait(stage, a_customer(), goods)
    await log_in(stage, guest, member)
    assert await standing(stage, member) == [("waiting", 1)]
    assert await standing(stage, guest) == []
    await deposit(stage, goods)
    offer = await offer_of(stage, member)
    await confirm(stage, member, offer, await pay_for(stage, member, offer))
    assert await stock_of(stage, goods) == (0, 0)


async def test_what_was_offered_before_is_the_accounts(stage: Stage) -> None:
    goods, guest, member = await new_goods(stage, 0), a_guest(), await an_account(stage)
    await wait(stage, guest, goods)
    await deposit(stage, goods)
    await log_in(stage, guest, member)
    assert await standing(stage, member) == [("offered", 0)]
    offer = await offer_of(stage, member)
    await confirm(stage, member, offer, await pay_for(stage, member, offer))


@pytest.mark.parametrize("guest_first", [True, False])
async def test_where_both_wait_for_the_same_the_earlier_place_stays(
    stage: Stage, guest_first: bool
) -> None:
    goods, guest, member = await new_goods(stage, 0), a_guest(), await an_account(stage)
    first, second = (guest, member) if guest_first else (member, guest)
    between = a_customer()
    earlier = await wait(stage, first, goods)
    await wait(stage, between, goods)
    await wait(stage, second, goods, 3)
    await log_in(stage, guest, member)
    await settle(stage)
    place = await place_of(stage, member)
    assert (place.id, place.quantity) == (earlier, 1)
    assert await standing(stage, guest) == []
    await deposit(stage, goods, 3)
    assert await standing(stage, member) == [("offered", 0)]
    assert await standing(stage, between) == [("offered", 0)]
    assert await stock_of(stage, goods) == (1, 2), "nobody waits any more"


async def test_what_is_offered_to_the_guest_at_that_very_moment_comes_along(stage: Stage) -> None:
    goods, guest, member = await new_goods(stage, 0), a_guest(), await an_account(stage)
    await wait(stage, guest, goods)
    await deposit(stage, goods, alone=True)
    offers = await GoodsLine(stage).offers({goods.variant_id: {}})
    await log_in(stage, guest, member)
    command = process("line").command(offers.operations, offers.riders, f"offer/{new_id()}")
    assert isinstance(await stage.ledger.commit(command), Accepted)
    await settle(stage)
    offer = await offer_of(stage, member)
    await confirm(stage, member, offer, await pay_for(stage, member, offer))


@pytest.mark.parametrize("guest_first", [True, False])
async def test_a_place_for_a_time_comes_along_too(stage: Stage, guest_first: bool) -> None:
    room, owner, guest = await a_room(stage, "North"), a_guest(), a_guest()
    member = await an_account(stage)
    held = await hold(stage, owner, session(room))
    places = [
        await join(stage, who, session(room))
        for who in ((guest, member) if guest_first else (member, guest))
    ]
    await log_in(stage, guest, member)
    await settle(stage)
    assert await standing_for_time(stage, member) == ["waiting"]
    assert await standing_for_time(stage, guest) == []
    await gone(stage, owner, held)
    offer = await time_offered(stage, member)
    ((place, _),) = await places_of(stage.database.pool, member.id, shop_now())
    assert place.id == places[0]
    await confirm(stage, member, offer, await pay_for(stage, member, offer))
