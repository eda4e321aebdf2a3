"""A server of somebody else's over real HTTP, in a thread of the test's."""

import json
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self, TypeAlias
from urllib.parse import parse_qsl, urlsplit

__all__ = ["Answers", "Asked", "Site", "Told", "moved", "page", "said"]


@dataclass(frozen=True)
class Asked:
    """``headers`` by their names in small letters; ``content`` is the body as it came."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: str
    content: bytes = b""

    @property
    def parameters(self) -> dict[str, str]:
        return dict(parse_qsl(self.query))

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body))


@dataclass(frozen=True)
class Told:
    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


Answers: TypeAlias = Callable[[Asked], Told | None]
"""``None``: it hangs up."""


def said(what: Any, status: int = 200) -> Told:
    if status == 204:  # which has no body
        return Told(status)
    return Told(status, json.dumps(what).encode(), {"Content-Type": "application/json"})


def page(text: str, status: int = 200) -> Told:
    return Told(status, text.encode(), {"Content-Type": "text/html"})


def moved(address: str, status: int = 303) -> Told:
    return Told(status, headers={"Location": address})


class Site:
    """Serves from when it is made until it is closed."""

    def __init__(self, answers: Answers) -> None:
        handler = type("Handler", (_Handler,), {"answers": staticmethod(answers)})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        # It looks whether it is to end this often.
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Handler(BaseHTTPRequestHandler):
    answers: Answers
    protocol_version = "HTTP/1.1"

    def handle(self) -> None:
        with suppress(ConnectionError):  # who asked was killed, or waits no longer
            super().handle()

    def _serve(self) -> None:
        address = urlsplit(self.path)
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = content.decode(errors="replace")
        headers = {name.lower(): value for name, value in self.headers.items()}
        told = self.answers(
            Asked(self.command, address.path, address.query, headers, body, content)
        )
        if told is None:
            self.close_connection = True
            return
        self.send_response(told.status)
        for name, value in told.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(told.body)))
        self.end_headers()
        self.wfile.write(told.body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815 (the base's names)

    def log_message(self, *_: Any) -> None:
        """Nothing: tests say what they saw."""
