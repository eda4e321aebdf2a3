"""A counter in Redis with the whole purchase as one Lua script. **Not durable**: what it
acknowledged is lost when Redis or the machine ends. It shows what giving durability up buys.

The client is written for this: one connection, and everything that is asked within a turn of the
event loop goes out in one packet, as the fastest clients do.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import cast

from bench.contenders.contender import ANSWER, DIGEST, OWNER, PRODUCT, Purchase

__all__ = ["RedisCounter", "Talk", "open_talk"]

_TAKE = """
local free = tonumber(redis.call('HGET', KEYS[1], 'balance'))
if not free or free < 1 then return 0 end
redis.call('HINCRBY', KEYS[1], 'balance', -1)
local held = redis.call('HINCRBY', KEYS[1], 'held', 1)
local version = redis.call('HINCRBY', KEYS[1], 'version', 1)
redis.call('HSET', 'hold:' .. ARGV[1], 'state', 'held', 'ref', ARGV[2], 'key', KEYS[1], 'quantity', 1)
redis.call('XADD', 'entries', '*', 'key', KEYS[1], 'version', version, 'operation', 'hold',
           'balance', free - 1, 'held', held, 'hold', ARGV[1], 'actor', ARGV[4])
"""  # noqa: E501
_REST = """
redis.call('SET', 'reserve:' .. ARGV[1], ARGV[5], 'EX', 86400)
redis.call('HSET', 'order:' .. ARGV[2], 'number', ARGV[3], 'owner', ARGV[4], 'hold', ARGV[1],
           'total', 9900, 'currency', 'RUB', 'status', 'pending')
redis.call('HSET', 'item:' .. ARGV[2], 'product', ARGV[6], 'name', 'Phone', 'quantity', 1,
           'price', 9900)
redis.call('XADD', 'events', '*', 'type', 'order.reserved', 'subject', ARGV[2], 'request', ARGV[3])
"""
_REPEATED = "if redis.call('EXISTS', 'reserve:' .. ARGV[1]) == 1 then return 1 end\n"
_DONE = "return 1"


class RedisCounter:
    name = "Redis Lua counter (not durable)"

    def __init__(self, port: int) -> None:
        self._port = port
        self._digest = b""
        self._full = False

    async def open(self, keys: Sequence[str], stock: int, *, full: bool) -> None:
        self._full = full
        self._talk = await open_talk(self._port)
        await self._talk.ask(b"FLUSHALL")
        script = f"{_REPEATED}{_TAKE}{_REST}{_DONE}" if full else f"{_TAKE}{_DONE}"
        self._digest = await self._talk.ask(b"SCRIPT", b"LOAD", script.encode())
        for key in keys:
            await self._talk.ask(
                b"HSET", key.encode(), b"balance", b"%d" % stock, b"held", b"0", b"version", b"0"
            )
        self._keys = tuple(keys)

    async def purchase(self, key: str, purchase: Purchase) -> bool:
        words = [
            b"EVALSHA", self._digest, b"1", key.encode(), str(purchase.hold).encode(),
            str(purchase.order).encode(), purchase.number.encode(), OWNER.encode(),
        ]  # fmt: skip
        if self._full:
            words += [DIGEST + ANSWER.encode(), str(PRODUCT).encode()]
        return await self._talk.ask(*words) == b"1"

    async def taken(self) -> int:
        return sum([int(await self._talk.ask(b"HGET", k.encode(), b"held")) for k in self._keys])

    async def close(self) -> None:
        self._talk.close()


async def open_talk(port: int) -> "Talk":
    """A connection to Redis on this machine."""
    loop = asyncio.get_running_loop()
    _, talk = await loop.create_connection(Talk, "127.0.0.1", port)
    return talk


class Talk(asyncio.Protocol):
    """Redis' protocol, as far as answers of one line or one string go."""

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[bytes]] = deque()
        self._out: list[bytes] = []
        self._rest = b""
        self._loop = asyncio.get_running_loop()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one, but not by class

    def ask(self, *words: bytes) -> asyncio.Future[bytes]:
        if not self._out:
            self._loop.call_soon(self._send)
        self._out.append(b"*%d\r\n" % len(words))
        self._out.extend(b"$%d\r\n%b\r\n" % (len(word), word) for word in words)
        future: asyncio.Future[bytes] = self._loop.create_future()
        self._waiting.append(future)
        return future

    def _send(self) -> None:
        self._transport.write(b"".join(self._out))
        self._out.clear()

    def data_received(self, data: bytes) -> None:
        data = self._rest + data
        at = 0
        while (end := data.find(b"\r\n", at)) >= 0:
            value, after = data[at + 1 : end], end + 2
            if data[at : at + 1] == b"$" and value != b"-1":
                after += int(value) + 2
                if len(data) < after:
                    break
                value = data[end + 2 : after - 2]
            future = self._waiting.popleft()
            if data[at : at + 1] == b"-":
                future.set_exception(RuntimeError(value.decode()))
            else:
                future.set_result(value)
            at = after
        self._rest = data[at:]

    def close(self) -> None:
        self._transport.close()
