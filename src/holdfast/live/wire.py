"""The cheapest way to a socket: a frame is built once and written to every connection as it is.

python-socketio makes a task and a queue entry for each socket and message, and the server frames
each message anew: about 45 us each here, against 10 us for a ready frame, and a hundred updates
for one socket then cost hardly more than one. This relies on two things beside the ASGI
interface, both checked when the socket opens: that engine.io's ASGI driver makes its web sockets
through a class that can be replaced, and that the protocol behind ``send`` is uvicorn's sans-io
one. Where the second is missing, the same text goes through ASGI, more slowly.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

from engineio.async_drivers import asgi
from engineio.async_socket import AsyncSocket
from engineio.packet import MESSAGE, Packet

MOST_WAITING: Final = 256 * 1024  # bytes in the way to a socket before it counts as slow
MOST_QUEUED: Final = 64  # packets waiting for a polling client before it counts as slow


_PACKETS: Final = "0123456b"
"""What a text of engine.io's begins with."""


class Frames:
    """Text messages, ready to be written: as web socket frames, and as engine.io packets."""

    __slots__ = ("_packets", "_texts", "raw")

    def __init__(self, texts: list[bytes]) -> None:
        self._texts = texts
        self._packets: list[Packet] | None = None
        self.raw = b"".join(map(_frame, texts))

    @property
    def packets(self) -> list[Packet]:
        if self._packets is None:
            self._packets = [Packet(MESSAGE, text[1:].decode()) for text in self._texts]
        return self._packets


def _frame(text: bytes) -> bytes:
    """An unmasked, final web socket text frame (RFC 6455, 5.2)."""
    size = len(text)
    if size < 126:
        return bytes((0x81, size)) + text
    if size < 65536:
        return b"\x81\x7e" + size.to_bytes(2) + text
    return b"\x81\x7f" + size.to_bytes(8) + text


class Wire:
    """One engine.io socket to write to."""

    __slots__ = ("_opened", "_protocol", "_socket")

    def __init__(self, socket: AsyncSocket, opened: Mapping[str, Any]) -> None:
        self._socket = socket
        self._opened = opened
        self._protocol: Any = None

    @property
    def direct(self) -> bool:
        """Whether frames are written to the connection as they are."""
        if self._protocol is None and self._socket.upgraded:
            self._protocol = self._opened.get(self._socket.sid)
        return self._protocol is not None

    @property
    def slow(self) -> bool:
        """Whether so much waits to be read that no more should be sent."""
        if self.direct and self._protocol.transport.get_write_buffer_size() > MOST_WAITING:
            return True
        return bool(self._socket.queue.qsize() > MOST_QUEUED)

    @property
    def _idle(self) -> bool:
        """Whether all that was queued is written: who writes it waits for more. (That the queue is
        empty says less: what was taken from it may be on its way.)"""
        queue: Any = self._socket.queue
        return bool(queue.empty() and queue._getters)

    def write(self, frames: Frames) -> None:
        """Send; behind what is queued already, so that order is kept."""
        socket = self._socket
        if socket.closed or socket.closing:
            return
        if self.direct and self._idle:
            protocol = self._protocol
            if not protocol.transport.is_closing() and not protocol.close_sent:
                protocol.transport.write(frames.raw)
            return
        for packet in frames.packets:
            socket.queue.put_nowait(packet)

    def abort(self) -> None:
        """Cut the connection of somebody who does not read."""
        if self.direct:
            self._protocol.transport.abort()
        else:
            self._socket.queue.put_nowait(None)


def _ours(record: logging.LogRecord) -> bool:
    """Whether it is no mere poll that cannot be read, of which engine.io tells as of a fault."""
    return record.msg != "post request handler error"


def install(server: Any) -> Callable[[AsyncSocket], Wire]:
    """Have an engine.io server remember the protocol of each web socket; gives their wires."""
    opened: dict[str, Any] = {}

    class WebSocket(asgi.WebSocket):  # type: ignore[misc]
        async def __call__(self, environ: dict[str, Any]) -> Any:
            sid = self.handler.__self__.sid
            protocol = getattr(environ["asgi.send"], "__self__", None)
            if hasattr(protocol, "transport") and hasattr(protocol, "close_sent"):
                opened[sid] = protocol
            try:
                return await super().__call__(environ)
            finally:
                opened.pop(sid, None)

        async def wait(self) -> Any:
            frame = await super().wait()
            if isinstance(frame, str) and (not frame or frame[0] not in _PACKETS):
                raise OSError("no packet")  # as if it had left
            return frame

    server.logger.addFilter(_ours)
    server._async = {**server._async, "websocket": WebSocket}  # see above
    return lambda socket: Wire(socket, opened)
