"""Socket.IO's client, for a machine that stands still at times."""

from collections.abc import Mapping
from typing import Any

import socketio

from tests.support.patience import PATIENCE

__all__ = ["SocketClient"]


class SocketClient(socketio.AsyncClient):  # type: ignore[misc]  # the library has no types
    """It never reconnects by itself. The library's own gives a server one second to let it in,
    and five for an answer to a poll."""

    def __init__(self) -> None:
        super().__init__(reconnection=False, request_timeout=PATIENCE)

    async def connect(
        self, url: str, headers: Mapping[str, str] | None = None, **named: Any
    ) -> None:
        """Returns when it is let in; raises socketio's ``ConnectionError`` if it is not."""
        await super().connect(url, dict(headers or {}), wait_timeout=PATIENCE, **named)

    async def ask(self, event: str, data: object = None) -> dict[str, Any]:
        """Say something, and wait for the acknowledgement."""
        answer: dict[str, Any] = await self.call(event, data, timeout=PATIENCE)
        return answer
