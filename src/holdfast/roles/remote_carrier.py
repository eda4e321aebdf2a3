"""The demo's carrier as another process, over HTTP: what it is asked, and its port."""

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import httpx
import msgspec
from msgspec import Struct

from holdfast.fulfilment import (
    Carrier,
    CarrierRefused,
    CarrierStep,
    CarrierUnavailable,
    CarrierWord,
    DemoCarrier,
    Listening,
    Shipment,
    ShipmentRequest,
    WordRefusal,
)
from holdfast.people import CallSigner
from holdfast.roles.remote_provider import CALL, SECONDS, Named
from holdfast.settings import Settings

__all__ = ["AskedShipment", "RemoteCarrier", "carriers_of", "listening_of"]

_REFUSED: Final = 409
_encode: Final = msgspec.json.Encoder().encode


class AskedShipment(Struct, frozen=True):
    """A parcel to be expected; the same key gives the same one."""

    key: str
    request: ShipmentRequest


class RemoteCarrier:
    """The port of a carrier, over the network."""

    title: Final = DemoCarrier.title

    def __init__(self, url: str, secret: bytes) -> None:
        self._url = url.rstrip("/")
        self._calls = CallSigner(secret)
        self._words = DemoCarrier(secret, clock=time.time)

    async def create(self, request: ShipmentRequest, key: str) -> Shipment:
        shipment: Shipment = await self._ask("/shipments", AskedShipment(key, request), Shipment)
        return shipment

    async def label(self, reference: str) -> bytes:
        label: bytes = await self._ask("/shipments/label", Named(reference), bytes)
        return label

    async def track(self, reference: str) -> tuple[CarrierStep, ...]:
        kind = tuple[CarrierStep, ...]
        steps: tuple[CarrierStep, ...] = await self._ask("/shipments/track", Named(reference), kind)
        return steps

    async def cancel(self, reference: str) -> None:
        await self._ask("/shipments/cancel", Named(reference), None)

    async def read_word(self, headers: Mapping[str, str], body: bytes) -> CarrierWord | WordRefusal:
        return await self._words.read_word(headers, body)

    async def _ask(self, path: str, asked: object, kind: Any) -> Any:
        body = _encode(asked)
        headers = {CALL: self._calls.sign("POST", path, body)}
        try:
            async with httpx.AsyncClient(timeout=SECONDS, trust_env=False) as http:
                answer = await http.post(self._url + path, content=body, headers=headers)
            if answer.status_code == 200:
                return msgspec.json.decode(answer.content, type=kind)
        except (httpx.HTTPError, msgspec.DecodeError) as error:
            raise CarrierUnavailable(repr(error)) from error
        if answer.status_code == _REFUSED:
            raise CarrierRefused(msgspec.json.decode(answer.content, type=str))
        raise CarrierUnavailable(f"it answers {answer.status_code}")


def listening_of(settings: Settings) -> Listening:
    """How long carriers may say nothing of a parcel."""
    return Listening(
        timedelta(hours=settings.carrier_quiet_hours), timedelta(days=settings.carrier_silent_days)
    )


def carriers_of(settings: Settings, secret: bytes) -> dict[str, Carrier]:
    """The carriers that are set up elsewhere, by name. The demo's is of a demo shop alone: else
    its parcels would be taken for sent."""
    if not settings.demo or not settings.demo_carrier_url:
        return {}
    return {"demo": RemoteCarrier(settings.demo_carrier_url, secret)}
