"""The demo's payment provider as another process, over HTTP: what it is asked, and its port."""

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import httpx
import msgspec
from msgspec import Struct

from holdfast.payments import (
    DEMO_METHODS,
    AnswerLost,
    Charge,
    ChargeRequest,
    DemoEvents,
    EventRefusal,
    MoveStatus,
    ProviderEvent,
    ProviderRefused,
    ProviderUnavailable,
)
from holdfast.people import CallSigner

__all__ = ["CALL", "AskedAmount", "AskedCharge", "Named", "RemoteProvider"]

CALL: Final = "X-Holdfast-Call"
SECONDS: Final = 6.0  # less than a flow waits for a provider

_encode: Final = msgspec.json.Encoder().encode


class AskedCharge(Struct, frozen=True, rename="camel"):
    """A payment to be begun; the same key gives the same one."""

    key: str
    subject_id: UUID
    amount: int
    currency: str
    expires_at: datetime
    method: str | None = None
    return_url: str | None = None


class Named(Struct, frozen=True):
    """A payment by its reference."""

    reference: str


class AskedAmount(Struct, frozen=True):
    """So much of a payment is to be captured, or to go back; the same key does it once."""

    reference: str
    amount: int
    key: str


class RemoteProvider:
    """The port of a payment provider, over the network."""

    methods: Final = DEMO_METHODS
    stateless: Final = False

    def __init__(self, url: str, calls: CallSigner, secret: bytes) -> None:
        self._url = url.rstrip("/")
        self._calls = calls
        self._events = DemoEvents(secret)
        self._http = httpx.AsyncClient(timeout=SECONDS, trust_env=False)

    async def close(self) -> None:
        await self._http.aclose()

    async def create(self, request: ChargeRequest, key: str) -> Charge:
        asked = AskedCharge(
            key,
            request.subject_id,
            request.amount,
            request.currency,
            request.expires_at,
            request.method,
            request.return_url,
        )
        charge: Charge = await self._ask("/charges", asked, Charge)
        return charge

    async def confirm(self, reference: str) -> Charge | None:
        charge: Charge | None = await self._ask("/charges/confirm", Named(reference), Charge | None)
        return charge

    async def capture(self, reference: str, amount: int, key: str, /) -> Charge | None:
        asked = AskedAmount(reference, amount, key)
        charge: Charge | None = await self._ask("/charges/capture", asked, Charge | None)
        return charge

    async def fail(self, reference: str) -> Charge | None:
        charge: Charge | None = await self._ask("/charges/fail", Named(reference), Charge | None)
        return charge

    async def refund(self, reference: str, amount: int, key: str) -> MoveStatus:
        await self._ask("/refunds", AskedAmount(reference, amount, key), None)
        return "succeeded"

    async def read_event(
        self, headers: Mapping[str, str], body: bytes
    ) -> ProviderEvent | EventRefusal:
        return self._events.read(headers, body, time.time())

    async def _ask(self, path: str, asked: object, kind: Any) -> Any:
        body = _encode(asked)
        headers = {CALL: self._calls.sign("POST", path, body)}
        try:
            answer = await self._http.post(self._url + path, content=body, headers=headers)
        except httpx.TransportError as error:
            raise AnswerLost(repr(error)) from error
        if answer.status_code == 200:
            return msgspec.json.decode(answer.content, type=kind)
        if answer.status_code >= 500 or answer.status_code == 429:
            raise ProviderUnavailable(f"it answers {answer.status_code}")
        raise ProviderRefused(answer.text[:500])
