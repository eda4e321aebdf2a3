"""WebSockets as uvicorn speaks them, with a budget: so many frames and bytes a second, so many
pieces of one message, and so much that waits to be written. Who goes beyond is cut off: pages of
ours come nowhere near. What a message says is counted again by those who read it.
"""

from collections.abc import Callable
from typing import Final

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from holdfast.kit.logs import logger
from holdfast.server.taking import Taking

__all__ = ["BoundedSocket"]

log = logger("sockets")

PIECE: Final = 4 * 1024
"""Bytes looked at at once: 700 frames at most, a few milliseconds."""

FRAMES: Final = 500
BYTES: Final = 512 * 1024
"""What a connection may send at once; a tenth of it, or an eighth, it regains in a second."""
FRAMES_A_SECOND: Final = FRAMES / 10
BYTES_A_SECOND: Final = BYTES / 8

FRAGMENTS: Final = 64
"""Pieces of one message."""

UNSENT: Final = 256 * 1024
"""Bytes that may wait for somebody who asks and does not read, pongs among them."""


class BoundedSocket(Taking, WebSocketsSansIOProtocol):
    """``left`` is told once, when the connection is gone: by an error, or None."""

    left: Callable[[Exception | None], None] | None = None
    _frames: float = FRAMES
    _bytes: float = BYTES
    _counted_at = 0.0

    def data_received(self, data: bytes) -> None:
        self._regain()
        for start in range(0, len(data), PIECE):
            piece = data[start : start + PIECE]
            self.conn.receive_data(piece)
            self._bytes -= len(piece)
            self._frames -= len(self.conn.events)
            if self.conn.parser_exc is not None:
                self.handle_parser_exception()
                return
            self.handle_events()
            if self.transport.is_closing():
                return
            if (excess := self._excess()) is not None:
                self._cut(excess)
                return

    async def send(self, message: ASGISendEvent) -> None:
        """Who was refused with an answer has had it: uvicorn would log an error of ours."""
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and self.close_sent:
            self.handshake_complete = True

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        left, self.left = self.left, None
        if left is not None:
            left(exc)

    def look(self, now: float) -> None:
        """Cut off who takes nothing."""
        self.cut_off(now)

    def _regain(self) -> None:
        now = self.loop.time()
        gained = now - self._counted_at
        self._frames = min(FRAMES, self._frames + gained * FRAMES_A_SECOND)
        self._bytes = min(BYTES, self._bytes + gained * BYTES_A_SECOND)
        self._counted_at = now

    def _excess(self) -> str | None:
        if self._frames < 0:
            return "frames"
        if self._bytes < 0:
            return "bytes"
        if len(self.frames) > FRAGMENTS:
            return "fragments"
        if self.transport.get_write_buffer_size() > UNSENT:
            return "unread"
        return None

    def _cut(self, excess: str) -> None:
        log.info("socket cut off: too much", of=excess, address=self.client and self.client[0])
        self.transport.abort()
