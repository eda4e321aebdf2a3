"""For whoever runs the server: is it alive, is it ready, what does it do."""

import asyncio
import ipaddress
from typing import Final

import asyncpg
from fastapi import APIRouter, Request, Response
from prometheus_client import REGISTRY, generate_latest
from pydantic import BaseModel

from holdfast.api.contract.problems import NotFound
from holdfast.api.shell.dependencies import exchange
from holdfast.api.shell.state import Check, state_of
from holdfast.db.engine import AWAY, Database
from holdfast.ledger import Ledger

__all__ = ["database_check", "ledger_check", "router"]

router = APIRouter(tags=["operation"])

CHECK_TIMEOUT = 2.0
# What proxies add: then somebody further away asks, whom an unnamed proxy makes look near.
_FORWARDED: Final = {b"x-forwarded-for", b"forwarded", b"x-real-ip", b"via"}
CROWDED = 10_000  # commands in the lane's queue


class Health(BaseModel):
    status: str
    checks: dict[str, str] = {}


@router.get("/health/live")
async def get_live() -> Health:
    """The process runs and answers."""
    return Health(status="ok")


def database_check(database: Database) -> Check:
    """The database answers."""

    async def check() -> str:
        try:
            async with asyncio.timeout(CHECK_TIMEOUT):
                await database.pool.fetchval("SELECT 1")
        except (*AWAY, asyncpg.PostgresError) as error:
            return type(error).__name__
        return "ok"

    return check


DEGRADED: Final = "no room left"
"""What a check says that does not make a process unready: it can still be read from."""


def ledger_check(ledger: Ledger) -> Check:
    """The ledger's lane runs and keeps up, and its store has room."""

    async def check() -> str:
        waiting = ledger.queue_length
        if not ledger.alive:
            return "its lane ended"
        if waiting > CROWDED:
            return f"{waiting} commands wait"
        return DEGRADED if ledger.full else "ok"

    return check


@router.get("/health/ready", responses={503: {"model": Health, "description": "Not ready"}})
async def get_ready(request: Request, response: Response) -> Health:
    """What the process needs is there: the database answers, and the ledger's lane runs and keeps
    up. `degraded`, still 200, where the database has no room left: what only reads goes on."""
    named = state_of(request).checks
    found = await asyncio.gather(*(check() for check in named.values()))
    checks = dict(zip(named, found, strict=True))
    wrong = {check for check in checks.values() if check != "ok"}
    if wrong - {DEGRADED}:
        response.status_code = 503
        return Health(status="not ready", checks=checks)
    return Health(status="degraded" if wrong else "ok", checks=checks)


@router.get("/metrics", include_in_schema=False)
async def get_metrics(request: Request) -> Response:
    """Prometheus metrics: for this machine and private networks, and for admins."""
    here = exchange(request)
    admin = here.principal is not None and here.principal.has_any(frozenset({"admin"}))
    if not admin and (_FORWARDED & here.headers.keys() or not _is_near(here.address)):
        raise NotFound
    metrics = state_of(request).metrics
    shared = state_of(request).shared_metrics
    if shared is not None:
        text = generate_latest(shared.everybodys())
    else:
        text = generate_latest(metrics.registry) + generate_latest(REGISTRY)
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")


def _is_near(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address == ""  # a unix socket
    return parsed.is_loopback or parsed.is_private
