"""What each provider tells of refunds that were made on its own pages: by events that come alone,
of payments that they name as they like, and when it is asked."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from holdfast.payments import ChargeRequest, ProviderEvent, Receipt, ReceiptLine, RefundThere
from holdfast.payments.providers.paypal import PayPalProvider
from holdfast.payments.providers.stripe import StripeProvider
from holdfast.payments.providers.yookassa import YooKassaProvider
from tests.support.paypal import CLIENT, SECRET, WEBHOOK, PayPalServer
from tests.support.stripe import EVENT_SECRET, StripeServer
from tests.support.stripe import KEY as STRIPE
from tests.support.yookassa import KEY, SHOP, YooKassaServer

UNTIL = datetime(2030, 1, 1, tzinfo=UTC)


def asked_for(currency: str = "EUR", receipt: Receipt | None = None) -> ChargeRequest:
    back = "https://shop.example/o"
    return ChargeRequest(UUID(int=7), 1234, currency, UNTIL, return_url=back, receipt=receipt)


def told(found: Sequence[RefundThere]) -> list[tuple[str, int, bool]]:
    return [(one.reference, one.amount, one.failed is not None) for one in found]


def test_what_a_dispute_took_is_told_as_a_refund_by_paypal_alone() -> None:
    assert PayPalProvider.disputes_refund
    assert not StripeProvider.disputes_refund
    assert not YooKassaProvider.disputes_refund


async def test_paypal() -> None:
    with PayPalServer.running() as paypal:
        provider = PayPalProvider(CLIENT, SECRET, WEBHOOK, sandbox=True, url=paypal.url)
        payment = uuid4()
        charge = await provider.create(asked_for(), str(payment))
        paypal.visit(charge.reference, "pay")
        await provider.capture(charge.reference, 1234, "capture")
        (capture,) = paypal.book.order(charge.reference)["purchase_units"][0]["payments"][
            "captures"
        ]
        await provider.refund(charge.reference, 100, f"refund/{uuid4()}")
        first, second = (
            paypal.book.refund(capture["id"], {"amount": {"currency_code": "EUR", "value": value}})
            for value in ("3.00", "4.00")
        )
        # What somebody makes there may have the key of its payment.
        second["custom_id"] = str(payment)
        paypal.book.give_up(second)
        there = await provider.refunds_there(charge.reference)
        assert told(there) == [(first["id"], 300, False), (second["id"], 400, True)]

        async def read(kind: str, about: dict[str, Any]) -> ProviderEvent:
            body = paypal.event(kind, about)
            headers = {name.lower(): value for name, value in paypal.signed(body).items()}
            event = await provider.read_event(headers, body)
            assert isinstance(event, ProviderEvent)
            return event

        for kind in ("PAYMENT.CAPTURE.REFUNDED", "PAYMENT.REFUND.FAILED"):
            alone = await read(kind, first)
            assert (alone.there, alone.reference) == (True, capture["id"])
            named = await read(kind, {**first, "_order": charge.reference})
            assert (named.there, named.reference) == (True, charge.reference)
            nothing = await read(kind, {"id": "x"})
            assert (nothing.there, nothing.reference) == (True, "")
        assert await provider.payment_of(capture["id"]) == payment
        for stranger in ("", "of-another-shop", charge.reference):
            assert await provider.payment_of(stranger) is None
        capture["custom_id"] = "what another system of the shop calls it"
        assert await provider.payment_of(capture["id"]) is None
        assert await provider.refunds_there("of-another-shop") == []
        await provider.close()


async def test_stripe() -> None:
    with StripeServer.running() as stripe:
        provider = StripeProvider(STRIPE, [EVENT_SECRET], stripe.url)
        payment = uuid4()
        charge = await provider.create(asked_for(), str(payment))
        assert await provider.refunds_there(charge.reference) == (), "nothing is paid"
        stripe.visit(charge.reference, "pay")
        intent = stripe.book.session(charge.reference)["payment_intent"]
        await provider.refund(charge.reference, 100, f"refund/{uuid4()}")
        first, second = (
            stripe.book.refund({"payment_intent": intent, "amount": str(amount)})
            for amount in (300, 400)
        )
        stripe.book.give_up(second["id"])
        there = await provider.refunds_there(charge.reference)
        assert told(there) == [(first["id"], 300, False), (second["id"], 400, True)]
        assert await provider.payment_of(intent) == payment
        for stranger in ("", "pi_of_another"):
            assert await provider.payment_of(stranger) is None
        assert await provider.refunds_there("cs_of_another") == ()
        for kind, about in (
            ("refund.created", first),
            ("refund.failed", second),
            ("charge.refunded", {"id": "ch_1", "object": "charge", "payment_intent": intent}),
        ):
            body = stripe.event(kind, about)
            event = await provider.read_event({"stripe-signature": stripe.signature(body)}, body)
            assert isinstance(event, ProviderEvent)
            assert (event.there, event.reference) == (True, intent)
        await provider.close()


async def test_yookassa() -> None:
    lines = tuple(
        ReceiptLine(text, 1, amount, 11, "commodity", "full_payment")
        for text, amount in (("Cup", 1000), ("Plate", 134), ("Plate", 100))
    )
    said = Receipt(lines, email="ann@shop.example")
    with YooKassaServer.running() as yookassa:
        yookassa.book.receipts = "yookassa"
        provider = YooKassaProvider(SHOP, KEY, url=yookassa.url)
        charge = await provider.create(asked_for("RUB", said), str(uuid4()))
        yookassa.visit(charge.reference, "pay")
        item = {
            "description": "Plate", "quantity": "1.000", "vat_code": 11,
            "amount": {"value": "2.00", "currency": "RUB"}, "payment_subject": "commodity",
            "payment_mode": "full_payment",
        }  # fmt: skip
        receipt = {"customer": {"email": "ann@shop.example"}, "items": [item]}
        made = yookassa.book.refund({
            "payment_id": charge.reference, "amount": item["amount"], "receipt": receipt,
        })  # fmt: skip
        assert told(await provider.refunds_there(charge.reference)) == [(made["id"], 200, False)]
        assert await provider.lines_there(made["id"], said) == [0, 134, 66]
        assert await provider.registered(charge.reference, f"there/{made['id']}") == "succeeded"
        del yookassa.book.refunds[made["id"]]["receipt_registration"]
        assert await provider.registered(charge.reference, f"there/{made['id']}") == "canceled"
        assert await provider.registered(charge.reference, "there/of-another") is None
        assert await provider.lines_there("of-another", said) == [0, 0, 0]
        body = yookassa.notification("refund.succeeded", made)
        event = await provider.read_event({}, body)
        assert isinstance(event, ProviderEvent)
        assert (event.there, event.reference) == (True, charge.reference)
        assert await provider.payment_of(charge.reference) is None
        await provider.close()
