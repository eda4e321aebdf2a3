"""Gathered reads: what is asked while one query runs is answered by the next, set-wise.

The reading twin of the ledger's group commit. Under load a thousand readers cost a handful of
queries; an idle reader waits for nobody. Unlike a per-tick data loader, one query is under way
at a time, so batches grow with load and connections do not.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeAlias, TypeVar

from holdfast.kit.errors import Problem

__all__ = ["Gather"]

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
_Asked: TypeAlias = tuple[Key, list[asyncio.Future[Value | None]]]


class Gather(Generic[Key, Value]):
    """``load`` takes distinct keys and returns a mapping; a key it leaves out reads as None. A
    :class:`Problem` that it raises is told only to whoever asked for what is wrong."""

    def __init__(
        self, load: Callable[[Sequence[Key]], Awaitable[Mapping[Key, Value]]], limit: int = 500
    ) -> None:
        self._load = load
        self._limit = limit
        self._waiting: dict[Key, list[asyncio.Future[Value | None]]] = {}
        self._reader: asyncio.Task[None] | None = None

    async def get(self, key: Key) -> Value | None:
        """The value as it stood at some moment after this call began."""
        return await self._ask(key)

    async def many(self, keys: Iterable[Key]) -> dict[Key, Value]:
        """Those of these that there are."""
        asked = list(dict.fromkeys(keys))
        found = await asyncio.gather(*map(self._ask, asked))
        return {key: value for key, value in zip(asked, found, strict=True) if value is not None}

    def _ask(self, key: Key) -> "asyncio.Future[Value | None]":
        # A future for each who asks: one who leaves takes nobody's answer along.
        future: asyncio.Future[Value | None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(key, []).append(future)
        if self._reader is None:
            self._reader = asyncio.create_task(self._read())
        return future

    async def _read(self) -> None:
        try:
            while self._waiting:
                keys = list(self._waiting)[: self._limit]
                batch = [(key, self._waiting.pop(key)) for key in keys]
                await self._answer(batch)
        finally:
            self._reader = None

    async def _answer(self, batch: Sequence[_Asked[Key, Value]]) -> None:
        try:
            found = await self._load([key for key, _ in batch])
        except Problem as refused:
            if len(batch) == 1:
                _fail(batch, refused)
                return
            for one in batch:  # what is wrong with one of them is no answer to the others
                await self._answer([one])
        except Exception as error:  # noqa: BLE001  (handed to whoever asked)
            _fail(batch, error)
        else:
            for key, futures in batch:
                value = found.get(key)
                for future in futures:
                    if not future.done():
                        future.set_result(value)


def _fail(batch: Sequence[_Asked[Key, Value]], error: Exception) -> None:
    for _, futures in batch:
        for future in futures:
            if not future.done():
                future.set_exception(error)
