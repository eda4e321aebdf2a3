"""A route called directly answers and refuses as one that goes through FastAPI."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

import msgspec
import pytest
from fastapi import APIRouter, Request, Response
from fastapi.middleware.asyncexitstack import AsyncExitStackMiddleware
from fastapi.routing import APIRoute
from starlette.types import Message

from holdfast.api.contract.answers import json_answer
from holdfast.api.contract.faults import translated
from holdfast.api.contract.problems import rendered
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.exchange import Exchange
from holdfast.api.shop.orders import ReserveAsked
from holdfast.people import Signer

ID = "0198c5b0-7a3e-7c3a-9d8f-2f6f0f6e8f12"
CART = {"items": [{"productId": ID, "quantity": 2}]}


async def answer(request: Request, asked: ReserveAsked) -> Response:
    return json_answer({"path": request.url.path, "lines": [i.quantity for i in asked.items]})


async def answer_item(request: Request, item_id: str, asked: ReserveAsked) -> Response:
    return json_answer({"item": item_id})


async def answer_ids(request: Request, cart_id: UUID, item_id: UUID) -> Response:
    return json_answer({"cart": cart_id, "item": item_id})


async def answer_named(request: Request, cart_id: UUID, named: str) -> Response:
    return json_answer({"cart": cart_id, "named": named})


async def answer_alone(request: Request) -> Response:
    return json_answer({"path": request.url.path, "named": request.scope["path_params"]})


def route(route_class: Any, path: str = "/carts", endpoint: Any = answer) -> Any:
    router = APIRouter(route_class=route_class)
    router.add_api_route(path, endpoint, methods=["POST"], response_model=None)
    return router.routes[0]


DIRECT = route(DirectRoute)
USUAL = route(APIRoute)


async def told(
    app: Any, body: bytes, values: Mapping[str, str] = MappingProxyType({})
) -> tuple[int, Any]:
    """Status and body of the answer, or of the problem."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "path": "/carts",
        "headers": [(b"content-type", b"application/json")],
        "query_string": b"",
        "path_params": dict(values),
    }
    scope["exchange"] = exchange = Exchange(scope, receive, send, Signer(b"x" * 16), 0.0)
    exchange.body = body
    try:
        await app(scope, exchange.receive, send)
    except Exception as error:
        problem = translated(error)
        if problem is None:
            raise
        status, _, text = rendered(problem, "request")
        return status, json.loads(text)
    return sent[0]["status"], json.loads(sent[1]["body"])


@pytest.mark.parametrize(
    "asked",
    [
        CART,
        {**CART, "locale": "en", "unknown": 1},
        {},
        {"items": []},
        {"items": [{}]},
        {"items": [{"productId": "no id", "quantity": 0}, {"productId": ID, "quantity": "1"}]},
        {"items": [{"productId": ID, "options": {"Size": ["M"]}}]},
        {**CART, "locale": "english"},
    ],
    ids=str,
)
async def test_answers_and_refuses_as_through_fastapi(asked: object) -> None:
    body = msgspec.json.encode(asked)
    assert await told(DIRECT.app, body) == await told(AsyncExitStackMiddleware(USUAL.app), body)


async def test_no_body_is_a_missing_field() -> None:
    usual = await told(AsyncExitStackMiddleware(USUAL.app), b"")
    assert await told(DIRECT.app, b"") == usual
    assert usual[0] == 422


async def test_what_is_no_object_is_refused() -> None:
    status, problem = await told(DIRECT.app, b"[]")
    assert (status, problem["code"]) == (422, "invalid-request")


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"items": [}', b"[" * 100_000])
async def test_what_is_no_json_is_refused(body: bytes) -> None:
    status, problem = await told(DIRECT.app, body)
    assert (status, problem["code"]) == (400, "malformed-json")


@pytest.mark.parametrize("item", [ID, ID.upper(), ID.replace("-", ""), "no id", "", "\u0131"])
async def test_ids_in_the_path_are_read_as_through_fastapi(item: str) -> None:
    path, values = "/carts/{cart_id}/items/{item_id}", {"item_id": item, "cart_id": ID}
    direct = route(DirectRoute, path, answer_ids)
    usual = AsyncExitStackMiddleware(route(APIRoute, path, answer_ids).app)
    assert direct.direct
    assert await told(direct.app, b"", values) == await told(usual, b"", values)


async def test_who_reads_what_it_needs_itself_is_called_directly_too() -> None:
    path, values = "/carts/{cart}", {"cart": "mine"}
    direct = route(DirectRoute, path, answer_alone)
    usual = AsyncExitStackMiddleware(route(APIRoute, path, answer_alone).app)
    assert direct.direct
    assert await told(direct.app, b"", values) == await told(usual, b"", values)


def test_only_handlers_of_a_body_or_of_ids_are_called_directly() -> None:
    assert DIRECT.direct
    assert not route(DirectRoute, "/carts/{item_id}", answer_item).direct
    assert not route(DirectRoute, "/carts/{cart_id}/{named}", answer_named).direct
    assert not route(DirectRoute, "/carts/{cart_id}", answer_ids).direct  # one is a query
