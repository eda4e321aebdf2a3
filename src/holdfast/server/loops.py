"""The event loop of a worker: uvloop's, which waits for a TLS handshake a minute; here it is ten
seconds, as for a head.
"""

from typing import Any, Final

import uvloop

__all__ = ["Loop"]

HANDSHAKE_SECONDS: Final = 10.0


class Loop(uvloop.Loop):
    async def create_server(self, *args: Any, **named: Any) -> Any:
        if named.get("ssl") is not None:
            named.setdefault("ssl_handshake_timeout", HANDSHAKE_SECONDS)
        return await super().create_server(*args, **named)
