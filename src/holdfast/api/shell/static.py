"""The web app's files: kept in memory, compressed once, hashed names cached for ever.

A path that names no file gets the app itself (its router decides), with the head of that page, as a
404 where the app has no page; under ``/api`` it is a 404 without one.
"""

import gzip
import hashlib
import json
import mimetypes
import re
from pathlib import Path
from typing import Final

from msgspec import Struct
from starlette.types import Receive, Scope, Send

from holdfast.api.contract.problems import MethodNotAllowed, NotFound
from holdfast.api.shell.exchange import EMBEDDED, Exchange
from holdfast.api.shell.first_html import Template, template_of
from holdfast.api.shell.packing import coding_for
from holdfast.api.shell.web_pages import LISTED, Found, Heads, Pages
from holdfast.kit.sentences import say
from holdfast.views.heads.head import Head, HeadAsked

__all__ = ["Site"]

_HASHED: Final = "assets/"
_FOREVER: Final = b"public, max-age=31536000, immutable"
# A page under the shop's own name loads them from a CDN's.
_ANYWHERE: Final = (
    (b"access-control-allow-origin", b"*"),
    (b"cross-origin-resource-policy", b"cross-origin"),
)
_ASK: Final = b"no-cache"
_HOUR: Final = b"public, max-age=3600"
_FAST: Final = 1
_LOCALE: Final = re.compile(rb"(?:^|&)locale=([A-Za-z-]{2,8})(?:&|$)")
_ELSEWHERE: Final = Found("", "")
_IN_A_FRAME: Final = ("/book", "/bookings", "/checkout/$orderId", "/orders/$orderId")
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


def _by_cdn(html: bytes, cdn: bytes) -> bytes:
    """A page whose app comes from there, and that says so to the app."""
    if not cdn:
        return html
    told = b'<head>\n    <meta name="cdn" content="%b">' % cdn
    return html.replace(b"<head>", told, 1).replace(b'="/assets/', b'="%b/assets/' % cdn)


def _load(path: Path, name: str, cdn: bytes) -> _File:
    body = path.read_bytes()
    page = name.endswith(".html") and bool(cdn)
    if page:
        body = _by_cdn(body, cdn)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if kind.startswith("text/") or kind.endswith(("javascript", "json")):
        kind += "; charset=utf-8"
    cache = _FOREVER if name.startswith(_HASHED) else _ASK if name.endswith("index.html") else _HOUR
    brotli, zipped = None if page else _beside(path, ".br"), None
    if name.endswith(_COMPRESSED) and len(body) > 500:
        zipped = (None if page else _beside(path, ".gz")) or gzip.compress(body, 6, mtime=0)
    packed = tuple((coding, it) for coding, it in ((b"br", brotli), (b"gzip", zipped)) if it)
    tag = b'"' + hashlib.blake2b(body, digest_size=12).hexdigest().encode() + b'"'
    headers = (
        (b"content-type", kind.encode()),
        (b"cache-control", cache),
        (b"etag", tag),
        (b"vary", b"accept-encoding"),
        *(_ANYWHERE if name.startswith(_HASHED) else ()),
    )
    return _File(body, headers, tag, packed)


class Site:
    """An ASGI application over a built web app. Files are read again after a new build.
    ``public_url``: where the shop is found; otherwise pages say the address they were asked at."""

    def __init__(
        self, directory: Path, heads: Heads, public_url: str = "", cdn_url: str = ""
    ) -> None:
        self._directory = directory
        self._cdn = cdn_url.rstrip("/").encode()
        self._heads = heads
        self._public_url = public_url.rstrip("/")
        self._pages: Pages | None = None
        self._template: Template | None = None
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
            name: _load(path, name, self._cdn)
            for name, path in found.items()
            if not name.endswith((".gz", ".br"))
        }
        listed = self._files.get(LISTED)
        self._pages = None if listed is None else Pages(json.loads(listed.body))
        self._template = template_of(_by_cdn(index.read_bytes(), self._cdn)) if built else None
        self._built = built

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        path: str = scope["path"]
        if path.startswith(("/api/", "/socket.io")) or path == "/api":
            raise NotFound(say("There is no {path}.", path=path[:200]))
        if scope["method"] not in ("GET", "HEAD"):
            raise MethodNotAllowed(["GET", "HEAD"])
        asked, head = dict(scope["headers"]), scope["method"] == "HEAD"
        name = path.lstrip("/")
        file = self._files.get(name) if name else None
        if file is None:
            self._refresh()
            file = self._files.get(name) or self._files.get(f"{name.rstrip('/')}/index.html")
        if file is not None:
            await _answer(file, asked, send, 200, head=head)
            return
        if name.startswith(_HASHED):
            raise NotFound(say("There is no {path}.", path=path[:200]))
        await self._page(scope, asked, send, head=head)

    async def _page(
        self, scope: Scope, asked: dict[bytes, bytes], send: Send, *, head: bool
    ) -> None:
        """The app, with the head of the page that this path is."""
        app = self._files.get("index.html")
        if app is None:
            bare = _File(_NOT_BUILT, ((b"content-type", b"text/html"),), b"")
            await _answer(bare, asked, send, 200, head=head)
            return
        path: str = scope["path"]
        within = path.startswith(EMBEDDED)
        own = path.removeprefix("/embed") if within else path
        found = self._pages.find(own) if self._pages else _ELSEWHERE
        if within and (found is None or found.pattern not in _IN_A_FRAME):
            raise NotFound(say("There is no {path}.", path=path[:200]))
        status = 200 if found else 404
        told = await self._heads(self._asked(scope, asked, found or _ELSEWHERE, own))
        if told is None or self._template is None:
            await _answer(app, asked, send, status, head=head)
            return
        if told.moved is not None:
            await _moved(scope, told, send)
            return
        page = _page_file(self._template.written(told, self._at(scope)), told)
        await _answer(page, asked, send, max(status, told.status), head=head)

    def _asked(
        self, scope: Scope, headers: dict[bytes, bytes], found: Found, path: str
    ) -> HeadAsked:
        named = _LOCALE.search(scope["query_string"])
        preferred = headers.get(b"accept-language")
        return HeadAsked(
            found.pattern,
            found.word[:255],
            named[1].decode() if named else None,
            preferred.decode("latin-1")[:256] if preferred else None,
            self._at(scope),
            path,
        )

    def _at(self, scope: Scope) -> str:
        exchange: Exchange = scope["exchange"]
        return exchange.shop_url(self._public_url)


def _page_file(body: bytes, told: Head) -> _File:
    tag = b'"' + hashlib.blake2b(body, digest_size=12).hexdigest().encode() + b'"'
    headers = (
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-language", told.locale.encode()),
        (b"cache-control", _ASK),
        (b"etag", tag),
        (b"vary", b"accept-encoding, accept-language"),
    )
    return _File(body, headers, tag, ((b"gzip", gzip.compress(body, _FAST, mtime=0)),))


async def _moved(scope: Scope, told: Head, send: Send) -> None:
    """To where the page is now, with what stands behind the question mark."""
    query = scope["query_string"].decode("latin-1")
    before = "" if not query else "&" if "?" in (told.moved or "") else "?"
    to = f"{told.moved}{before}{query}".encode("latin-1")
    headers = [(b"location", to), (b"cache-control", _ASK), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": told.status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


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
