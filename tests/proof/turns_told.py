"""Some hundred wait for a flash sale, each with a socket as a page has, and one before a real page.
Some close theirs, some sleep through their turn, one gives the place up, a worker is killed: all
are let in in the order of their turns, whoever comes back has theirs, and what a page says of its
place is true all along.

python -m tests.proof.turns_told [--people 300] [--per-second 20]
"""

import argparse
import asyncio
import itertools
import os
import re
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final, Self

from playwright.async_api import Page
from socketio.exceptions import SocketIOError

from tests.proof.coupon_stampede import people_with_tokens
from tests.proof.crowd import Visitor, visitors
from tests.proof.stampede import market_of_workers
from tests.support.browser import opened_page
from tests.support.flash_sales import moment, new_sale
from tests.support.market import Market
from tests.support.people import signed_up
from tests.support.postgres import execute, fetch
from tests.support.sockets import SocketClient

__all__ = ["main", "turns_told"]

CLIENTS: Final = 32
AWAY: Final = 5
ASLEEP: Final = 5
LONGEST: Final = 600.0
LINGERS: Final = 5.0
UNHEARD: Final = 50.0
AT_ONCE: Final = 0.4
"""Seconds: the door opens each half second, and stamps those whom it lets in one by one."""
_OPEN: Final = "UPDATE flash_sales SET starts_at = clock_timestamp() WHERE id = '{}'"
_GONE: Final = """UPDATE flash_sale_places SET seen_at = clock_timestamp() - interval '1 hour'
WHERE owner = '{}'"""
_SLEPT: Final = """UPDATE flash_sale_places SET let_in_at = let_in_at - interval '11 minutes'
WHERE owner = '{}'"""
_LET_IN: Final = """
SELECT owner, turn, extract(epoch FROM let_in_at)::float8 FROM flash_sale_places
WHERE sale_id = $1::text::uuid AND let_in_at IS NOT NULL ORDER BY turn
"""
_SAYS: Final = """
window.said = []
new MutationObserver(() => {
  const shown = document.querySelector('[data-testid=waiting-room]')
  const buy = document.querySelector('[data-testid=turn-until]')
  const text = buy ? 'let in' : shown?.innerText
  if (text && text !== window.said.at(-1)) window.said.push(text)
}).observe(document, { childList: true, subtree: true, characterData: true })
"""


@dataclass
class _Room:
    market: Market
    sale: str
    idle: "asyncio.Queue[Visitor]"
    let_in: dict[str, float] = field(default_factory=dict)
    half: asyncio.Event = field(default_factory=asyncio.Event)
    unheard: bool = False
    """For so long nobody was answered that all count as away, and come back one by one."""

    @asynccontextmanager
    async def somebody(self, token: str) -> AsyncIterator[Visitor]:
        """Over the next connection that is free."""
        visitor = await self.idle.get()
        try:
            visitor.bearer = token
            yield visitor
        finally:
            self.idle.put_nowait(visitor)

    async def ask(self, token: str) -> dict[str, Any]:
        """For one's place, until there is an answer."""
        async with self.somebody(token) as visitor:
            answer = await visitor.insist(f"/api/flash-sales/{self.sale}/place", {})
        assert answer.status == 200, answer
        found: dict[str, Any] = answer.body
        return found

    async def leave(self, token: str) -> None:
        async with self.somebody(token) as visitor:
            gone = await visitor.delete(f"/api/flash-sales/{self.sale}/place")
        assert gone.status == 204, gone

    async def waits(self, owner: str, token: str, most: int) -> None:
        """As the page does: told of all who are let in, it counts, and asks when it should be its
        turn, or to be heard of. It never stands further behind than it did."""
        known, heard = most, monotonic()
        async with _Turns(self.market.url, self.sale) as turns:
            while True:
                place = await self.ask(token)
                if place["letIn"]:
                    self.let_in[owner] = asyncio.get_running_loop().time()
                    if len(self.let_in) >= most // 2:
                        self.half.set()
                    return
                self.unheard |= monotonic() - heard > UNHEARD
                heard = monotonic()
                if (position := place["position"]) is not None:
                    stood = f"{owner} stood at {known}, and stands at {position}"
                    assert position <= known or self.unheard, stood
                    known = position
                    await turns.come_to(place["letInCount"] + position, place["askAgainSeconds"])
                else:
                    await asyncio.sleep(place["askAgainSeconds"])


class _Turns:
    """A socket that hears how many were let in; cut off, it connects again."""

    def __init__(self, url: str, sale: str) -> None:
        self._url, self._sale = url, sale
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._over = False
        self.let_in = 0

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._listen())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        self._over = True
        self._task.cancel()
        await asyncio.wait({self._task}, timeout=LINGERS)

    async def come_to(self, count: int, seconds: float) -> None:
        """Until so many were let in, or the page would ask all the same."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(seconds, 5)):
                while self.let_in < count:
                    self._news.clear()
                    await self._news.wait()

    async def _listen(self) -> None:
        while not self._over:  # the library keeps a cancelling to itself at times
            client, lost = SocketClient(), asyncio.Event()
            client.on("sale-turns:snapshot", lambda told: self._hear(*told["turns"]))
            client.on("sale-turns:update", self._hear)
            client.on("disconnect", lambda *_, lost=lost: lost.set())
            try:
                with suppress(SocketIOError, OSError, TimeoutError):
                    await client.connect(self._url, transports=["websocket"])
                    await client.ask("subscribe:sale-turns", [self._sale])
                    await lost.wait()
            finally:
                await client.disconnect()
            await asyncio.sleep(0.2)

    def _hear(self, *told: dict[str, Any]) -> None:
        self.let_in = max(self.let_in, *(one["letIn"] for one in told))
        self._news.set()


async def turns_told(market: Market, count: int, per_second: int) -> list[str]:
    """Run it and check everything; what the real page said."""
    goods = market.goods(count + 20)
    times = {"startTime": moment(3600), "endTime": moment(7200)}
    sale = str(new_sale(market, goods, count + 10, perSecond=per_second, **times)["id"])
    people = await people_with_tokens(market, count)
    async with AsyncExitStack() as stack:
        crowd = await stack.enter_async_context(visitors(market.url, CLIENTS))
        idle: asyncio.Queue[Visitor] = asyncio.Queue()
        for one in crowd:
            idle.put_nowait(one)
        room = _Room(market, sale, idle)
        page = await stack.enter_async_context(opened_page(market.url, reduced_motion="reduce"))
        browsing = stack.enter_context(signed_up(market.url))
        await page.context.add_cookies(
            [
                {"name": each.name, "value": each.value or "", "url": market.url}
                for each in browsing.cookies.jar
            ]
        )
        await asyncio.gather(*(room.ask(token) for _, token in people))
        await page.add_init_script(_SAYS)
        await page.goto(f"/flash-sales/{sale}")
        await page.get_by_test_id("waiting-room").wait_for()
        away, here = people[:AWAY], people[AWAY:]
        await execute(market.database_url, *(_GONE.format(owner) for owner, _ in away))
        await execute(market.database_url, _OPEN.format(sale))
        waiting = [asyncio.create_task(room.waits(*one, count + 1)) for one in here]
        together = asyncio.gather(*waiting)
        async with asyncio.timeout(LONGEST):
            half = asyncio.create_task(room.half.wait())
            await asyncio.wait((half, together), return_when=asyncio.FIRST_COMPLETED)
            os.kill(market.server.worker_pids[0], signal.SIGKILL)
            await together
            await page.get_by_test_id("turn-until").wait_for()
        await _let_in(market, sale, len(here) + 1, in_order=not room.unheard)
        await _come_back(room, away)
        await _slept(room, here[:ASLEEP])
        return await _said(page, fewer=not room.unheard)


async def _let_in(market: Market, sale: str, count: int, *, in_order: bool) -> None:
    """All who were there, and nobody before somebody whose turn was earlier, unless some of them
    could not be heard for so long that they were passed over."""
    rows = [(row[1], row[2]) for row in await fetch(market.database_url, _LET_IN, sale)]
    assert len(rows) == count, "who was away was let in, or who was there was not"
    for (_, before), (_, after) in itertools.pairwise(rows):
        assert not in_order or after > before - AT_ONCE, "a later turn was let in first"


async def _come_back(room: _Room, away: Sequence[tuple[str, str]]) -> None:
    """They kept their turns, which come now; one gives theirs up, and stands at the end."""
    await room.leave(away[0][1])
    await asyncio.gather(*(room.waits(*one, len(away)) for one in away))


async def _slept(room: _Room, asleep: Sequence[tuple[str, str]]) -> None:
    """Their turn is over: they buy nothing, are told so, and may stand in line again."""
    await execute(room.market.database_url, *(_SLEPT.format(owner) for owner, _ in asleep))
    for owner, token in asleep:
        async with room.somebody(token) as visitor:
            tried = await visitor.insist(f"/api/flash-sales/{room.sale}/purchase", {})
        assert (tried.status, tried.body["code"]) == (409, "flash-sale-turn"), tried
        place = await room.ask(token)
        assert (place["letIn"], place["position"]) == (False, None), place
        assert place["letInUntil"] < place["serverTime"], place
        await room.leave(token)
        await room.waits(owner, token, len(asleep))


async def _said(page: Page, *, fewer: bool) -> list[str]:
    """First that turns are drawn, then ``fewer`` and fewer before one, then that it is one's
    turn."""
    said: list[str] = await page.evaluate("window.said")
    before = [int(found[1]) for one in said if (found := re.match(r"(\d+) before you", one))]
    assert not fewer or before == sorted(before, reverse=True), said
    assert said[0].startswith("You are in the waiting room"), said
    assert said[-1] == "let in", said
    assert sum(one == "let in" for one in said) == 1, said
    return said


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--people", type=int, default=300)
    words.add_argument("--per-second", type=int, default=20)
    asked = words.parse_args()
    with ExitStack() as stack:
        market = market_of_workers(stack, 2)
        said = asyncio.run(turns_told(market, asked.people, asked.per_second))
        print("\n".join(one.replace("\n", " ") for one in said))


if __name__ == "__main__":
    main()
