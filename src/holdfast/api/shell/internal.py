"""What only our own processes may ask, over HTTP (``/internal``): a gateway has no database, and
asks orders who somebody is, and orders and payments for what sockets are told first.

Each call is signed with the secret all of them share, whoever can reach the port. To anybody else
there is nothing here.
"""

from asyncio import gather
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse
from msgspec import Struct

from holdfast.api.contract.problems import InvalidRequest, NotFound
from holdfast.api.shell.dependencies import exchange
from holdfast.api.shell.state import state_of
from holdfast.kit.clock import shop_now
from holdfast.kit.sentences import say
from holdfast.live import Reads
from holdfast.people import CallSigner, Identity, Secret
from holdfast.views.heads.head import HeadAsked
from holdfast.views.live import CHANNELS

__all__ = [
    "CALL", "AskedIdentities", "AskedStates", "of_orders", "of_payments", "only_ours",
]  # fmt: skip

CALL: Final = b"x-holdfast-call"
"""The header that a call's signature stands in."""
_MOST: Final = 1000
_OF_HOLDS: Final = 500  # in one piece of the answer
_KEY_OF: Final = {one.name: one.key for one in CHANNELS}

Body = TypeVar("Body", bound=Struct)
_encode: Final = msgspec.json.Encoder().encode


class AskedIdentities(Struct, frozen=True):
    """Secrets by kind; the answer has an identity, or none, for each."""

    secrets: list[tuple[Secret, str]]


class AskedStates(Struct, frozen=True):
    """Of a live channel: keys (ids, or owners), and rows of whomever."""

    keys: list[str]
    rows: list[UUID] = []


async def only_ours(request: Request) -> None:
    """Another process of ours asks; to whoever else asks there is nothing."""
    here, calls = exchange(request), state_of(request).calls
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


def _asked(request: Request, kind: type[Body]) -> Body:
    try:
        asked = msgspec.json.decode(exchange(request).body, type=kind)
    except msgspec.DecodeError:
        raise InvalidRequest("The body does not fit this request.") from None
    if any(len(getattr(asked, field) or "") > _MOST for field in kind.__struct_fields__):
        raise InvalidRequest(say("At most {most} at once.", most=_MOST))
    return asked


async def _nobody() -> Identity | None:
    return None


def _answer(content: object) -> Response:
    return Response(_encode(content), media_type="application/json")


@of_orders.post("/identities")
async def post_identities(request: Request) -> Response:
    """Who holds these secrets."""
    identities = state_of(request).credentials
    typed_ids = state_of(request).demo
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


@of_orders.post("/heads")
async def post_head(request: Request) -> Response:
    """What a page says of itself."""
    return _answer(await state_of(request).heads.head(_asked(request, HeadAsked)))


@of_orders.get("/live/holds")
async def get_holds(request: Request) -> StreamingResponse:
    """Open holds, in lines of JSON: how many there are is known at the end only."""
    open_holds = state_of(request).open_holds

    async def lines() -> AsyncIterator[bytes]:
        piece: list[Any] = []
        async for hold in open_holds():
            piece.append(hold)
            if len(piece) == _OF_HOLDS:
                yield _encode(piece) + b"\n"
                piece = []
        yield _encode(piece) + b"\n"

    return StreamingResponse(lines(), media_type="application/x-ndjson")


def _reads(request: Request, name: str) -> Reads[Any, Any]:
    reads = state_of(request).live
    if name not in reads:
        raise NotFound(say("There is no {path}.", path=name))
    return reads[name]


@of_orders.post("/live/{name}")
@of_payments.post("/live/{name}")
async def post_live(request: Request, name: str) -> Response:
    """What a live channel has of these."""
    reads, asked = _reads(request, name), _asked(request, AskedStates)
    try:
        keys = list(map(_KEY_OF[name], asked.keys))
    except ValueError:
        raise InvalidRequest("An id is a UUID.") from None
    return _answer(await reads.read(keys, asked.rows))


@of_orders.get("/live/{name}/all")
async def get_all(request: Request, name: str, limit: int) -> Response:
    """All the keys it has."""
    everything = _reads(request, name).everything
    return _answer(await everything(min(limit, _MOST + 1)) if everything else ())
