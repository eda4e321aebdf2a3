"""(k) The shop in its services: from an order to the message on its buyer's socket."""

import asyncio
import itertools
import random
import tempfile
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import aiohttp
import httpx
import socketio

from bench.results import Result, Say, Table, median, ms, percentile, rate
from holdfast.flows.people.logins import DEMO_USERS
from tools.split import Split

__all__ = ["measure"]

BUYERS: Final = 64
PER_SECOND: Final = 50.0
STOCK: Final = 1_000_000
FILLED: Final = 10**12
PATIENCE: Final = 60.0
HOW: Final = f"""
`make split` with nothing else: nginx, two gateways, two instances of orders, payments, the worker,
RabbitMQ, Redis and two PostgreSQL servers, durable, all on this machine beside the load, which has
{BUYERS} buyers with a wallet and a socket each. *Paced*: {PER_SECOND:.0f} orders a second at random
moments. *Flat out*: each buyer orders again as soon as the socket says that the order before is
finished. Counted is the time from sending `POST /api/orders` to its answer (202, the goods held)
and to the `order:update` on the buyer's socket that says FINISHED; in between the order's event is
relayed to the broker, the wallet is charged, its result relayed back and the hold captured.
"""


@dataclass
class Turn:
    """Seconds to the answer and to FINISHED, and finished orders a second."""

    answered: list[float] = field(default_factory=list)
    finished: list[float] = field(default_factory=list)
    per_second: float = 0.0


class Buyer:
    """A typed user with a wallet, and a socket that says how far the orders are."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.handle = f"buyer-{uuid4().hex}"
        self._finished: dict[str, asyncio.Future[float]] = {}
        self._early: dict[str, float] = {}
        self.socket = socketio.AsyncClient(reconnection=False)
        self.socket.on("order:update", self._told)

    async def open(self, http: aiohttp.ClientSession, currency: str) -> None:
        wallet = (await self._post(http, "/api/wallets", {"currency": currency}))[1]["wallet"]
        await self._post(http, f"/api/wallets/{wallet['id']}/top-ups", {"amount": FILLED})
        await self.socket.connect(f"{self.url}?userId={self.handle}", transports=["websocket"])
        await self.socket.call("subscribe:orders", timeout=10)

    async def order(self, http: aiohttp.ClientSession, item: dict[str, Any], turn: Turn) -> None:
        """Until the socket says FINISHED."""
        began = time.perf_counter()
        asked = {"items": [item], "paymentMethod": "wallet"}
        status, body = await self._post(http, "/api/orders", asked)
        if status != 202:
            raise RuntimeError(f"{status}: {body}")
        turn.answered.append(time.perf_counter() - began)
        order = body["order"]["id"]
        if order in self._early:
            at = self._early.pop(order)
        else:
            waiting = self._finished[order] = asyncio.get_running_loop().create_future()
            at = await asyncio.wait_for(waiting, PATIENCE)
            del self._finished[order]
        turn.finished.append(at - began)

    def _told(self, order: dict[str, Any]) -> None:
        if order["phase"] == "NEW":
            return
        if order["phase"] != "FINISHED":
            raise RuntimeError(f"an order was {order}")
        at, waiting = time.perf_counter(), self._finished.get(order["orderId"])
        if waiting is None:
            self._early.setdefault(order["orderId"], at)
        elif not waiting.done():
            waiting.set_result(at)

    async def _post(
        self, http: aiohttp.ClientSession, path: str, body: object
    ) -> tuple[int, dict[str, Any]]:
        headers = {
            "X-User-Id": self.handle,
            "Idempotency-Key": uuid4().hex,
            "Prefer": "respond-async",  # what is measured is taking an order
        }
        async with http.post(self.url + path, json=body, headers=headers) as answer:
            return answer.status, await answer.json()


def measure(quick: bool, say: Say) -> Result:
    turns, seconds = (1, 5.0) if quick else (3, 15.0)
    say("starting everything")
    with (
        tempfile.TemporaryDirectory(prefix="holdfast-bench-") as folder,
        Split(Path(folder), environment={"HOLDFAST_LIMITS": "off"}) as split,
    ):
        items, currency = _goods(split.url)
        found = asyncio.run(_turns(split.url, items, currency, turns, seconds, say))
    return _result(found)


def _goods(url: str) -> tuple[list[dict[str, Any]], str]:
    """Lines of some goods of the demo shop, with more in stock than is bought."""
    email, _, password, _ = DEMO_USERS[0]
    with httpx.Client(base_url=url, timeout=30) as staff:
        who = {"email": email, "password": password}
        staff.post("/api/session/login", json=who).raise_for_status()
        products = staff.get("/api/products").raise_for_status().json()["products"][:10]
        lines = []
        for product in products:
            variant = product["variants"][0]["id"]
            path = f"/api/staff/variants/{variant}/stock"
            change = {"deposit": STOCK, "reason": "a benchmark"}
            staff.post(path, json=change).raise_for_status()
            lines.append({"productId": product["id"], "variantId": variant, "quantity": 1})
        return lines, products[0]["currency"]


async def _turns(
    url: str, items: list[dict[str, Any]], currency: str, turns: int, seconds: float, say: Say
) -> dict[str, list[Turn]]:
    kinds: dict[str, Callable[..., Any]] = {"paced": _paced, "flat out": _flat_out}
    found: dict[str, list[Turn]] = {name: [] for name in kinds}
    async with AsyncExitStack() as stack:
        connector = aiohttp.TCPConnector(limit=0)
        http = await stack.enter_async_context(aiohttp.ClientSession(connector=connector))
        buyers = [Buyer(url) for _ in range(BUYERS)]
        for buyer in buyers:
            await buyer.open(http, currency)
            stack.push_async_callback(buyer.socket.disconnect)
        await _paced(http, buyers, items, 2.0)  # nobody's first
        for number in range(turns):
            say(f"turn {number + 1} of {turns}")
            for name, run in kinds.items():
                found[name].append(await run(http, buyers, items, seconds))
    return found


async def _paced(
    http: aiohttp.ClientSession, buyers: list[Buyer], items: list[dict[str, Any]], seconds: float
) -> Turn:
    turn, dice, turns = Turn(), random.Random(11), itertools.cycle(buyers)
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        at = began
        while at < began + seconds:
            await asyncio.sleep(max(0.0, at - time.perf_counter()))
            group.create_task(next(turns).order(http, dice.choice(items), turn))
            at += dice.expovariate(PER_SECOND)
    turn.per_second = len(turn.finished) / (time.perf_counter() - began)
    return turn


async def _flat_out(
    http: aiohttp.ClientSession, buyers: list[Buyer], items: list[dict[str, Any]], seconds: float
) -> Turn:
    turn, dice = Turn(), random.Random(12)
    began = time.perf_counter()

    async def keep_on(buyer: Buyer) -> None:
        while time.perf_counter() < began + seconds:
            await buyer.order(http, dice.choice(items), turn)

    async with asyncio.TaskGroup() as group:
        for buyer in buyers:
            group.create_task(keep_on(buyer))
    turn.per_second = len(turn.finished) / (time.perf_counter() - began)
    return turn


def _result(found: dict[str, list[Turn]]) -> Result:
    result = Result("(k) The shop in its services", HOW)
    rows = []
    for name, turns in found.items():
        answered, finished = (
            {
                share: median([percentile(sorted(getattr(one, what)), share) for one in turns])
                for share in (0.5, 0.99)
            }
            for what in ("answered", "finished")
        )
        speed = median([one.per_second for one in turns])
        rows.append(
            (
                name, rate(speed), ms(answered[0.5]), ms(answered[0.99]),
                ms(finished[0.5]), ms(finished[0.99]),
            )
        )  # fmt: skip
        result.figures[name] = {
            "per_second": round(speed, 1),
            "answered_p50_ms": round(answered[0.5] * 1000, 1),
            "answered_p99_ms": round(answered[0.99] * 1000, 1),
            "finished_p50_ms": round(finished[0.5] * 1000, 1),
            "finished_p99_ms": round(finished[0.99] * 1000, 1),
        }
    columns = (
        "load", "finished a second", "answered p50 ms", "p99 ms", "finished p50 ms", "p99 ms",
    )  # fmt: skip
    result.tables.append(Table("Orders from wallets, in services", columns, rows))
    return result
