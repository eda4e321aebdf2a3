"""POST /hooks/{provider}: what a provider says by itself is taken once, and asked for."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from holdfast.payments import DemoEvents, ProviderEvent
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess

Visit = Callable[..., Buyer]


def secret_of(server: ServerProcess) -> bytes:
    return server.secret.encode()


def signed(market: Market, reference: str, at: float | None = None) -> dict[str, Any]:
    """An event of the demo provider's, as it sends it."""
    event = ProviderEvent(f"evt_{uuid4().hex}", reference)
    events = DemoEvents(secret_of(market.server))
    headers, body = events.signed(event, time.time() if at is None else at)
    return {"headers": headers, "content": body}


async def send(market: Market, event: dict[str, Any], provider: str = "demo") -> httpx.Response:
    async with httpx.AsyncClient(base_url=market.url, timeout=PATIENCE) as provider_itself:
        return await provider_itself.post(f"/hooks/{provider}", **event)


async def reference_of(market: Market, payment: dict[str, Any]) -> str:
    ((reference,),) = await fetch(
        market.database_url, "SELECT reference FROM payments WHERE id = $1", payment["paymentId"]
    )
    return str(reference)


async def test_an_event_brings_a_payment_on_that_its_buyer_left(
    market: Market, visit: Visit
) -> None:
    buyer = visit(market)
    reservation = expect(await buyer.reserve(market.goods(1)))
    payment = expect(await buyer.pay(reservation, "authorize"))
    event = signed(market, await reference_of(market, payment))
    answer = await send(market, event)
    assert expect(answer) == {"status": "taken"}

    async def paid() -> bool:
        return bool((await buyer.order(reservation))["status"] == "paid")

    await eventually(paid, PATIENCE, "the event is followed")
    shown = expect(market.staff.get(f"/api/orders/{reservation['orderId']}"))["order"]
    (moment,) = [one for one in shown["timeline"] if one["what"] == "paid"]
    assert moment["request"] == answer.headers["X-Request-Id"]


async def test_an_event_that_comes_again_counts_once(market: Market, visit: Visit) -> None:
    goods = market.goods(2)
    buyer = visit(market)
    reservation = await buyer.buy(goods)
    ((reference,),) = await fetch(
        market.database_url,
        "SELECT reference FROM payments WHERE subject_id = $1",
        reservation["orderId"],
    )
    event = signed(market, str(reference))
    answers = await asyncio.gather(*(send(market, event) for _ in range(4)))
    told = sorted(expect(answer)["status"] for answer in answers)
    assert told == ["repeated", "repeated", "repeated", "taken"]
    assert expect(await send(market, event)) == {"status": "repeated"}
    assert market.stock(goods) == (1, 0)


async def test_an_event_of_no_payment_of_ours_does_nothing(market: Market) -> None:
    event = signed(market, "demo_of_somebody_else")
    for _ in range(2):
        assert expect(await send(market, event)) == {"status": "unknown"}


async def test_nobody_but_the_provider_is_heard(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    reservation = expect(await buyer.reserve(market.goods(1)))
    reference = await reference_of(market, expect(await buyer.pay(reservation, "late")))
    event = signed(market, reference)
    other = json.dumps({"id": "evt_1", "reference": reference}).encode()
    signature = event["headers"]["demo-signature"]
    for wrong in (
        {"content": event["content"]},
        {**event, "content": other},
        {**event, "headers": {"demo-signature": signature[:-1] + "x"}},
        {**event, "headers": {"demo-signature": "v1=,t=,,="}},
        {**event, "headers": {"demo-signature": "é".encode("latin-1")}},
        {"content": b""},
    ):
        refusal(await send(market, wrong), 401, "event-unsigned")
    refusal(await send(market, signed(market, reference, time.time() - 400)), 400, "event-too-old")
    refusal(await send(market, signed(market, reference, time.time() + 400)), 400, "event-too-old")
    assert expect(await send(market, event)) == {"status": "taken"}


async def test_what_is_signed_and_is_no_event_is_refused(market: Market) -> None:
    for reference in ("", "x" * 2001):
        refusal(await send(market, signed(market, reference)), 400, "event-unreadable")


async def test_a_provider_that_is_none_of_the_shops_is_not_found(market: Market) -> None:
    event = signed(market, "demo_x")
    for name in ("stripe", "manual", "wallet", "%00"):
        answer = await send(market, event, name)
        assert answer.status_code == 404, answer.text
    refusal(await send(market, event, "stripe"), 404, "hook-not-found")
    async with httpx.AsyncClient(base_url=market.url, timeout=PATIENCE) as visitor:
        refusal(await visitor.get("/hooks/demo"), 405, "method-not-allowed")


async def test_an_event_that_is_too_large_is_not_read(market: Market) -> None:
    event = signed(market, "demo_x")
    answer = await send(market, {**event, "content": b"x" * (64 * 1024 + 1)})
    assert refusal(answer, 413, "body-too-large")["detail"] == "At most 64 kB."


@pytest.mark.slow
async def test_events_have_a_rate_of_their_own(
    prepared: PreparedShops,
) -> None:
    rates = {"HOLDFAST_RATE_HOOKS": "3/minute", "HOLDFAST_RATE_ADDRESS": "4/minute"}
    with prepared.opened(**rates) as server:
        async with httpx.AsyncClient(base_url=server.url, timeout=PATIENCE) as sender:
            for _ in range(3):
                refusal(await sender.post("/hooks/demo", content=b"x"), 401, "event-unsigned")
            refused = await sender.post("/hooks/demo", content=b"x")
            assert int(refused.headers["Retry-After"]) > 0
            refusal(refused, 429, "rate-limited")
            for _ in range(4):  # none of which the shop's own visitors are short of
                expect(await sender.get("/api/config"))
