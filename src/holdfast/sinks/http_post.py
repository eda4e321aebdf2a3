"""POSTs to one address over connections that are kept: as much HTTP as a webhook needs.

Buyers share the processor with whoever tells platforms of their orders, and a client that can do
everything takes several times as much of it for each message.
"""

import asyncio
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final
from urllib.parse import urlsplit

import httptools
from msgspec import Struct

from holdfast.kit.public_network import Address, allowed_addresses

ANSWER_BYTES: Final = 64 * 1024
"""An answer of which more comes is not read to its end."""
LINGER_SECONDS: Final = 1.0  # for what comes after the head of a yes
_HEADER_CHARACTERS: Final = 100
CONNECT_SECONDS: Final = 3.0  # for an address, while there is another


class ConnectionBroken(Exception):
    """The connection was lost before there was an answer, or what came was no HTTP."""


class HttpAnswer(Struct, frozen=True):
    """The status, and the beginning of what was said; of a 2xx nothing is waited for.
    ``retry_after``: the header."""

    status: int
    said: bytes = b""
    retry_after: str = ""


class HttpPoster:
    """Any number of POSTs at a time, each on a connection of its own until it is answered.
    ``allowed`` says which addresses may be called; see :mod:`holdfast.kit.public_network`."""

    def __init__(self, url: str, allowed: Callable[[Address], bool]) -> None:
        parts = urlsplit(url)
        assert parts.hostname is not None
        secure = parts.scheme == "https"
        self._host = parts.hostname
        self._port = parts.port or (443 if secure else 80)
        self._tls = ssl.create_default_context() if secure else None
        self._allowed = allowed
        self._idle: list[_Connection] = []
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        host = parts.netloc.rpartition("@")[2]
        self._head = f"POST {target} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Holdfast\r\n"

    async def post(self, headers: Sequence[tuple[str, str]], body: bytes) -> HttpAnswer:
        """The answer, however long it takes; to be given up by cancelling. Raises
        :class:`ConnectionBroken`, :class:`~holdfast.kit.public_network.AddressRefused`, or
        :class:`OSError`."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
        head = f"{self._head}{lines}Content-Length: {len(body)}\r\n\r\n"
        request = head.encode("ascii") + body
        while self._idle:
            connection = self._idle.pop()
            try:
                return await connection.ask(request)
            except ConnectionBroken:
                if connection.answered:  # not just closed for want of use
                    raise
        return await (await self._connect()).ask(request)

    def close(self) -> None:
        """Let go of the connections."""
        while self._idle:
            self._idle.pop().abort()

    async def _connect(self) -> "_Connection":
        """To the first address at which somebody is there."""
        *others, last = await allowed_addresses(self._host, self._port, self._allowed)
        for address in others:
            with suppress(OSError):  # a timeout is one, too
                async with asyncio.timeout(CONNECT_SECONDS):
                    return await self._connect_to(address)
        return await self._connect_to(last)

    async def _connect_to(self, address: Address) -> "_Connection":
        _, connection = await asyncio.get_running_loop().create_connection(
            lambda: _Connection(self._idle),
            str(address),
            self._port,
            ssl=self._tls,
            server_hostname=self._host if self._tls is not None else None,
        )
        return connection


class _Connection(asyncio.Protocol):
    """One request at a time; when its answer is whole, the connection is ``idle`` again. If more
    comes than that, it is closed: what nobody asked for would be taken for the next one's answer.
    """

    def __init__(self, idle: "list[_Connection]") -> None:
        self._idle = idle
        self._transport: Any = None
        self._parser: Any = None
        self._asked: asyncio.Future[HttpAnswer] | None = None
        self._said = b""
        self._retry_after = ""
        self._received = 0
        self._headed = False
        self._whole = self._keeps = self._surplus = False
        self._lingering: asyncio.TimerHandle | None = None

    @property
    def answered(self) -> bool:
        """Whether anything came back for the last request."""
        return self._received > 0

    async def ask(self, request: bytes) -> HttpAnswer:
        self._parser = httptools.HttpResponseParser(self)
        self._asked = asyncio.get_running_loop().create_future()
        self._said, self._received, self._headed = b"", 0, False
        self._retry_after = ""
        self._whole = self._keeps = self._surplus = False
        if self._transport.is_closing():
            raise ConnectionBroken("closed")
        self._transport.write(request)
        try:
            return await self._asked
        except BaseException:
            self.abort()
            raise

    def abort(self) -> None:
        self._transport.abort()

    # --- the transport's --------------------------------------------------------------------

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        self._leave()
        if self._lingering is not None:
            self._lingering.cancel()
        self._give_up(str(error or "closed by the other side"))

    def data_received(self, data: bytes) -> None:
        if self._whole:
            self._leave()
            return
        self._received += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self._give_up(f"no HTTP: {error}")
            self.abort()
        else:
            self._go_on()

    def _go_on(self) -> None:
        """After something was read: wait for more, for the next request, or for nothing."""
        if self._whole:
            if self._keeps and not self._surplus and not self._transport.is_closing():
                self._idle.append(self)
            else:
                self.abort()
        elif self._received > ANSWER_BYTES:
            self._give_up("too much was answered")
            self.abort()

    # --- the parser's -----------------------------------------------------------------------

    def on_message_begin(self) -> None:
        self._surplus = self._whole

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._surplus and name.lower() == b"retry-after":
            self._retry_after = value.decode("latin-1")[:_HEADER_CHARACTERS].strip()

    def on_headers_complete(self) -> None:
        if self._surplus:
            return
        self._headed = self._parser.get_status_code() >= 200
        if 200 <= self._parser.get_status_code() < 300:
            # It has the message, even if it loses the connection now, or hangs.
            self._end()
            loop = asyncio.get_running_loop()
            self._lingering = loop.call_later(LINGER_SECONDS, self.abort)

    def on_body(self, body: bytes) -> None:
        self._said += body

    def on_message_complete(self) -> None:
        if self._surplus or self._parser.get_status_code() < 200:
            return  # 100 Continue: the answer is still to come
        self._end()
        if self._lingering is not None:
            self._lingering.cancel()
        self._whole, self._keeps = True, self._parser.should_keep_alive()

    # --- the one who asked ------------------------------------------------------------------

    def _leave(self) -> None:
        """Be used no more."""
        if self in self._idle:
            self._idle.remove(self)
        self.abort()

    def _end(self) -> None:
        if self._asked is not None and not self._asked.done():
            status = self._parser.get_status_code()
            self._asked.set_result(HttpAnswer(status, self._said, self._retry_after))

    def _give_up(self, reason: str) -> None:
        """No more is coming: what there is of an answer is the answer."""
        if self._headed:
            self._end()
        elif self._asked is not None and not self._asked.done():
            self._asked.set_exception(ConnectionBroken(reason))
