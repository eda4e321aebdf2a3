"""What a worker process serves with: the application behind uvicorn, on the socket it was given."""

import asyncio
import gc
import logging
import os
import socket
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

import uvicorn
from starlette.types import ASGIApp

from holdfast.api.shell.proxies import TrustedProxies
from holdfast.db.datadir import StorageRefused
from holdfast.ledger import WrongLayout
from holdfast.roles.belonging import must_belong
from holdfast.server.connections import MOST, Connections, Looked, keep_looking
from holdfast.server.protocol import http_protocol
from holdfast.server.sockets import BoundedSocket
from holdfast.server.workers import MISCONFIGURED, UNUSABLE
from holdfast.settings import BadSettings, Settings, words

__all__ = ["COMPOSITIONS", "Build", "composition", "serve"]

Build: TypeAlias = Callable[[Settings, tuple[Path, int] | None], ASGIApp]
"""Composes an application. The folder and number: where several workers put their metrics
together, and which of them this is."""

COMPOSITIONS: Final = {
    "serve": "holdfast.app",
    "orders": "holdfast.roles.orders",
    "payments": "holdfast.roles.payments",
    "worker": "holdfast.roles.worker",
    "gateway": "holdfast.roles.gateway",
    "demo-provider": "holdfast.roles.demo_provider",
    "demo-carrier": "holdfast.roles.demo_carrier",
}

HAS_DATABASE: Final = ("serve", "orders", "worker", "payments")
KEEPS_PICTURES: Final = ("serve", "orders", "worker")

FACING: Final = ("serve", "gateway")
"""Roles that strangers reach, by themselves or through a proxy that is named."""

DRAIN_SECONDS = 10
SLOW_SOCKET_LIMIT = 64 * 1024


class _Server(uvicorn.Server):
    """Tells the parent once it serves, and then settles the garbage collector."""

    def __init__(self, config: uvicorn.Config, ready: int) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if not self.started:
            return
        # What is loaded by now lives for ever: never look at it again (+22% requests a second).
        gc.collect()
        gc.freeze()
        gc.set_threshold(100_000, 20, 100)
        gc.enable()  # off while loading
        self._looking = asyncio.create_task(
            keep_looking(cast("set[Looked]", self.server_state.connections)), name="connections"
        )
        # What the application has to say to whoever started it; no request is to see it.
        link = self.lifespan.state.pop("owner_link", "")
        os.write(self._ready, f"ready {link}\n".encode())


def composition(role: str) -> Build:
    """How the application of a role is composed; loads what that role works with, and no more."""
    build: Build = import_module(COMPOSITIONS[role]).build
    return build


def _door(role: str, settings: Settings) -> Connections:
    """Who may have how many connections. Other roles are asked by gateways, which want many."""
    most = MOST if settings.limits and role in FACING else None
    return Connections(TrustedProxies(words(settings.proxies)).trusts, most)


def serve(role: str, build: Build, options: dict[str, Any]) -> None:
    """Serve until told to stop. ``options`` are those of :class:`WorkerOptions`."""
    try:
        settings = Settings.read(options["settings"])
        folder = options.get("metrics")
        shared = None if folder is None else (Path(folder), options["number"])
        application = build(settings, shared)
        trial = bool(options.get("trial"))
        if role in HAS_DATABASE:
            pictures = role in KEEPS_PICTURES
            asyncio.run(must_belong(settings, pictures=pictures, settle=not trial))
        if trial:
            os._exit(0)  # without waiting for what was begun
    except (BadSettings, WrongLayout) as error:
        _say(error)
        sys.exit(MISCONFIGURED)
    except StorageRefused as error:
        _say(error)
        sys.exit(UNUSABLE)
    config = uvicorn.Config(
        application,
        loop="holdfast.server.loops:Loop",
        http=http_protocol(settings.head_seconds, _door(role, settings)),
        ws=BoundedSocket,
        ws_max_size=SLOW_SOCKET_LIMIT,
        ws_ping_interval=None,  # Socket.IO has pings of its own
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,  # the application believes only the proxies it was told of
        server_header=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
        ssl_certfile=options.get("tls_cert"),
        ssl_keyfile=options.get("tls_key"),
    )
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.WARNING)  # the parent says what is going on
    listening = socket.socket(fileno=options["socket"])
    _Server(config, options["ready"]).run(sockets=[listening])


def _say(error: Exception) -> None:
    for line in str(error).splitlines():
        sys.stderr.write(f"holdfast: {line}\n")
