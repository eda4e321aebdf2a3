"""YooKassa's interface: calls with a key, and answers as values. What it says when it says no."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal, Protocol, TypeVar

import httpx
import msgspec
import structlog
from msgspec import Struct

from holdfast.payments.provider import (
    AnswerLost,
    KeyRefused,
    ProviderRefused,
    ProviderUnavailable,
)
from holdfast.payments.receipt import Registration

__all__ = [
    "API", "Amount", "CardTold", "Confirmation", "Forbidden", "Illegal", "ItemTold", "MethodTold",
    "PaymentTold", "ReceiptTold", "ReceiptsTold", "RefundTold", "RefundsTold", "Wire",
]  # fmt: skip

log = structlog.get_logger("holdfast.payments.yookassa")

API: Final = "https://api.yookassa.ru"
SECONDS: Final = 6.0
"""How long one answer may take; a call of the port makes two at most, and is bounded itself."""
_MOST: Final = 1024 * 1024
"""Bytes of one answer."""
_MOST_PAGES: Final = 20

_Read = TypeVar("_Read")


class Forbidden(KeyRefused):
    """It knows the key, and the shop may not do this."""


class Illegal(ProviderRefused):
    """``parameter`` is what of the request is not as it has to be."""

    def __init__(self, said: str, parameter: str) -> None:
        super().__init__(said)
        self.parameter = parameter


class Amount(Struct, frozen=True):
    value: str
    currency: str


class Confirmation(Struct, frozen=True):
    confirmation_url: str | None = None


class CardTold(Struct, frozen=True):
    """Texts, as YooKassa writes them."""

    last4: str
    expiry_month: str
    expiry_year: str
    card_type: str


class MethodTold(Struct, frozen=True):
    """What was paid with, or is kept without a payment; ``status`` is of the latter."""

    type: str
    id: str
    saved: bool = False
    status: str = ""
    card: CardTold | None = None
    confirmation: Confirmation | None = None


class PaymentTold(Struct, frozen=True):
    """A payment; of what YooKassa tells, what is of use here."""

    id: str
    status: Literal["pending", "waiting_for_capture", "succeeded", "canceled"]
    amount: Amount
    metadata: dict[str, str] = {}
    confirmation: Confirmation | None = None
    income_amount: Amount | None = None
    expires_at: datetime | None = None
    receipt_registration: Registration | None = None
    payment_method: MethodTold | None = None
    cancellation_details: dict[str, str] | None = None


class RefundTold(Struct, frozen=True):
    id: str
    status: Literal["pending", "succeeded", "canceled"]
    amount: Amount | None = None
    metadata: dict[str, str] = {}
    cancellation_details: dict[str, str] | None = None
    receipt_registration: Registration | None = None


class RefundsTold(Struct, frozen=True):
    items: list[RefundTold] = []
    next_cursor: str | None = None


class Settlement(Struct, frozen=True):
    type: str
    amount: Amount


class ItemTold(Struct, frozen=True):
    description: str
    quantity: str | float
    amount: Amount


class ReceiptTold(Struct, frozen=True):
    """A receipt that was asked for by itself, or that went with a payment or a refund."""

    id: str
    status: Registration
    type: str = ""
    settlements: list[Settlement] = []
    items: list[ItemTold] = []


class ReceiptsTold(Struct, frozen=True):
    items: list[ReceiptTold] = []
    next_cursor: str | None = None


class _Error(Struct, frozen=True):
    code: str = ""
    description: str = ""
    parameter: str = ""


_One = TypeVar("_One", covariant=True)


class Pages(Protocol[_One]):
    """One of a list's."""

    @property
    def items(self) -> Sequence[_One]: ...
    @property
    def next_cursor(self) -> str | None: ...


class Wire:
    """``url`` is another address than YooKassa's own, for tests."""

    def __init__(self, shop_id: str, key: str, url: str | None = None) -> None:
        self._http = httpx.AsyncClient(
            base_url=f"{url or API}/v3", auth=(shop_id, key), timeout=SECONDS
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def get(
        self, path: str, read: type[_Read], query: Mapping[str, str] | None = None
    ) -> _Read | None:
        """None if there is no such thing."""
        return _answer(await self._sent("GET", path, params=query), read)

    async def post(self, path: str, asked: object, key: str, read: type[_Read]) -> _Read | None:
        """``key`` stands for one call, for 24 hours."""
        headers = {"Idempotence-Key": key, "Content-Type": "application/json"}
        body = msgspec.json.encode(asked)
        return _answer(await self._sent("POST", path, content=body, headers=headers), read)

    async def listed(
        self, path: str, read: type[Pages[_One]], query: dict[str, str]
    ) -> AsyncIterator[_One]:
        """Each of a list, page by page."""
        for _ in range(_MOST_PAGES):
            page = await self.get(path, read, query)
            if page is None:
                return
            for one in page.items:
                yield one
            if page.next_cursor is None:
                return
            query["cursor"] = page.next_cursor

    async def _sent(self, method: str, path: str, **more: Any) -> httpx.Response:
        try:
            return await self._http.request(method, path, **more)
        except httpx.HTTPError as error:
            raise AnswerLost(repr(error)) from error


def _answer(answer: httpx.Response, read: type[_Read]) -> _Read | None:
    status = answer.status_code
    if status == 200:
        try:
            return msgspec.json.decode(answer.content[:_MOST], type=read)
        except msgspec.DecodeError as error:
            raise ProviderUnavailable(f"an answer that cannot be read: {error}") from error
    no = _error(answer)
    said = f"{status} {no.code}: {no.description}"
    if status == 401:
        log.error("YooKassa does not take this shop's key", error=said)
        raise KeyRefused(said)
    if status == 403:
        log.error("YooKassa does not let this shop do that", error=said)
        raise Forbidden(said)
    # 202: it is being worked on, and asked with the same key again. 500: what became of it is not
    # known, and asked in the same way.
    if status in (202, 409, 429) or status >= 500:
        raise ProviderUnavailable(said)
    if status in (404, 410):
        return None
    raise Illegal(said, no.parameter)


def _error(answer: httpx.Response) -> _Error:
    try:
        return msgspec.json.decode(answer.content[:_MOST], type=_Error)
    except msgspec.DecodeError:
        return _Error()
