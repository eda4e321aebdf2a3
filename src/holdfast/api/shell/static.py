"""The web app's files: kept in memory, compressed once, hashed names cached for ever.

A path that names no file gets the app itself (its router decides), as a 404 where the app has no
page; under ``/api`` it is a 404 without one.
"""

import gzip
import hashlib
import json
import mimetypes
from pathlib import Path
from typing import Final

from msgspec import Struct
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from holdfast.api.contract.problems import MethodNotAllowed, NotFound
from holdfast.api.shell.packing import coding_for
from holdfast.api.shell.web_pages import LISTED, OnSale, Pages
from holdfast.kit.sentences import say

__all__ = ["Site", "media"]

_HASHED: Final = "assets/"
_FOREVER: Final = b"public, max-age=31536000, immutable"
_ASK: Final = b"no-cache"
_HOUR: Final = b"public, max-age=3600"
_COMPRESSED: Final = (".js", ".css", ".html", ".svg", ".json", ".map", ".txt", ".webmanifest")
_NOT_BUILT: Final = (
    b"<!doctype html><meta charset=utf-8><title>Holdfast</title>"
    b"<p>The web app is not built. Run <code>make run</code>, or <code>npm run build</code> "
    b"in <code>web/</code>. The HTTP interface is described at <a href=/docs>/docs</a>."
)


class _File(Struct, frozen=True):
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    tag: bytes
    packed: tuple[tuple[bytes, bytes], ...] = ()  # by content coding, best first


def _beside(path: Path, suffix: str) -> bytes | None:
    packed = path.with_name(path.name + suffix)
    return packed.read_bytes() if packed.is_file() else None


def _load(path: Path, name: str) -> _File:
    body = path.read_bytes()
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind.endswith(("javascript", "json")):
        kind += "; charset=utf-8"
    cache = _FOREVER if name.startswith(_HASHED) else _ASK if name.endswith("index.html") else _HOUR
    brotli, zipped = _beside(path, ".br"), None
    if name.endswith(_COMPRESSED) and len(body) > 500:
        zipped = _beside(path, ".gz") or gzip.compress(body, 6, mtime=0)
    packed = tuple((coding, it) for coding, it in ((b"br", brotli), (b"gzip", zipped)) if it)
    tag = b'"' + hashlib.blake2b(body, digest_size=12).hexdigest().encode() + b'"'
    headers = (
        (b"content-type", kind.encode()),
        (b"cache-control", cache),
        (b"etag", tag),
        (b"vary", b"accept-encoding"),
    )
    return _File(body, headers, tag, packed)


class Site:
    """An ASGI application over a built web app. Files are read again after a new build."""

    def __init__(self, directory: Path, on_sale: OnSale) -> None:
        self._directory = directory
        self._on_sale = on_sale
        self._pages: Pages | None = None
        self._built = -1.0
        self._files: dict[str, _File] = {}

    def _refresh(self) -> None:
        index = self._directory / "index.html"
        built = index.stat().st_mtime if index.is_file() else 0.0
        if built == self._built:
            return
        names = [path for path in self._directory.rglob("*") if path.is_file()] if built else []
        found = {path.relative_to(self._directory).as_posix(): path for path in names}
        self._files = {
            name: _load(path, name)
            for name, path in found.items()
            if not name.endswith((".gz", ".br"))
        }
        listed = self._files.get(LISTED)
        self._pages = None if listed is None else Pages(json.loads(listed.body), self._on_sale)
        self._built = built

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        path: str = scope["path"]
        if path.startswith(("/api/", "/socket.io")) or path == "/api":
            raise NotFound(say("There is no {path}.", path=path[:200]))
        if scope["method"] not in ("GET", "HEAD"):
            raise MethodNotAllowed(["GET", "HEAD"])
        name = path.lstrip("/")
        file = self._files.get(name) if name else None
        status = 200
        if file is None:
            self._refresh()
            page = self._files.get(f"{name.rstrip('/')}/index.html")
            file = self._files.get(name) or page or self._files.get("index.html")
            if name.startswith(_HASHED) and name not in self._files:
                raise NotFound(say("There is no {path}.", path=path[:200]))
            built = name in self._files or page is not None
            if not built and self._pages and not await self._pages.has(path):
                status = 404
        if file is None:
            file = _File(_NOT_BUILT, ((b"content-type", b"text/html"),), b"")
        head = scope["method"] == "HEAD"
        await _answer(file, dict(scope["headers"]), send, status, head=head)


async def _answer(
    file: _File, asked: dict[bytes, bytes], send: Send, status: int, *, head: bool
) -> None:
    headers = list(file.headers)
    if status == 200 and file.tag and file.tag in asked.get(b"if-none-match", b""):
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    body, packed = file.body, dict(file.packed)
    coding = coding_for(asked.get(b"accept-encoding", b""), tuple(packed))
    if coding is not None:
        body = packed[coding]
        headers.append((b"content-encoding", coding))
    headers.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else body})


def media(directory: Path, prefix: str) -> ASGIApp:
    """Pictures that were fetched or uploaded, at ``prefix``; their names carry their content's
    hash."""
    directory.mkdir(parents=True, exist_ok=True)
    files = StaticFiles(directory=directory)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_for_ever(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"cache-control", _FOREVER)]
            await send(message)

        await files({**scope, "root_path": prefix}, receive, send_for_ever)

    return answer
