"""The demo provider: pays, declines, repeats itself or comes late, as the method of paying says.

It exists only under ``--demo``. It keeps nothing: a reference carries what was agreed, signed, so
that a forged one is unknown here just as it would be at a real provider. The card of a payment is
such a reference, too: it may be charged later, and where a bank had asked, it wants its owner there
again.
"""

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from typing import Final, Literal, get_args
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from holdfast.payments.demo_events import DemoEvents
from holdfast.payments.provider import (
    Charge,
    ChargeRequest,
    ChargeStatus,
    Declined,
    EventRefusal,
    MoveStatus,
    NextAction,
    ProviderEvent,
    ProviderRefused,
)
from holdfast.payments.provider_cards import SavedCard

_Method = Literal["success", "decline", "duplicate", "late", "authorize", "redirect"]
DEMO_METHODS: Final[frozenset[str]] = frozenset(get_args(_Method))

LATE_BY: Final = 2.0  # seconds after the hold's end that a late success comes
APPROVED_IN: Final = 1.0  # seconds that the bank takes to which a buyer is redirected
_MARK: Final = "demo_"
_DIGITS: Final = ("4242", "3220")  # of a card whose bank never asks, and of one whose bank does
_TAG_BYTES: Final = 16


class _Agreed(Struct, frozen=True, array_like=True):
    """What a reference carries; ``succeeds_at`` is seconds since the epoch, None for never;
    ``held``: succeeding, it is authorized only. ``asks``: its buyer's bank did; ``unattended``:
    a kept card was charged."""

    key: str
    subject_id: UUID
    amount: int
    currency: str
    succeeds_at: float | None
    held: bool = False
    asks: bool = False
    unattended: bool = False


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(_Agreed).decode


class DemoProvider:
    """``secret`` signs the references; ``clock`` gives seconds since the epoch."""

    methods: Final = DEMO_METHODS
    stateless: Final = True
    charges_kept: Final = True

    def __init__(self, secret: bytes, clock: Callable[[], float] = time.time) -> None:
        self._signing = hmac.new(hashlib.sha256(b"demo provider" + secret).digest(), None, "sha256")
        self._clock = clock
        self._events = DemoEvents(secret)

    async def create(self, request: ChargeRequest, key: str) -> Charge:
        method = request.method or "success"
        succeeds_at: float | None = 0.0  # at once; no clock in it, so the same key agrees twice
        ask_in: tuple[float, ...] = ()
        action = None
        if method == "decline":
            succeeds_at = None
        elif method == "duplicate":
            ask_in = (0.5, 1.0)
        elif method == "late":
            now = self._clock()
            succeeds_at = max(request.expires_at.timestamp(), now) + LATE_BY
            ask_in = (succeeds_at - now,)
        elif method == "redirect":  # its bank has no page: it sends the buyer back at once
            succeeds_at, ask_in = self._clock() + APPROVED_IN, (APPROVED_IN,)
            action = NextAction(redirect_url=request.return_url)
        agreed = _Agreed(
            key,
            request.subject_id,
            request.amount,
            request.currency,
            succeeds_at,
            method == "authorize",
            method == "redirect",
        )
        charge = self._charge(self._reference(agreed), agreed)
        return replace(charge, ask_in=ask_in, next_action=action)

    async def kept_card(self, reference: str, _: str | None, /) -> SavedCard | None:
        """Whoever paid has it."""
        agreed = self._read(reference)
        if agreed is None:
            return None
        return SavedCard(reference, "visa", _DIGITS[agreed.asks], 12, 2034)

    async def charge_kept(self, request: ChargeRequest, key: str, /) -> Charge:
        """As its owner's bank is: it asks for them each time, or never."""
        kept = None if request.card is None else self._read(request.card)
        if kept is None:
            raise ProviderRefused("there is no such card")
        agreed = _Agreed(
            key,
            request.subject_id,
            request.amount,
            request.currency,
            None if kept.asks else 0.0,
            asks=kept.asks,
            unattended=True,
        )
        return self._charge(self._reference(agreed), agreed)

    async def confirm(self, reference: str) -> Charge | None:
        agreed = self._read(reference)
        return None if agreed is None else self._charge(reference, agreed)

    async def capture(self, reference: str, amount: int, _: str, /) -> Charge | None:
        """Granted within what was authorized."""
        charge = await self.confirm(reference)
        if charge is None:
            return None
        if charge.status != "authorized" or amount > charge.amount:
            raise ProviderRefused("there is less to capture")
        return replace(charge, status="succeeded", amount=amount)

    async def fail(self, reference: str) -> Charge | None:
        """Calls off what is authorized. Any other demo payment's end is settled when it is made."""
        charge = await self.confirm(reference)
        if charge is not None and charge.status == "authorized":
            return replace(charge, status="failed")
        return charge

    async def refund(self, _: str, __: int, ___: str, /) -> MoveStatus:
        """Always granted."""
        return "succeeded"

    async def read_event(
        self, headers: Mapping[str, str], body: bytes
    ) -> ProviderEvent | EventRefusal:
        return self._events.read(headers, body, self._clock())

    def _charge(self, reference: str, agreed: _Agreed) -> Charge:
        status: ChargeStatus = "failed"
        if agreed.succeeds_at is not None:
            done: ChargeStatus = "authorized" if agreed.held else "succeeded"
            status = done if agreed.succeeds_at <= self._clock() else "pending"
        why: Declined | None = "authentication" if agreed.unattended and agreed.asks else None
        return Charge(reference, status, agreed.subject_id, agreed.amount, agreed.currency, why=why)

    def _tag(self, body: bytes) -> bytes:
        tag = self._signing.copy()  # with the key in it: to begin anew takes half as long again
        tag.update(body)
        return tag.digest()[:_TAG_BYTES]

    def _reference(self, agreed: _Agreed) -> str:
        body = _encode(agreed)
        return _MARK + base64.urlsafe_b64encode(self._tag(body) + body).decode()

    def _read(self, reference: str) -> _Agreed | None:
        if not reference.startswith(_MARK):
            return None
        try:
            raw = base64.urlsafe_b64decode(reference[len(_MARK) :])
            tag, body = raw[:_TAG_BYTES], raw[_TAG_BYTES:]
            return _decode(body) if hmac.compare_digest(tag, self._tag(body)) else None
        except (ValueError, binascii.Error, msgspec.DecodeError):
            return None
