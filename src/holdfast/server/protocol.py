"""HTTP as uvicorn speaks it, with bounds that uvicorn does not have: how long a request's head may
take, and how large it may be. Otherwise a few thousand connections that never finish one (slow
loris) hold every file descriptor of the process, and a single one whose head has no end keeps it
busy: each piece is added to all that came before. And a connection that waits for a next request
is not closed at once when the server stops.
"""

import asyncio
import secrets
from http import HTTPStatus
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from holdfast.api.problems import HeadTooLarge, MalformedRequest, rendered
from holdfast.kit.errors import Problem
from holdfast.kit.logs import logger
from holdfast.kit.sentences import say

__all__ = ["http_protocol"]

log = logger("http")

MAX_HEAD: Final = 64 * 1024
"""Bytes of a head, or of what follows a body in pieces. A thousand ids in an address fit."""

LAST_SECONDS: Final = 0.3
"""How long a connection may bring a last request after the server was told to stop."""


class _BoundedHeads(HttpToolsProtocol):
    """Closes a connection whose first head, or a head that has begun, does not get complete in
    time, or is too large. What no parser understands is answered as a problem.

    Between requests uvicorn's keep-alive counts; what comes after a head is the shell's to bound.
    Almost every head comes in one piece: then no timer is set.
    """

    seconds: float
    _in_head = True
    _timer: asyncio.TimerHandle | None = None
    _ending = False
    _gathered = 0  # bytes since something was complete: a head, a piece of a body, a request

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._timer = self.loop.call_later(self.seconds, transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._gathered += len(data)
        super().data_received(data)
        if self._gathered > MAX_HEAD:
            self._refuse(HeadTooLarge(say("At most {limit} bytes.", limit=MAX_HEAD)))
        if not self._in_head:
            self._stop_timer()
        elif self._timer is None:
            self._timer = self.loop.call_later(self.seconds, self.transport.close)

    def on_message_begin(self) -> None:
        self._in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._gathered = 0
        super().on_headers_complete()
        if self._ending:
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        self._gathered = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._gathered = 0
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the parser's words
        self._refuse(MalformedRequest())

    def _refuse(self, problem: Problem) -> None:
        """Answer outside of any application, unless an answer is on its way, and hang up."""
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete or not self.cycle.response_started:
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

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def http_protocol(head_seconds: float) -> type[asyncio.Protocol]:
    """The protocol whose heads must be complete within so many seconds."""
    return type("HttpProtocol", (_BoundedHeads,), {"seconds": head_seconds})
