"""Whether the other side takes what is written to it, and lets go of what is over."""

import asyncio
from math import inf
from typing import Final

__all__ = ["LET_GO_SECONDS", "STALL_SECONDS", "Taking"]

STALL_SECONDS: Final = 60.0
"""How long more may wait to be written than a transport holds gladly."""

LET_GO_SECONDS: Final = 10.0
"""How long the last words of a closed connection may take to go out."""


class Taking(asyncio.Protocol):
    """In front of a protocol: notes when writing stalls, and when the connection was closed."""

    transport: asyncio.Transport
    loop: asyncio.AbstractEventLoop
    _stalled_until = inf
    _closed_until = inf

    def pause_writing(self) -> None:
        self._stalled_until = self.loop.time() + STALL_SECONDS
        super().pause_writing()

    def resume_writing(self) -> None:
        self._stalled_until = inf
        super().resume_writing()

    def cut_off(self, now: float) -> bool:
        """Whether it is closed, or is from now on since nobody takes what is written."""
        if self.transport.is_closing():
            if self._closed_until is inf:
                self._closed_until = now + LET_GO_SECONDS
            elif now > self._closed_until:
                self.transport.abort()
            return True
        if now > self._stalled_until:
            self.transport.abort()
            return True
        return False
