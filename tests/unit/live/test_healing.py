"""Healing in turn: everything watched is read again within a round, whoever comes and goes."""

import asyncio
from collections.abc import Sequence

import pytest

from holdfast.live import healing
from holdfast.live.healing import Healing, Round
from tests.unit.live.test_orders import Shop, update


def test_everybody_has_a_turn_in_each_round() -> None:
    turns: Round[int] = Round()
    watched = set(range(10))
    for _ in range(3):
        assert sorted(one for _ in range(5) for one in turns.next(watched, 2)) == list(range(10))


def test_who_is_watched_no_more_takes_no_turn() -> None:
    turns: Round[int] = Round()
    watched = set(range(1000))
    assert len(turns.next(watched, 3)) == 3
    assert turns.next({1000}, 1) + turns.next({1000}, 1) == [1000]
    assert turns.next(set(), 5) == []
    assert turns.next({1}, 0) == []


async def test_the_last_one_watched_is_healed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A round that was begun for many held the one that was left back for minutes."""
    monkeypatch.setattr(healing, "HEAL_EVERY", 0.01)
    shop = Shop()
    live = shop.watched
    owners = [f"user:{number}" for number in range(2000)]
    for owner in owners:
        await live.watch([owner])
    await live.start()
    try:
        before = shop.asked
        async with asyncio.timeout(60):
            while shop.asked == before:  # until a round has begun
                await asyncio.sleep(0)
        for owner in owners[1:]:
            live.unwatch([owner])
        shop.orders[owners[0]] = [update(1, 3)]
        async with asyncio.timeout(60):
            await live.changed.wait()
        assert live.snapshot([owners[0]]) == [update(1, 3)]
    finally:
        await live.stop()


class Readings:
    """Remembers what was read."""

    def __init__(self, *watched: int) -> None:
        self.watched = set(watched)
        self.read: list[int] = []
        self.again = asyncio.Event()

    async def __call__(self, some: Sequence[int]) -> None:
        self.read += some
        self.again.set()


async def until_read(live: Healing[int], readings: Readings) -> None:
    await live.start()
    try:
        async with asyncio.timeout(60):
            await readings.again.wait()
    finally:
        await live.stop()


async def test_what_changed_is_read_again_beside_those_whose_turn_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(healing, "HEAL_EVERY", 0.01)
    monkeypatch.setattr(healing, "SETTLE", 0.0)
    readings = Readings(*range(1000))
    live = Healing("numbers", lambda: readings.watched, readings)
    live.changed(7)
    live.changed(5000)  # nobody watches it any more
    await until_read(live, readings)
    assert readings.read[0] == 7
    assert 5000 not in readings.read


async def test_in_doubt_everything_watched_is_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(healing, "HEAL_EVERY", 0.01)
    readings = Readings(*range(400))
    live = Healing("numbers", lambda: readings.watched, readings)
    live.doubt()
    await until_read(live, readings)
    assert set(readings.read) >= readings.watched


async def test_what_cannot_wait_is_read_without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(healing, "HEAL_EVERY", 3600.0)
    readings = Readings(1, 2, 3)
    live = Healing("numbers", lambda: readings.watched, readings)
    await live.start()
    try:
        live.hurry(2)
        async with asyncio.timeout(60):
            await readings.again.wait()
    finally:
        await live.stop()
    assert readings.read == [2]


async def test_what_could_not_be_read_is_read_with_the_next_second_not_the_next_round(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(healing, "HEAL_EVERY", 0.01)
    tries = list[Sequence[int]]()
    read = asyncio.Event()

    async def reading(some: Sequence[int]) -> None:
        tries.append(some)
        if len(tries) == 1:
            raise ConnectionError("the database is away")
        if 7 in some:
            read.set()

    watched = range(1_000_000)  # its own turn comes in hours
    live = Healing("numbers", lambda: watched, reading, every=1_000_000.0)
    live.hurry(7)
    await live.start()
    try:
        async with asyncio.timeout(60):
            await read.wait()
    finally:
        await live.stop()
    assert 7 in tries[0] and 7 in tries[1]
