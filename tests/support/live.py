"""A worker's live side, small: ledger, feed and sockets behind a real uvicorn, in this process."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial
from typing import Any, Self
from uuid import UUID

import uvicorn

from holdfast.catalog import stock_key
from holdfast.db.engine import Database
from holdfast.kit import new_id
from holdfast.ledger import (
    Accepted,
    Capture,
    Command,
    Deposit,
    Hold,
    Ledger,
    Line,
    Operation,
    Release,
    open_holds,
)
from holdfast.live import Channel, Feed, Limits, Sockets, Visitor
from holdfast.live.bus import Bus
from holdfast.views.live import CHANNELS, reads_of
from tests.support.patience import PATIENCE
from tests.support.sockets import SocketClient

__all__ = [
    "OWNER", "LiveWorker", "OrderWatcher", "WalletWatcher", "Watcher", "add_product", "live_worker",
]  # fmt: skip

OWNER = "X-Owner"  # the header that says who is logged in at a LiveWorker


class LiveWorker:
    """One worker: ``url`` to connect to, ``ledger`` to trade with."""

    def __init__(
        self,
        database: Database,
        redis_url: str | None = None,
        limits: Limits | None = None,
        channels: Sequence[Channel[Any, Any]] = CHANNELS,
    ) -> None:
        self.database = database
        self.feed = Feed(
            channels, reads_of(channels, database), redis_url, partial(open_holds, database)
        )
        self.gone: set[str] = set()
        """Who has logged out since."""
        self.sockets = Sockets(
            self.feed,
            polling=redis_url is None,
            limits=limits,
            visitor_of=self._visitor,
        )
        self.ledger = Ledger(database.url, on_commit=self.feed.on_commit)
        self._listening = socket.socket()
        self._listening.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._server = uvicorn.Server(
            uvicorn.Config(
                self.sockets.app,
                ws="websockets-sansio",
                ws_per_message_deflate=False,
                log_config=None,
                lifespan="off",
            )
        )
        self._serving: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.ledger.start()
        await self.feed.start()
        if self.bus is not None:
            await self.bus.listening.wait()
        await self.sockets.start()
        self._serving = asyncio.create_task(self._server.serve(sockets=[self._listening]))
        while not self._server.started:
            await asyncio.sleep(0.01)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._server.force_exit = True
        assert self._serving is not None
        await self._serving
        await self.sockets.stop()
        await self.ledger.close()
        await self.feed.stop()

    @property
    def bus(self) -> Bus | None:
        """What it hears the other workers by."""
        return self.feed._bus

    def _visitor(self, scope: Mapping[str, Any]) -> Visitor | None:
        """Here a header says who is logged in; the shell looks at sessions and tokens."""
        owner = dict(scope["headers"]).get(OWNER.lower().encode(), b"").decode()

        async def still() -> bool:
            return owner not in self.gone

        return Visitor(owner, still) if owner else None

    async def do(self, *operations: Operation) -> Accepted:
        """Commit these; they must be accepted."""
        outcome = await self.ledger.commit(Command(operations))
        assert isinstance(outcome, Accepted), outcome
        return outcome

    async def deposit(self, variant: UUID, quantity: int) -> None:
        await self.do(Deposit(stock_key(variant), quantity))

    async def hold(self, *variants: UUID, ttl: float = 60.0) -> UUID:
        hold_id = new_id()
        await self.do(Hold(hold_id, tuple(Line(stock_key(one), 1) for one in variants), ttl))
        return hold_id

    async def capture(self, hold_id: UUID) -> None:
        await self.do(Capture(hold_id))

    async def release(self, hold_id: UUID) -> None:
        await self.do(Release(hold_id))


@contextlib.asynccontextmanager
async def live_worker(
    database_url: str,
    redis_url: str | None = None,
    limits: Limits | None = None,
    channels: Sequence[Channel[Any, Any]] = CHANNELS,
) -> AsyncIterator[LiveWorker]:
    """A started worker on a database of its own connections."""
    database = Database(database_url)
    await database.start()
    try:
        async with LiveWorker(database, redis_url, limits, channels) as worker:
            yield worker
    finally:
        await database.close()


async def add_product(database: Database, variants: int = 1) -> tuple[UUID, list[UUID]]:
    """A product on sale; its id and its variants'."""
    product = new_id()
    ids = [new_id() for _ in range(variants)]
    await database.pool.execute(
        "INSERT INTO products (id, handle, name, currency, status)"
        " VALUES ($1, $2, 'Thing', 'EUR', 'active')",
        product,
        str(product),
    )
    for place, variant in enumerate(ids):
        await database.pool.execute(
            "INSERT INTO variants (id, product_id, options, price)"
            " VALUES ($1, $2, jsonb_build_object('size', $3::text), 100)",
            variant,
            product,
            str(place),
        )
    return product, ids


class Watcher:
    """A buyer's browser: folds the snapshot and the updates, newer versions only."""

    def __init__(
        self, url: str, transports: list[str] | None = None, beside: "Watcher | None" = None
    ) -> None:
        """``beside``: who waits for something about both is woken by the news of either."""
        self._url = url
        self._transports = transports or ["websocket"]
        self.client = SocketClient()
        self.known: dict[str, dict[str, Any]] = {}
        self.product_stock: dict[str, int] = {}
        self.available: dict[str, bool] = {}
        self.updates = self.snapshots = 0
        self.problems: list[dict[str, Any]] = []
        self._news: asyncio.Event = beside._news if beside else asyncio.Event()
        self.client.on("stock:snapshot", self._snapshot)
        self.client.on("stock:update", self._update)
        self.client.on("problem", self._problem)

    async def __aenter__(self) -> Self:
        await self.client.connect(self._url, transports=self._transports)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.disconnect()

    @property
    def sid(self) -> str:
        """The connection's id, as the server knows it."""
        return str(self.client.get_sid())

    async def subscribe(self, ids: list[UUID] | None = None) -> dict[str, Any]:
        """Subscribe and wait for the answer."""
        wanted = None if ids is None else [str(one) for one in ids]
        return await self.client.ask("subscribe:products", wanted)

    async def unsubscribe(self, ids: list[UUID] | None = None) -> None:
        wanted = None if ids is None else [str(one) for one in ids]
        await self.client.ask("unsubscribe:products", wanted)

    async def until(self, true: Any, seconds: float = PATIENCE) -> None:
        """Wait until ``true()`` holds; every piece of news is looked at."""
        async with asyncio.timeout(seconds):
            while not true():
                self._news.clear()
                await self._news.wait()

    def stock(self, variant: UUID) -> int:
        """What this watcher believes is left."""
        known = self.known.get(str(variant))
        return -1 if known is None else int(known["variantStock"])

    def version(self, variant: UUID) -> int:
        """How often what is left has changed, as far as this watcher was told."""
        known = self.known.get(str(variant))
        return -1 if known is None else int(known["version"])

    def _snapshot(self, snapshot: dict[str, Any]) -> None:
        self.snapshots += 1
        for one in snapshot["stock"]:
            self._fold(one)
        self._news.set()

    def _update(self, update: dict[str, Any]) -> None:
        self.updates += 1
        self._fold(update)
        self._news.set()

    def _problem(self, problem: dict[str, Any]) -> None:
        self.problems.append(problem)
        self._news.set()

    def _fold(self, one: dict[str, Any]) -> None:
        before = self.known.get(one["variantId"])
        if before is None or one["version"] >= before["version"]:
            self.known[one["variantId"]] = one
        self.product_stock[one["productId"]] = one["stock"]
        self.available[one["productId"]] = one["available"]


class OwnerWatcher:
    """An owner's browser: folds the snapshot and the updates, newer versions only."""

    channel, event, listed, id = "", "", "", ""

    def __init__(
        self,
        url: str,
        headers: Mapping[str, str],
        transports: list[str] | None = None,
        beside: "OwnerWatcher | None" = None,
    ) -> None:
        """``beside``: who waits for something about both is woken by the news of either."""
        self._url = url
        self._headers = dict(headers)
        self._transports = transports or ["websocket"]
        self.client = SocketClient()
        self.known: dict[str, dict[str, Any]] = {}
        self.updates = 0
        self.problems: list[dict[str, Any]] = []
        self._news: asyncio.Event = beside._news if beside else asyncio.Event()
        self.client.on(f"{self.event}:snapshot", self._snapshot)
        self.client.on(f"{self.event}:update", self._update)
        self.client.on("problem", self._problem)

    async def __aenter__(self) -> Self:
        await self.client.connect(self._url, self._headers, transports=self._transports)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.disconnect()

    async def subscribe(self) -> dict[str, Any]:
        """Subscribe and wait for the answer."""
        return await self.client.ask(f"subscribe:{self.channel}")

    async def unsubscribe(self) -> None:
        await self.client.ask(f"unsubscribe:{self.channel}")

    async def until(self, true: Any, seconds: float = PATIENCE) -> None:
        """Wait until ``true()`` holds; every piece of news is looked at."""
        async with asyncio.timeout(seconds):
            while not true():
                self._news.clear()
                await self._news.wait()

    def _snapshot(self, snapshot: dict[str, Any]) -> None:
        for one in snapshot[self.listed]:
            self._fold(one)
        self._news.set()

    def _update(self, update: dict[str, Any]) -> None:
        self.updates += 1
        self._fold(update)
        self._news.set()

    def _problem(self, problem: dict[str, Any]) -> None:
        self.problems.append(problem)
        self._news.set()

    def _fold(self, one: dict[str, Any]) -> None:
        before = self.known.get(one[self.id])
        if before is None or one["version"] >= before["version"]:
            self.known[one[self.id]] = one


class WalletWatcher(OwnerWatcher):
    """An owner who looks at wallets."""

    channel, event, listed, id = "wallets", "wallet", "wallets", "walletId"

    def balance(self, wallet_id: object) -> int:
        """What this watcher believes is in the wallet; -1 if it knows of none."""
        known = self.known.get(str(wallet_id))
        return -1 if known is None else int(known["balance"])


class OrderWatcher(OwnerWatcher):
    """An owner who looks at orders."""

    channel, event, listed, id = "orders", "order", "orders", "orderId"

    def phase(self, order_id: object) -> str:
        """What this watcher believes the order is; empty if it knows of none."""
        known = self.known.get(str(order_id))
        return "" if known is None else str(known["phase"])
