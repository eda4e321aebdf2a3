"""A route called directly answers and refuses as one that goes through FastAPI."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
import pytest
from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from fastapi.middleware.asyncexitstack import AsyncExitStackMiddleware
from fastapi.routing import APIRoute
from pydantic import Field
from starlette.types import Message

from holdfast.api.contract.answers import Answer, Instant, json_answer
from holdfast.api.contract.faults import translated
from holdfast.api.contract.problems import rendered
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.exchange import Exchange
from holdfast.api.shop.orders import ReserveAsked
from holdfast.people import Signer

ID = "0198c5b0-7a3e-7c3a-9d8f-2f6f0f6e8f12"
CART = {"items": [{"productId": ID, "quantity": 2}]}


async def answer(request: Request, asked: ReserveAsked) -> Response:
    return json_answer({"path": request.url.path, "lines": [i.quantity for i in asked.lines()]})


async def answer_item(request: Request, item_id: str, asked: ReserveAsked) -> Response:
    return json_answer({"item": item_id})


async def answer_ids(request: Request, cart_id: UUID, item_id: UUID) -> Response:
    return json_answer({"cart": cart_id, "item": item_id})


async def answer_both(
    request: Request, item_id: UUID, asked: ReserveAsked, cart_id: UUID
) -> Response:
    lines = [one.quantity for one in asked.lines()]
    return json_answer({"cart": cart_id, "item": item_id, "lines": lines})


async def answer_search(
    request: Request,
    cart_id: UUID,
    named: Annotated[str, Path(min_length=1, max_length=255)],
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    sort: Literal["new", "old"] = "new",
    mine: Annotated[bool, Query(alias="mine")] = False,
    text: Annotated[str | None, Query(max_length=200)] = None,
    value: Annotated[list[Annotated[str, Field(max_length=200)]] | None, Query()] = None,
) -> Response:
    return json_answer([cart_id, named, limit, sort, mine, text, value])


async def answer_depending(request: Request, one: Annotated[int, Depends(lambda: 1)]) -> Response:
    return json_answer([one])


async def answer_alone(request: Request) -> Response:
    return json_answer({"path": request.url.path, "named": request.scope["path_params"]})


class Sold(Answer):
    item_id: UUID
    sold_at: Instant
    of: list[str]


async def answer_model(request: Request, item_id: UUID) -> Sold:
    moment = datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)
    return Sold(item_id=item_id, sold_at=moment, of=["\u0448"])


def modelled(route_class: Any, status: int) -> Any:
    router = APIRouter(route_class=route_class)
    router.post("/carts/{item_id}", status_code=status)(answer_model)
    return router.routes[0]


def route(route_class: Any, path: str = "/carts", endpoint: Any = answer) -> Any:
    router = APIRouter(route_class=route_class)
    router.add_api_route(path, endpoint, methods=["POST"], response_model=None)
    return router.routes[0]


DIRECT = route(DirectRoute)
USUAL = route(APIRoute)


async def told(
    app: Any,
    body: bytes,
    values: Mapping[str, str] = MappingProxyType({}),
    query: bytes = b"",
    more: Sequence[tuple[bytes, bytes]] = (),
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
        "headers": [(b"content-type", b"application/json"), *more],
        "query_string": query,
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


@pytest.mark.parametrize("asked", [CART, {}, {**CART, "locale": "english"}, None])
@pytest.mark.parametrize("item", [ID, "no id"])
async def test_ids_beside_a_body_are_read_as_through_fastapi(item: str, asked: object) -> None:
    path, values = "/carts/{cart_id}/items/{item_id}", {"item_id": item, "cart_id": ID}
    body = b"" if asked is None else msgspec.json.encode(asked)
    direct = route(DirectRoute, path, answer_both)
    usual = AsyncExitStackMiddleware(route(APIRoute, path, answer_both).app)
    assert direct.direct
    assert await told(direct.app, body, values) == await told(usual, body, values)


async def test_who_reads_what_it_needs_itself_is_called_directly_too() -> None:
    path, values = "/carts/{cart}", {"cart": "mine"}
    direct = route(DirectRoute, path, answer_alone)
    usual = AsyncExitStackMiddleware(route(APIRoute, path, answer_alone).app)
    assert direct.direct
    assert await told(direct.app, b"", values) == await told(usual, b"", values)


@pytest.mark.parametrize("status", [200, 201])
async def test_a_model_becomes_the_answer_that_fastapi_makes_of_it(status: int) -> None:
    direct, usual = (modelled(kind, status) for kind in (DirectRoute, APIRoute))
    assert direct.direct
    values = {"item_id": ID}
    found = await told(direct.app, b"", values)
    assert found == await told(AsyncExitStackMiddleware(usual.app), b"", values)
    assert found == (status, {"itemId": ID, "soldAt": "2026-01-02T03:04:05.678Z", "of": ["\u0448"]})


SEARCHES = (
    b"", b"limit=3&sort=new&mine=true&value=a&value=b", b"limit=0&sort=odd",
    b"limit=x&mine=perhaps",
    b"value=&limit=&sort=", b"limit=1&limit=2", b"text=%D1%88%20%ff", b"value=" + b"v" * 300,
)  # fmt: skip


@pytest.mark.parametrize("query", SEARCHES)
@pytest.mark.parametrize("cart", [ID, "no id", ""])
async def test_parameters_are_read_as_through_fastapi(query: bytes, cart: str) -> None:
    path, values = "/carts/{cart_id}/{named}", {"cart_id": cart, "named": "n"}
    direct = route(DirectRoute, path, answer_search)
    usual = AsyncExitStackMiddleware(route(APIRoute, path, answer_search).app)
    assert direct.direct
    assert await told(direct.app, b"", values, query) == await told(usual, b"", values, query)


async def test_headers_are_read_as_through_fastapi_each_time_anew() -> None:
    async def answers(
        request: Request,
        limit: int = 20,
        link: Annotated[str, Header(alias="Order-Link", max_length=3)] = "",
        if_range: Annotated[str, Header()] = "",
    ) -> Response:
        return json_answer([limit, link, if_range])

    direct = route(DirectRoute, "/carts", answers)
    usual = AsyncExitStackMiddleware(route(APIRoute, "/carts", answers).app)
    assert direct.direct
    of_one, of_other, long = (b"order-link", b"a"), (b"order-link", b"b"), (b"order-link", b"long")
    for heads in ([], [of_one], [], [of_other], [long], [(b"if-range", b"x"), of_one], []):
        for query in (b"limit=3", b"limit=x", b""):
            found = await told(direct.app, b"", query=query, more=heads)
            assert found == await told(usual, b"", query=query, more=heads), (heads, query)
    assert await told(direct.app, b"", query=b"limit=3") == (200, [3, "", ""])


async def test_the_same_words_mean_the_same_again_and_other_words_do_not() -> None:
    kept: list[Any] = []

    async def answers(
        request: Request,
        named: str,
        limit: Annotated[int, Query(ge=1)] = 20,
        value: Annotated[list[str] | None, Query()] = None,
    ) -> Response:
        if value is not None:
            value.append("mine")
        kept.append([named, limit, value])
        return json_answer(kept[-1])

    app = route(DirectRoute, "/carts/{named}", answers).app
    for query in (b"limit=3", b"limit=0", b"value=a", b""):
        first = await told(app, b"", {"named": "n"}, query)
        assert await told(app, b"", {"named": "n"}, query) == first, query
    assert await told(app, b"", {"named": "other"}, b"limit=3") == (200, ["other", 3, None])
    assert [one for _, _, one in kept] == [None, None, ["a", "mine"], ["a", "mine"], *[None] * 3]


def test_handlers_that_ask_for_anything_else_are_not_called_directly() -> None:
    assert DIRECT.direct
    assert not route(DirectRoute, "/carts/{item_id}", answer_item).direct  # no id
    assert not route(DirectRoute, "/carts", answer_depending).direct
