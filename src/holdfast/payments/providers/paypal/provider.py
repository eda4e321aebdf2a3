"""PayPal behind the port of payment providers.

A payment is an order of PayPal's: the buyer agrees to it on PayPal's page, and no money moves until
it is captured from here. Its id is the reference. A refund is also known by its key, kept with it:
it is looked for before another is made.
"""

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import msgspec
import structlog

from holdfast.payments.provider import (
    LEFT,
    Charge,
    ChargeRequest,
    ChargeStatus,
    EventRefusal,
    MoveStatus,
    NextAction,
    ProviderDispute,
    ProviderEvent,
    ProviderRefused,
)
from holdfast.payments.provider_besides import RefundThere
from holdfast.payments.providers.paypal.amounts import CURRENCIES, from_paypal, smallest, to_paypal
from holdfast.payments.providers.paypal.disputes import dispute_of
from holdfast.payments.providers.paypal.events import event_of, transmission_of
from holdfast.payments.providers.paypal.refunds import (
    DONE,
    given_as,
    made_there,
    must_be_given,
    shares_of,
    why_not_given,
)
from holdfast.payments.providers.paypal.told import OrderTold
from holdfast.payments.providers.paypal.wire import Wire

__all__ = ["PayPalProvider"]

log = structlog.get_logger("holdfast.payments.paypal")

_LINE: Final = "Payment"
_KEY_LENGTH: Final = 108
_AUTHORIZE: Final = "AUTHORIZE"
_HONOURED: Final = timedelta(days=3)
"""PayPal answers for what is set aside for so long; after that a capture may be refused."""
_PAGES: Final = ("payer-action", "approve")
"""What the link to the buyer's page is called."""


class PayPalProvider:
    """``webhook``: PayPal's id of the address that it sends its events to, without which none is
    taken. ``url`` is another address than PayPal's own, for tests."""

    methods: Final[frozenset[str]] = frozenset()
    names_otherwise: Final = True
    disputes_refund: Final = True
    stateless: Final = False
    holds_money: Final = True
    most_parts: Final = 10
    """Captures of one authorization, unless PayPal agreed to more."""
    currencies: Final = CURRENCIES

    def __init__(
        self,
        client_id: str,
        secret: str,
        webhook: str = "",
        *,
        sandbox: bool = False,
        url: str | None = None,
    ) -> None:
        self._wire = Wire(client_id, secret, sandbox=sandbox, url=url)
        self._webhook, self._sandbox = webhook, sandbox

    def smallest(self, currency: str, /) -> int:
        return smallest(currency)

    async def close(self) -> None:
        await self._wire.close()

    async def create(self, request: ChargeRequest, key: str) -> Charge:
        """PayPal forgets the key after six hours. One that is asked for anew by then is another
        order: of the first nobody has the address, so nobody can agree to it."""
        if request.return_url is None:
            raise ProviderRefused("PayPal's page needs an address to come back to")
        made = await self._wire.create(_order_of(request, key), _short(key))
        if made is None:
            raise ProviderRefused("PayPal has no orders here")
        return _charge(made)

    async def confirm(self, reference: str) -> Charge | None:
        """What the buyer agreed to have set aside is set aside by this."""
        found = await self._wire.order(reference)
        if found is None:
            return None
        if found.intent != _AUTHORIZE or found.status != "APPROVED":
            return _charge(found)
        try:
            found = await self._wire.authorize(found.id, _short(f"authorize/{found.id}"))
        except ProviderRefused as refused:
            return await self._declined(reference, refused)
        return None if found is None else _charge(found)

    async def capture(self, reference: str, amount: int, key: str, /) -> Charge | None:
        found = await self._wire.order(reference)
        if found is None or found.capture is not None:
            return None if found is None else _charge(found)
        charge = _charge(found)
        held = found.authorization
        if charge.status != "authorized" or amount > charge.amount:
            raise ProviderRefused("there is less to capture")
        if held is not None:
            asked = _amount(amount, charge.currency)
            await self._wire.capture_authorized(held.id, asked, _short(key), last=True)
            return await self.confirm(reference)
        if amount != charge.amount:
            raise ProviderRefused("PayPal takes all that the buyer agreed to")
        try:
            taken = await self._wire.capture(found.id, _short(key))
        except ProviderRefused as refused:
            return await self._declined(reference, refused)
        return None if taken is None else _charge(taken)

    async def fail(self, reference: str) -> Charge | None:
        """What is set aside is let go. What was only agreed to needs no call: nobody takes it."""
        found = await self._wire.order(reference)
        if found is None:
            return None
        charge, held = _charge(found), found.authorization
        if held is not None and found.capture is None and charge.status != "failed":
            with suppress(ProviderRefused):  # somebody was quicker
                await self._wire.void(held.id, _short(f"void/{held.id}"))
            found = await self._wire.order(reference)
            return None if found is None else _charge(found)
        return charge if found.capture is not None else _failed(charge)

    async def capture_part(
        self, reference: str, amount: int, key: str, /, *, last: bool
    ) -> MoveStatus:
        found = await self._wire.order(reference)
        held = None if found is None else found.authorization
        if found is None or held is None or found.unit.amount is None:
            raise ProviderRefused("nothing is set aside")
        name = _short(key)
        taken = next((one for one in found.captures if one.invoice_id == name), None)
        if taken is None:
            asked = _amount(amount, found.unit.amount.currency_code)
            taken = await self._wire.capture_authorized(held.id, asked, name, last=last)
        if taken is None or not (taken.status in DONE or taken.status == "PENDING"):
            raise ProviderRefused("PayPal does not give what it set aside")
        return "succeeded" if taken.status in DONE else "pending"

    async def let_rest_go(self, reference: str, /) -> None:
        found = await self._wire.order(reference)
        held = None if found is None else found.authorization
        if held is not None and held.status in ("CREATED", "PARTIALLY_CAPTURED"):
            with suppress(ProviderRefused):  # somebody was quicker
                await self._wire.void(held.id, _short(f"void/{held.id}"))

    async def refund(self, reference: str, amount: int, key: str) -> MoveStatus:
        """Of one capture, where one has so much left; else of several, one after the other."""
        found = await self._wire.order(reference)
        if found is None or not found.captures:
            raise ProviderRefused("nothing was paid")
        name = _short(key)
        became = given_as(found, name)
        for capture, share in shares_of(found, amount, name):
            currency = capture.amount.currency_code
            asked = {"amount": _amount(share, currency), "custom_id": name}
            own = _short(f"{name}/{capture.id}") if len(found.captures) > 1 else name
            given = await self._wire.refund(capture.id, asked, own)
            if given is None:
                raise ProviderRefused("nothing was paid")
            must_be_given(given)
            became.add(given.status)
        return "pending" if "PENDING" in became else "succeeded"

    async def refund_failed(self, reference: str, key: str, /) -> str | None:
        found = await self._wire.order(reference)
        return None if found is None else why_not_given(found, _short(key))

    async def payment_of(self, reference: str, /) -> UUID | None:
        """An event may name but the capture, which has the key of its payment."""
        capture = await self._wire.captured(reference) if reference else None
        try:
            return None if capture is None else UUID(capture.custom_id or "")
        except ValueError:
            return None

    async def refunds_there(self, reference: str, /) -> Sequence[RefundThere]:
        found = await self._wire.order(reference)
        return [] if found is None else made_there(found)

    async def fee(self, reference: str, part: str | None = None, /) -> int | None:
        found = await self._wire.order(reference)
        capture = None if found is None else found.capture
        if part is not None and found is not None:
            name = _short(part)
            capture = next((one for one in found.captures if one.invoice_id == name), None)
        received = None if capture is None else capture.seller_receivable_breakdown
        fee = None if received is None else received.paypal_fee
        if capture is None or fee is None or fee.currency_code != capture.amount.currency_code:
            return None
        return from_paypal(fee.value, fee.currency_code)

    async def dispute(self, reference: str, /) -> ProviderDispute | None:
        found = await self._wire.dispute(reference)
        return None if found is None else dispute_of(found, sandbox=self._sandbox)

    async def read_event(
        self, headers: Mapping[str, str], body: bytes, /
    ) -> ProviderEvent | EventRefusal:
        """What PayPal itself says it sent."""
        if not self._webhook:
            return "none"
        event = event_of(body)
        if event is None:
            return "unreadable"
        sent = transmission_of(headers, body, self._webhook)
        if isinstance(sent, str):
            return sent
        try:
            verified = await self._wire.verified(msgspec.json.encode(sent))
        except ProviderRefused:
            return "unsigned"
        genuine = verified is not None and verified.verification_status == "SUCCESS"
        return event if genuine else "unsigned"

    async def _declined(self, reference: str, refused: ProviderRefused) -> Charge | None:
        """What the buyer chose there does not pay: the till offers all ways once more, PayPal's
        page among them. Unless somebody was quicker."""
        found = await self._wire.order(reference)
        if found is None:
            return None
        if found.capture is not None or found.authorization is not None:
            return _charge(found)
        log.info("PayPal does not take the money", order=reference, said=str(refused))
        return _failed(_charge(found))


def _order_of(request: ChargeRequest, key: str) -> dict[str, Any]:
    """What PayPal is asked for; the same of the same request."""
    return {
        "intent": _AUTHORIZE if request.later else "CAPTURE",
        "purchase_units": [
            {
                "reference_id": str(request.subject_id),
                "custom_id": _short(key),
                "description": _LINE,
                "amount": _amount(request.amount, request.currency),
            }
        ],
        "payment_source": {
            "paypal": {
                "experience_context": {
                    "user_action": "PAY_NOW",
                    "shipping_preference": "NO_SHIPPING",
                    "return_url": request.return_url,
                    "cancel_url": f"{request.return_url}?{LEFT}",
                }
            }
        },
    }


def _amount(amount: int, currency: str) -> dict[str, str]:
    try:
        return to_paypal(amount, currency)
    except ValueError as error:
        raise ProviderRefused(str(error)) from error


def _short(key: str) -> str:
    """A key as long as PayPal takes."""
    return key if len(key) <= _KEY_LENGTH else hashlib.sha256(key.encode()).hexdigest()


def _charge(found: OrderTold) -> Charge:
    status = _status(found)
    capture, asked = found.capture, found.unit.amount
    assert asked is not None, "an order is of an amount"
    amount = from_paypal(asked.value, asked.currency_code)
    if capture is not None:
        asked = capture.amount
        amount = sum(from_paypal(one.amount.value, asked.currency_code) for one in found.captures)
    page = next((one.href for rel in _PAGES for one in found.links if one.rel == rel), None)
    held = found.authorization
    return Charge(
        found.id,
        status,
        _subject(found),
        amount,
        asked.currency_code,
        next_action=NextAction(redirect_url=page) if status == "pending" and page else None,
        held_until=held.create_time + _HONOURED
        if status == "authorized" and held is not None and held.create_time is not None
        else None,
    )


def _failed(charge: Charge) -> Charge:
    return msgspec.structs.replace(charge, status="failed", next_action=None, held_until=None)


def _status(found: OrderTold) -> ChargeStatus:
    """What the buyer agreed to is as good as set aside: it is taken next. What PayPal looks at is
    pending."""
    capture, held = found.capture, found.authorization
    if capture is not None:
        if capture.status in DONE:
            return "succeeded"
        return "pending" if capture.status == "PENDING" else "failed"
    if held is not None:
        if held.status == "PENDING":
            return "pending"
        return "authorized" if held.status == "CREATED" else "failed"
    if found.status == "APPROVED":
        return "pending" if found.intent == _AUTHORIZE else "authorized"
    return "failed" if found.status == "VOIDED" else "pending"


def _subject(found: OrderTold) -> UUID:
    try:
        return UUID(found.unit.reference_id)
    except ValueError:
        return UUID(int=0)  # an order that is not ours
