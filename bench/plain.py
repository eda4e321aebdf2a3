"""Servers to compare with: `python -m bench.plain raw|fastapi SOCKET`.

The same uvicorn with the same settings as the product's worker. *raw* is an ASGI function that
reads the body and sends bytes; *fastapi* is a FastAPI application with nothing around the very
handler that the product's empty endpoint has.
"""

import socket
import sys

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from bench.collector import settle_collector
from bench.empty import router

__all__ = ["main"]

ANSWER = (
    b'{"success":true,"reservationId":"0198c5b0-7a3e-7c3a-9d8f-2f6f0f6e8f12",'
    b'"orderId":"0198c5b0-7a3e-7c3a-9d8f-2f6f0f6e8f12","number":"7F3K9QZP",'
    b'"expiresAt":"2030-01-01T00:00:00.000Z","serverTime":"2030-01-01T00:00:00.000Z"}'
)
HEADERS = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(ANSWER))]


async def raw(scope: Scope, receive: Receive, send: Send) -> None:
    """Nothing but ASGI."""
    assert scope["type"] == "http"
    while (await receive()).get("more_body", False):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": ANSWER})


def bare_fastapi() -> FastAPI:
    application = FastAPI()
    application.include_router(router)
    return application


class _Server(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        settle_collector()


def main() -> None:
    application: ASGIApp = raw if sys.argv[1] == "raw" else bare_fastapi()
    config = uvicorn.Config(
        application,
        loop="uvloop",
        http="httptools",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=75,
    )
    _Server(config).run(sockets=[socket.socket(fileno=int(sys.argv[2]))])


if __name__ == "__main__":
    main()
