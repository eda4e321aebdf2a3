"""What leaves the house for data platforms and analytics services: the consumers that write it
down, and a deliverer for each sink.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Final

import structlog

from holdfast.db.cursors import Consumer
from holdfast.db.engine import Database
from holdfast.db.turns import Turns
from holdfast.flows.platforms.deliveries import (
    CONSUMER,
    DELIVERED_TYPES,
    Deliveries,
    forget_consumers,
)
from holdfast.flows.platforms.hits import ANALYTICS, HIT_TYPES, Hits
from holdfast.kit.clock import shop_now
from holdfast.sinks import DeliveryBook, Origin, Sink
from holdfast.worker.deliverer import Deliverer, TryOutcome
from holdfast.worker.metrics import DEAD_DELIVERIES, DELIVERIES, DELIVERY_LAG

__all__ = ["Outgoing"]

log = structlog.get_logger("holdfast.deliveries")

COLLECT_FOR: Final = 0.25  # in real time, and yet few reads under load
COUNT_EVERY: Final = 5.0
AGAIN_AFTER: Final = 1.0


class Outgoing:
    """Sinks, and what serves them in this process. Without sinks it does nothing. ``topics``:
    what each is told of, by its name. ``analytics``: those that are told of visitors who agreed, by
    pseudonyms that ``key`` makes."""

    def __init__(
        self,
        database: Database,
        sinks: Sequence[Sink],
        origin: Origin,
        topics: Mapping[str, Collection[str]],
        *,
        analytics: Sequence[Sink] = (),
        key: bytes = b"",
        per_second: float = 500.0,
    ) -> None:
        self._database = database
        self._book = DeliveryBook(database)
        self._origin = origin
        self._topics = topics
        self._analytics = [one.name for one in analytics]
        self._key = key
        self._deliverers = [
            Deliverer(
                self._book,
                sink,
                per_second=per_second,
                on_outcome=partial(_count, sink.name),
            )
            for sink in (*sinks, *analytics)
        ]

    @property
    def duties(self) -> list[str]:
        """What only one process does at a time."""
        return [_duty(one) for one in self._deliverers]

    def consumers(self, on_failure: Callable[[str], None], turns: Turns) -> list[Consumer]:
        """Those that write down what is to be delivered."""
        begin = partial(
            Consumer,
            collect_for=COLLECT_FOR,
            on_failure=on_failure,
            on_handled=self.wake,
            turns=turns,
        )
        found = []
        if self._topics:
            write = Deliveries(self._book, self._topics, self._origin)
            found.append(begin(CONSUMER, DELIVERED_TYPES, write))
        if self._analytics:
            hits = Hits(self._book, self._analytics, self._key)
            found.append(begin(ANALYTICS, HIT_TYPES, hits))
        return found

    def wake(self) -> None:
        """There may be something to deliver."""
        for deliverer in self._deliverers:
            deliverer.wake()

    async def run(self, holds: Callable[[str], bool]) -> None:
        """Deliver until cancelled, each sink while this process holds its duty."""
        wanted = {CONSUMER: self._topics, ANALYTICS: self._analytics}
        unused = [name for name, sinks in wanted.items() if not sinks]
        try:
            async with asyncio.TaskGroup() as together:
                if unused:
                    together.create_task(self._forget(unused), name="consumers of no sink")
                for one in self._deliverers:
                    may_run = partial(holds, _duty(one))
                    together.create_task(one.run(may_run), name=f"sink {one.sink.name}")
                    together.create_task(self._measure(one.sink.name, may_run))
        finally:
            for one in self._deliverers:
                with suppress(Exception):
                    await one.sink.close()

    async def _forget(self, unused: Sequence[str]) -> None:
        """Consumers; a database that is away is waited for."""
        while True:
            try:
                async with self._database.transaction() as connection:
                    await forget_consumers(connection, unused)
            except Exception as error:  # noqa: BLE001  (others say so, and go on as well)
                log.warning("consumers of no sink are not forgotten yet", error=repr(error))
                await asyncio.sleep(AGAIN_AFTER)
            else:
                return

    async def _measure(self, sink: str, may_run: Callable[[], bool]) -> None:
        while True:
            try:
                here = may_run()
                lag = await self._book.lag(sink, shop_now()) if here else 0.0
                dead = await self._book.count_dead(sink) if here else 0
                DELIVERY_LAG.labels(sink).set(lag)
                DEAD_DELIVERIES.labels(sink).set(dead)
            except Exception as error:  # noqa: BLE001  (the database is away: others say so)
                log.debug("deliveries not counted", error=repr(error))
            await asyncio.sleep(COUNT_EVERY)


def _duty(deliverer: Deliverer) -> str:
    return f"sink {deliverer.sink.name}"


def _count(sink: str, outcome: TryOutcome, messages: int) -> None:
    DELIVERIES.labels(sink, outcome).inc(messages)
