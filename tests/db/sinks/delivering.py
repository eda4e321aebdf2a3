"""Deliverers as tests run them, and what they wait for."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable
from typing import Any

from holdfast.sinks import Sink
from holdfast.worker.deliverer import Deliverer
from tests.db.sinks.conftest import Written
from tests.support.market import eventually
from tests.support.platform import DataPlatform

__all__ = ["delivering", "first_one_through", "none_waits", "note", "noted", "tried", "troubled"]


@contextlib.asynccontextmanager
async def delivering(
    written: Written,
    platform: Sink,
    may_run: Callable[[], bool] = lambda: True,
    **options: Any,
) -> AsyncIterator[Deliverer]:
    """While it lasts, what waits is delivered."""
    usual: dict[str, Any] = {"poll": 0.02, "per_second": 0.0, "clock": written.clock}
    deliverer = Deliverer(written.book, platform, **usual | options)
    task = asyncio.create_task(deliverer.run(may_run))
    yield deliverer
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def none_waits(written: Written) -> None:
    async def none() -> bool:
        return await written.waiting() == 0

    await eventually(none, 60, "nothing waits any more")


async def first_one_through(written: Written) -> None:
    """From then on a failure is its order's own."""
    await written.message("first")
    await none_waits(written)


async def tried(platform: DataPlatform, order: str, times: int) -> None:
    async def so_often() -> bool:
        return platform.tries[order] >= times

    await eventually(so_often, 60, f"{order} was tried {times} times")


async def troubled(written: Written, **wanted: tuple[int, bool]) -> None:
    async def so_it_is() -> bool:
        return await written.troubles() == wanted

    await eventually(so_it_is, 60, f"troubles are {wanted}")


def note(outcomes: Counter[str], what: str, count: int) -> None:
    """What became of a try: told when all of it is written down, and not when it was made."""
    outcomes[what] += count


async def noted(outcomes: Counter[str], count: int) -> None:
    async def so_many() -> bool:
        return outcomes.total() >= count

    await eventually(so_many, 60, f"{count} tries are over: somebody asks if the platform is back")
