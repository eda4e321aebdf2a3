"""Asking another service of ours over HTTP: signed, bounded in time, and of several instances the
one that answers.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from typing import Final, TypeVar

import httpx
import msgspec
import structlog

from holdfast.api.shell.internal import CALL
from holdfast.kit import Problem
from holdfast.people import CallSigner

__all__ = ["Service", "ServiceAway"]

log = structlog.get_logger("holdfast.gateway")

SECONDS: Final = 2.0
"""How long a read waits for an answer, of however many instances."""
FIRST_SECONDS: Final = 0.5
"""How long for one of several, before the next is asked."""
LINE_SECONDS: Final = 5.0  # until the next line of a long answer
LEFT_OUT: Final = 5.0  # seconds in which one that did not answer is asked last
CONNECTIONS: Final = 64
AWAY: Final = frozenset({502, 503, 504})

Answer = TypeVar("Answer")
_encode: Final = msgspec.json.Encoder().encode


class ServiceAway(Problem):
    """A service behind the gateway does not answer."""

    status = 503
    code = "unavailable"
    title = "Temporarily unavailable"


class Service:
    """``urls`` of its instances; what is asked may be asked of any, and again of the next, where
    the first is silent for ``first_seconds``."""

    def __init__(
        self,
        name: str,
        urls: Sequence[str],
        calls: CallSigner,
        *,
        first_seconds: float = FIRST_SECONDS,
    ) -> None:
        self.name = name
        self._first_seconds = first_seconds
        self._urls = [url.rstrip("/") for url in urls]
        self._turn = 0
        self._silent_until = dict.fromkeys(self._urls, 0.0)
        self._calls = calls
        self._http = httpx.AsyncClient(
            timeout=LINE_SECONDS, limits=httpx.Limits(max_connections=CONNECTIONS), trust_env=False
        )

    async def start(self) -> None:
        """Nothing connects before something is asked."""

    async def stop(self) -> None:
        await self._http.aclose()

    async def ask(self, path: str, asked: object, kind: type[Answer]) -> Answer:
        """POST, and what the answer says. Raises :class:`ServiceAway`."""
        body = _encode(asked)
        answer = await self._some("POST", path, body)
        return msgspec.json.decode(answer.content, type=kind)

    async def get(self, path: str, kind: type[Answer]) -> Answer:
        """GET, and what the answer says. Raises :class:`ServiceAway`."""
        answer = await self._some("GET", path, b"")
        return msgspec.json.decode(answer.content, type=kind)

    async def lines(self, path: str) -> AsyncIterator[str]:
        """GET an answer of many lines, of the first instance that begins to give it."""
        for url in self._in_turn():
            headers = self._signed("GET", path, b"")
            try:
                async with self._http.stream("GET", url + path, headers=headers) as answer:
                    if answer.status_code == 200:
                        async for line in answer.aiter_lines():
                            yield line
                        return
            except httpx.TransportError as error:
                self._is_silent(url, error)
        raise self._away()

    async def is_there(self) -> str:
        """``ok`` if one of them answers, or what is wrong; for readiness."""
        wrong = ""
        for url in self._in_turn():
            try:
                async with asyncio.timeout(2.0):
                    answer = await self._http.get(url + "/health/live")
            except (httpx.TransportError, TimeoutError) as error:
                wrong = type(error).__name__
                continue
            if answer.status_code == 200:
                return "ok"
            wrong = str(answer.status_code)
        return wrong

    async def _some(self, method: str, path: str, body: bytes) -> httpx.Response:
        urls = self._in_turn()
        deadline = time.monotonic() + SECONDS
        for at, url in enumerate(urls):
            left = deadline - time.monotonic()
            try:
                async with asyncio.timeout(left if at == len(urls) - 1 else self._first_seconds):
                    answer = await self._http.request(
                        method, url + path, content=body, headers=self._signed(method, path, body)
                    )
            except (httpx.TransportError, TimeoutError) as error:
                self._is_silent(url, error)
                continue
            if answer.status_code == 200:
                return answer
            log.warning("service refuses", service=self.name, path=path, status=answer.status_code)
            if answer.status_code not in AWAY:
                break
        raise self._away()

    def _in_turn(self) -> list[str]:
        """All instances, with another one first each time; those that did not answer last."""
        self._turn += 1
        first, now = self._turn % len(self._urls), time.monotonic()
        return sorted(
            self._urls[first:] + self._urls[:first],
            key=lambda url: self._silent_until[url] > now,
        )

    def _is_silent(self, url: str, error: Exception) -> None:
        self._silent_until[url] = time.monotonic() + LEFT_OUT
        log.warning("service does not answer", service=self.name, error=repr(error))

    def _signed(self, method: str, path: str, body: bytes) -> dict[str, str]:
        return {CALL.decode(): self._calls.sign(method, path, body)}

    def _away(self) -> ServiceAway:
        return ServiceAway("Try again in a moment.", headers={"Retry-After": "1"})
