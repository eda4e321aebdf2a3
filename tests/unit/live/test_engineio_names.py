"""What the live channel uses of engine.io, Socket.IO and asyncio beside their documented names."""

import ast
import asyncio
import inspect
from collections.abc import Callable
from typing import Any, Final

import pytest
import socketio
from engineio.async_drivers import asgi
from engineio.async_socket import AsyncSocket
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from tests.arch.source import PACKAGE

SERVER: Final = socketio.AsyncServer(async_mode="asgi")


def _takes(method: Callable[..., Any], *names: str) -> None:
    assert inspect.iscoroutinefunction(method)
    assert tuple(inspect.signature(method).parameters) == names


def _message() -> None:
    _takes(SERVER._handle_eio_message, "eio_sid", "data")


def _connect() -> None:
    _takes(SERVER._handle_eio_connect, "eio_sid", "environ")


def _disconnect() -> None:
    _takes(SERVER._handle_eio_disconnect, "eio_sid", "reason")


def _web_sockets() -> None:
    """The class that makes web sockets, which is told the handler first and the request then."""
    assert SERVER.eio._async["websocket"] is asgi.WebSocket
    _takes(asgi.WebSocket.__call__, "self", "environ")
    handler = object()
    assert asgi.WebSocket(handler, SERVER.eio).handler is handler


def _waiting() -> None:
    """Whoever waits for a queue, in ``asyncio`` itself."""
    queue: Any = asyncio.Queue()
    assert not queue._getters


USED: Final = {
    "_handle_eio_message": _message,
    "_handle_eio_connect": _connect,
    "_handle_eio_disconnect": _disconnect,
    "_async": _web_sockets,
    "_getters": _waiting,
}


@pytest.mark.parametrize("name", USED)
def test_a_name_that_is_not_documented_is_still_what_it_was(name: str) -> None:
    USED[name]()


def _borrowed(tree: ast.AST) -> set[str]:
    """Names with an underscore of objects that are not one's own."""
    own = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("self", "cls")
    }
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return {name for name in used - own if name.startswith("_") and not name.startswith("__")}


def test_no_other_is_used() -> None:
    texts = [path.read_text() for path in (PACKAGE / "live").rglob("*.py")]
    used = {name for text in texts for name in _borrowed(ast.parse(text))}
    assert used == set(USED)


def test_a_socket_and_its_protocol_have_what_a_wire_looks_at() -> None:
    socket = AsyncSocket(SERVER.eio, "sid")
    assert (socket.sid, socket.upgraded, socket.closing, socket.closed) == (
        "sid", False, False, False
    )  # fmt: skip
    assert isinstance(socket.queue, asyncio.Queue)
    _takes(AsyncSocket.close, "self", "wait", "abort", "reason")
    written = inspect.getsource(WebSocketsSansIOProtocol)
    assert "self.transport" in written
    assert "self.close_sent" in written
