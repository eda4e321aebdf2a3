"""The port, as Stripe keeps it."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from holdfast.payments import (
    AnswerLost,
    Charge,
    ChargeRequest,
    ProviderEvent,
    ProviderRefused,
    ProviderUnavailable,
)
from holdfast.payments.providers.stripe import StripeProvider
from tests.support.stripe import EVENT_SECRET, KEY, StripeServer

REQUEST = ChargeRequest(
    UUID(int=7), 1234, "EUR", datetime(2030, 1, 1, tzinfo=UTC), return_url="https://shop.example/o"
)


@pytest.fixture
def stripe() -> Iterator[StripeServer]:
    with StripeServer.running() as running:
        yield running


@pytest.fixture
async def provider(stripe: StripeServer) -> AsyncIterator[StripeProvider]:
    opened = StripeProvider(KEY, [EVENT_SECRET], stripe.url)
    yield opened
    await opened.close()


async def paid(stripe: StripeServer, provider: StripeProvider) -> Charge:
    charge = await provider.create(REQUEST, str(uuid4()))
    stripe.visit(charge.reference, "pay")
    return charge


async def test_a_payment_waits_for_its_buyer_and_is_then_paid(
    stripe: StripeServer, provider: StripeProvider
) -> None:
    charge = await provider.create(REQUEST, "a-key")
    assert charge.next_action is not None
    assert charge.next_action.redirect_url == f"{stripe.url}/pay/{charge.reference}"
    assert (charge.status, charge.amount, charge.currency) == ("pending", 1234, "EUR")
    again = await provider.create(replace(REQUEST, expires_at=datetime.now(UTC)), "a-key")
    assert again.reference == charge.reference, "the same key begins one payment"
    stripe.visit(charge.reference, "back")
    assert await provider.confirm(charge.reference) == charge
    assert await provider.fee(charge.reference) is None
    stripe.visit(charge.reference, "pay")
    now = await provider.confirm(charge.reference)
    assert now == Charge(charge.reference, "succeeded", UUID(int=7), 1234, "EUR")
    assert await provider.fail(charge.reference) == now, "it is too late to call it off"
    assert await provider.fee(charge.reference) == 1234 * 15 // 1000 + 25
    assert await provider.confirm("cs_of_another_shop") is None


async def test_a_payment_that_is_called_off_cannot_be_paid(
    stripe: StripeServer, provider: StripeProvider
) -> None:
    charge = await provider.create(REQUEST, str(uuid4()))
    for _ in range(2):
        ended = await provider.fail(charge.reference)
        assert ended is not None
        assert ended.status == "failed"
    assert stripe.visit(charge.reference, "pay") is None


async def test_what_is_set_aside_is_taken_or_let_go(
    stripe: StripeServer, provider: StripeProvider
) -> None:
    taken, let_go = [await provider.create(REQUEST, str(uuid4())) for _ in range(2)]
    for charge in (taken, let_go):
        stripe.book.session(charge.reference)["_intent"]["capture_method"] = "manual"
        stripe.visit(charge.reference, "pay")
        found = await provider.confirm(charge.reference)
        assert found is not None
        assert found.status == "authorized"
    for _ in range(2):
        done = await provider.capture(taken.reference, 1000, "capture-once")
        assert done is not None
        assert (done.status, done.amount) == ("succeeded", 1000)
    with pytest.raises(ProviderRefused):
        await provider.capture(taken.reference, 234, "another")
    ended = await provider.fail(let_go.reference)
    assert ended is not None
    assert ended.status == "failed"


async def test_a_refund_is_given_once_even_when_stripe_has_forgotten_its_key(
    stripe: StripeServer, provider: StripeProvider
) -> None:
    charge = await paid(stripe, provider)
    await provider.refund(charge.reference, 200, "refund/1")
    stripe.forget_keys()
    await provider.refund(charge.reference, 200, "refund/1")
    await provider.refund(charge.reference, 1034, "refund/2")
    assert [one["amount"] for one in stripe.book.refunds.values()] == [200, 1034]
    with pytest.raises(ProviderRefused, match="already been refunded"):
        await provider.refund(charge.reference, 1, "refund/3")
    unpaid = await provider.create(REQUEST, str(uuid4()))
    with pytest.raises(ProviderRefused):
        await provider.refund(unpaid.reference, 1, "refund/4")


async def test_a_refund_that_is_only_accepted_is_asked_for_until_it_is_given_or_not(
    stripe: StripeServer, provider: StripeProvider
) -> None:
    charge = await paid(stripe, provider)
    stripe.book.refunds_are = "pending"
    for _ in range(2):
        assert await provider.refund(charge.reference, 200, "refund/1") == "pending"
    (first,) = stripe.book.refunds.values()
    first["status"] = "succeeded"
    assert await provider.refund(charge.reference, 200, "refund/1") == "succeeded"
    assert await provider.refund(charge.reference, 300, "refund/2") == "pending"
    for status in ("failed", "canceled"):
        [*stripe.book.refunds.values()][-1]["status"] = status
        with pytest.raises(ProviderRefused, match=status):
            await provider.refund(charge.reference, 300, "refund/2")
    stripe.book.refunds_are = "failed"
    with pytest.raises(ProviderRefused, match="expired_or_canceled_card"):
        await provider.refund(charge.reference, 300, "refund/3")
    stripe.book.refunds_are = "succeeded"
    assert await provider.refund(charge.reference, 1034, "refund/4") == "succeeded"


async def test_a_refund_that_was_given_may_come_back(
    stripe: StripeServer, provider: StripeProvider
) -> None:
    charge = await paid(stripe, provider)
    assert await provider.refund(charge.reference, 200, "refund/1") == "succeeded"
    assert await provider.refund(charge.reference, 300, "refund/2") == "succeeded"
    (first, _) = stripe.book.refunds
    stripe.book.give_up(first)
    said = "the refund is failed: expired_or_canceled_card"
    assert await provider.refund_failed(charge.reference, "refund/1") == said
    for key in ("refund/2", "refund/of-nobody"):
        assert await provider.refund_failed(charge.reference, key) is None
    assert await provider.refund_failed("cs_of_another_shop", "refund/1") is None


async def test_a_part_that_is_too_fine_for_stripe_is_refused(
    stripe: StripeServer, provider: StripeProvider
) -> None:
    dinars = replace(REQUEST, amount=1230, currency="KWD")
    whole, held = [
        await provider.create(one, str(uuid4())) for one in (dinars, replace(dinars, later=True))
    ]
    for charge in (whole, held):
        stripe.visit(charge.reference, "pay")
    with pytest.raises(ProviderRefused, match="no multiple"):
        await provider.refund(whole.reference, 1, "refund/1")
    with pytest.raises(ProviderRefused, match="no multiple"):
        await provider.capture(held.reference, 1229, "capture/1")
    done = await provider.capture(held.reference, 1220, "capture/2")
    assert done is not None
    assert done.amount == 1220
    assert await provider.refund(whole.reference, 1230, "refund/2") == "succeeded"


async def test_trouble_is_told_from_refusal(stripe: StripeServer, provider: StripeProvider) -> None:
    charge = await paid(stripe, provider)
    stripe.away = True
    for call in (provider.confirm(charge.reference), provider.create(REQUEST, "lost")):
        with pytest.raises(ProviderUnavailable):
            await call
    stripe.away, stripe.limited = False, True
    with pytest.raises(ProviderUnavailable):
        await provider.refund(charge.reference, 1, "refund/1")
    stripe.limited, stripe.answer_lost = False, True
    with pytest.raises(ProviderUnavailable):
        await provider.create(REQUEST, "lost")
    before = len(stripe.book.sessions)
    await provider.create(REQUEST, "lost")
    assert len(stripe.book.sessions) == before, "the one whose answer was lost"
    stranger = StripeProvider("sk_wrong", [], stripe.url)
    with pytest.raises(ProviderUnavailable):
        await stranger.confirm(charge.reference)
    await stranger.close()
    for refused in (replace(REQUEST, amount=1), replace(REQUEST, return_url=None)):
        with pytest.raises(ProviderRefused):
            await provider.create(refused, str(uuid4()))


@asynccontextmanager
async def answering(answer: bytes) -> AsyncIterator[tuple[str, list[str]]]:
    """A server that says this to whatever it is asked and hangs up; what it was asked first."""
    lines: list[str] = []

    async def serve(reader: StreamReader, writer: StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        lines.append(head.decode().splitlines()[0])
        writer.write(answer)
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1") as server:
        yield "http://127.0.0.1:{1}".format(*server.sockets[0].getsockname()), lines


async def test_an_answer_that_breaks_off_is_a_lost_one() -> None:
    async with answering(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{") as (url, lines):
        provider = StripeProvider(KEY, url=url)
        with pytest.raises(AnswerLost):
            await provider.create(REQUEST, "lost")
        await provider.close()
    assert lines == ["POST /v1/checkout/sessions HTTP/1.1"]


async def test_it_is_reached_through_the_proxy_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    missing = b'{"error": {"code": "resource_missing", "type": "invalid_request_error"}}'
    answer = b"HTTP/1.1 404 Not Found\r\nContent-Length: %d\r\n\r\n" % len(missing) + missing
    async with answering(answer) as (proxy, lines), answering(answer) as (stripe, near):
        monkeypatch.setenv("http_proxy", proxy)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        for url in ("http://stripe.example", stripe):
            provider = StripeProvider(KEY, url=url)
            assert await provider.fee("cs_1") is None
            await provider.close()
    assert [line.split("?")[0] for line in lines] == [
        "GET http://stripe.example/v1/checkout/sessions/cs_1"
    ]
    assert [line.split("?")[0] for line in near] == ["GET /v1/checkout/sessions/cs_1"]


async def test_an_event_is_believed_by_its_signature_and_age(
    stripe: StripeServer, provider: StripeProvider
) -> None:
    about = {"id": "cs_1", "object": "checkout.session"}
    body = stripe.event("checkout.session.completed", about)

    async def read(header: str, what: bytes = body, by: StripeProvider = provider) -> object:
        return await by.read_event({"stripe-signature": header}, what)

    event = await read(stripe.signature(body))
    assert isinstance(event, ProviderEvent)
    assert event.reference == "cs_1"
    assert await read(stripe.signature(body, "whsec_forged")) == "unsigned"
    assert await read("") == "unsigned"
    assert await read(stripe.signature(body, at=1_700_000_000)) == "too-old"
    assert await read(stripe.signature(b"{}"), b"{}") == "unreadable"
    assert await read(stripe.signature(b"\xff"), b"\xff") in {"unsigned", "unreadable"}
    other = stripe.event("charge.updated", {"id": "ch_1", "object": "charge"})
    noted = await read(stripe.signature(other), other)
    assert isinstance(noted, ProviderEvent)
    assert noted.reference == "", "of no payment of ours"
    for metadata, key in ({"holdfast": "refund/r-1"}, "refund/r-1"), (None, ""), ({}, ""):
        body_of = {"id": "re_1", "object": "refund", "metadata": metadata}
        back = stripe.event("refund.updated", body_of)
        noted = await read(stripe.signature(back), back)
        assert isinstance(noted, ProviderEvent)
        assert (noted.reference, noted.refund) == ("", key)
    deaf = StripeProvider(KEY, [], stripe.url)
    assert await read(stripe.signature(body), by=deaf) == "none"
    await deaf.close()
