"""`holdfast demo-carrier`: the demo's carrier as a process of its own, which tells the shop of each
step of a parcel, twice."""

import asyncio
from pathlib import Path
from typing import Any, Final

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
from holdfast.fulfilment import CarrierRefused, CarrierWord, DemoCarrier
from holdfast.kit.tasks import Tasks
from holdfast.people import CallSigner, Voucher
from holdfast.roles import lifespan, parts
from holdfast.roles.elsewhere import nothing_else
from holdfast.roles.remote_carrier import AskedShipment
from holdfast.roles.remote_provider import SECONDS, Named
from holdfast.settings import BadSettings, Settings

__all__ = ["CarrierDesk", "build"]

log = structlog.get_logger("holdfast.demo_carrier")

PAUSES: Final = (0.0, 0.0, 1.0, 5.0, 30.0)
"""Before each time a word is sent: twice at once, and again as long as nobody takes it."""
_encode: Final = msgspec.json.Encoder().encode

router = APIRouter(include_in_schema=False, dependencies=[Depends(only_ours)])


class CarrierDesk:
    """The carrier, and the telling of what it does. ``shop``: where its words go."""

    def __init__(self, carrier: DemoCarrier, shop: str) -> None:
        self.carrier = carrier
        self._hook = f"{shop.rstrip('/')}/hooks/carriers/demo"
        self._tasks = Tasks()
        self._told: set[str] = set()

    def tell(self, reference: str) -> None:
        """Tell of its steps as they come; of each parcel once."""
        if reference not in self._told:
            self._told.add(reference)
            self._tasks.begin(self._tell(reference), f"words of {reference}")

    async def stop(self) -> None:
        """Nothing more is told."""
        await self._tasks.end()

    async def _tell(self, reference: str) -> None:
        for at, moment in enumerate(self.carrier.moments(reference)):
            if not await self.carrier.reached(reference, moment):
                return
            await self._send(CarrierWord(f"{reference}/{at}", reference))

    async def _send(self, word: CarrierWord) -> None:
        taken = 0
        for pause in PAUSES:
            await asyncio.sleep(pause)
            headers, body = self.carrier.signed(word)
            try:
                async with httpx.AsyncClient(timeout=SECONDS, trust_env=False) as http:
                    answer = await http.post(self._hook, content=body, headers=headers)
                taken += answer.is_success
            except httpx.HTTPError as error:
                log.info("the shop does not hear", error=repr(error))
            if taken == 2:
                return


def build(settings: Settings, shared: tuple[Path, int] | None = None) -> ASGIApp:
    """The application of this role."""
    if not settings.demo_shop_url:
        raise BadSettings("HOLDFAST_DEMO_SHOP_URL: where the demo's shop is; set it.")
    here = parts.Foundation(settings, (), shared)
    api = parts.interface((router, health.router))
    state = here.prepare(api, {})
    carrier = DemoCarrier(here.secret, settings.demo_carrier_pace)
    state.carrier = desk = CarrierDesk(carrier, settings.demo_shop_url)
    state.calls = CallSigner(here.secret)
    api.router.lifespan_context = lifespan.lifespan_of(here, (lifespan.closing(desk.stop),))
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
    desk = _desk(request)
    try:
        shipment = await desk.carrier.create(asked.request, asked.key)
    except CarrierRefused as refused:
        return _answer(str(refused), 409)
    desk.tell(shipment.reference)
    return _answer(shipment)


@router.post("/shipments/label")
async def post_label(request: Request) -> Response:
    reference: str = _asked(request, Named).reference
    try:
        return _answer(await _desk(request).carrier.label(reference))
    except CarrierRefused as refused:
        return _answer(str(refused), 409)


@router.post("/shipments/track")
async def post_track(request: Request) -> Response:
    return _answer(await _desk(request).carrier.track(_asked(request, Named).reference))


@router.post("/shipments/cancel")
async def post_cancel(request: Request) -> Response:
    try:
        await _desk(request).carrier.cancel(_asked(request, Named).reference)
    except CarrierRefused as refused:
        return _answer(str(refused), 409)
    return _answer(None)
