"""The demo's carrier, which tells the shop of each step of a parcel, twice: within the shop, or as
`holdfast demo-carrier`, a process of its own.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias

import httpx
import msgspec
import structlog
from fastapi import APIRouter, Depends, Request, Response
from starlette.types import ASGIApp

from holdfast.api.contract.problems import InvalidRequest
from holdfast.api.shell import health
from holdfast.api.shell.authentication import ByGateway
from holdfast.api.shell.dependencies import exchange
from holdfast.api.shell.internal import only_ours
from holdfast.api.shell.state import state_of
from holdfast.db.engine import is_away
from holdfast.flows.fulfilment.dispatch import Dispatch
from holdfast.flows.fulfilment.hearing import take_word
from holdfast.fulfilment import (
    CarrierRefused,
    CarrierStep,
    CarrierWord,
    DemoBook,
    DemoCarrier,
    Shipment,
    ShipmentRequest,
    WordRefusal,
)
from holdfast.kit import Problem, new_id
from holdfast.kit.tasks import Tasks
from holdfast.people import CallSigner, Voucher
from holdfast.roles import lifespan, parts
from holdfast.roles.elsewhere import nothing_else
from holdfast.roles.remote_carrier import AskedShipment
from holdfast.roles.remote_provider import SECONDS, Named
from holdfast.settings import BadSettings, Settings

__all__ = ["DEMO", "CarrierDesk", "Send", "build", "by_http", "desk_of", "straight_to"]

log = structlog.get_logger("holdfast.demo_carrier")

PAUSES: Final = (0.0, 0.0, 1.0, 5.0, 30.0)
"""Before each time a word is sent: twice at once, and again as long as nobody takes it."""
DEMO: Final = "demo"
"""Its name among the shop's carriers."""
Send: TypeAlias = Callable[[Mapping[str, str], bytes], Awaitable[bool]]
"""Bring a word, as its headers and body, to the shop: whether it was taken."""
_encode: Final = msgspec.json.Encoder().encode

router = APIRouter(include_in_schema=False, dependencies=[Depends(only_ours)])


class CarrierDesk:
    """The carrier as it is asked, and the telling of what it does from ``start`` on."""

    title: Final = DemoCarrier.title

    def __init__(self, carrier: DemoCarrier) -> None:
        self._carrier = carrier
        self._send: Send | None = None
        self._tasks = Tasks()
        self._begun: set[str] = set()

    async def start(self, send: Send) -> None:
        """Tell by ``send``; first of what was not told to its end when it was last stopped."""
        self._send = send
        for reference in self._carrier.book.untold():
            self._begin(reference, send)

    async def stop(self) -> None:
        """Nothing more is told."""
        await self._tasks.end()
        self._carrier.book.close()

    async def create(self, request: ShipmentRequest, key: str) -> Shipment:
        """Its steps are told as they come."""
        shipment = await self._carrier.create(request, key)
        if self._send is not None:
            self._begin(shipment.reference, self._send)
        return shipment

    async def label(self, reference: str) -> bytes:
        return await self._carrier.label(reference)

    async def track(self, reference: str) -> tuple[CarrierStep, ...]:
        return await self._carrier.track(reference)

    async def cancel(self, reference: str) -> None:
        await self._carrier.cancel(reference)

    async def read_word(self, headers: Mapping[str, str], body: bytes) -> CarrierWord | WordRefusal:
        return await self._carrier.read_word(headers, body)

    def _begin(self, reference: str, send: Send) -> None:
        if reference not in self._begun:
            self._begun.add(reference)
            self._tasks.begin(self._tell(reference, send), f"words of {reference}")

    async def _tell(self, reference: str, send: Send) -> None:
        for at, moment in enumerate(self._carrier.moments(reference)):
            if not await self._carrier.reached(reference, moment):
                return
            await self._tell_one(CarrierWord(f"{reference}/{at}", reference), send)
        self._carrier.book.all_told(reference)

    async def _tell_one(self, word: CarrierWord, send: Send) -> None:
        taken = 0
        for pause in PAUSES:
            await asyncio.sleep(pause)
            taken += await send(*self._carrier.signed(word))
            if taken == 2:
                return


def by_http(shop: str) -> Send:
    """To the shop at this address, as any carrier's words come."""
    hook = f"{shop.rstrip('/')}/hooks/carriers/{DEMO}"

    async def send(headers: Mapping[str, str], body: bytes) -> bool:
        try:
            async with httpx.AsyncClient(timeout=SECONDS, trust_env=False) as http:
                answer = await http.post(hook, content=body, headers=dict(headers))
        except httpx.HTTPError as error:
            log.info("the shop does not hear", error=repr(error))
            return False
        return answer.is_success

    return send


def straight_to(parts: Dispatch) -> Send:
    """To the shop of this process."""

    async def send(headers: Mapping[str, str], body: bytes) -> bool:
        try:
            await take_word(parts, DEMO, headers, body, str(new_id()))
        except Exception as error:
            if not isinstance(error, Problem) and not is_away(error):
                raise
            log.info("the shop does not hear", error=repr(error))
            return False
        return True

    return send


def desk_of(settings: Settings, secret: bytes) -> CarrierDesk:
    """Its book is beside the other data: all processes that share these are one carrier."""
    book = DemoBook(settings.data / "demo-carrier.db")
    return CarrierDesk(DemoCarrier(secret, settings.demo_carrier_pace, book=book))


def build(settings: Settings, shared: tuple[Path, int] | None = None) -> ASGIApp:
    """The application of this role."""
    if not settings.demo_shop_url:
        raise BadSettings("HOLDFAST_DEMO_SHOP_URL: where the demo's shop is; set it.")
    here = parts.Foundation(settings, (), shared)
    api = parts.interface((router, health.router))
    state = here.prepare(api, {})
    state.carrier = desk = desk_of(settings, here.secret)
    state.calls = CallSigner(here.secret)
    api.router.lifespan_context = lifespan.lifespan_of(
        here, ((partial(desk.start, by_http(settings.demo_shop_url)), desk.stop),)
    )
    return here.shell(api, ByGateway(Voucher(here.secret), here.signer), {}, nothing_else)


def _asked(request: Request, kind: Any) -> Any:
    try:
        return msgspec.json.decode(exchange(request).body, type=kind)
    except msgspec.DecodeError:
        raise InvalidRequest("The body does not fit this request.") from None


def _desk(request: Request) -> CarrierDesk:
    desk: CarrierDesk = state_of(request).carrier
    return desk


def _answer(content: object, status: int = 200) -> Response:
    return Response(_encode(content), status, media_type="application/json")


@router.post("/shipments")
async def post_shipment(request: Request) -> Response:
    asked: AskedShipment = _asked(request, AskedShipment)
    try:
        return _answer(await _desk(request).create(asked.request, asked.key))
    except CarrierRefused as refused:
        return _answer(str(refused), 409)


@router.post("/shipments/label")
async def post_label(request: Request) -> Response:
    reference: str = _asked(request, Named).reference
    try:
        return _answer(await _desk(request).label(reference))
    except CarrierRefused as refused:
        return _answer(str(refused), 409)


@router.post("/shipments/track")
async def post_track(request: Request) -> Response:
    return _answer(await _desk(request).track(_asked(request, Named).reference))


@router.post("/shipments/cancel")
async def post_cancel(request: Request) -> Response:
    try:
        await _desk(request).cancel(_asked(request, Named).reference)
    except CarrierRefused as refused:
        return _answer(str(refused), 409)
    return _answer(None)
