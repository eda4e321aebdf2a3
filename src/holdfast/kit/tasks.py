"""What runs beside the rest of a process."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

__all__ = ["Tasks"]

log = structlog.get_logger("holdfast.tasks")


class Tasks:
    """Each from when it is begun until all are ended. One that fails before is told of."""

    def __init__(self) -> None:
        self._running: list[asyncio.Task[None]] = []
        self._ending = False

    def begin(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        self._running.append(task)
        task.add_done_callback(self._tell)

    async def end(self) -> None:
        """Where each of them stands. None has to have been begun."""
        self._ending = True
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._running.clear()
        self._ending = False

    def _tell(self, task: asyncio.Task[None]) -> None:
        if self._ending or task.cancelled():
            return
        error = task.exception()
        if error is not None:
            log.error(
                "a task has failed; nobody goes on with it",
                task=task.get_name(), error=repr(error), exc_info=error,
            )  # fmt: skip
