"""Topping up by a payment, over HTTP: begun, claimed, repeated, declined, late, abandoned."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from holdfast.payments.demo import LATE_BY
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE

Json = dict[str, Any]
NOBODYS = "0193a1d2-0000-7000-8000-000000000000"
CUSTOMER = {"email": "customer@example.com", "password": "holdfast-customer"}
MANAGER = {"email": "manager@example.com", "password": "holdfast-manager"}


class Payer:
    """Somebody with a wallet."""

    def __init__(self, buyer: Buyer, wallet: Json) -> None:
        self.buyer = buyer
        self.id = wallet["id"]

    async def pay(self, amount: object, key: str | None = None, **more: Any) -> httpx.Response:
        asked = {"walletId": self.id, "amount": amount, "provider": "demo", **more}
        return await self.buyer.post("/api/payments", asked, key)

    async def claim(self, payment: Json, amount: int) -> httpx.Response:
        asked = {"amount": amount, "paymentId": payment["paymentId"]}
        return await self.buyer.post(f"/api/wallets/{self.id}/top-ups", asked)

    async def balance(self) -> int:
        answer = await self.buyer.get(f"/api/wallets/{self.id}")
        return int(expect(answer)["wallet"]["balance"])


async def payer_at(market: Market, login: Json) -> Payer:
    """The demo's user, with the wallet there is."""
    buyer = Buyer(market.url)
    expect(await buyer.http.post("/api/session/login", json=login))
    answer = await buyer.post("/api/wallets", {"currency": "PTS"})
    return Payer(buyer, answer.json()["wallet"])


@pytest.fixture
async def payer(market: Market) -> AsyncIterator[Payer]:
    found = await payer_at(market, CUSTOMER)
    yield found
    await found.buyer.http.aclose()


async def test_a_payment_is_begun_and_claimed_and_counts_once(payer: Payer) -> None:
    before = await payer.balance()
    payment = expect(await payer.pay(250))
    assert payment["status"] == "succeeded"
    for _ in range(3):
        answer = expect(await payer.claim(payment, 250))
        assert (answer["status"], answer["wallet"]["balance"]) == ("done", before + 250)
    answers = await asyncio.gather(*(payer.claim(payment, 250) for _ in range(10)))
    assert {one.status_code for one in answers} == {200}
    assert await payer.balance() == before + 250
    page = expect(await payer.buyer.get(f"/api/wallets/{payer.id}/statement", limit=1))
    (movement,) = page["movements"]
    assert movement["kind"] == "top-up"
    assert movement["paymentId"] == payment["paymentId"]


async def test_one_key_begins_one_payment(payer: Payer) -> None:
    key = str(uuid4())
    first, again = expect(await payer.pay(3, key)), expect(await payer.pay(3, key))
    assert first == again
    refusal(await payer.pay(4, key), 422, "idempotency-key-reused")


async def test_a_payment_for_something_else_tops_up_nothing(payer: Payer, market: Market) -> None:
    payment = expect(await payer.pay(9))
    before = await payer.balance()
    problem = refusal(await payer.claim(payment, 10), 422, "amount-not-paid")
    assert (problem["field"], problem["paid"]) == ("amount", 9)
    refusal(await payer.claim({"paymentId": NOBODYS}, 9), 404, "payment-not-found")
    stranger = await payer_at(market, MANAGER)
    refusal(await stranger.claim(payment, 9), 404, "payment-not-found")
    stranger.id = payer.id
    refusal(await stranger.claim(payment, 9), 404, "wallet-not-found")
    refusal(await stranger.pay(9), 404, "wallet-not-found")
    # A payment for a reservation is none for a wallet, and the other way round.
    goods = market.goods(stock=1)
    reservation = expect(await payer.buyer.reserve(goods))
    for_goods = expect(await payer.buyer.pay(reservation))
    refusal(await payer.claim(for_goods, 500), 404, "payment-not-found")
    refusal(await payer.buyer.create(reservation, payment), 404, "payment-not-found")
    assert await payer.balance() == before
    await stranger.buyer.http.aclose()


async def test_a_declined_payment_tops_up_nothing(payer: Payer) -> None:
    before = await payer.balance()
    payment = expect(await payer.pay(9, scenario="decline"))
    assert payment["status"] == "failed"
    refusal(await payer.claim(payment, 9), 402, "payment-failed")
    assert await payer.balance() == before


async def test_a_late_payment_is_202_until_it_comes(payer: Payer) -> None:
    in_time = False
    while not in_time:  # where the machine stood still, the payment may have come before the claim
        before = await payer.balance()
        begun = time.monotonic()
        payment = expect(await payer.pay(7, scenario="late"))
        assert payment["status"] == "pending"
        claimed = await payer.claim(payment, 7)
        if in_time := time.monotonic() < begun + LATE_BY:
            answer = expect(claimed, 202)
            assert (answer["status"], answer["wallet"]["balance"]) == ("pending", before)

        async def there(payment: Json = payment) -> bool:
            return (await payer.claim(payment, 7)).status_code == 200

        await eventually(there, PATIENCE, "the payment is in")
        assert await payer.balance() == before + 7


async def test_what_nobody_claims_is_in_the_wallet_by_itself(payer: Payer) -> None:
    before = await payer.balance()
    expect(await payer.pay(11, scenario="duplicate"))  # word comes twice, half a second apart

    async def there() -> bool:
        return await payer.balance() == before + 11

    await eventually(there, PATIENCE, "the money is in the wallet")
    await asyncio.gather(*(payer.balance() for _ in range(3)))
    assert await payer.balance() == before + 11


async def test_guests_pay_into_no_wallet(market: Market) -> None:
    guest = Payer(Buyer(market.url), {"id": NOBODYS})
    refusal(await guest.pay(1), 401, "login-required")
    await guest.buyer.http.aclose()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"walletId": NOBODYS},
        {"amount": 1},
        {"walletId": NOBODYS, "amount": 0},
        {"walletId": NOBODYS, "amount": -1},
        {"walletId": NOBODYS, "amount": 1.5},
        {"walletId": NOBODYS, "amount": "1"},
        {"walletId": "x", "amount": 1},
        {"reservationId": NOBODYS, "walletId": NOBODYS, "amount": 1},
    ],
)
async def test_a_payment_is_for_one_thing(payer: Payer, body: Json) -> None:
    answer = await payer.buyer.post("/api/payments", {"provider": "demo", **body})
    refusal(answer, 422, "invalid-request")


async def test_what_would_not_fit_is_not_charged(payer: Payer) -> None:
    for amount in (2**53, 10**40):
        problem = refusal(await payer.pay(amount), 409, "balance-too-large")
        assert problem["limit"] == 2**53 - 1


async def test_other_providers_and_scenarios_there_are_none(payer: Payer) -> None:
    refusal(await payer.pay(1, provider="nobody"), 422, "provider-unknown")
    refusal(await payer.pay(1, scenario="nonsense"), 422, "scenario-unknown")
