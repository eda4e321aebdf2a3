"""What only our own processes may ask, over HTTP (``/internal``): a gateway has no database, and
asks orders who somebody is, and orders and payments for what sockets are told first.

Each call is signed with the secret all of them share, whoever can reach the port. To anybody else
there is nothing here.
"""

from asyncio import gather
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse
from msgspec import Struct

from holdfast.api.contract.problems import InvalidRequest, NotFound
from holdfast.api.shell.dependencies import exchange
from holdfast.kit.clock import shop_now
from holdfast.kit.sentences import say
from holdfast.live import OrderSource, Sources, SupplySource, WalletSource
from holdfast.people import CallSigner, Identity, IdentityCache, Secret
from holdfast.views.products import ProductReads

__all__ = [
    "CALL", "AskedIdentities", "AskedIds", "AskedNames", "AskedOwners", "of_orders", "of_payments",
    "only_ours",
]  # fmt: skip

CALL: Final = b"x-holdfast-call"
"""The header that a call's signature stands in."""
_MOST: Final = 1000
_OF_HOLDS: Final = 500  # in one piece of the answer

Asked = TypeVar("Asked", bound=Struct)
_encode: Final = msgspec.json.Encoder().encode


class AskedIdentities(Struct, frozen=True):
    """Secrets by kind; the answer has an identity, or none, for each."""

    secrets: list[tuple[Secret, str]]


class AskedIds(Struct, frozen=True):
    ids: list[UUID]


class AskedNames(Struct, frozen=True):
    """Ids or handles of products."""

    names: list[str]


class AskedOwners(Struct, frozen=True):
    owners: list[str]


async def only_ours(request: Request) -> None:
    """Another process of ours asks; to whoever else asks there is nothing."""
    here, calls = exchange(request), request.app.state.calls
    assert isinstance(calls, CallSigner)
    scope = request.scope
    path = f"{scope['path']}?{scope['query_string'].decode()}".rstrip("?")
    if not calls.is_ours(here.headers.get(CALL, b""), scope["method"], path, here.body):
        raise NotFound(say("There is no {path}.", path=scope["path"][:200]))


of_orders = APIRouter(
    prefix="/internal", include_in_schema=False, dependencies=[Depends(only_ours)]
)
of_payments = APIRouter(
    prefix="/internal", include_in_schema=False, dependencies=[Depends(only_ours)]
)


def _asked(request: Request, kind: type[Asked]) -> Asked:
    try:
        asked = msgspec.json.decode(exchange(request).body, type=kind)
    except msgspec.DecodeError:
        raise InvalidRequest("The body does not fit this request.") from None
    (field,) = kind.__struct_fields__
    if len(getattr(asked, field)) > _MOST:
        raise InvalidRequest(say("At most {most} at once.", most=_MOST))
    return asked


async def _nobody() -> Identity | None:
    return None


def _answer(content: object) -> Response:
    return Response(_encode(content), media_type="application/json")


@of_orders.post("/identities")
async def post_identities(request: Request) -> Response:
    """Who holds these secrets."""
    identities: IdentityCache = request.app.state.credentials
    typed_ids: bool = request.app.state.demo
    ask: dict[str, Callable[[str], Awaitable[Identity | None]]] = {
        "session": identities.session,
        "token": identities.token,
    }
    if typed_ids:
        ask["typed"] = identities.typed
    asked = _asked(request, AskedIdentities).secrets
    found = [ask[kind](secret) if kind in ask else _nobody() for kind, secret in asked]
    return _answer(await gather(*found))


@of_orders.get("/clock")
async def get_clock() -> Response:
    """What the clock says by which holds end."""
    return _answer(shop_now())


@of_orders.post("/products/on-sale")
async def post_on_sale(request: Request) -> Response:
    """Which of these there are on sale."""
    products: ProductReads = request.app.state.products
    asked = _asked(request, AskedNames).names
    return _answer([await products.is_on_sale(name) for name in asked])


@of_orders.post("/live/products")
async def post_products(request: Request) -> Response:
    sources: Sources = request.app.state.live_products
    return _answer(await sources.products(_asked(request, AskedIds).ids))


@of_orders.get("/live/on-sale")
async def get_on_sale(request: Request, limit: int) -> Response:
    sources: Sources = request.app.state.live_products
    return _answer(await sources.all_ids(min(limit, _MOST + 1)))


@of_orders.get("/live/holds")
async def get_holds(request: Request) -> StreamingResponse:
    """Open holds, in lines of JSON: how many there are is known at the end only."""
    sources: Sources = request.app.state.live_products

    async def lines() -> AsyncIterator[bytes]:
        piece: list[Any] = []
        async for hold in sources.open_holds():
            piece.append(hold)
            if len(piece) == _OF_HOLDS:
                yield _encode(piece) + b"\n"
                piece = []
        yield _encode(piece) + b"\n"

    return StreamingResponse(lines(), media_type="application/x-ndjson")


@of_orders.post("/live/supplies")
async def post_supplies(request: Request) -> Response:
    source: SupplySource = request.app.state.live_supplies
    found: Mapping[UUID, Any] = await source.supplies(_asked(request, AskedIds).ids)
    return _answer(found)


@of_orders.post("/live/orders")
async def post_orders(request: Request) -> Response:
    source: OrderSource = request.app.state.live_orders
    return _answer(await source.recent(_asked(request, AskedOwners).owners))


@of_payments.post("/live/wallets")
async def post_wallets(request: Request) -> Response:
    source: WalletSource = request.app.state.live_wallets
    return _answer(await source.wallets(_asked(request, AskedOwners).owners))
