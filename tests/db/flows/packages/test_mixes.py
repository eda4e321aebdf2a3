"""Any mix in one payment, taken whole or not at all, and given back the way it came, to the unit:
against a small model that shares no sums with the shop."""

import asyncio
import random
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

import pytest

from holdfast.booking.bookings import Policy, Step
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.payments.sources import Source, SourceRefused
from holdfast.flows.settlement.confirm import confirm_order
from holdfast.packages import Grant, Item
from holdfast.people import Principal
from holdfast.shop import change_settings
from holdfast.wallets import Wallet
from tests.db.flows.booking.making import a_taking, book, booking_now, cells_now, in_minutes
from tests.db.flows.buying import a_customer, new_goods, reserve, state_now, stock_of
from tests.db.flows.packages.having import bought, has, left_of_all, pay
from tests.db.flows.purses import balance_of, new_wallet
from tests.db.flows.settlement.part_paying import work
from tests.db.flows.stage import Stage
from tests.support.length import LONG

PRICE = 9000
MINUTES = 75


@dataclass
class Purse:
    """What a client has, and what the model says of it."""

    client: Principal
    hours: Grant
    certificate: Grant
    wallet: Wallet
    points: Wallet
    full: dict[str, int] = field(default_factory=dict)


async def a_purse(
    stage: Stage, minutes: int, amount: int, money: int, points: int, *, card: str = "first"
) -> Purse:
    client = a_customer()
    async with stage.database.transaction() as connection:
        said = {"currency": "EUR", "point_worth": 7, "card_refund": card}
        await change_settings(connection, said)
    stage.shop.forget()
    hours, certificate = await bought(
        stage,
        client,
        Item(kind="hours", units=minutes, price=1000),
        Item(kind="certificate", units=amount, price=1000),
    )
    wallet = await new_wallet(stage, client, money)
    purse = Purse(
        client, hours, certificate, wallet, await new_wallet(stage, client, points, "PTS")
    )
    purse.full = await now(stage, purse)
    return purse


async def now(stage: Stage, purse: Purse) -> dict[str, int]:
    return {
        "hours": await has(stage, purse.hours),
        "certificate": await has(stage, purse.certificate),
        "wallet": await balance_of(stage, purse.wallet),
        "points": await balance_of(stage, purse.points),
    }


def sources_of(purse: Purse, kinds: list[str]) -> list[Source]:
    grants = {"hours": purse.hours, "certificate": purse.certificate}
    return [Source(kind, grants.get(kind)) for kind in kinds]  # type: ignore[arg-type]  # drawn as words


def modelled(purse: Purse, kinds: list[str], due: int) -> list[tuple[str, int, int]]:
    """Kind, amount and units of each, in their order: by hand, with fractions."""
    taken = []
    for kind in kinds:
        left = purse.full[kind]
        if kind == "hours":
            each = Fraction(PRICE, MINUTES)
        else:
            each = Fraction(7 if kind == "points" else 1)
        most = min(due, int(left * each))
        units = min(ceil(most / each), left) if kind != "points" else most // 7
        amount = units * 7 if kind == "points" else most
        if amount:
            taken.append((kind, amount, units))
            due -= amount
    return taken


def kept_back(
    taken: list[tuple[str, int, int]], rest: int, refund: int, card: str
) -> dict[str, int]:
    """Of a refund, the units by kind: the card's part first or last, of others the last first."""
    own = sum(amount for _, amount, _ in taken)
    back: dict[str, int] = {"card": min(refund, rest) if card == "first" else max(refund - own, 0)}
    refund -= back["card"]
    for kind, amount, units in reversed(taken):
        share = min(refund, amount)
        refund -= share
        back[kind] = -(-units * share // amount)
    return back


@pytest.mark.parametrize("seed", range(24 if LONG else 6))
async def test_a_random_mix_goes_and_comes_back_to_the_unit(stage: Stage, seed: int) -> None:
    chance = random.Random(seed)
    card = ("first", "last")[seed % 2]
    purse = await a_purse(
        stage,
        chance.randint(1, 90),
        chance.randint(1, 6000),
        chance.randint(1, 6000),
        chance.randint(1, 600),
        card=card,
    )
    kinds = chance.sample(list(purse.full), chance.randint(1, 4))
    taken = modelled(purse, kinds, PRICE)
    rest = PRICE - sum(amount for _, amount, _ in taken)
    percent = chance.choice([0, 1, 33, 50, 99, 100])
    policy = Policy(steps=(Step(10_000, percent),) if percent else ())
    placed = await book(
        stage,
        purse.client,
        a_taking(start=in_minutes(600), minutes=MINUTES),
        price=PRICE,
        policy=policy,
    )
    begun = await pay(stage, purse.client, placed, *sources_of(purse, kinds), provider="scripted")
    if rest:
        await confirm_order(stage, Caller(purse.client), placed.reservation_id, begun.payment_id)
    assert await state_now(stage, placed) == ("paid", None, "none")
    spent = {kind: units for kind, _, units in taken}
    assert await now(stage, purse) == {
        kind: full - spent.get(kind, 0) for kind, full in purse.full.items()
    }
    done = await cancel_booking(stage, Caller(purse.client), (await booking_now(stage, placed)).id)
    assert done.refund == PRICE - PRICE * percent // 100
    back = kept_back(taken, rest, done.refund, card)
    assert await now(stage, purse) == {
        kind: full - spent.get(kind, 0) + back.get(kind, 0) for kind, full in purse.full.items()
    }


async def test_a_declined_rest_gives_everything_back_at_once(stage: Stage) -> None:
    purse = await a_purse(stage, 30, 1000, 1000, 10)
    taking = a_taking(start=in_minutes(600), minutes=MINUTES)
    placed = await book(stage, purse.client, taking, price=PRICE)
    stage.provider.begins = "pending"
    begun = await pay(
        stage, purse.client, placed, *sources_of(purse, list(purse.full)), provider="scripted"
    )
    assert begun.status == "pending"
    assert await now(stage, purse) != purse.full
    stage.provider.decide(placed.reservation_id, "failed")
    with pytest.raises(Exception, match="declined"):
        await confirm_order(stage, Caller(purse.client), placed.reservation_id, begun.payment_id)
    assert await now(stage, purse) == purse.full
    assert await state_now(stage, placed) == ("cancelled", "unpaid", "done")
    assert await cells_now(stage, taking) == {(0, 0)}
    assert await left_of_all(stage, placed.order_id) == {}


async def test_goods_are_paid_by_a_mix_and_an_end_gives_it_back(stage: Stage) -> None:
    purse = await a_purse(stage, 30, 300, 100, 10)
    goods = await new_goods(stage, 5, price=500)
    placed = await reserve(stage, purse.client, goods)
    with pytest.raises(SourceRefused):  # hours are for bookings
        await pay(stage, purse.client, placed, *sources_of(purse, ["hours"]), provider="scripted")
    stage.provider.begins = "pending"
    await pay(
        stage,
        purse.client,
        placed,
        *sources_of(purse, ["certificate", "wallet"]),
        provider="scripted",
    )
    assert (await now(stage, purse))["certificate"] == 0
    await cancel(stage, Caller(purse.client), order_id=placed.order_id)
    await work(stage)
    assert await now(stage, purse) == purse.full
    assert await stock_of(stage, goods) == (5, 0)


async def test_two_who_use_one_certificate_at_once_never_get_more(stage: Stage) -> None:
    purse = await a_purse(stage, 1, 1200, 1, 1)
    goods = await new_goods(stage, 10, price=500)
    others = [a_customer() for _ in range(4)]
    placed = [await reserve(stage, one, goods) for one in others]
    source = Source("certificate", purse.certificate)
    shops = [stage, await stage.spare()]
    answers = await asyncio.gather(
        *(
            pay(shops[at % 2], one, order, source)
            for at, (one, order) in enumerate(zip(others, placed, strict=True))
        ),
        return_exceptions=True,
    )
    assert sum(not isinstance(one, BaseException) for one in answers) == 2
    assert await has(stage, purse.certificate) == 200
