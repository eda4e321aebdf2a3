"""A crowd that buys in a flash sale: each once, the whole purchase, at once or through the waiting
room; and what they were told."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias
from uuid import UUID, uuid4

from msgspec.json import decode, encode

from bench import flash_rivals
from bench.lines import Answer, Lines, lines

__all__ = ["Buyer", "Crowd", "at_once", "in_line", "take_places"]

Buyer: TypeAlias = tuple[str, str]
"""A cookie, and the owner's name."""
BUYING: Final = 4
"""Each fourth connection of a waiting room is for those who were let in."""
_GONE: Final = b'"flash-sale-sold-out"'


@dataclass
class Crowd:
    """``decided``: seconds of each answer to a purchase; ``bought``: of each whole one; ``polled``:
    of each answer of the waiting room; ``orders`` by owner; ``odd``: answers there must not be."""

    decided: list[float] = field(default_factory=list)
    bought: list[float] = field(default_factory=list)
    polled: list[float] = field(default_factory=list)
    orders: dict[str, UUID] = field(default_factory=dict)
    told: int = 0
    wrong: int = 0
    odd: list[bytes] = field(default_factory=list)
    took: float = 0.0
    last_paid: float = 0.0


@dataclass(frozen=True)
class _Shopper:
    """One connection's way through a purchase, noted in ``crowd``."""

    path: str
    lines: Lines
    crowd: Crowd
    began: float

    async def buy(self, buyer: Buyer) -> bool:
        """Whether it was bought, and not told that all is sold."""
        cookie, owner = buyer
        started = time.perf_counter()
        answer = await self.lines.post(self.path, cookie, key=str(uuid4()))
        self.crowd.decided.append(answer.seconds)
        if answer.status == 409 and _GONE in answer.body:
            self.crowd.told += 1
            return False
        if (made := self._good(answer)) is None:
            return False
        self.crowd.wrong += owner in self.crowd.orders
        self.crowd.orders[owner] = UUID(made["orderId"])
        if await self._paid(cookie, made):
            self.crowd.bought.append(time.perf_counter() - started)
            self.crowd.last_paid = time.perf_counter() - self.began
        return True

    async def _paid(self, cookie: str, made: dict[str, Any]) -> bool:
        if self.path.startswith("/api/rivals/"):
            path = flash_rivals.PAY.format(order_id=made["orderId"])
            return self._good(await self.lines.post(path, cookie)) is not None
        hold = {"reservationId": made["reservationId"]}
        asked = encode({**hold, "provider": "demo", "scenario": "success"})
        paid = self._good(await self.lines.post("/api/payments", cookie, asked, str(uuid4())))
        if paid is None:
            return False
        asked = encode({**hold, "paymentId": paid["paymentId"]})
        return self._good(await self.lines.post("/api/orders/create", cookie, asked)) is not None

    def _good(self, answer: Answer) -> dict[str, Any] | None:
        if answer.status >= 300:
            self.crowd.wrong += 1
            self.crowd.odd.append(answer.body[:300])
            return None
        body: dict[str, Any] = decode(answer.body)
        return body


async def at_once(port: int, path: str, buyers: Sequence[Buyer], connections: int) -> Crowd:
    """Everybody asks, each connection the next one as soon as one is served."""
    crowd, coming = Crowd(), iter(buyers)
    async with lines(port, connections) as opened:
        shopper = _Shopper(path, opened, crowd, time.perf_counter())

        async def serve(some: Iterator[Buyer]) -> None:
            for buyer in some:
                await shopper.buy(buyer)

        await asyncio.gather(*(serve(coming) for _ in range(connections)))
        crowd.took = time.perf_counter() - shopper.began
    return crowd


async def take_places(port: int, sale: UUID, buyers: Sequence[Buyer], connections: int) -> Crowd:
    """Everybody takes a place before the start."""
    crowd, coming = Crowd(), iter(buyers)
    async with lines(port, connections) as opened:
        began = time.perf_counter()

        async def serve(some: Iterator[Buyer]) -> None:
            for cookie, _ in some:
                answer = await opened.post(_place(sale), cookie)
                crowd.polled.append(answer.seconds)
                if answer.status != 200 or b'"letIn":false' not in answer.body:
                    crowd.wrong += 1
                    crowd.odd.append(answer.body[:300])

        await asyncio.gather(*(serve(coming) for _ in range(connections)))
        crowd.took = time.perf_counter() - began
    return crowd


async def in_line(
    port: int, sale: UUID, path: str, buyers: Sequence[Buyer], connections: int, units: int
) -> Crowd:
    """Everybody looks the moment it starts, and again whenever `Retry-After` says; who is let in
    buys. Until all units are paid; who waits then is told by the page's live figures."""
    crowd, over = Crowd(), asyncio.Event()
    buying = connections // BUYING
    async with lines(port, connections - buying) as opened, lines(port, buying) as tills:
        shopper = _Shopper(path, tills, crowd, time.perf_counter())

        async def wait(buyer: Buyer) -> None:
            while True:
                answer = await opened.post(_place(sale), buyer[0])
                crowd.polled.append(answer.seconds)
                if answer.status != 200:
                    crowd.wrong += 1
                    crowd.odd.append(answer.body[:300])
                    return
                if b'"letIn":true' in answer.body:
                    break
                await asyncio.sleep(answer.again)
            await shopper.buy(buyer)
            if len(crowd.bought) == units:
                over.set()

        people = [asyncio.create_task(wait(buyer)) for buyer in buyers]
        everybody = asyncio.ensure_future(_all(people))
        ends = asyncio.ensure_future(over.wait())
        await asyncio.wait((everybody, ends), return_when=asyncio.FIRST_COMPLETED)
        crowd.took = time.perf_counter() - shopper.began
        everybody.cancel()
        ends.cancel()
        await asyncio.gather(*people, ends, return_exceptions=True)
    return crowd


async def _all(tasks: Sequence[asyncio.Task[None]]) -> bool:
    await asyncio.gather(*tasks)
    return True


def _place(sale: UUID) -> str:
    return f"/api/flash-sales/{sale}/place"
