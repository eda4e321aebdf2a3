"""A booking paid by hours, points, a certificate or any mix costs less or more after it was paid:
what goes back goes the way it came, to the unit, and what is due is due. By hand, and at random
against a small model that shares no sums with the shop."""

import random
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Final, NamedTuple

import pytest
from msgspec.structs import replace

from holdfast.booking.bookings import Booking, Policy, Step
from holdfast.flows.booking.adjusting import Adjustment, adjust_booking
from holdfast.flows.booking.booker import BookingMove
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.moving import move_to
from holdfast.flows.booking.paying_due import order_rest
from holdfast.flows.booking.settling_dues import settle_dues
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.settlement.confirm import confirm_order
from tests.db.flows.booking.making import a_booking, a_taking, book, booking_now, in_minutes
from tests.db.flows.buying import order_now
from tests.db.flows.packages.having import a_manager, pay
from tests.db.flows.packages.test_mixes import (
    MINUTES,
    PRICE,
    Purse,
    a_purse,
    kept_back,
    now,
    sources_of,
)
from tests.db.flows.settlement.part_paying import work
from tests.db.flows.stage import Stage
from tests.support.length import LONG

STAFF: Final = Caller(a_manager())
OFTEN: Final = Policy(steps=(), moves=99, move_minutes=0)


async def paid_with(
    stage: Stage, purse: Purse, placed: Placed, kinds: list[str], rest: int
) -> None:
    """The rest by card."""
    begun = await pay(stage, purse.client, placed, *sources_of(purse, kinds), provider="scripted")
    if rest:
        await confirm_order(stage, Caller(purse.client), placed.reservation_id, begun.payment_id)
    await settle_dues(stage, [placed.order_id])


async def a_paid_one(
    stage: Stage, purse: Purse, kinds: list[str], rest: int, policy: Policy = OFTEN
) -> Placed:
    taking = a_taking(start=in_minutes(9000), minutes=MINUTES)
    placed = await book(stage, purse.client, taking, price=PRICE, policy=policy)
    await paid_with(stage, purse, placed, kinds, rest)
    return placed


async def moved(
    stage: Stage, by: Caller, booking: Booking, price: int, minutes: int = MINUTES
) -> BookingMove:
    """To a time at which it costs so much, with what its price is by hand, all of it paid first."""
    plan = a_booking(a_taking(start=in_minutes(12_000), minutes=minutes))
    by_hand, _ = booking.by_hand_at(plan.when)
    plan = replace(plan, price=price - by_hand, prepaid=price)
    done = await move_to(stage, by, booking, plan, pay=True)
    assert done is not None
    return done


async def by_card(stage: Stage) -> int:
    """What went back by card."""
    await work(stage)
    return sum(stage.provider.refunded.values())


class Way(NamedTuple):
    """What a client has of each, what they pay with, and by hand what of it is back after 1800,
    after 4000 and at the end: minutes, certificate, wallet, points, card."""

    has: tuple[int, int, int, int]
    kinds: tuple[str, ...]
    card: int
    after_move: tuple[int, int, int, int, int]
    after_change: tuple[int, int, int, int, int]
    at_last: tuple[int, int, int, int, int]


# Of 9000 for 75 minutes, a point worth 7. A minute is worth 120: 2200 are 18 of them and a third,
# and what is begun of one is the client's.
WAYS: Final = {
    "hours": Way((90, 1, 1001, 1), ("hours",), 0,
                 (15, 0, 0, 0, 0), (34, 0, 0, 0, 0), (75, 0, 0, 0, 0)),
    "a certificate": Way((1, 9500, 1001, 1), ("certificate",), 0,
                         (0, 1800, 0, 0, 0), (0, 4000, 0, 0, 0), (0, 9000, 0, 0, 0)),
    # 1285 points pay 8995, the card 5, which go back first: 1795 are 256 points and 3 of the next.
    "points": Way((1, 1, 1001, 2000), ("points",), 5,
                  (0, 0, 0, 257, 5), (0, 0, 0, 571, 5), (0, 0, 0, 1285, 5)),
    # 3600 by 30 minutes, 2000, 700 by 100 points, and 2700 by card.
    "a mix": Way((30, 2000, 1001, 100), ("hours", "certificate", "points"), 2700,
                 (0, 0, 0, 0, 1800), (0, 600, 0, 100, 2700), (30, 2000, 0, 100, 2700)),
}  # fmt: skip


@pytest.mark.parametrize("name", WAYS)
async def test_a_shorter_move_and_a_lower_price_give_back_as_it_came_and_more_is_due(
    stage: Stage, name: str
) -> None:
    way = WAYS[name]
    minutes, amount, money, points = way.has
    purse = await a_purse(stage, minutes, amount, money, points)
    placed = await a_paid_one(stage, purse, list(way.kinds), way.card)
    spent = await now(stage, purse)

    async def back() -> tuple[int, ...]:
        has = await now(stage, purse)
        return (*(has[kind] - spent[kind] for kind in has), await by_card(stage))

    done = await moved(stage, Caller(purse.client), await booking_now(stage, placed), 7200, 60)
    assert (done.price, done.refund, await back()) == (7200, 1800, way.after_move)
    done = await adjust_booking(stage, STAFF, done.booking_id, Adjustment("less", price=5000))
    assert (done.price, done.refund, await back()) == (5000, 2200, way.after_change)
    # Dearer again, that is due, and paid from the wallet it goes back there first.
    done = await adjust_booking(stage, STAFF, done.booking_id, Adjustment("more", price=6000))
    booking = await booking_now(stage, placed)
    assert (done.refund, booking.price, booking.prepaid) == (0, 6000, 5000)
    assert await back() == way.after_change
    rest = await order_rest(stage, Caller(purse.client), booking.id)
    assert (await order_now(stage, rest)).total == 1000
    await paid_with(stage, purse, rest, ["wallet"], 0)
    assert (await booking_now(stage, placed)).prepaid == 6000
    assert (await now(stage, purse))["wallet"] == spent["wallet"] - 1000
    done = await moved(stage, STAFF, await booking_now(stage, placed), 5000)
    assert (done.refund, await back()) == (1000, way.after_change)
    gone = await cancel_booking(stage, Caller(purse.client), booking.id)
    assert (gone.refund, await back()) == (5000, way.at_last)
    assert await now(stage, purse) == purse.full


@dataclass
class Fund:
    """What an order was paid with: kind, amount and units of each, the card's rest, and what of
    all went back."""

    taken: list[tuple[str, int, int]]
    rest: int
    gone: int = 0

    @property
    def left(self) -> int:
        return sum(amount for _, amount, _ in self.taken) + self.rest - self.gone


class Model:
    """A booking and its money, by hand."""

    def __init__(self, purse: Purse, card: str) -> None:
        self.purse, self.card = purse, card
        self.funds: list[Fund] = []
        self.price = self.prepaid = 0

    def has(self) -> dict[str, int]:
        """What the client has now, and what went back by card."""
        found = self.purse.full | {"card": 0}
        for fund in self.funds:
            for kind, _, units in fund.taken:
                found[kind] -= units
            for kind, units in kept_back(fund.taken, fund.rest, fund.gone, self.card).items():
                found[kind] += units
        return found

    def paid(self, kinds: list[str], due: int) -> int:
        """Of what is due, by these; what is left for the card."""
        has, taken = self.has(), []
        for kind in kinds:
            each = {"hours": Fraction(PRICE, MINUTES), "points": Fraction(7)}.get(kind, Fraction(1))
            most = min(due, int(has[kind] * each))
            units = most // 7 if kind == "points" else min(-int(-most // each), has[kind])
            amount = units * 7 if kind == "points" else most
            if amount:
                taken.append((kind, amount, units))
                due -= amount
        self.funds.append(Fund(taken, due))
        self.prepaid += sum(amount for _, amount, _ in taken) + due
        return due

    def costs(self, price: int) -> int:
        """What goes back, the latest first."""
        back = over = max(self.prepaid - price, 0)
        for fund in reversed(self.funds):
            share = min(over, fund.left)
            fund.gone += share
            over -= share
        self.price, self.prepaid = price, self.prepaid - back
        return back


async def dearer(stage: Stage, model: Model, kinds: list[str], due: Placed, amount: int) -> None:
    assert (await order_now(stage, due)).total == amount
    usable = [kind for kind in kinds if kind != "hours" and model.has()[kind]]
    if amount < 7:
        usable = [kind for kind in usable if kind != "points"]
    await paid_with(stage, model.purse, due, usable, model.paid(usable, amount))


@pytest.mark.parametrize("seed", range(24 if LONG else 4))
async def test_what_random_changes_of_a_random_mix_cost_goes_and_comes_back_to_the_unit(
    stage: Stage, seed: int
) -> None:
    chance = random.Random(seed)
    card, percent = ("first", "last")[seed % 2], chance.choice([0, 33, 100])
    minutes, points = chance.randint(1, 90), chance.randint(1, 600)
    amount, money = chance.randint(1, 6000), chance.randint(1, 6000)
    purse = await a_purse(stage, minutes, amount, money, points, card=card)
    model, every = Model(purse, card), list(purse.full)
    kinds = chance.sample(every, chance.randint(1, 4))
    steps = (Step(1_000_000, percent),) if percent else ()
    policy = Policy(steps=steps, moves=99, move_minutes=0)
    placed = await a_paid_one(stage, purse, kinds, model.paid(kinds, PRICE), policy)
    model.price = PRICE
    client = Caller(purse.client)
    for _ in range(8):
        price, kinds = chance.randint(1, 12_000), chance.sample(every, chance.randint(1, 4))
        booking = await booking_now(stage, placed)
        # Its client makes it no longer than the hours that paid it.
        lasts = (booking.ends_at - booking.starts_at) // timedelta(minutes=1)
        match chance.choice(["client", "staff", "price", "shorter", "rest"]):
            case "client" if price > model.prepaid:
                done = await moved(stage, client, booking, price, lasts)
                assert done.order_id is not None
                due = Placed(done.order_id, "", done.reservation_id)
                await dearer(stage, model, kinds, due, price - model.prepaid)
                model.price = price
            case "client":
                done = await moved(stage, client, booking, price, lasts)
                assert done.refund == model.costs(price)
            case "staff":
                done = await moved(stage, STAFF, booking, price)
                assert done.refund == model.costs(price)
            case "rest" if model.price > model.prepaid:
                due = await order_rest(stage, client, booking.id)
                await dearer(stage, model, kinds, due, model.price - model.prepaid)
            case what:
                half = (booking.ends_at - booking.starts_at) // 2 // timedelta(minutes=15)
                end = booking.starts_at + max(half, 1) * timedelta(minutes=15)
                asked = Adjustment("as it was", end if what == "shorter" else None, price)
                done = await adjust_booking(stage, STAFF, booking.id, asked)
                assert done.refund == model.costs(price)
        booking = await booking_now(stage, placed)
        assert (booking.price, booking.prepaid) == (model.price, model.prepaid)
        assert await now(stage, purse) | {"card": await by_card(stage)} == model.has()
    kept = min(model.price * percent // 100, model.prepaid)
    gone = await cancel_booking(stage, client, (await booking_now(stage, placed)).id)
    assert gone.refund == model.costs(kept)
    assert await now(stage, purse) | {"card": await by_card(stage)} == model.has()
