"""Heads of answers, put together at once, and sent with the body.

uvicorn looks at each header for itself, with two regular expressions and a lower(): a third of the
time of an answer that is ready. Nearly all answers have the same few headers, most of them with the
same values, and none tells the server anything but how long the body is. Those are looked at for
the same characters, and once; a head with any other header is uvicorn's to send.

The event loop hands to the kernel at once what is written to a connection: a head by itself would
be a call, a packet and a wake-up of the client more, an eighth of the time of an empty answer. So
it waits for the body, which follows within the same task.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, TypeAlias

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

__all__ = ["Answering"]

_Header: TypeAlias = tuple[bytes, bytes]

ALIKE: Final = frozenset({
    b"cache-control", b"content-security-policy", b"content-type", b"date", b"referrer-policy",
    b"strict-transport-security", b"vary", b"x-content-type-options",
})  # fmt: skip
"""Of which there are a few values at a time."""
EACH_ITS_OWN: Final = frozenset({
    b"content-length", b"etag", b"set-cookie", b"x-client-request-id", b"x-request-id",
})  # fmt: skip
AT_ONCE: Final = 64 * 1024
"""Bytes of a body that is sent in one piece with its head."""
_FORBIDDEN: Final = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
"""What no value may hold: a line's end in it would begin a header, or a body, of somebody's own."""


class Answering(RequestResponseCycle):
    _unsent = b""  # the head, until the body begins

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start" and self._goes_on():
            head = self._head(message["status"], message.get("headers", ()))
            if head is not None:
                self.response_started = True
                self.waiting_for_100_continue = False
                self._unsent = head
                return
        elif self._unsent:
            head, self._unsent = self._unsent, b""
            if self._is_whole(message):
                self._finish(head + message["body"])
                return
            if not self.disconnected:
                self.transport.write(head)
        await super().send(message)

    def _is_whole(self, message: Any) -> bool:
        """Whether this is the body, of the length that was said, and can go out now."""
        if message["type"] != "http.response.body" or message.get("more_body", False):
            return False
        length = len(message.get("body", b""))
        waits = self.flow.write_paused or self.disconnected or self.scope["method"] == "HEAD"
        return not waits and 0 < length <= AT_ONCE and length == self.expected_content_length

    def _finish(self, answer: bytes) -> None:
        """Send all of it; the rest is what uvicorn does after the last piece of a body."""
        self.transport.write(answer)
        self.expected_content_length = 0
        self.response_complete = True
        self.message_event.set()
        if not self.keep_alive:
            self.transport.close()
        self.on_response()

    def _goes_on(self) -> bool:
        """Whether the answer is the first, and the connection kept after it."""
        waits = self.flow.write_paused or self.disconnected
        return self.keep_alive and not (waits or self.response_started)

    def _head(self, status: int, headers: Iterable[_Header]) -> bytes | None:
        """Ready to be sent; None where one of the headers is not among those known."""
        lines = [STATUS_LINE[status]]
        length: int | None = None
        for header in (*self.default_headers, *headers):
            name = header[0]
            if name in ALIKE:
                lines.append(_known_line(header))
            elif name in EACH_ITS_OWN:
                lines.append(_line(header))
                if name == b"content-length":
                    length = int(header[1])
            else:
                return None
        if length is None:
            return None
        self.expected_content_length = length
        self.chunked_encoding = False
        lines.append(b"\r\n")
        return b"".join(lines)


def _line(header: _Header) -> bytes:
    if _FORBIDDEN.search(header[1]):
        raise RuntimeError("Invalid HTTP header value.")
    return b"%b: %b\r\n" % header


_known_line: Final = lru_cache(256)(_line)
