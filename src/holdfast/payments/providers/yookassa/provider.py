"""YooKassa behind the port of payment providers.

Its id of a payment is the reference. It remembers a key for 24 hours, so a refund is also known by
its key, kept with it: it is looked for before another is made. Its notifications are not signed, so
nothing of them is believed but that it is time to ask.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast.payments.provider import (
    Charge,
    ChargeRequest,
    EventRefusal,
    MoveStatus,
    ProviderEvent,
    ProviderRefused,
)
from holdfast.payments.provider_besides import RefundThere
from holdfast.payments.provider_cards import (
    CardPage,
    Entered,
    SavedCard,
)
from holdfast.payments.providers.yookassa.amounts import from_yookassa, smallest
from holdfast.payments.providers.yookassa.asking import (
    KEY,
    amount_asked,
    receipt_asked,
    short,
    with_receipt,
)
from holdfast.payments.providers.yookassa.begin import Begin
from holdfast.payments.providers.yookassa.cards import Cards, saved_card
from holdfast.payments.providers.yookassa.charges import charge_of
from holdfast.payments.providers.yookassa.receipts import (
    handover_written,
    lines_said,
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

_REFUND: Final = "refund."


class _About(Struct):
    id: str
    payment_id: str | None = None


class _Notification(Struct):
    event: str
    object: _About


_decode = msgspec.json.Decoder(_Notification).decode


class YooKassaProvider:
    """``two_stage``: money is set aside first and then taken, so that what is not wanted any more
    is let go and not given back. ``saves_cards``: the shop is allowed to keep and charge cards.
    ``url`` is another address than YooKassa's own, for tests."""

    methods: Final[frozenset[str]] = frozenset()
    stateless: Final = False
    names_otherwise: Final = False
    disputes_refund: Final = False

    def __init__(
        self,
        shop_id: str,
        key: str,
        *,
        two_stage: bool = False,
        saves_cards: bool = False,
        url: str | None = None,
    ) -> None:
        self._wire = Wire(shop_id, key, url)
        self._cards = Cards(self._wire)
        self._begin = Begin(self._wire, two_stage=two_stage, saves_cards=saves_cards)
        self._two_stage = two_stage
        self._saves_cards = saves_cards

    @property
    def holds_money(self) -> bool:
        """Whether the account may set money aside, which not every one may."""
        return self._two_stage

    @property
    def keeps_cards(self) -> bool:
        return self._saves_cards

    @property
    def charges_kept(self) -> bool:
        return self._saves_cards

    def smallest(self, currency: str, /) -> int:
        return smallest(currency)

    async def close(self) -> None:
        await self._wire.close()

    async def create(self, request: ChargeRequest, key: str) -> Charge:
        return await self._begin.on_its_page(request, key)

    async def kept_card(self, reference: str, _: str | None, /) -> SavedCard | None:
        found = await self._payment(reference)
        return None if found is None else saved_card(found.payment_method)

    async def charge_kept(self, request: ChargeRequest, key: str, /) -> Charge:
        return await self._begin.by_kept_card(request, key)

    async def card_page(self, return_url: str, key: str, /) -> CardPage:
        return await self._cards.page(return_url, short(key))

    async def entered(self, card: str, /) -> Entered:
        return await self._cards.entered(card)

    async def confirm(self, reference: str) -> Charge | None:
        found = await self._payment(reference)
        return None if found is None else charge_of(found)

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
        asked: dict[str, Any] = {"amount": amount_asked(amount, currency)}
        if asked["amount"]["value"] != found.amount.value:
            asked |= with_receipt(receipt, currency)
        path = f"/payments/{found.id}/capture"
        taken = await self._wire.post(path, asked, short(key), PaymentTold)
        return None if taken is None else charge_of(taken)

    async def fail(self, reference: str) -> Charge | None:
        """What is set aside is let go. One that waits for its buyer ends by itself within the hour:
        YooKassa has no call for it."""
        found = await self._payment(reference)
        if found is None or found.status != "waiting_for_capture":
            return None if found is None else charge_of(found)
        try:
            key = short(f"cancel/{found.id}")
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
                "amount": amount_asked(amount, currency),
                "metadata": {KEY: key},
            }
            if asked["amount"]["value"] != found.amount.value:
                asked |= with_receipt(receipt, currency)
            given = await self._wire.post("/refunds", asked, short(key), RefundTold)
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
        made = [one async for one in self._wire.listed("/receipts", ReceiptsTold, query)]
        return lines_said(said, [item for one in made for item in one.items])

    async def hand_over(
        self, reference: str, key: str, receipt: Receipt, before: Collection[str], /
    ) -> str:
        """A receipt has no place for our key: it is found by what it comes to, among those of its
        payment that are not known here."""
        found = await self._payment(reference)
        if found is None:
            raise ProviderRefused("nothing was paid")
        asked = receipt_asked(handover_written, receipt, found.amount.currency)
        wanted = asked["settlements"][0]
        query = {"payment_id": found.id, "limit": "100"}
        async for one in self._wire.listed("/receipts", ReceiptsTold, query):
            offset = [(each.type, each.amount.value) for each in one.settlements]
            if one.id not in before and offset == [(wanted["type"], wanted["amount"]["value"])]:
                return one.id
        asked |= {"type": "payment", "payment_id": found.id, "send": True}
        made = await self._wire.post("/receipts", asked, short(key), ReceiptTold)
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
            made_there(one, KEY) async for one in self._wire.listed("/refunds", RefundsTold, query)
        ]
        return [one for one in reversed(found) if one is not None]

    async def _payment(self, reference: str) -> PaymentTold | None:
        return await self._wire.get(f"/payments/{reference}", PaymentTold)

    async def _given(self, payment: str, key: str) -> RefundTold | None:
        """The refund that was made under this key."""
        query = {"payment_id": payment, "limit": "100"}
        async for one in self._wire.listed("/refunds", RefundsTold, query):
            if one.metadata.get(KEY) == key:
                return one
        return None
