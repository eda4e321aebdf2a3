"""Turns: side work is done one piece after the other, and waits for what is urgent."""

import asyncio

import pytest

from holdfast.db import turns as module
from holdfast.db.turns import Turns


async def test_one_turn_at_a_time_in_order() -> None:
    turns = Turns()
    told: list[str] = []

    async def work(name: str) -> None:
        async with turns.turn():
            told.append(f"{name} begins")
            await asyncio.sleep(0)
            told.append(f"{name} ends")

    await asyncio.gather(work("a"), work("b"))
    assert told == ["a begins", "a ends", "b begins", "b ends"]


async def test_no_turn_begins_while_something_urgent_is_done() -> None:
    turns = Turns()
    began = asyncio.Event()

    async def work() -> None:
        async with turns.turn():
            began.set()

    with turns.urgent():
        working = asyncio.create_task(work())
        for _ in range(10):
            await asyncio.sleep(0)
        assert not began.is_set()
    await asyncio.wait_for(working, 60)
    assert began.is_set()


async def test_what_failed_was_urgent_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WAIT_AT_MOST", 3600.0)
    turns = Turns()
    with pytest.raises(RuntimeError), turns.urgent():
        raise RuntimeError
    async with asyncio.timeout(60), turns.turn():
        pass


async def test_what_is_urgent_for_ever_stops_nobody_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "WAIT_AT_MOST", 0.01)
    turns = Turns()
    with turns.urgent():
        async with asyncio.timeout(60), turns.turn():
            pass


async def test_who_has_turns_beside_waits_for_what_is_urgent_and_for_nobody_else() -> None:
    turns = Turns()
    beside, began = turns.beside(), asyncio.Event()

    async def work() -> None:
        async with beside.turn():
            began.set()

    async with turns.turn(), asyncio.timeout(60):
        await work()
    began.clear()
    with turns.urgent():
        working = asyncio.create_task(work())
        for _ in range(10):
            await asyncio.sleep(0)
        assert not began.is_set()
    await asyncio.wait_for(working, 60)
