"""HTTP as uvicorn speaks it, with bounds that uvicorn does not have.

A deadline that no byte can push back runs while no answer is in progress: for the first head, for
a head that has begun, between two requests, and for the rest of a body whose request is answered
already. How long a request may take is the shell's to say. Otherwise a few thousand connections
that never say what they want (slow loris) hold every file descriptor of the process.

A head has a size, requests that come before their turn have a number, and who does not take what
is written is cut off. A connection that waits for a next request is not closed at once when the
server stops.
"""

import asyncio
import secrets
from http import HTTPStatus
from math import inf
from typing import Any, Final, Literal

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from holdfast.api.contract.problems import HeadTooLarge, MalformedRequest, rendered
from holdfast.kit.errors import Problem
from holdfast.kit.logs import logger
from holdfast.kit.sentences import say
from holdfast.server.answering import Answering
from holdfast.server.connections import Connections
from holdfast.server.taking import Taking

__all__ = ["http_protocol"]

log = logger("http")

MAX_HEAD: Final = 64 * 1024
"""Bytes of a head, or of what follows a body in pieces. A thousand ids in an address fit."""

PIECE: Final = 16 * 1024
"""Bytes the parser is given at once, so that a head in one write is as long as one in many."""

IDLE_SECONDS: Final = 75.0
"""How long a connection is kept for a next request; proxies keep theirs for a minute."""

REST_SECONDS: Final = 5.0
"""How long the rest of a body may come in whose request is answered."""

MOST_AHEAD: Final = 64
"""Requests of a connection that wait for those before them."""

RESET_PAUSE: Final = 1.0
"""Seconds until a connection is read whose address resets all the time."""

LAST_SECONDS: Final = 0.3
"""How long a connection may bring a last request after the server was told to stop."""


class _BoundedHttp(Taking, HttpToolsProtocol):
    """Closes a connection that is there for nothing. What no parser understands, and a head that
    is too large, is answered as a problem."""

    head_seconds: float
    door: Connections
    _address = ""
    _counted = False
    _due = inf  # when it is closed, unless an answer is in progress
    _part: Literal["none", "head", "body"] = "none"  # of a request that is coming in
    _running: RequestResponseCycle | None = None
    _ending = False
    _gathered = 0  # bytes since something was complete: a head, a piece of a body, a request

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._address = self.client[0] if self.client else ""
        if not self.door.arrive(self._address):
            transport.abort()
            return
        self._counted = True
        now = self.loop.time()
        self._due = now + self.head_seconds
        if self.door.waits(self._address, now):
            self.flow.pause_reading()
            self.loop.call_later(RESET_PAUSE, self._read_on)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._unset_keepalive_if_required()  # uvicorn leaves it, and all it holds, after a reset
        if self._running is not None:  # uvicorn tells the last that came, not the one at work
            self._running.disconnected = True
            self._running.message_event.set()
        self._let_go()
        self._gone(exc)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        cycle.__class__ = Answering  # made by uvicorn, in the midst of reading the head
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def data_received(self, data: bytes) -> None:
        for start in range(0, len(data), PIECE):
            piece = data[start : start + PIECE]
            self._gathered += len(piece)
            super().data_received(piece)
            if self._gathered > MAX_HEAD:
                self._refuse(HeadTooLarge(say("At most {limit} bytes.", limit=MAX_HEAD)))
            elif len(self.pipeline) > MOST_AHEAD:
                self.transport.close()
            if self.transport.is_closing() or self.transport.get_protocol() is not self:
                return

    def handle_websocket_upgrade(self) -> None:
        super().handle_websocket_upgrade()
        socket: Any = self.transport.get_protocol()
        if self._counted and socket is not self:  # it leaves in place of this one
            self._counted = False
            socket.left = self._left

    def on_message_begin(self) -> None:
        self._part = "head"
        self._due = self.loop.time() + self.head_seconds
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._part = "body"
        self._gathered = 0
        super().on_headers_complete()
        if self._ending:
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        self._gathered = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._gathered = 0
        self._part = "none"
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """As uvicorn does, but for a timer of each connection: all are looked at together."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
        elif self._part != "head":  # that has its time already
            rest = IDLE_SECONDS if self._part == "none" else REST_SECONDS
            self._due = self.loop.time() + rest

    def look(self, now: float) -> None:
        """Close what is there for nothing."""
        if self.cut_off(now):
            return
        if now > self._due and not self._answers():
            self.transport.close()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the parser's words
        self._refuse(MalformedRequest())

    def _refuse(self, problem: Problem) -> None:
        """Answer outside of any application, unless an answer is on its way, and hang up."""
        if self.transport.is_closing():
            return
        begun = self._running
        if begun is None or begun.response_complete or not begun.response_started:
            request = secrets.token_hex(6)
            log.info("request refused", code=problem.code, request=request)
            status, headers, body = rendered(problem, request)
            lines = [b"HTTP/1.1 %d %s" % (status, HTTPStatus(status).phrase.encode())]
            lines += [name + b": " + value for name, value in headers]
            lines += [b"x-request-id: " + request.encode(), b"connection: close", b"", body]
            self.transport.write(b"\r\n".join(lines))
        self.transport.close()

    def shutdown(self) -> None:
        """The server stops. A request may be on its way or lie unread: closed now, a proxy could
        not tell whether it was done. So it is answered, as the last one."""
        if self._answers():
            super().shutdown()
        else:
            self._ending = True
            self.loop.call_later(LAST_SECONDS, self._end)

    def _end(self) -> None:
        if not self._answers():
            self.transport.close()

    def _answers(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _read_on(self) -> None:
        if not self.transport.is_closing():
            self.flow.resume_reading()

    def _let_go(self) -> None:
        """Hold nothing of any request, so that it is freed now and not by the collector."""
        self.pipeline.clear()
        self._running = None
        self.cycle = None  # type: ignore[assignment]
        self.scope = None  # type: ignore[assignment]
        self.headers = []
        self.url = b""

    def _gone(self, exc: Exception | None) -> None:
        if self._counted:
            self._counted = False
            self._left(exc)

    def _left(self, exc: Exception | None) -> None:
        reset_at = None if exc is None else self.loop.time()
        self.door.leave(self._address, reset_at=reset_at)


def http_protocol(head_seconds: float, door: Connections) -> type[asyncio.Protocol]:
    """The protocol whose heads must be complete within so many seconds."""
    return type("HttpProtocol", (_BoundedHttp,), {"head_seconds": head_seconds, "door": door})
