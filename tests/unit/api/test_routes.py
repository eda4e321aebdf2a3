"""The table of routes finds what FastAPI would find."""

from typing import Any

import pytest
from fastapi import APIRouter
from starlette.types import ASGIApp, Receive, Scope, Send

from holdfast.api.contract.askers import Access
from holdfast.api.contract.problems import MethodNotAllowed
from holdfast.api.shell.metrics import HttpMetrics
from holdfast.api.shell.routes import Routes


async def nothing(scope: Scope, receive: Receive, send: Send) -> None:
    raise AssertionError("never called")


def routes() -> Routes:
    router = APIRouter()

    async def handler() -> None: ...

    for method, path in (
        ("GET", "/api/products"),
        ("GET", "/api/products/stock"),
        ("GET", "/api/products/{product_id}"),
        ("POST", "/api/products/{product_id}/check"),
        ("POST", "/api/orders/reserve"),
        ("GET", "/api/orders/{order_id}"),
        ("GET", "/api/{kind}/special/{name}"),
    ):
        router.add_api_route(path, handler, methods=[method])
    mounts: dict[str, ASGIApp] = {"/socket.io": nothing, "/media": nothing}
    return Routes(router.routes, mounts, nothing, HttpMetrics(), lambda *_: Access("anybody"))


TABLE = routes()


def scope(method: str, path: str) -> dict[str, Any]:
    return {"type": "http", "method": method, "path": path}


@pytest.mark.parametrize(
    ("method", "path", "template", "parameters"),
    [
        ("GET", "/api/products", "/api/products", {}),
        ("GET", "/api/products/stock", "/api/products/stock", {}),
        ("GET", "/api/products/abc", "/api/products/{product_id}", {"product_id": "abc"}),
        ("POST", "/api/products/a/check", "/api/products/{product_id}/check", {"product_id": "a"}),
        ("GET", "/api/products/special/x", "/api/{kind}/special/{name}",
         {"kind": "products", "name": "x"}),
        ("GET", "/socket.io/?x", "/socket.io", None),
        ("GET", "/socket.iox", "*", None),
        ("GET", "/media/a.png", "/media", None),
        ("GET", "/api/products/", "*", None),
        ("GET", "/", "*", None),
        ("GET", "/" * 5000, "*", None),
    ],
)  # fmt: skip
def test_finds(method: str, path: str, template: str, parameters: dict[str, str] | None) -> None:
    asked = scope(method, path)
    assert TABLE.find(asked).template == template
    assert asked.get("path_params") == parameters


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/api/products", "GET, HEAD"),
        ("POST", "/api/products/stock", "GET, HEAD"),
        ("GET", "/api/orders/reserve", "POST"),
        ("DELETE", "/api/orders/1", "GET, HEAD"),
    ],
)
def test_another_method_is_named(method: str, path: str, allowed: str) -> None:
    with pytest.raises(MethodNotAllowed) as refused:
        TABLE.find(scope(method, path))
    assert refused.value.headers == {"Allow": allowed}


def test_a_route_without_a_row_of_who_may_ask_it_does_not_start() -> None:
    router = APIRouter()

    async def handler() -> None: ...

    router.add_api_route("/api/forgotten", handler, methods=["GET"])
    with pytest.raises(LookupError, match="GET /api/forgotten has no row"):
        Routes(router.routes, {}, nothing, HttpMetrics())
