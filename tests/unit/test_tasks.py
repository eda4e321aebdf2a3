"""What runs beside the rest does not go without a word."""

import asyncio

from structlog.testing import capture_logs

from holdfast.kit.tasks import Tasks


async def fails() -> None:
    raise LookupError("nothing is there")


async def waits() -> None:
    await asyncio.Event().wait()


async def test_a_task_that_fails_is_told_of_and_one_that_is_ended_is_not() -> None:
    tasks = Tasks()
    with capture_logs() as said:
        tasks.begin(waits(), "waits on and on")
        tasks.begin(fails(), "fails")
        while not said:
            await asyncio.sleep(0)
        await tasks.end()
    assert [(one["task"], one["error"]) for one in said] == [
        ("fails", "LookupError('nothing is there')")
    ]
