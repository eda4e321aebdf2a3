"""The port, as PayPal keeps it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from holdfast.payments import (
    Charge,
    ChargeRequest,
    ProviderDispute,
    ProviderEvent,
    ProviderRefused,
    ProviderUnavailable,
)
from holdfast.payments.providers.paypal import PayPalProvider, from_paypal, to_paypal
from tests.support.paypal import CLIENT, SECRET, WEBHOOK, PayPalServer

REQUEST = ChargeRequest(
    UUID(int=7), 1234, "EUR", datetime(2030, 1, 1, tzinfo=UTC), return_url="https://shop.example/o"
)
LATER = replace(REQUEST, later=True)


@pytest.fixture(scope="module")
def paypal() -> Iterator[PayPalServer]:
    with PayPalServer.running() as running:
        yield running


@pytest.fixture
async def provider(paypal: PayPalServer) -> AsyncIterator[PayPalProvider]:
    opened = PayPalProvider(CLIENT, SECRET, WEBHOOK, sandbox=True, url=paypal.url)
    yield opened
    await opened.close()


async def agreed(
    paypal: PayPalServer, provider: PayPalProvider, request: ChargeRequest = REQUEST
) -> str:
    charge = await provider.create(request, str(uuid4()))
    paypal.visit(charge.reference, "pay")
    return charge.reference


async def paid(paypal: PayPalServer, provider: PayPalProvider) -> str:
    reference = await agreed(paypal, provider)
    await provider.capture(reference, 1234, f"capture/{reference}")
    return reference


async def status_of(provider: PayPalProvider, reference: str) -> str:
    charge = await provider.confirm(reference)
    assert charge is not None
    return charge.status


def test_amounts_are_written_as_it_does() -> None:
    assert to_paypal(1230, "EUR") == {"currency_code": "EUR", "value": "12.30"}
    assert to_paypal(5, "JPY") == {"currency_code": "JPY", "value": "5"}
    assert to_paypal(5, "KRW") == {"currency_code": "KRW", "value": "5"}
    assert to_paypal(123_400, "HUF") == {"currency_code": "HUF", "value": "1234"}
    back = [("12.30", "EUR", 1230), ("5", "JPY", 5), ("1234", "HUF", 123_400), ("7", "TWD", 700)]
    for value, currency, amount in back:
        assert from_paypal(value, currency) == amount
    for wrong in ("12.345", "twelve"):
        with pytest.raises(ValueError, match=r"fine|amount"):
            from_paypal(wrong, "EUR")
    with pytest.raises(ValueError, match="fine"):
        to_paypal(1234_50, "TWD")


async def test_what_the_buyer_agreed_to_is_taken_once(
    paypal: PayPalServer, provider: PayPalProvider
) -> None:
    charge = await provider.create(REQUEST, "a-key")
    assert charge.next_action is not None
    assert charge.next_action.redirect_url == f"{paypal.url}/pay/{charge.reference}"
    assert (charge.status, charge.amount, charge.currency) == ("pending", 1234, "EUR")
    again = await provider.create(replace(REQUEST, expires_at=datetime.now(UTC)), "a-key")
    assert again == charge, "the same key begins one payment"
    assert await provider.confirm(charge.reference) == charge
    paypal.visit(charge.reference, "pay")
    assert await status_of(provider, charge.reference) == "authorized", "agreed, and not taken"
    with pytest.raises(ProviderRefused):
        await provider.capture(charge.reference, 1000, "less")
    taken = Charge(charge.reference, "succeeded", UUID(int=7), 1234, "EUR")
    for key in ("once", "once", "another"):
        assert await provider.capture(charge.reference, 1234, key) == taken
    assert await provider.confirm(charge.reference) == taken
    assert await provider.fail(charge.reference) == taken, "too late"
    assert await provider.fee(charge.reference) == 37, "3% of 12.34"
    for call in (provider.confirm, provider.fail, provider.fee):
        assert await call("of-another-shop") is None
    assert await provider.capture("of-another-shop", 1, "k") is None


async def test_whoever_is_quicker_takes_it(paypal: PayPalServer, provider: PayPalProvider) -> None:
    reference = await agreed(paypal, provider)
    charges = await asyncio.gather(
        *(provider.capture(reference, 1234, f"key-{one}") for one in range(4))
    )
    assert {one.status for one in charges if one} == {"succeeded"}
    assert len(paypal.book.order(reference)["purchase_units"][0]["payments"]["captures"]) == 1


async def test_what_does_not_pay_is_a_failed_payment(
    paypal: PayPalServer, provider: PayPalProvider
) -> None:
    for request in (REQUEST, LATER):
        charge = await provider.create(request, str(uuid4()))
        paypal.visit(charge.reference, "decline")
        if not request.later:
            declined = await provider.capture(charge.reference, 1234, "capture")
            assert declined is not None
            assert (declined.status, declined.next_action) == ("failed", None)
            with pytest.raises(ProviderRefused):
                await provider.capture(charge.reference, 1234, "once more")
        else:
            assert await status_of(provider, charge.reference) == "failed"


async def test_one_that_waits_for_its_buyer_is_called_off_by_not_taking_it(
    paypal: PayPalServer, provider: PayPalProvider
) -> None:
    waits = (await provider.create(REQUEST, str(uuid4()))).reference
    for reference in (waits, await agreed(paypal, provider)):
        ended = await provider.fail(reference)
        assert ended is not None
        assert (ended.status, ended.next_action) == ("failed", None)
        assert "captures" not in paypal.book.order(reference)["purchase_units"][0]["payments"]


async def test_what_is_looked_at_is_pending_until_paypal_has_decided(
    paypal: PayPalServer, provider: PayPalProvider
) -> None:
    paypal.book.looks = True
    try:
        taken, declined = [await paid(paypal, provider) for _ in range(2)]
    finally:
        paypal.book.looks = False
    for reference in (taken, declined):
        assert await status_of(provider, reference) == "pending"
        ended = await provider.fail(reference)
        assert ended is not None
        assert ended.status == "pending", "nobody can stop it"
    assert await provider.fee(taken) is None
    with pytest.raises(ProviderRefused):
        await provider.refund(taken, 1, "early")
    paypal.book.looked_at(taken, "COMPLETED")
    paypal.book.looked_at(declined, "DECLINED")
    assert await status_of(provider, taken) == "succeeded"
    assert await status_of(provider, declined) == "failed"


async def test_what_is_set_aside_is_taken_or_let_go(
    paypal: PayPalServer, provider: PayPalProvider
) -> None:
    taken, let_go = [await agreed(paypal, provider, LATER) for _ in range(2)]
    for _ in range(2):
        held = await provider.confirm(taken)
        assert held is not None
        assert held.status == "authorized"
        assert held.held_until is not None
        assert held.held_until - datetime.now(UTC) > timedelta(days=2, hours=23)
    for _ in range(2):
        done = await provider.capture(taken, 1000, "capture/" + "k" * 200)
        assert done is not None
        assert (done.status, done.amount) == ("succeeded", 1000)
    assert await status_of(provider, let_go) == "authorized"
    for _ in range(2):
        ended = await provider.fail(let_go)
        assert ended is not None
        assert ended.status == "failed"
    with pytest.raises(ProviderRefused):
        await provider.capture(let_go, 1234, "late")


async def test_a_refund_is_given_once_even_when_its_key_is_forgotten(
    paypal: PayPalServer, provider: PayPalProvider
) -> None:
    reference = await paid(paypal, provider)
    for _ in range(2):
        await provider.refund(reference, 500, "refund/1")
        paypal.forget_keys()
    await provider.refund(reference, 734, "refund/2")
    assert str(paypal.book.given_back(reference)) == "12.34"
    with pytest.raises(ProviderRefused, match="FULLY_REFUNDED"):
        await provider.refund(reference, 1, "refund/3")
    other = await paid(paypal, provider)
    paypal.book.refunds_are = "PENDING"
    try:
        for _ in range(2):
            assert await provider.refund(other, 234, "refund/other") == "pending"
    finally:
        paypal.book.refunds_are = "COMPLETED"
    (looked_at,) = paypal.book.orders[other]["purchase_units"][0]["payments"]["refunds"]
    looked_at["status"] = "COMPLETED"
    assert await provider.refund(other, 234, "refund/other") == "succeeded"
    unpaid = await provider.create(REQUEST, str(uuid4()))
    for name in (unpaid.reference, "of-another-shop"):
        with pytest.raises(ProviderRefused):
            await provider.refund(name, 1, "refund/4")
    paypal.book.refuses_refunds = True
    try:
        with pytest.raises(ProviderRefused, match="failed"):
            await provider.refund(await paid(paypal, provider), 1, "refund/5")
    finally:
        paypal.book.refuses_refunds = False


async def test_trouble_is_told_from_a_no(paypal: PayPalServer, provider: PayPalProvider) -> None:
    reference = await agreed(paypal, provider)
    paypal.away = True
    with pytest.raises(ProviderUnavailable):
        await provider.confirm(reference)
    paypal.away = False
    paypal.answer_lost = True
    with pytest.raises(ProviderUnavailable):
        await provider.create(REQUEST, "lost")
    known = await provider.create(REQUEST, "lost")
    assert len([one for one in paypal.book.orders if one == known.reference]) == 1
    paypal.expire_tokens()
    with pytest.raises(ProviderUnavailable):
        await provider.confirm(reference)
    assert await status_of(provider, reference) == "authorized", "with a new token"
    stranger = PayPalProvider(CLIENT, "wrong", url=paypal.url)
    with pytest.raises(ProviderUnavailable):
        await stranger.confirm(reference)
    await stranger.close()
    for refused in (
        replace(REQUEST, return_url=None),
        replace(REQUEST, currency="KRW"),
        replace(REQUEST, currency="HUF"),
    ):
        with pytest.raises(ProviderRefused):
            await provider.create(refused, str(uuid4()))


async def test_only_paypals_own_events_are_taken(
    paypal: PayPalServer, provider: PayPalProvider
) -> None:
    reference = await paid(paypal, provider)
    order = paypal.book.order(reference)
    capture = order["purchase_units"][0]["payments"]["captures"][0]
    back = {"id": "1JU08902781691411", "custom_id": "refund/r-1"}
    read = {
        "CHECKOUT.ORDER.APPROVED": (order, (reference, "", "")),
        "PAYMENT.CAPTURE.COMPLETED": (capture, (reference, "", "")),
        "PAYMENT.CAPTURE.REFUNDED": (back, ("", "", "refund/r-1")),
        "CUSTOMER.DISPUTE.CREATED": ({"dispute_id": "PP-R-1"}, ("", "PP-R-1", "")),
        "PAYMENT.SALE.COMPLETED": ({"id": "of-another-kind"}, ("", "", "")),
    }
    for kind, (about, names) in read.items():
        body = paypal.event(kind, about)
        headers = lower(paypal.signed(body))
        event = await provider.read_event(headers, body)
        assert isinstance(event, ProviderEvent)
        assert (event.reference, event.dispute, event.refund) == names
        assert await provider.read_event(headers, body) == event, "once more is the same"
    forged = {
        "paypal-transmission-sig": "forged",
        "paypal-transmission-id": "",
        "paypal-cert-url": "https://api.paypal.com.evil.example/cert",
        "paypal-auth-algo": "x" * 501,
        "paypal-transmission-time": "yesterday",
    }
    for name, value in forged.items():
        assert await provider.read_event({**headers, name: value}, body) == "unsigned"
    assert await provider.read_event(headers, body.replace(b"SALE", b"SOLD")) == "unsigned"
    assert await provider.read_event({}, body) == "unsigned"
    old = lower(paypal.signed(body, datetime.now(UTC) - timedelta(days=5)))
    assert await provider.read_event(old, body) == "too-old"
    for wrong in (b"{}", b"\xff", b"[]"):
        assert await provider.read_event(headers, wrong) == "unreadable"
    nowhere = {**headers, "paypal-cert-url": "https://["}
    assert await provider.read_event(nowhere, body) == "unsigned"
    deaf = PayPalProvider(CLIENT, SECRET, url=paypal.url)
    assert await deaf.read_event(headers, body) == "none"
    await deaf.close()


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, "open"),
        ({"dispute_life_cycle_stage": "INQUIRY"}, "inquiry"),
        ({"status": "UNDER_REVIEW"}, "answered"),
        ({"status": "WAITING_FOR_BUYER_RESPONSE"}, "answered"),
        ({"status": "RESOLVED", "dispute_outcome": {"outcome_code": "CANCELED_BY_BUYER"}}, "won"),
        (
            {"status": "RESOLVED", "dispute_outcome": {"outcome_code": "RESOLVED_WITH_PAYOUT"}},
            "won",
        ),
        (
            {"status": "RESOLVED", "dispute_outcome": {"outcome_code": "RESOLVED_BUYER_FAVOUR"}},
            "lost",
        ),
    ],
)
async def test_a_dispute_is_told_in_the_ports_words(
    paypal: PayPalServer, provider: PayPalProvider, changed: dict[str, object], status: str
) -> None:
    key = uuid4()
    charge = await provider.create(REQUEST, str(key))
    paypal.visit(charge.reference, "pay")
    await provider.capture(charge.reference, 1234, str(uuid4()))
    opened = paypal.disputes.open(paypal.book.order(charge.reference), "5.00")
    opened.update(changed)
    told = await provider.dispute(opened["dispute_id"])
    assert isinstance(told, ProviderDispute)
    assert (told.payment_id, told.amount, told.currency, told.status) == (key, 500, "EUR", status)
    assert told.reason == "merchandise_or_service_not_received"
    assert told.url.startswith("https://www.sandbox.paypal.com/resolutioncenter/")
    assert await provider.dispute("of-another-shop") is None


async def test_a_dispute_may_end_with_a_part_for_the_buyer(
    paypal: PayPalServer, provider: PayPalProvider
) -> None:
    charge = await provider.create(REQUEST, str(uuid4()))
    paypal.visit(charge.reference, "pay")
    await provider.capture(charge.reference, 1234, str(uuid4()))
    name = paypal.disputes.open(paypal.book.order(charge.reference), "5.00")["dispute_id"]
    assert (told := await provider.dispute(name)) is not None
    assert told.gone is None
    paypal.disputes.end(name, "RESOLVED_BUYER_FAVOUR", "2.00")
    assert (told := await provider.dispute(name)) is not None
    assert (told.status, told.amount, told.gone) == ("lost", 500, 200)


def lower(headers: dict[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
