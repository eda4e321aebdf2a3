"""Delivering: what the book has for one sink goes out, an order's messages one after the other.

Orders do not wait for one another: each that has something waiting gets a lane, and what became of
the lanes is written together. A lane ends with the first failure; its order then waits, with all
that comes after. Killed in between, a process leaves rows of messages that were sent: they are sent
again.

That a platform is away is nobody's fault: what fails meanwhile is no try of its order's, and goes
when one gets through. Whoever begins to deliver cannot know whether it was away until now: what
failed before goes, too, when the first one gets through.

A platform that asks to be left alone for a while (429 with Retry-After) is, by all orders; that is
no try of anybody's either.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final, Literal, TypeAlias

import structlog
from msgspec import Struct

from holdfast.db.engine import is_away
from holdfast.kit.clock import utc_now
from holdfast.sinks import (
    EVER,
    MOST_TRIES,
    Delivery,
    DeliveryBook,
    Failure,
    NotDelivered,
    Pace,
    Sink,
    pause_before,
)

__all__ = ["Deliverer", "TryOutcome"]

log = structlog.get_logger("holdfast.deliveries")

TryOutcome: TypeAlias = Literal["delivered", "failed", "dead"]
COLLECT_FOR: Final = 0.01  # lanes that end together are written together
LIMIT: Final = 30.0  # of one try, if the sink itself has none
LEAST: Final = 0.05  # seconds: fewer than are allowed in that time are not read at once
LONGEST_PAUSE: Final = 30.0  # while the database is away
MAX_ERROR: Final = 500  # characters


class _Lane(Struct):
    """What became of the messages of one order."""

    subject: str
    delivered: list[Delivery]
    failed: Delivery | None = None
    error: str = ""
    after: float = 0.0


class Deliverer:
    """Sends what waits for ``sink``. Buyers use the same loop and the same database, so it sends at
    most ``per_second`` messages a second (0: as many as it can).

    Pauses are told by ``clock``; ``on_outcome`` is told what became of messages, and how many.
    """

    def __init__(
        self,
        book: DeliveryBook,
        sink: Sink,
        *,
        per_second: float = 500.0,
        poll: float = 1.0,
        most_tries: int = MOST_TRIES,
        clock: Callable[[], datetime] = utc_now,
        on_outcome: Callable[[TryOutcome, int], None] = lambda *_: None,
    ) -> None:
        self.sink = sink
        self._book = book
        self._per_second = per_second
        self._poll = poll
        self._most_tries = most_tries
        self._clock = clock
        self._on_outcome = on_outcome
        self._pace = Pace()
        self._alone_until = EVER  # the sink asked for that
        self._back_since: datetime | None = None  # it got through again; what waits goes at once
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._ended: list[_Lane] = []
        self._news = asyncio.Event()
        self._may_run: Callable[[], bool] = lambda: True
        self._allowance = 0.0
        self._counted_at = time.monotonic()

    def wake(self) -> None:
        """Something was written into the book: do not wait for the next poll."""
        self._news.set()

    async def run(self, may_run: Callable[[], bool] = lambda: True) -> None:
        """Deliver until cancelled. ``may_run`` says whether this process is to do so now."""
        self._may_run = may_run
        failures, ran = 0, False
        try:
            while True:
                self._news.clear()
                try:
                    await self._settle()
                    runs = may_run()
                    if runs and not ran:  # what others saw meanwhile is not known here
                        self._pace = Pace()
                    ran = runs
                    pause = await self._begin() if runs else self._poll
                    failures = 0
                except Exception as error:
                    failures += 1
                    pause = min(self._poll * 2.0 ** min(failures, 16), LONGEST_PAUSE)
                    trace = None if is_away(error) else error
                    log.error(  # noqa: TRY400  (a trace only when something of ours is broken)
                        "the book of deliveries cannot be read or written",
                        sink=self.sink.name, error=repr(error), exc_info=trace,
                    )  # fmt: skip
                    await asyncio.sleep(pause)
                    continue
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await self._news.wait()
                await asyncio.sleep(COLLECT_FOR)
        finally:
            await self._leave()

    # --- sending ----------------------------------------------------------------------------

    async def _begin(self) -> float:
        """Give lanes to orders that wait, as many as the sink can bear; how long to wait then."""
        now = self._clock()
        if now < self._alone_until:
            return min(self._poll, max((self._alone_until - now).total_seconds(), LEAST))
        room = self._pace.room(now, self.sink.at_once) - len(self._lanes)
        if room <= 0:
            return self._poll
        limit = min(room, self._allowed())
        if limit < min(room, self._per_second * LEAST):
            return LEAST
        if self._pace.away:
            found = await self._book.probe(self.sink.name, now)
        else:
            found = await self._book.waiting(self.sink.name, now, list(self._lanes), limit)
        self._allowance -= len(found)
        # Of one order there may be some here and, later in the log, some more: the sort is stable.
        found.sort(key=lambda one: one.subject)
        for subject, waiting in groupby(found, key=lambda one: one.subject):
            self._lanes[subject] = asyncio.create_task(
                self._send_all(subject, list(waiting)), name=f"delivery {subject}"
            )
        return 0.0 if len(found) == limit else self._poll

    def _allowed(self) -> int:
        """How many messages may be sent now: what was not used lasts for a quarter of a second."""
        if self._per_second == 0:
            return self.sink.at_once
        now = time.monotonic()
        gained = (now - self._counted_at) * self._per_second
        self._counted_at = now
        self._allowance = min(self._allowance + gained, max(1.0, self._per_second / 4))
        return int(self._allowance)

    async def _send_all(self, subject: str, waiting: Sequence[Delivery]) -> None:
        lane = _Lane(subject, [])
        try:
            for delivery in waiting:
                if not self._may_run():  # another process may be at it by now
                    break
                refused = await self._send(delivery)
                if refused is not None:
                    lane.failed, lane.error = delivery, str(refused)[:MAX_ERROR]
                    lane.after = refused.after
                    break
                lane.delivered.append(delivery)
        finally:  # stopped in between, too: what got through is not sent again
            self._ended.append(lane)
            self._news.set()

    async def _send(self, delivery: Delivery) -> NotDelivered | None:
        """Why it failed, if it did."""
        try:
            async with asyncio.timeout(LIMIT):
                await self.sink.send(delivery.envelope)
        except NotDelivered as refused:
            return refused
        except TimeoutError:
            return NotDelivered(f"no answer in {LIMIT:g} s")
        except Exception as error:
            log.exception("a sink broke", sink=self.sink.name, order=delivery.subject)
            return NotDelivered(repr(error))
        return None

    # --- what became of it ------------------------------------------------------------------

    async def _settle(self) -> None:
        """Write it down; what cannot be written now is written next time, and its orders wait."""
        lanes = list(self._ended)
        if not lanes:
            return
        now = self._clock()
        delivered = [one for lane in lanes for one in lane.delivered]
        away = self._pace.away and not delivered
        failures = [self._failure(lane, lane.failed, now, away) for lane in lanes if lane.failed]
        if delivered:
            await self._book.delivered(self.sink.name, delivered)
        self._keep_pace(lanes, now)
        if self._back_since is not None:  # what fails just now has waited for nobody yet
            await self._book.hasten(self.sink.name, self._back_since, now)
            self._back_since = None
        if failures:
            await self._book.failed(self.sink.name, failures)
        del self._ended[: len(lanes)]
        for lane in lanes:
            self._lanes.pop(lane.subject, None)
        self._tell(delivered, failures)

    def _failure(self, lane: _Lane, failed: Delivery, now: datetime, away: bool) -> Failure:
        tries = 1 if lane.delivered else failed.tries + 1
        if away or lane.after:
            tries = max(1, failed.tries)
        return Failure(
            failed.position,
            lane.subject,
            tries,
            lane.error,
            now,
            now + max(pause_before(tries), timedelta(seconds=lane.after)),
            dead=tries >= self._most_tries and not (away or lane.after),
        )

    def _tell(self, delivered: Sequence[Delivery], failures: Sequence[Failure]) -> None:
        if delivered:
            self._on_outcome("delivered", len(delivered))
        for failure in failures:
            self._on_outcome("dead" if failure.dead else "failed", 1)
            tell = log.error if failure.dead else log.warning
            tell(
                "an order's messages were given up" if failure.dead else "a delivery failed",
                sink=self.sink.name, order=failure.subject, tries=failure.tries,
                error=failure.error,
            )  # fmt: skip

    def _keep_pace(self, lanes: Sequence[_Lane], now: datetime) -> None:
        was_away = self._pace.away
        for lane in lanes:
            if lane.after:
                until = now + timedelta(seconds=lane.after)
                self._alone_until = max(self._alone_until, until)
            if lane.delivered:
                self._back_since = self._pace.succeeded() or self._back_since
            elif lane.failed is not None and not lane.after:
                self._pace.failed(lane.subject, now, again=lane.failed.tries > 0)
        if self._pace.away and not was_away:
            log.error("the sink is away; its messages wait", sink=self.sink.name)
        if was_away and not self._pace.away:
            log.info("the sink is back", sink=self.sink.name, away_since=self._back_since)

    async def _leave(self) -> None:
        """Stop where it stands; what was delivered until now is written, if that can be."""
        for lane in self._lanes.values():
            lane.cancel()
        await asyncio.gather(*self._lanes.values(), return_exceptions=True)
        with suppress(Exception):
            async with asyncio.timeout(2):
                await self._settle()
        self._lanes.clear()
