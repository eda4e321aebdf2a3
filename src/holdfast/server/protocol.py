"""HTTP as uvicorn speaks it, with a bound that uvicorn does not have: how long a request's head
may take. Otherwise a few thousand connections that never finish one (slow loris) hold every
file descriptor of the process.
"""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

__all__ = ["http_protocol"]


class _HeadsInTime(HttpToolsProtocol):
    """Closes a connection whose first head, or a head that has begun, does not get complete.

    Between requests uvicorn's keep-alive counts; what comes after a head is the shell's to bound.
    Almost every head comes in one piece: then no timer is set.
    """

    seconds: float
    _in_head = True
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._timer = self.loop.call_later(self.seconds, transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not self._in_head:
            self._stop_timer()
        elif self._timer is None:
            self._timer = self.loop.call_later(self.seconds, self.transport.close)

    def on_message_begin(self) -> None:
        self._in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head = False
        super().on_headers_complete()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def http_protocol(head_seconds: float) -> type[asyncio.Protocol]:
    """The protocol whose heads must be complete within so many seconds."""
    return type("HttpProtocol", (_HeadsInTime,), {"seconds": head_seconds})
