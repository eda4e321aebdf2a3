"""The lane ends though nobody closed it: nobody waits for it, and whoever must know is told."""

import asyncio

from holdfast.ledger import Accepted, Busy, Command, Deposit, InDoubt
from tests.db.ledger.scene import Scene
from tests.support.wire import Wire


def _lane() -> "asyncio.Task[None]":
    (found,) = (task for task in asyncio.all_tasks() if task.get_name() == "ledger lane")
    return found


async def test_who_waits_is_answered_and_who_must_know_is_told(scene: Scene, wire: Wire) -> None:
    told: list[bool] = []
    ledger = await scene.ledger(wire.url, on_end=lambda: told.append(True))
    assert isinstance(await ledger.commit(Command((Deposit("tea", 1),))), Accepted)

    wire.hold_commits()
    at_commit = asyncio.create_task(ledger.commit(Command((Deposit("tea", 1),))))
    await asyncio.to_thread(wire.wait_held)
    queued = asyncio.create_task(ledger.commit(Command((Deposit("tea", 1),))))
    while not ledger.queue_length:
        await asyncio.sleep(0)
    _lane().cancel()

    assert await at_commit == InDoubt()
    assert isinstance(await queued, Busy)
    assert not ledger.alive
    assert told == [True]
    assert isinstance(await ledger.commit(Command((Deposit("tea", 1),))), Busy)
    wire.let_go()


async def test_a_lane_that_is_closed_tells_nobody(scene: Scene) -> None:
    told: list[bool] = []
    ledger = await scene.ledger(on_end=lambda: told.append(True))
    await ledger.commit(Command((Deposit("tea", 1),)))
    await ledger.close()
    assert not ledger.alive
    assert not told
