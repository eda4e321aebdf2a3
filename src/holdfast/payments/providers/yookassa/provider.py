"""YooKassa behind the port of payment providers.

Its id of a payment is the reference. It remembers a key for 24 hours, so a refund is also known by
its key, kept with it: it is looked for before another is made. Its notifications are not signed, so
nothing of them is believed but that it is time to ask.
"""

import hashlib
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from typing import Any, Final, Protocol, TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast.payments.provider import (
    Charge,
    ChargeRequest,
    ChargeStatus,
    EventRefusal,
    MoveStatus,
    NextAction,
    ProviderEvent,
    ProviderRefused,
)
from holdfast.payments.provider_besides import RefundThere
from holdfast.payments.providers.yookassa.amounts import from_yookassa, smallest, to_yookassa
from holdfast.payments.providers.yookassa.receipts import (
    handover_written,
    lines_said,
    receipt_written,
)
from holdfast.payments.providers.yookassa.refunds import made_there, why_not
from holdfast.payments.providers.yookassa.wire import (
    PaymentTold,
    ReceiptsTold,
    ReceiptTold,
    RefundsTold,
    RefundTold,
    Wire,
)
from holdfast.payments.receipt import THERE, Receipt, Registration

__all__ = ["YooKassaProvider"]

_KEY: Final = "holdfast"
_SUBJECT: Final = "subject"
"""What stands among the metadata of a payment or a refund: our key, and what is paid for."""
_LINE: Final = "Payment"
_REFUND: Final = "refund."
_KEY_LENGTH: Final = 64
_MOST_PAGES: Final = 20
_STATUS: Final[Mapping[str, ChargeStatus]] = {
    "pending": "pending",
    "waiting_for_capture": "authorized",
    "succeeded": "succeeded",
    "canceled": "failed",
}


_One = TypeVar("_One", covariant=True)


class _Pages(Protocol[_One]):
    @property
    def items(self) -> Sequence[_One]: ...
    @property
    def next_cursor(self) -> str | None: ...


class _About(Struct):
    id: str
    payment_id: str | None = None


class _Notification(Struct):
    event: str
    object: _About


_decode = msgspec.json.Decoder(_Notification).decode


class YooKassaProvider:
    """``two_stage``: money is set aside first and then taken, so that what is not wanted any more
    is let go and not given back. ``url`` is another address than YooKassa's own, for tests."""

    methods: Final[frozenset[str]] = frozenset()
    stateless: Final = False
    names_otherwise: Final = False
    disputes_refund: Final = False

    def __init__(
        self, shop_id: str, key: str, *, two_stage: bool = False, url: str | None = None
    ) -> None:
        self._wire = Wire(shop_id, key, url)
        self._two_stage = two_stage

    @property
    def holds_money(self) -> bool:
        """Whether the account may set money aside, which not every one may."""
        return self._two_stage

    def smallest(self, currency: str, /) -> int:
        return smallest(currency)

    async def close(self) -> None:
        await self._wire.close()

    async def create(self, request: ChargeRequest, key: str) -> Charge:
        if request.return_url is None:
            raise ProviderRefused("YooKassa's page needs an address to come back to")
        asked = {
            "amount": _amount(request.amount, request.currency),
            "capture": not (self._two_stage or request.later),
            "confirmation": {"type": "redirect", "return_url": request.return_url},
            "description": _LINE,
            "metadata": {_KEY: key, _SUBJECT: str(request.subject_id)},
            **_with(request.receipt, request.currency),
        }
        made = await self._wire.post("/payments", asked, _short(key), PaymentTold)
        if made is None:
            raise ProviderRefused("YooKassa has no payments here")
        return _charge(made)

    async def confirm(self, reference: str) -> Charge | None:
        found = await self._payment(reference)
        return None if found is None else _charge(found)

    async def capture(self, reference: str, amount: int, key: str, /) -> Charge | None:
        return await self._captured(reference, amount, key)

    async def capture_with(
        self, reference: str, amount: int, key: str, receipt: Receipt, /
    ) -> Charge | None:
        return await self._captured(reference, amount, key, receipt)

    async def _captured(
        self, reference: str, amount: int, key: str, receipt: Receipt | None = None
    ) -> Charge | None:
        """Of all of it nothing new is said."""
        found = await self._payment(reference)
        if found is None:
            return None
        currency = found.amount.currency
        asked: dict[str, Any] = {"amount": _amount(amount, currency)}
        if asked["amount"]["value"] != found.amount.value:
            asked |= _with(receipt, currency)
        path = f"/payments/{found.id}/capture"
        taken = await self._wire.post(path, asked, _short(key), PaymentTold)
        return None if taken is None else _charge(taken)

    async def fail(self, reference: str) -> Charge | None:
        """What is set aside is let go. One that waits for its buyer ends by itself within the hour:
        YooKassa has no call for it."""
        found = await self._payment(reference)
        if found is None or found.status != "waiting_for_capture":
            return None if found is None else _charge(found)
        try:
            key = _short(f"cancel/{found.id}")
            await self._wire.post(f"/payments/{found.id}/cancel", {}, key, PaymentTold)
        except ProviderRefused:
            pass  # somebody was quicker
        return await self.confirm(reference)

    async def refund(self, reference: str, amount: int, key: str) -> MoveStatus:
        return await self._refunded(reference, amount, key)

    async def refund_with(
        self, reference: str, amount: int, key: str, receipt: Receipt, /
    ) -> MoveStatus:
        return await self._refunded(reference, amount, key, receipt)

    async def _refunded(
        self, reference: str, amount: int, key: str, receipt: Receipt | None = None
    ) -> MoveStatus:
        """Of all of it YooKassa knows what to say; it is not to be told."""
        found = await self._payment(reference)
        if found is None:
            raise ProviderRefused("nothing was paid")
        given = await self._given(found.id, key)
        if given is None:
            currency = found.amount.currency
            asked: dict[str, Any] = {
                "payment_id": found.id,
                "amount": _amount(amount, currency),
                "metadata": {_KEY: key},
            }
            if asked["amount"]["value"] != found.amount.value:
                asked |= _with(receipt, currency)
            given = await self._wire.post("/refunds", asked, _short(key), RefundTold)
        if given is None:
            raise ProviderRefused("nothing was paid")
        if given.status == "canceled":
            raise ProviderRefused(why_not(given))
        return given.status

    async def registered(self, reference: str, refund: str | None, /) -> Registration | None:
        found = await self._payment(reference)
        if found is None or refund is None:
            return None if found is None else found.receipt_registration
        if refund.startswith(THERE):
            there = await self._wire.get(f"/refunds/{refund.removeprefix(THERE)}", RefundTold)
            return None if there is None else there.receipt_registration or "canceled"
        given = await self._given(found.id, refund)
        return None if given is None else given.receipt_registration

    async def lines_there(self, refund: str, said: Receipt, /) -> Sequence[int]:
        query = {"refund_id": refund, "limit": "100"}
        made = [one async for one in self._listed("/receipts", ReceiptsTold, query)]
        return lines_said(said, [item for one in made for item in one.items])

    async def hand_over(
        self, reference: str, key: str, receipt: Receipt, before: Collection[str], /
    ) -> str:
        """A receipt has no place for our key: it is found by what it comes to, among those of its
        payment that are not known here."""
        found = await self._payment(reference)
        if found is None:
            raise ProviderRefused("nothing was paid")
        asked = _said(handover_written, receipt, found.amount.currency)
        wanted = asked["settlements"][0]
        query = {"payment_id": found.id, "limit": "100"}
        async for one in self._listed("/receipts", ReceiptsTold, query):
            offset = [(each.type, each.amount.value) for each in one.settlements]
            if one.id not in before and offset == [(wanted["type"], wanted["amount"]["value"])]:
                return one.id
        asked |= {"type": "payment", "payment_id": found.id, "send": True}
        made = await self._wire.post("/receipts", asked, _short(key), ReceiptTold)
        if made is None:
            raise ProviderRefused("YooKassa has no receipts here")
        return made.id

    async def handed(self, receipt: str, /) -> Registration | None:
        found = await self._wire.get(f"/receipts/{receipt}", ReceiptTold)
        return None if found is None else found.status

    async def fee(self, reference: str, _: str | None = None, /) -> int | None:
        """What was paid, less what the shop gets of it."""
        found = await self._payment(reference)
        if found is None or found.income_amount is None:
            return None
        paid, income = found.amount, found.income_amount
        if income.currency != paid.currency:
            return None
        currency = paid.currency
        return from_yookassa(paid.value, currency) - from_yookassa(income.value, currency)

    async def read_event(
        self, _: Mapping[str, str], body: bytes, /
    ) -> ProviderEvent | EventRefusal:
        """Whoever sends it brings about a question to YooKassa, and nothing else. It has no id: the
        same words are the same event."""
        try:
            told = _decode(body)
        except msgspec.DecodeError:
            return "unreadable"
        reference = told.object.payment_id or told.object.id
        there = told.event.startswith(_REFUND)
        return ProviderEvent(hashlib.sha256(body).hexdigest(), reference, there=there)

    async def payment_of(self, _: str, /) -> UUID | None:
        """A notification names the payment, which is the reference."""
        return None

    async def refunds_there(self, reference: str, /) -> Sequence[RefundThere]:
        query = {"payment_id": reference, "limit": "100"}
        found = [
            made_there(one, _KEY) async for one in self._listed("/refunds", RefundsTold, query)
        ]
        return [one for one in reversed(found) if one is not None]

    async def _payment(self, reference: str) -> PaymentTold | None:
        return await self._wire.get(f"/payments/{reference}", PaymentTold)

    async def _given(self, payment: str, key: str) -> RefundTold | None:
        """The refund that was made under this key."""
        query = {"payment_id": payment, "limit": "100"}
        async for one in self._listed("/refunds", RefundsTold, query):
            if one.metadata.get(_KEY) == key:
                return one
        return None

    async def _listed(
        self, path: str, read: type[_Pages[_One]], query: dict[str, str]
    ) -> AsyncIterator[_One]:
        """Each of a list, page by page."""
        for _ in range(_MOST_PAGES):
            page = await self._wire.get(path, read, query)
            if page is None:
                return
            for one in page.items:
                yield one
            if page.next_cursor is None:
                return
            query["cursor"] = page.next_cursor


def _amount(amount: int, currency: str) -> dict[str, Any]:
    try:
        return dict(to_yookassa(amount, currency))
    except ValueError as error:
        raise ProviderRefused(str(error)) from error


def _with(receipt: Receipt | None, currency: str) -> dict[str, Any]:
    return {} if receipt is None else {"receipt": _said(receipt_written, receipt, currency)}


def _said(
    write: Callable[[Receipt, str], dict[str, Any]], receipt: Receipt, currency: str
) -> dict[str, Any]:
    try:
        return write(receipt, currency)
    except ValueError as error:
        raise ProviderRefused(str(error)) from error


def _short(key: str) -> str:
    """A key as long as YooKassa takes."""
    return key if len(key) <= _KEY_LENGTH else hashlib.sha256(key.encode()).hexdigest()


def _charge(found: PaymentTold) -> Charge:
    status = _STATUS[found.status]
    currency = found.amount.currency
    url = None
    if status == "pending" and found.confirmation is not None:
        url = found.confirmation.confirmation_url
    return Charge(
        found.id,
        status,
        _subject(found),
        from_yookassa(found.amount.value, currency),
        currency,
        next_action=None if url is None else NextAction(redirect_url=url),
        held_until=found.expires_at if status == "authorized" else None,
    )


def _subject(found: PaymentTold) -> UUID:
    try:
        return UUID(found.metadata.get(_SUBJECT, ""))
    except ValueError:
        return UUID(int=0)  # a payment that is not ours
