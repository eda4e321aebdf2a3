"""The table of routes: from method and path to handler without trying patterns one by one.

FastAPI tries its routes in order, which costs more with every route and more again with included
routers. Here a path is looked up whole, then segment by segment; a fixed segment wins over a
parameter.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from fastapi.middleware.asyncexitstack import AsyncExitStackMiddleware
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Scope

from holdfast.api.contract.access import access_of
from holdfast.api.contract.askers import Access
from holdfast.api.contract.durations import seconds_of
from holdfast.api.contract.problems import MethodNotAllowed
from holdfast.api.contract.uploads import upload_of
from holdfast.api.contract.validation import query_names
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.metrics import HttpMetrics, Meter

__all__ = ["Entry", "Routes"]

_MAX_SEGMENTS: Final = 12


class Entry:
    """A handler with its meter, and who may ask it. ``names`` are its path parameters, in order;
    ``query`` the names of its query parameters, None where any may come."""

    __slots__ = (
        "access",
        "app",
        "endpoint",
        "meter",
        "names",
        "query",
        "route",
        "seconds",
        "template",
        "upload",
    )

    def __init__(
        self,
        app: ASGIApp,
        template: str,
        meter: Meter,
        route: Any = None,
        access: Access = Access("anybody"),  # noqa: B008
    ) -> None:
        self.app = app
        self.access = access
        self.template = template
        self.meter = meter
        self.route = route
        self.query = query_names(route)
        self.endpoint = getattr(route, "endpoint", None)
        self.upload = upload_of(self.endpoint)
        self.seconds = self.upload.seconds if self.upload else seconds_of(self.endpoint)
        self.names = tuple(word[1:-1] for word in template.split("/") if word.startswith("{"))


class _Node:
    __slots__ = ("any", "entries", "fixed")

    def __init__(self) -> None:
        self.fixed: dict[str, _Node] = {}
        self.any: _Node | None = None
        self.entries: dict[str, Entry] = {}

    def find(self, words: list[str], at: int, values: list[str]) -> "_Node | None":
        if at == len(words):
            return self if self.entries else None
        word = words[at]
        node = self.fixed.get(word)
        found = node.find(words, at + 1, values) if node is not None else None
        if found is None and self.any is not None and word:
            values.append(word)
            found = self.any.find(words, at + 1, values)
            if found is None:
                values.pop()
        return found


class Routes:
    """Routes of the API, then mounted applications by prefix, then ``rest`` for all others."""

    def __init__(
        self,
        routes: Iterable[BaseRoute],
        mounts: dict[str, ASGIApp],
        rest: ASGIApp,
        metrics: HttpMetrics,
        access: Callable[[str, str], Access] = access_of,
    ) -> None:
        self._access = access
        self._whole: dict[str, dict[str, Entry]] = {}
        self._root = _Node()
        self.mounts = {
            prefix: Entry(app, prefix, metrics.meter("*", prefix)) for prefix, app in mounts.items()
        }
        self.rest = Entry(rest, "*", metrics.meter("*", "*"))
        for route in routes:
            if isinstance(route, Route) and route.methods:
                self._add(route, metrics)

    def _add(self, route: Route, metrics: HttpMetrics) -> None:
        words = route.path.split("/")
        if any(":" in word for word in words if word.startswith("{")):
            raise RuntimeError(f"{route.path}: path parameters are plain segments here")
        node = self._root
        for word in words:
            if word.startswith("{"):
                node.any = node.any or _Node()
                node = node.any
            else:
                node = node.fixed.setdefault(word, _Node())
        direct = isinstance(route, DirectRoute) and route.direct
        app = route.app if direct else AsyncExitStackMiddleware(route.app)
        for method in route.methods or ():
            access = self._access(method, route.path)
            entry = Entry(app, route.path, metrics.meter(method, route.path), route, access)
            node.entries[method] = entry
            if not entry.names:
                self._whole[route.path] = node.entries

    def find(self, scope: Scope) -> Entry:
        """The entry for a request; for HEAD that of GET, since the server leaves the body out.
        Raises :class:`MethodNotAllowed`."""
        path: str = scope["path"]
        entries = self._whole.get(path)
        values: list[str] = []
        if entries is None:
            entries = self._walk(path, values)
            if entries is None:
                return self._mounted(path)
        method = scope["method"]
        entry = entries.get("GET" if method == "HEAD" else method)
        if entry is None:
            raise MethodNotAllowed(sorted({*entries, "HEAD"} if "GET" in entries else entries))
        scope["route"] = entry.route
        scope["endpoint"] = entry.endpoint
        scope["path_params"] = dict(zip(entry.names, values, strict=True)) if values else {}
        return entry

    def _walk(self, path: str, values: list[str]) -> dict[str, Entry] | None:
        words = path.split("/", _MAX_SEGMENTS)
        node = self._root.find(words, 0, values)
        return None if node is None else node.entries

    def _mounted(self, path: str) -> Entry:
        for prefix, entry in self.mounts.items():
            if path.startswith(prefix) and path[len(prefix) :][:1] in ("", "/"):
                return entry
        return self.rest
