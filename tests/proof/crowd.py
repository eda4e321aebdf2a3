"""Many buyers at once, each with a connection and a cookie of its own, as fast as they can."""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp

__all__ = ["Answer", "Figures", "Visitor", "visitors"]

PATIENCE = aiohttp.ClientTimeout(total=60)


@dataclass(frozen=True)
class Answer:
    """Status 0: no answer came (the connection broke, or was refused)."""

    status: int
    body: Any
    seconds: float


class Visitor:
    """One browser: a cookie once it was given one. With a ``bearer`` token it is that user. What it
    sends is JSON, or as bytes a file."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self._url = url
        self._cookie: str | None = None
        self.bearer: str | None = None

    async def get(self, path: str) -> Answer:
        return await self._ask("GET", path)

    async def post(self, path: str, body: Any, key: str | None = None) -> Answer:
        return await self._ask("POST", path, body, key)

    async def delete(self, path: str) -> Answer:
        return await self._ask("DELETE", path)

    async def insist(
        self,
        path: str,
        body: Any,
        key: str | None = None,
        met: Callable[[Answer], object] = lambda _: None,
    ) -> Answer:
        """Repeated with one key, as browsers do, until there is an answer; ``met`` sees each."""
        key = key or str(uuid4())
        while True:
            answer = await self.post(path, body, key)
            met(answer)
            if answer.status not in (0, 503):
                return answer
            await asyncio.sleep(0.1)

    async def _ask(
        self, method: str, path: str, body: Any = None, key: str | None = None
    ) -> Answer:
        headers = {}
        if key is not None:
            headers["Idempotency-Key"] = key
        if self.bearer is not None:
            headers["Authorization"] = f"Bearer {self.bearer}"
        elif self._cookie is not None:
            headers["Cookie"] = self._cookie
        started = time.perf_counter()
        try:
            url = self._url + path
            sent: dict[str, Any] = {"json": body}
            if isinstance(body, bytes):
                sent, headers["Content-Type"] = {"data": body}, "text/csv"
            async with self._http.request(method, url, headers=headers, **sent) as answer:
                found = await answer.json(content_type=None)
                seconds = time.perf_counter() - started
                given = answer.headers.get("Set-Cookie")
                if given is not None:
                    self._cookie = given.partition(";")[0]
                return Answer(answer.status, found, seconds)
        except (aiohttp.ClientError, ValueError, OSError):
            return Answer(0, None, time.perf_counter() - started)

    async def reserve(
        self, product: str, variant: str, quantity: int = 1, key: str | None = None
    ) -> Answer:
        item = {"productId": product, "variantId": variant, "quantity": quantity}
        return await self.post("/api/orders/reserve", {"items": [item]}, key)


@asynccontextmanager
async def visitors(url: str, count: int) -> AsyncIterator[list[Visitor]]:
    """So many visitors, each able to keep a connection open."""
    connector = aiohttp.TCPConnector(limit=count, keepalive_timeout=60)
    async with aiohttp.ClientSession(
        connector=connector, timeout=PATIENCE, cookie_jar=aiohttp.DummyCookieJar()
    ) as http:
        yield [Visitor(http, url) for _ in range(count)]


@dataclass
class Figures:
    """What a crowd was answered, and how fast."""

    statuses: Counter[int] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, answer: Answer) -> None:
        self.statuses[answer.status] += 1
        self.latencies.append(answer.seconds)

    async def take(self, *work: Awaitable[object]) -> None:
        """Do it all together, and note how long that took."""
        started = time.perf_counter()
        await asyncio.gather(*work)
        self.seconds = time.perf_counter() - started

    def percentile(self, share: float) -> float:
        """In milliseconds."""
        if not self.latencies:
            return 0.0
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def __str__(self) -> str:
        rate = len(self.latencies) / self.seconds if self.seconds else 0.0
        answers = ", ".join(
            f"{count:,} x {status}" for status, count in sorted(self.statuses.items())
        )
        return (
            f"{len(self.latencies):,} requests in {self.seconds:.1f} s ({rate:,.0f}/s): {answers}; "
            f"p50 {self.percentile(0.5):.0f} ms, p99 {self.percentile(0.99):.0f} ms"
        )


async def all_at_once(
    crowd: list[Visitor], attempts: int, product: str, variant: str
) -> tuple[Figures, list[dict[str, Any]]]:
    """``attempts`` to reserve one unit, shared among the crowd; the figures, and what was
    accepted."""
    figures, accepted = Figures(), []
    numbers = itertools.count()

    async def keep_trying(visitor: Visitor) -> None:
        while next(numbers) < attempts:
            answer = await visitor.reserve(product, variant)
            figures.add(answer)
            if answer.status == 200:
                accepted.append(answer.body)

    await figures.take(*map(keep_trying, crowd))
    return figures, accepted
