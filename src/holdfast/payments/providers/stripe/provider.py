"""Stripe behind the port of payment providers.

A payment is a Checkout Session: a page of Stripe's, to which the buyer is sent; or where a kept
card is charged without its owner, a PaymentIntent (``unattended``). Its id is the reference. Stripe
forgets an idempotency key after 24 hours, so a refund is also known by its key, kept with it: it is
looked for before another is made.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Final
from uuid import UUID

from msgspec.structs import replace
from stripe import PaymentIntent, Refund, StripeClient
from stripe.checkout import Session
from stripe.params.checkout import SessionCreateParams, SessionCreateParamsPaymentIntentData

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
from holdfast.payments.provider_besides import CardUsed, RefundThere
from holdfast.payments.provider_cards import SavedCard
from holdfast.payments.providers.stripe.amounts import from_stripe, smallest, to_stripe
from holdfast.payments.providers.stripe.calls import STRIPE, Missing, asked, http_client, known
from holdfast.payments.providers.stripe.card_used import CHARGED, card_of
from holdfast.payments.providers.stripe.cards import Cards
from holdfast.payments.providers.stripe.disputes import dispute_of, named_by
from holdfast.payments.providers.stripe.events import KEY, read_event
from holdfast.payments.providers.stripe.fees import BOOKED, fee_of
from holdfast.payments.providers.stripe.refunds import given, key_of, made_there, why_not
from holdfast.payments.providers.stripe.transfers import Transfers
from holdfast.payments.providers.stripe.unattended import (
    Unattended,
    charge_of,
    held_until,
    is_intent,
)

__all__ = ["StripeProvider"]

_LINE: Final = "Payment"


class StripeProvider:
    """``url`` is another address than Stripe's own, for tests; ``secrets`` sign its events."""

    methods: Final[frozenset[str]] = frozenset()
    stateless: Final = False
    names_otherwise: Final = True
    disputes_refund: Final = False
    holds_money: Final = True
    keeps_cards: Final = True
    charges_kept: Final = True

    def __init__(self, key: str, secrets: Sequence[str] = (), url: str | None = None) -> None:
        self._http = http_client(url or STRIPE)
        # Who calls tries again with the same key: later, and for longer than a library would.
        whole = StripeClient(
            key,
            http_client=self._http,
            base_addresses={"api": url or STRIPE},
            max_network_retries=0,
        )
        client = whole.v1
        self._sessions = client.checkout.sessions
        self._intents = client.payment_intents
        self._refunds = client.refunds
        self._disputes = client.disputes
        self._cards = Cards(client)
        self._unattended = Unattended(client)
        self._transfers = Transfers(whole)
        self._secrets = tuple(secrets)

    def smallest(self, currency: str, /) -> int:
        return smallest(currency)

    async def close(self) -> None:
        await self._http.close_async()  # type: ignore[no-untyped-call]  # has no types there

    async def create(self, request: ChargeRequest, key: str) -> Charge:
        if request.return_url is None:
            raise ProviderRefused("Stripe's page needs an address to come back to")
        amount = to_stripe(request.amount, request.currency)
        try:
            session = await self._begun(request, amount, key)
        except Missing:
            if request.customer is None:
                raise
            # Whoever removed the customer at Stripe: the buyer types the card again.
            session = await self._begun(replace(request, customer=None), amount, key, "/anew")
        return _charge(session)

    async def _begun(
        self, request: ChargeRequest, amount: int, key: str, again: str = ""
    ) -> Session:
        session = _session_of(request, amount, key)
        return await asked(self._sessions.create_async(session, {"idempotency_key": key + again}))

    async def kept_card(self, reference: str, customer: str | None, /) -> SavedCard | None:
        return None if customer is None else await self._unattended.kept_card(reference, customer)

    async def charge_kept(self, request: ChargeRequest, key: str, /) -> Charge:
        amount = to_stripe(request.amount, request.currency)
        return await self._unattended.charge(request, amount, key)

    async def confirm(self, reference: str) -> Charge | None:
        session, intent = await self._found(reference)
        return _told(session, intent)

    async def capture(self, reference: str, amount: int, key: str, /) -> Charge | None:
        session, intent = await self._found(reference)
        if session is None and intent is None:
            return None
        if intent is None:
            raise ProviderRefused("nothing is authorized")
        taken = to_stripe(amount, intent.currency.upper())
        intent = await asked(
            self._intents.capture_async(
                intent.id, {"amount_to_capture": taken}, {"idempotency_key": key}
            )
        )
        return _told(session, intent)

    async def fail(self, reference: str) -> Charge | None:
        session, intent = await self._found(reference)
        try:
            if session is not None and session.status == "open":
                await asked(self._sessions.expire_async(reference))
            elif intent is not None and intent.status == "requires_capture":
                await asked(self._intents.cancel_async(intent.id))
        except ProviderRefused:
            pass  # the buyer was quicker
        return await self.confirm(reference)

    async def refund(self, reference: str, amount: int, key: str) -> MoveStatus:
        _, intent = await self._found(reference)
        if intent is None:
            raise ProviderRefused("nothing was paid")
        if (before := await self._refund(intent, key)) is not None:
            return given(before)
        made = await asked(
            self._refunds.create_async(
                {
                    "payment_intent": intent.id,
                    "amount": to_stripe(amount, intent.currency.upper()),
                    "metadata": {KEY: key},
                },
                {"idempotency_key": key},
            )
        )
        return given(made)

    async def refund_failed(self, reference: str, key: str, /) -> str | None:
        _, intent = await self._found(reference)
        found = None if intent is None else await self._refund(intent, key)
        return None if found is None else why_not(found)

    async def payment_of(self, reference: str, /) -> UUID | None:
        intent = await known(self._intents.retrieve_async(reference)) if reference else None
        return None if intent is None else named_by(intent, KEY)

    async def refunds_there(self, reference: str, /) -> Sequence[RefundThere]:
        _, intent = await self._found(reference)
        if intent is None:
            return ()
        found = [made_there(one) async for one in self._refunds_of(intent)]
        return [one for one in reversed(found) if one is not None]

    async def _refund(self, intent: PaymentIntent, key: str) -> Refund | None:
        """The refund that was made under this key."""
        async for one in self._refunds_of(intent):
            if key_of(one) == key:
                return one
        return None

    async def _refunds_of(self, intent: PaymentIntent) -> AsyncIterator[Refund]:
        """The latest first."""
        found = await asked(self._refunds.list_async({"payment_intent": intent.id, "limit": 100}))
        async for one in found.auto_paging_iter():
            yield one

    async def fee(self, reference: str, _: str | None = None, /) -> int | None:
        intent = await self._expanded(reference, BOOKED)
        return None if intent is None else fee_of(intent)

    async def customer(self, owner: str, key: str, /) -> str:
        return await self._cards.customer(owner, key)

    async def cards(self, customer: str, /) -> Sequence[SavedCard]:
        return await self._cards.cards(customer)

    async def forget_card(self, card: str, /) -> None:
        await self._cards.forget_card(card)

    async def new_card(self, customer: str, return_url: str, key: str, /) -> str:
        return await self._cards.new_card(customer, return_url, key)

    async def transfer(
        self, account: str, amount: int, currency: str, once: str, key: str, /
    ) -> str:
        return await self._transfers.transfer(account, amount, currency, once, key)

    async def may_receive(self, account: str, /) -> bool:
        return await self._transfers.may_receive(account)

    async def card(self, reference: str, /) -> CardUsed | None:
        intent = await self._expanded(reference, CHARGED)
        return None if intent is None else card_of(intent)

    async def read_event(
        self, headers: Mapping[str, str], body: bytes, /
    ) -> ProviderEvent | EventRefusal:
        return read_event(headers, body, self._secrets)

    async def dispute(self, reference: str, /) -> ProviderDispute | None:
        found = await known(
            self._disputes.retrieve_async(reference, {"expand": ["payment_intent"]})
        )
        return None if found is None else dispute_of(found, KEY)

    async def _found(self, reference: str) -> tuple[Session | None, PaymentIntent | None]:
        """A payment by its reference: the page, and what was charged on it or without one."""
        if is_intent(reference):
            return None, await self._unattended.intent(reference)
        session = await known(
            self._sessions.retrieve_async(reference, {"expand": ["payment_intent"]})
        )
        return session, None if session is None else _intent_of(session)

    async def _expanded(self, reference: str, what: str) -> PaymentIntent | None:
        """What was charged, with ``what`` of it besides."""
        if is_intent(reference):
            return await known(self._intents.retrieve_async(reference, {"expand": [what]}))
        inside = {"expand": [f"payment_intent.{what}"]}
        session = await known(self._sessions.retrieve_async(reference, inside))  # type: ignore[arg-type]
        return None if session is None else _intent_of(session)


def _session_of(request: ChargeRequest, amount: int, key: str) -> SessionCreateParams:
    """What Stripe is asked for; the same of the same request."""
    intent: SessionCreateParamsPaymentIntentData = {"metadata": {KEY: key}}
    if request.later:
        intent["capture_method"] = "manual"
    session: SessionCreateParams = {
        "mode": "payment",
        "client_reference_id": str(request.subject_id),
        "metadata": {KEY: key},
        "payment_intent_data": intent,
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": request.currency.lower(),
                    "unit_amount": amount,
                    "product_data": {"name": _LINE},
                },
            }
        ],
        "success_url": request.return_url or "",
        "cancel_url": f"{request.return_url}?{LEFT}",
    }
    if request.customer is not None:
        session["customer"] = request.customer
        if request.save_card:
            intent["setup_future_usage"] = "off_session" if request.charge_later else "on_session"
            session["payment_method_data"] = {"allow_redisplay": "always"}
    return session


def _currency(session: Session) -> str:
    return (session.currency or "").upper()


def _intent_of(session: Session) -> PaymentIntent | None:
    intent = session.payment_intent
    return intent if isinstance(intent, PaymentIntent) else None


def _told(session: Session | None, intent: PaymentIntent | None) -> Charge | None:
    if session is not None:
        return _charge(session, intent)
    return None if intent is None else charge_of(intent)


def _charge(session: Session, intent: PaymentIntent | None = None) -> Charge:
    intent = intent or _intent_of(session)
    status = _status(session, intent)
    currency = _currency(session)
    amount = session.amount_total or 0
    if status == "succeeded" and intent is not None:
        amount = intent.amount_received
    url = session.url if status == "pending" else None
    return Charge(
        session.id,
        status,
        UUID(session.client_reference_id or ""),
        from_stripe(amount, currency),
        currency,
        next_action=None if url is None else NextAction(redirect_url=url),
        held_until=held_until(intent) if intent is not None and status == "authorized" else None,
    )


def _status(session: Session, intent: PaymentIntent | None) -> ChargeStatus:
    """A declined card leaves the page open: the buyer may try another."""
    if session.status == "expired":
        return "failed"
    if session.status == "open":
        return "pending"
    if intent is None:
        return "succeeded" if session.payment_status == "paid" else "pending"
    match intent.status:
        case "succeeded":
            return "succeeded"
        case "requires_capture":
            return "authorized"
        case "canceled" | "requires_payment_method":
            return "failed"
    return "pending"
