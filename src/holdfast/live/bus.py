"""Between workers: each publishes what its ledger committed, all hear it, over Redis pub/sub.

Messages are absolute states, so losing, doubling or reordering them harms nothing for longer
than it takes to read the database again. While Redis is away each worker goes on with its own
news; what changed meanwhile is one state for each account, however long it takes.
"""

import asyncio
import secrets
from collections.abc import Callable
from typing import Any, Final

import msgspec
import structlog
from redis import asyncio as redis
from redis.exceptions import RedisError

from holdfast.kit.tasks import Tasks
from holdfast.live.news import News

log = structlog.get_logger("holdfast.live")

CHANNEL: Final = "holdfast:live"
COLLECT_FOR: Final = 0.01  # seconds of news in one message
MOST: Final = 50_000  # of holds, rows and ended sessions kept while Redis is away

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(News).decode


class Bus:
    """``on_news`` is called with what the others say (None: who only speaks does not listen),
    ``on_gap`` when some of it may be lost."""

    def __init__(
        self,
        url: str,
        on_news: Callable[[News], None] | None = None,
        on_gap: Callable[[], None] = lambda: None,
        channel: str = CHANNEL,
    ) -> None:
        self._redis: Any = redis.from_url(
            url, socket_timeout=5, socket_connect_timeout=5, health_check_interval=15
        )
        self._on_news = on_news
        self._on_gap = on_gap
        self._channel = channel
        self._origin = secrets.token_hex(8)
        self._out = News(origin=self._origin)
        self._waiting = asyncio.Event()
        self._tasks = Tasks()
        self.listening = asyncio.Event()

    async def start(self) -> None:
        """Begin to listen and to tell."""
        self._tasks.begin(self._tell(), "live bus out")
        if self._on_news is not None:
            self._tasks.begin(self._listen(), "live bus in")

    async def stop(self) -> None:
        await self._tasks.end()
        await self._redis.aclose()

    def say(self, news: News) -> None:
        """Tell the others, soon."""
        self._out.add(news, MOST)
        self._waiting.set()

    async def _tell(self) -> None:
        while True:
            await self._waiting.wait()
            await asyncio.sleep(COLLECT_FOR)
            self._waiting.clear()
            news, self._out = self._out, News(origin=self._origin)
            message = _encode(news)
            pause = 0.1
            while True:
                try:
                    await self._redis.publish(self._channel, message)
                    break
                except (RedisError, OSError, TimeoutError) as error:
                    log.warning("redis is away; the other workers hear later", error=str(error))
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, 5.0)

    async def _listen(self) -> None:
        pause = 0.1
        while True:
            try:
                async with self._redis.pubsub(ignore_subscribe_messages=True) as pubsub:
                    await pubsub.subscribe(self._channel)
                    await pubsub.ping()
                    self.listening.set()
                    self._on_gap()
                    pause = 0.1
                    while True:
                        message = await pubsub.get_message(timeout=5.0)
                        if message is None:
                            await pubsub.ping()
                        elif message["type"] == "message":
                            self._heard(message["data"])
            except (RedisError, OSError, TimeoutError) as error:
                self.listening.clear()
                log.warning("redis is away; not hearing the other workers", error=str(error))
            await asyncio.sleep(pause)
            pause = min(pause * 2, 5.0)

    def _heard(self, data: bytes) -> None:
        try:
            news = _decode(data)
        except msgspec.DecodeError:
            log.warning("not understood on the channel of live news", size=len(data))
            return
        if news.origin != self._origin and self._on_news is not None:
            self._on_news(news)
