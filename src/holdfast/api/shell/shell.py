"""The shell: everything that holds for every request, in one ASGI layer.

In this order: request id, who is the client behind trusted proxies, how often the address came,
who it is (cookie or bearer token), whether another site sent it, how often this principal came,
the body within its bounds, the handler within its time, problems, common headers, metrics, log.

One layer instead of twelve because each costs a coroutine and a closure per message; the whole of
it takes about as long as FastAPI takes to match a route (docs/benchmarks.md).
"""

import asyncio
from collections import Counter
from collections.abc import Mapping
from time import perf_counter
from typing import Any, Final

from msgspec import Struct
from starlette.types import ASGIApp, Receive, Scope, Send

from holdfast.api.contract.faults import translated
from holdfast.api.contract.problems import (
    InternalError,
    NotFound,
    RateLimited,
    TimedOut,
    rendered,
)
from holdfast.api.contract.validation import check_query
from holdfast.api.shell.admission import Admission
from holdfast.api.shell.authentication import SOCKETS
from holdfast.api.shell.exchange import Exchange
from holdfast.api.shell.metrics import Meter, Metrics
from holdfast.api.shell.routes import Routes
from holdfast.kit.errors import Problem
from holdfast.kit.locales import choose_locale
from holdfast.kit.logs import logger
from holdfast.live import Visitor

__all__ = ["Bounds", "Shell", "client_address", "client_language", "client_visitor"]

log = logger("http")
_OPENS: Final = ("link", "token")
"""Path parameters that whoever has them needs nothing else for."""


class Bounds(Struct, frozen=True):
    """How long a request may take, how many sockets one address may open (None: any), and what
    is logged."""

    seconds: float = 20.0
    sockets: int | None = 250
    slow_seconds: float = 1.0
    log_all: bool = False


class Shell:
    """``routes`` behind all that. ``lifespan`` is the application that starts and stops."""

    def __init__(
        self,
        routes: Routes,
        lifespan: ASGIApp,
        admission: Admission,
        metrics: Metrics,
        bounds: Bounds = Bounds(),  # noqa: B008
    ) -> None:
        self.routes = routes
        self._lifespan = lifespan
        self._admission = admission
        self._sockets = metrics.sockets
        self._refused = metrics.http.meter("*", "(refused)")
        self._bounds = bounds
        self._running: set[Exchange] = set()
        self._open: Counter[str] = Counter()  # sockets by address, also those that say nothing
        metrics.http.running = self._running.__len__

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = scope["type"]
        if kind == "http":
            await self._answer(scope, receive, send)
        elif kind == "websocket":
            await self._connect(scope, receive, send)
        else:
            watch = asyncio.create_task(self._watch(), name="overdue requests")
            try:
                await self._lifespan(scope, receive, send)
            finally:
                watch.cancel()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange(scope, receive, send, self._admission.signer, perf_counter())
        scope["exchange"] = exchange
        scope["app"] = self._lifespan
        self._admission.identify(exchange)
        exchange.task = asyncio.current_task()
        self._running.add(exchange)
        meter = self._refused
        try:
            if await self._preflight(exchange):
                return
            entry = self.routes.find(scope)
            meter = entry.meter
            exchange.access, exchange.upload = entry.access, entry.upload
            exchange.seconds = entry.seconds
            await self._admission.admit(exchange, receive)
            if scope["query_string"] and entry.query is not None:
                check_query(scope["query_string"], entry.query)
            await entry.app(scope, exchange.receive, exchange.send)
        except asyncio.CancelledError:
            if not exchange.timed_out or exchange.task is None:
                raise
            exchange.task.uncancel()
            await self._refuse(exchange, TimedOut())
        except Exception as error:  # noqa: BLE001  (the last resort: nothing may leave unanswered)
            await self._fail(exchange, error)
        finally:
            self._running.discard(exchange)
            self._admission.leave(exchange)
            exchange.task = None
            del scope["exchange"]  # no cycles: what is over is freed at once, not by the collector
            elapsed = perf_counter() - exchange.started
            meter.add(exchange.status, elapsed)
            bounds = self._bounds
            if elapsed > bounds.slow_seconds or bounds.log_all or exchange.status >= 500:
                self._log(exchange, meter, elapsed)

    async def _preflight(self, exchange: Exchange) -> bool:
        """Answer a browser that asks whether a page of another origin may send something."""
        method = exchange.scope["method"]
        headers = self._admission.origins.preflight(method, exchange.headers)
        if headers is None:
            return False
        await exchange.send({"type": "http.response.start", "status": 204, "headers": headers})
        await exchange.send({"type": "http.response.body", "body": b""})
        return True

    # --- going out ---------------------------------------------------------------------------

    async def _fail(self, exchange: Exchange, error: Exception) -> None:
        problem = _problem(exchange, error)
        if exchange.status:
            raise error  # the answer had begun: the server cuts the connection
        await self._refuse(exchange, problem)

    async def _refuse(self, exchange: Exchange, problem: Problem) -> None:
        if exchange.status:
            return
        status, headers, body = rendered(problem, exchange.id, _language(exchange))
        await exchange.send({"type": "http.response.start", "status": status, "headers": headers})
        await exchange.send({"type": "http.response.body", "body": body})

    def _log(self, exchange: Exchange, meter: Meter, elapsed: float) -> None:
        if meter.route == SOCKETS and exchange.status < 500:
            return  # polls take long on purpose
        principal = exchange.principal
        log.info(
            "request",
            method=exchange.scope["method"],
            path=_shown_path(exchange.scope),
            route=meter.route,
            status=exchange.status,
            ms=round(elapsed * 1000, 1),
            address=exchange.address,
            principal=principal.id if principal is not None else None,
        )

    async def _watch(self) -> None:
        """Cancel exchanges that take too long and have not begun to answer.

        One task for all: a timeout for each would cost more than the rest of the shell.
        """
        allowed = self._bounds.seconds
        while True:
            await asyncio.sleep(min(1.0, allowed / 4))
            now = perf_counter()
            for exchange in list(self._running):
                due = exchange.started + (exchange.seconds or allowed)
                if due > now or exchange.status or exchange.task is None:
                    continue
                if not exchange.scope["path"].startswith(SOCKETS):  # those wait on purpose
                    exchange.timed_out = True
                    exchange.task.cancel()

    # --- sockets -----------------------------------------------------------------------------

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A web socket: the same questions, once."""
        exchange = Exchange(scope, receive, send, self._admission.signer, perf_counter())
        scope["exchange"] = exchange
        self._admission.identify(exchange)
        entry = self.routes.mounts.get(SOCKETS)
        try:
            if entry is None or not scope["path"].startswith(SOCKETS):
                raise NotFound
            await self._admission.admit_socket(exchange)
            most = self._bounds.sockets
            if most is not None and self._open[exchange.address] >= most:
                raise RateLimited
        except Exception as error:  # noqa: BLE001  (as in _answer: nothing may leave unanswered)
            await self._turn_away(exchange, error, send)
            return
        self._sockets.connected += 1
        self._open[exchange.address] += 1
        try:
            await entry.app(scope, receive, send)
        finally:
            self._sockets.connected -= 1
            self._open[exchange.address] -= 1
            if not self._open[exchange.address]:
                del self._open[exchange.address]

    async def _turn_away(self, exchange: Exchange, error: Exception, send: Send) -> None:
        """Answer the handshake with the problem, as any other request."""
        problem = _problem(exchange, error)
        self._sockets.refused += 1
        log.info("socket refused", code=problem.code, address=exchange.address)
        status, headers, body = rendered(problem, exchange.id, _language(exchange))
        begin = {"type": "websocket.http.response.start", "status": status, "headers": headers}
        await send(begin)
        await send({"type": "websocket.http.response.body", "body": body})


def _problem(exchange: Exchange, error: Exception) -> Problem:
    """What the error is to the client; the log hears of what is not the client's doing."""
    problem = translated(error, exchange.scope.get("route"))
    if problem is None:
        log.error("unhandled error", path=_shown_path(exchange.scope), exc_info=error)
        return InternalError()
    if problem.status >= 500:
        log.warning("refused", code=problem.code, cause=repr(error)[:500])
    return problem


def _shown_path(scope: Scope) -> str:
    """For the log: without what opens something, a pay link or a calendar, say."""
    path: str = scope["path"]
    for name, value in scope.get("path_params", {}).items():
        if name in _OPENS:
            path = path.replace(value, f"{{{name}}}")
    return path[:300]


def _language(exchange: Exchange) -> str:
    """The language that whoever asks reads."""
    preferred = exchange.headers.get(b"accept-language")
    return choose_locale(None, None if preferred is None else preferred.decode("latin-1"))


def client_language(scope: Mapping[str, Any]) -> str:
    """The language of whoever opened a socket, for whoever has only its scope."""
    preferred = dict(scope["headers"]).get(b"accept-language", b"")
    return choose_locale(None, preferred.decode("latin-1"))


def client_visitor(scope: Mapping[str, Any]) -> Visitor | None:
    """Who is logged in where a socket was opened, for whoever has only its scope."""
    return scope.get("visitor")


def client_address(scope: Mapping[str, Any]) -> str:
    """The address a connection comes from, by trusted proxies, for whoever has only its scope."""
    address: str = scope["address"]
    return address
