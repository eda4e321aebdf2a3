"""Delivering from the book: an order's messages in order, whatever fails, and nobody else waits."""

import asyncio
import contextlib
import random
from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

from holdfast.sinks import Envelope, Failure
from tests.db.sinks.conftest import Written
from tests.db.sinks.delivering import (
    delivering,
    first_one_through,
    none_waits,
    note,
    noted,
    tried,
    troubled,
)
from tests.support.market import eventually
from tests.support.platform import DataPlatform


async def test_each_order_s_messages_arrive_in_order_and_once(written: Written) -> None:
    chance, platform = random.Random(1), DataPlatform()
    orders = [f"order-{number}" for number in range(40)]
    async with delivering(written, platform):
        for _ in range(20):
            await written.message(*chance.choices(orders, k=25))
        await none_waits(written)
    assert {order: platform.of(order) for order in written.ids} == written.ids
    assert len(platform.has) == 500
    assert platform.most_at_once > 1
    assert await written.troubles() == {}


async def test_an_order_that_fails_holds_back_its_own_messages_only(written: Written) -> None:
    platform = DataPlatform()
    platform.refuses = lambda order: order == "bad"
    async with delivering(written, platform):
        await first_one_through(written)
        await written.message("bad", "good", "bad", "other", "good")
        await troubled(written, bad=(1, False))
        await written.message("bad", "good")  # what comes later waits, too
        await tried(platform, "good", 3)
        written.pass_by(2)
        await troubled(written, bad=(2, False))
        platform.refuses = lambda _: False
        written.pass_by(10)
        await none_waits(written)
    assert {order: platform.of(order) for order in written.ids} == written.ids
    assert await written.troubles() == {}


async def test_a_failed_order_is_not_tried_again_before_its_time(written: Written) -> None:
    platform = DataPlatform()
    platform.away = True
    async with delivering(written, platform):
        await written.message("bad")
        await troubled(written, bad=(1, False))
        written.pass_by(0.7)
        await written.message("other")
        await tried(platform, "other", 1)
        assert platform.tries["bad"] == 1
        written.pass_by(0.6)
        await tried(platform, "bad", 2)


async def test_after_its_last_try_an_order_s_whole_tail_is_given_up_until_somebody_says_so(
    written: Written,
) -> None:
    platform = DataPlatform()
    platform.refuses = lambda order: order == "bad"
    async with delivering(written, platform, most_tries=3):
        await first_one_through(written)
        await written.message("bad", "bad", "good")
        for tries in (1, 2):
            await troubled(written, bad=(tries, False))
            written.pass_by(10)
        await troubled(written, bad=(3, True))
        written.pass_by(100_000)
        await written.message("bad", "good")
        await tried(platform, "good", 2)
        assert platform.tries["bad"] == 3
        assert await written.book.count_dead("platform") == 1
        platform.refuses = lambda _: False
        async with written.database.transaction() as connection:
            assert await written.book.end(connection, sink="else") == []
            revived = await written.book.end(connection, sink="platform")
            assert revived == [("platform", "order/bad")]
        await none_waits(written)
    assert platform.of("bad") == written.ids["bad"]
    assert len(platform.of("bad")) == 3
    assert await written.book.count_dead("platform") == 0


async def test_a_platform_that_is_away_for_an_hour_gets_everything_and_is_not_pestered(
    written: Written,
) -> None:
    platform = DataPlatform()
    platform.away = True
    outcomes: Counter[str] = Counter()
    async with delivering(written, platform, on_outcome=partial(note, outcomes)) as deliverer:
        for minute in range(60):
            await written.message(*(f"order-{minute}-{one}" for one in range(5)))
            if minute:
                await written.message(*(f"order-{minute - 1}-{one}" for one in range(5)))
            for _ in range(2):
                written.pass_by(30)
                platform.tried.clear()
                deliverer.wake()
                with contextlib.suppress(TimeoutError):  # it may rest
                    await asyncio.wait_for(platform.tried.wait(), 0.1)
        tries = platform.tries.total()
        assert 20 < tries < 200
        assert await written.waiting() == 595
        assert not any(dead for _, dead in (await written.troubles()).values())

        async def nothing_on_its_way() -> bool:
            return outcomes.total() == platform.tries.total()

        # Or the last try would fail after the 40 s, and the rest begin anew.
        await eventually(nothing_on_its_way, 60, "every try was written down")
        platform.away = False
        written.pass_by(40)  # the longest rest, and not the longest pause of an order
        await none_waits(written)
    assert {order: platform.of(order) for order in written.ids} == written.ids
    assert await written.troubles() == {}


async def left_behind(written: Written, *orders: str) -> None:
    """Orders that failed for somebody who is no more, and are to wait for five minutes."""
    waiting = await written.book.waiting("platform", written.now, [], 100)
    heads = {one.subject: one for one in reversed(waiting)}
    later = written.now + timedelta(minutes=5)
    failures = [
        Failure(heads[order].position, order, 9, "away", written.now, later, dead=False)
        for order in orders
    ]
    await written.book.failed("platform", failures)
    assert set(await written.troubles()) == set(orders)


async def test_who_comes_after_one_that_was_killed_waits_for_no_pause_of_its(
    written: Written,
) -> None:
    """The platform was away when the process died; it is back when the next one begins."""
    await written.message("a", "b", "a")
    await left_behind(written, "a", "b")
    await written.message("new")
    async with delivering(written, DataPlatform()):
        await none_waits(written)
    assert await written.troubles() == {}


async def test_who_gets_the_duty_back_waits_for_no_pause_of_who_had_it_meanwhile(
    written: Written,
) -> None:
    platform, mine, seen = DataPlatform(), True, asyncio.Event()

    def may_run() -> bool:
        if not mine:
            seen.set()
        return mine

    async with delivering(written, platform, may_run) as deliverer:
        await written.message("mine")
        await none_waits(written)
        mine = False
        await asyncio.wait_for(seen.wait(), 60)  # that it is another's now
        await written.message("a", "b")
        await left_behind(written, "a", "b")
        await written.message("new")
        mine = True
        deliverer.wake()
        await none_waits(written)


async def test_an_order_that_is_refused_for_good_is_not_who_asks_whether_the_platform_is_back(
    written: Written,
) -> None:
    platform = DataPlatform()
    platform.refuses = lambda order: order == "bad"
    async with delivering(written, platform):
        await first_one_through(written)
        await written.message("bad", "good")
        await troubled(written, bad=(1, False))
        written.pass_by(2)
        await troubled(written, bad=(2, False))
        platform.away = True
        await written.message(*"abcde")
        await troubled(written, bad=(2, False), **dict.fromkeys("abcde", (1, False)))
        platform.away = False
        written.pass_by(5)  # the rest is over, and every order's pause

        async def only_the_bad_one_waits() -> bool:
            return await written.waiting() == 1

        await eventually(only_the_bad_one_waits, 60, "one asked, and all but the bad one went")


async def test_nothing_is_given_up_because_the_platform_is_away(written: Written) -> None:
    platform = DataPlatform()
    platform.away = True
    orders = [f"order-{number}" for number in range(6)]
    outcomes: Counter[str] = Counter()
    telling: dict[str, Any] = {"most_tries": 3, "on_outcome": partial(note, outcomes)}
    async with delivering(written, platform, **telling) as deliverer:
        await written.message(*orders)
        await troubled(written, **dict.fromkeys(orders, (1, False)))
        await noted(outcomes, len(orders))
        for _ in range(30):
            asked = outcomes.total()
            written.pass_by(3600)
            deliverer.wake()
            await noted(outcomes, asked + 1)
        await troubled(written, **dict.fromkeys(orders, (1, False)))
        platform.away = False
        written.pass_by(40)
        await none_waits(written)


async def test_while_it_is_away_orders_take_turns_asking(written: Written) -> None:
    platform = DataPlatform()
    platform.away = True
    outcomes: Counter[str] = Counter()
    async with delivering(written, platform, on_outcome=partial(note, outcomes)) as deliverer:
        await written.message(*"abcde")
        await troubled(written, **dict.fromkeys("abcde", (1, False)))
        await noted(outcomes, 5)
        for _ in range(10):
            asked = outcomes.total()
            written.pass_by(40)
            deliverer.wake()
            await noted(outcomes, asked + 1)
    assert set(platform.tries.values()) == {3}


class SlowAtTheSecond(DataPlatform):
    """Takes the first message, and never answers at the second."""

    def __init__(self) -> None:
        super().__init__()
        self.asked_twice = asyncio.Event()

    async def send(self, message: Envelope) -> None:
        if self.has:
            self.asked_twice.set()
            await asyncio.Event().wait()
        await super().send(message)


async def test_who_is_stopped_in_the_midst_of_an_order_writes_down_what_got_through(
    written: Written,
) -> None:
    platform = SlowAtTheSecond()
    await written.message("a", "a")
    async with delivering(written, platform):
        await asyncio.wait_for(platform.asked_twice.wait(), 60)
    assert platform.of("a") == written.ids["a"][:1]
    assert await written.waiting() == 1


async def test_no_more_is_sent_a_second_than_was_agreed(written: Written) -> None:
    platform = DataPlatform(at_once=100)
    await written.message(*(f"order-{number}" for number in range(100)))
    started = asyncio.get_running_loop().time()
    async with delivering(written, platform, per_second=100.0):
        await none_waits(written)
    assert asyncio.get_running_loop().time() - started > 0.7


async def test_who_may_not_run_sends_nothing(written: Written) -> None:
    first, second = DataPlatform(), DataPlatform()
    await written.message("a", "b", "a")
    async with delivering(written, first, lambda: False), delivering(written, second):
        await none_waits(written)
    assert (len(first.has), len(second.has)) == (0, 3)


async def test_what_was_sent_and_not_written_down_is_sent_again(written: Written) -> None:
    """As when the process dies in between: at least once, and in order."""
    platform = DataPlatform()
    await written.message("a", "a", "b")
    for delivery in await written.book.waiting("platform", written.now, [], 10):
        await platform.send(delivery.envelope)
    async with delivering(written, platform):
        await none_waits(written)
    assert platform.of("a") == written.ids["a"] * 2


async def test_of_two_who_deliver_at_once_the_later_failure_holds_nothing_back(
    written: Written,
) -> None:
    """The other one had it through already: there is nothing left to hold back."""
    await written.message("a")
    (delivery,) = await written.book.waiting("platform", written.now, [], 10)
    at = written.now
    late = Failure(delivery.position, "a", 1, "not today", at, at, dead=False)
    await written.book.delivered("platform", [delivery])
    await written.book.failed("platform", [late])
    assert await written.troubles() == {}


async def test_each_sink_has_its_own(written: Written) -> None:
    one, other = DataPlatform("one"), DataPlatform("other")
    one.away = True
    async with delivering(written, one), delivering(written, other):
        await written.message("a", sink="one")
        await written.message("a", "b", sink="other")
        await troubled(written, a=(1, False))

        async def what_the_other_has_is_written_down() -> bool:
            return await written.waiting() == 1

        await eventually(what_the_other_has_is_written_down, 60, "what the other has waits no more")
    assert [order for order, _ in other.has] == ["a", "b"]


async def test_the_lag_is_the_age_of_the_oldest_that_is_not_given_up(written: Written) -> None:
    assert await written.book.lag("platform", written.now) == 0.0
    platform = DataPlatform()
    platform.away = True
    async with delivering(written, platform, most_tries=1):
        await written.message("dead")
        await troubled(written, dead=(1, True))
    written.pass_by(10)
    await written.message("fresh")
    written.pass_by(30)
    assert await written.book.lag("platform", written.now) == 30.0
