"""Fetching pictures within bounds: so large, so many, so long, so few redirects."""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Final, Self, TypeAlias
from urllib.parse import quote, urljoin, urlsplit

import httpcore
from msgspec import Struct
from msgspec.structs import replace

from holdfast.catalog.picture_sizes import KeptPicture
from holdfast.catalog.pictures.images import image_of
from holdfast.catalog.pictures.refusals import (
    PictureKindUnknown,
    PictureRefused,
    PicturesAway,
    PictureUnusable,
)
from holdfast.catalog.products import Image
from holdfast.kit.errors import Problem
from holdfast.kit.public_network import Address, AddressRefused, GuardedNetwork, is_public
from holdfast.kit.sentences import Sentence, say

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_HEADERS: Final = (
    ("User-Agent", "Holdfast"),
    ("Accept", "image/*"),
    ("Accept-Encoding", "identity"),
)


Keep: TypeAlias = Callable[[bytes], Awaitable[KeptPicture]]
"""What is done with what was fetched. Raises :class:`PictureUnusable` and :class:`PicturesAway`."""


class PictureBounds(Struct, frozen=True):
    """``ports`` None: any."""

    each_bytes: int = 8 * 1024 * 1024
    all_bytes: int = 4 * 1024**3
    count: int = 20_000
    seconds: float = 20.0
    redirects: int = 3
    at_once: int = 6
    ports: frozenset[int] | None = frozenset({80, 443})


class Pictures:
    """Fetches and hands on to ``keep``. Each address once."""

    def __init__(
        self,
        keep: Keep,
        bounds: PictureBounds = PictureBounds(),  # noqa: B008 - frozen
        allowed: Callable[[Address], bool] = is_public,
    ) -> None:
        self._keep = keep
        self._bounds = bounds
        self._gate = asyncio.Semaphore(bounds.at_once)
        self._pool = httpcore.AsyncConnectionPool(
            max_connections=bounds.at_once, network_backend=GuardedNetwork(allowed)
        )
        self._fetched: dict[str, Image] = {}
        self._bytes = 0
        self._tries = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._pool.aclose()

    @property
    def count(self) -> int:
        """How many were fetched."""
        return len(self._fetched)

    async def fetch(self, image: Image) -> Image:
        """Our copy of the picture. Raises :class:`PictureRefused`."""
        known = self._fetched.get(image.url)
        if known is not None:
            return replace(known, alt=image.alt)
        if self._tries >= self._bounds.count:
            raise PictureRefused(
                say("more than {most} pictures are not fetched at once", most=self._bounds.count)
            )
        self._tries += 1
        async with self._gate:
            try:
                async with asyncio.timeout(self._bounds.seconds):
                    data = await self._follow(image.url)
            except TimeoutError as error:
                raise PictureRefused(
                    say("no answer in {seconds} s", seconds=f"{self._bounds.seconds:g}")
                ) from error
            except AddressRefused as error:
                raise PictureRefused(say("its address is not a public one")) from error
            except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
                raise PictureRefused(
                    say("the connection failed ({error})", error=type(error).__name__)
                ) from error
        kept = self._fetched[image.url] = await self._kept(image, data)
        return kept

    async def _follow(self, url: str) -> bytes:
        for _ in range(self._bounds.redirects + 1):
            address, port = _address(url)
            if self._bounds.ports is not None and port not in self._bounds.ports:
                raise PictureRefused(say("port {port} is not a port of web pages", port=port))
            async with self._pool.stream("GET", address, headers=_HEADERS) as answer:
                headers = {name.lower(): value for name, value in answer.headers}
                if answer.status not in _REDIRECTS:
                    return await self._read(answer, headers)
            url = _joined(url, headers.get(b"location", b"").decode("latin-1"))
        raise PictureRefused(say("more than {most} redirects", most=self._bounds.redirects))

    async def _read(self, answer: httpcore.Response, headers: dict[bytes, bytes]) -> bytes:
        if answer.status != 200:
            raise PictureRefused(say("the server answered {status}", status=answer.status))
        kind = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
        if not kind.startswith(b"image/") or kind == b"image/svg+xml":
            found = kind.decode("latin-1")[:60]
            raise PictureRefused(
                say("it is {type}", type=found) if found else say("it is of no type")
            )
        parts: list[bytes] = []
        size = 0
        async for part in answer.aiter_stream():
            size += len(part)
            if size > self._bounds.each_bytes:
                raise PictureRefused(
                    say("it is larger than {most} bytes", most=self._bounds.each_bytes)
                )
            parts.append(part)
        self._bytes += size
        if self._bytes > self._bounds.all_bytes:
            raise PictureRefused(
                say("all together are more than {most} bytes", most=self._bounds.all_bytes)
            )
        return b"".join(parts)

    async def _kept(self, image: Image, data: bytes) -> Image:
        try:
            ours = await self._keep(data)
        except (PictureUnusable, PicturesAway) as refused:
            raise PictureRefused(_why(refused)) from refused
        return image_of(ours, image.alt, source=image.url)


def _why(refused: Problem) -> Sentence:
    if isinstance(refused, PictureKindUnknown):
        return say("its content is not a picture")
    return refused.detail if isinstance(refused.detail, Sentence) else say(refused.detail)


def _address(url: str) -> tuple[str, int]:
    """The address as it travels, and its port. Raises :class:`PictureRefused`."""
    try:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.hostname:
            return _ascii(url), parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:  # a port that is no number, a name no server can have
        raise PictureRefused(say("it leads to something that is not a web address")) from error
    raise PictureRefused(say("it leads to something that is not a web address"))


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise PictureRefused(say("it leads to something that is not a web address")) from error


def _ascii(url: str) -> str:
    """The address as it travels: names in punycode, other letters escaped."""
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
    if ":" in host:
        host = f"[{host}]"
    port = f":{parts.port}" if parts.port else ""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
    return f"{parts.scheme}://{host}{port}{path}{query}"
