"""Stripe's test server keeps to Stripe's rules: its own library reads it, and a client that breaks
one is refused."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from stripe import (
    AuthenticationError,
    HTTPXClient,
    IdempotencyError,
    InvalidRequestError,
    SignatureVerificationError,
    StripeClient,
    Webhook,
)
from stripe import PermissionError as KeyNotAllowed

from tests.support.stripe import EVENT_SECRET, KEY, StripeServer

SESSION: dict[str, Any] = {
    "mode": "payment",
    "success_url": "https://shop.example/orders/1",
    "line_items": [
        {
            "quantity": 2,
            "price_data": {
                "currency": "eur",
                "unit_amount": 500,
                "product_data": {"name": "Payment"},
            },
        }
    ],
}


@pytest.fixture
async def client(stripe: StripeServer) -> AsyncIterator[StripeClient]:
    http = HTTPXClient(timeout=10)
    yield StripeClient(
        KEY, http_client=http, base_addresses={"api": stripe.url}, max_network_retries=0
    )
    await http.close_async()  # type: ignore[no-untyped-call]  # has no types there


def priced(**changed: Any) -> dict[str, Any]:
    line = SESSION["line_items"][0]
    return {**SESSION, "line_items": [{**line, "price_data": {**line["price_data"], **changed}}]}


async def made(client: StripeClient, asked: dict[str, Any], key: str | None = None) -> Any:
    options: Any = {} if key is None else {"idempotency_key": key}
    return await client.v1.checkout.sessions.create_async(asked, options)  # type: ignore[arg-type]  # wrong ones, too


async def test_a_session_is_paid_captured_and_given_back(
    stripe: StripeServer, client: StripeClient
) -> None:
    manual = {**SESSION, "payment_intent_data": {"capture_method": "manual"}}
    session = await made(client, manual)
    assert (session.amount_total, session.status, session.payment_intent) == (1000, "open", None)
    assert httpx.get(session.url).status_code == 200
    went = httpx.post(session.url, data={"what": "pay"})
    assert went.headers["Location"] == SESSION["success_url"]
    assert httpx.post(session.url, data={"what": "pay"}).status_code == 410
    found = await client.v1.checkout.sessions.retrieve_async(
        session.id, {"expand": ["payment_intent"]}
    )
    assert found.status == "complete"
    assert found.payment_status == "unpaid"
    intent: Any = found.payment_intent
    assert intent.status == "requires_capture"
    with pytest.raises(InvalidRequestError, match="too large"):
        await client.v1.payment_intents.capture_async(intent.id, {"amount_to_capture": 1001})
    taken = await client.v1.payment_intents.capture_async(intent.id, {"amount_to_capture": 900})
    assert taken.amount_received == 900
    with pytest.raises(InvalidRequestError) as refused:
        await client.v1.payment_intents.cancel_async(intent.id)
    assert refused.value.code == "payment_intent_unexpected_state"
    for _ in range(3):
        await client.v1.refunds.create_async({"payment_intent": intent.id, "amount": 300})
    with pytest.raises(InvalidRequestError) as refused:
        await client.v1.refunds.create_async({"payment_intent": intent.id, "amount": 1})
    assert refused.value.code == "charge_already_refunded"
    listed = await client.v1.refunds.list_async({"payment_intent": intent.id, "limit": 2})
    assert [one.amount async for one in listed.auto_paging_iter()] == [300, 300, 300]
    with pytest.raises(InvalidRequestError, match="Only Checkout Sessions"):
        await client.v1.checkout.sessions.expire_async(session.id)


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ({**SESSION, "mode": "pay"}, "mode"),
        ({**SESSION, "success_url": "/orders/1"}, "URL"),
        ({**SESSION, "line_items": []}, "line_items"),
        ({**SESSION, "amount": 100}, "unknown parameter"),
        ({**SESSION, "payment_intent_data": {"amount": 100}}, "unknown parameter"),
        (priced(currency="EUR"), "currency"),
        (priced(unit_amount=-5), "integer"),
        (priced(unit_amount=10), "too low"),
        (priced(product_data={}), "name"),
    ],
)
async def test_a_session_that_the_reference_does_not_have_is_refused(
    client: StripeClient, asked: dict[str, Any], what: str
) -> None:
    with pytest.raises(InvalidRequestError, match=what):
        await made(client, asked)


async def test_a_key_stands_for_one_request(stripe: StripeServer, client: StripeClient) -> None:
    first = await made(client, SESSION, "one-key")
    assert (await made(client, SESSION, "one-key")).id == first.id
    with pytest.raises(IdempotencyError):
        await made(client, priced(unit_amount=600), "one-key")
    assert (await made(client, SESSION, "another")).id != first.id


async def test_strangers_and_unknown_names_are_refused(
    stripe: StripeServer, client: StripeClient
) -> None:
    http = HTTPXClient(timeout=10)
    stranger = StripeClient("sk_x", http_client=http, base_addresses={"api": stripe.url})
    with pytest.raises(AuthenticationError):
        await made(stranger, SESSION)
    await http.close_async()  # type: ignore[no-untyped-call]  # has no types there
    with pytest.raises(InvalidRequestError) as refused:
        await client.v1.checkout.sessions.retrieve_async("cs_none")
    assert refused.value.code == "resource_missing"
    answer = httpx.post(
        f"{stripe.url}/v1/refunds", json={}, headers={"Authorization": f"Bearer {KEY}"}
    )
    assert answer.status_code == 400
    assert "form-encoded" in answer.text


def test_its_events_are_signed_as_its_library_checks_them(stripe: StripeServer) -> None:
    body = stripe.event("checkout.session.completed", {"id": "cs_1", "object": "checkout.session"})
    event: Any = Webhook.construct_event(body, stripe.signature(body), EVENT_SECRET)
    assert event.data.object.id == "cs_1"
    for wrong in (stripe.signature(body, "whsec_other"), stripe.signature(body, at=1), "t=1"):
        with pytest.raises(SignatureVerificationError):
            Webhook.construct_event(body, wrong, EVENT_SECRET)


async def test_cards_are_kept_for_customers_and_for_nobody_else(
    stripe: StripeServer, client: StripeClient
) -> None:
    customers, methods = client.v1.customers, client.v1.payment_methods
    customer = await customers.create_async({"metadata": {"holdfast": "user:1"}})
    keeps: dict[str, Any] = {
        **SESSION,
        "customer": customer.id,
        "payment_intent_data": {"setup_future_usage": "on_session"},
    }
    shown = {"payment_method_data": {"allow_redisplay": "always"}}
    for asked in (SESSION | {"customer": customer.id}, keeps, keeps | shown):
        session = await made(client, asked)
        assert session.customer == customer.id
        stripe.visit(session.id, "pay")
    found = await customers.payment_methods.list_async(customer.id)
    assert [one.allow_redisplay for one in found.data] == ["always", "limited"]
    always = await customers.payment_methods.list_async(customer.id, {"allow_redisplay": "always"})
    (card,) = always.data
    assert card.card is not None
    assert (card.card.brand, card.card.last4) == ("visa", "4242")
    assert "Pay with Visa 4242" in httpx.get((await made(client, keeps)).url).text

    setup: dict[str, Any] = {
        "mode": "setup",
        "customer": customer.id,
        "allowed_payment_method_types": ["card"],
        "success_url": "https://shop.example/account",
    }
    session = await made(client, setup)
    assert (session.amount_total, session.payment_status) == (None, "no_payment_required")
    assert stripe.visit(session.id, "pay") == setup["success_url"]
    ended = await client.v1.checkout.sessions.retrieve_async(session.id)
    assert (ended.status, str(ended.setup_intent)[:5]) == ("complete", "seti_")

    gone = await methods.detach_async(card.id)
    assert gone.customer is None
    for call in (
        methods.detach_async(card.id),
        methods.detach_async("pm_of_another"),
        customers.payment_methods.list_async("cus_of_another"),
        made(client, SESSION | {"customer": "cus_of_another"}),
        made(client, {**setup, "line_items": SESSION["line_items"]}),
        made(client, {name: value for name, value in setup.items() if "types" not in name}),
        customers.create_async({"nickname": "Anna"}),  # type: ignore[arg-type]  # a wrong one
    ):
        with pytest.raises(InvalidRequestError):
            await call


async def test_the_vendors_library_sends_money_to_an_account(
    stripe: StripeServer, client: StripeClient
) -> None:
    ready, waits = stripe.connect.connect(), stripe.connect.connect(transfers="pending")
    stripe.connect.available = {"eur": 1000}
    found = await client.v1.accounts.retrieve_async(ready)
    assert found.capabilities is not None
    assert found.capabilities.transfers == "active"
    sent: Any = {
        "amount": 700, "currency": "eur", "destination": ready, "transfer_group": "payout/1",
    }  # fmt: skip
    made = await client.v1.transfers.create_async(sent, {"idempotency_key": "one"})
    again = await client.v1.transfers.create_async(sent, {"idempotency_key": "one"})
    assert (made.id, made.amount, made.destination) == (again.id, 700, ready)
    listed = await client.v1.transfers.list_async({"transfer_group": "payout/1"})
    assert [one.id for one in listed.data] == [made.id]
    assert not (await client.v1.transfers.list_async({"transfer_group": "payout/2"})).data
    changes: tuple[tuple[dict[str, Any], str], ...] = (
        ({"amount": 301}, "balance_insufficient"),
        ({"destination": "acct_of_nobody"}, "resource_missing"),
        ({"destination": waits}, "insufficient_capabilities_for_transfer"),
        ({"amount": 0}, "parameter_invalid_integer"),
        ({"source": "card"}, "parameter_unknown"),
    )
    for changed, code in changes:
        with pytest.raises(InvalidRequestError) as refused:
            await client.v1.transfers.create_async(sent | changed)
        assert refused.value.code == code
    with pytest.raises(KeyNotAllowed):
        await client.v1.accounts.retrieve_async("acct_of_nobody")
