"""Payouts that Stripe sends, over HTTP: who says where to, who has them sent, and what becomes of
one that Stripe refuses."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import CUSTOMER, MANAGER
from tests.api.seller.trading import SELLERS, Trader, sell
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.postgres import fetch
from tests.support.server import ServerProcess
from tests.support.stripe import StripeServer

PAYOUTS = "/api/staff/payouts"
BY_HAND: dict[str, Any] = {"provider": None, "account": None}
WITH_STRIPE = {"providers": ["stripe"], "setAt": None}


@pytest.fixture(scope="module")
def stripe() -> Iterator[StripeServer]:
    with StripeServer.running() as running:
        yield running


@pytest.fixture(scope="module")
def shop(module_database_url: str, stripe: StripeServer) -> Iterator[ServerProcess]:
    """A shop that takes cards, and sends money, by Stripe."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    for email, role in ((MANAGER, "manager"), (CUSTOMER, "customer")):
        add_person(module_database_url, email, [role])
    environment = {"HOLDFAST_LIMITS": "off", **stripe.settings}
    with ServerProcess(
        folder / "data", environment=environment, database_url=module_database_url
    ) as running:
        yield running
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def at_once(staff: httpx.Client, stripe: StripeServer) -> None:
    """Nothing waits for its return, time proposes nothing, and Stripe has money."""
    expect(staff.patch("/api/staff/settings", json={"payoutHoldDays": 0, "payoutDays": 0}))
    stripe.connect.available = {"eur": 100_000}
    stripe.away = False


def at_stripe(account: str) -> dict[str, str]:
    return {"provider": "stripe", "account": account}


def of_staff(seller: str) -> str:
    return f"{SELLERS}/{seller}/payout-account"


def own(trader: Trader) -> str:
    return f"/api/seller/{trader.seller}/payout-account"


def key() -> dict[str, str]:
    return {"Idempotency-Key": uuid4().hex}


async def a_payout(staff: httpx.Client, shop: ServerProcess, trader: Trader) -> dict[str, Any]:
    """Of one thing of the seller's, set aside."""
    sell(staff, shop.url, [trader.make()])

    async def earned() -> bool:
        found = expect(trader.http.get(f"/api/seller/{trader.seller}/money"))["standings"]
        return bool(found and found[0]["payable"])

    await eventually(earned, PATIENCE, "what was sold is earned")
    asked = {"currency": "EUR"}
    made = staff.post(f"{SELLERS}/{trader.seller}/payouts", json=asked, headers=key())
    found: dict[str, Any] = expect(made, 201)
    return found


async def a_payout_to(
    account: str, staff: httpx.Client, shop: ServerProcess, trader: Trader
) -> tuple[dict[str, Any], str]:
    """The same, of a seller who said where to; with its address."""
    expect(trader.http.put(own(trader), json=at_stripe(account)))
    payout = await a_payout(staff, shop, trader)
    return payout, f"{PAYOUTS}/{payout['id']}"


async def until_it_is(staff: httpx.Client, payout: dict[str, Any], status: str) -> dict[str, Any]:
    async def found() -> dict[str, Any] | None:
        asked = {"sellerId": payout["sellerId"], "status": status}
        same = [
            one
            for one in expect(staff.get(PAYOUTS, params=asked))["payouts"]
            if one["id"] == payout["id"]
        ]
        return same[0] if same else None

    now: dict[str, Any] = await eventually(found, PATIENCE, f"the payout is {status}")
    return now


def sent_to(stripe: StripeServer, account: str) -> list[int]:
    found = stripe.connect.transfers.values()
    return [one["amount"] for one in found if one["destination"] == account]


async def test_a_seller_says_where_to_and_staff_have_it_sent_once(
    shop: ServerProcess,
    staff: httpx.Client,
    traders: tuple[Trader, Trader],
    stripe: StripeServer,
    module_database_url: str,
) -> None:
    one = traders[0]
    assert expect(one.http.get(own(one))) == BY_HAND | WITH_STRIPE
    payout = await a_payout(staff, shop, one)
    path = f"{PAYOUTS}/{payout['id']}/send"
    assert (payout["sendsBy"], payout["sendsTo"]) == (None, None)
    refusal(staff.post(path, headers=key()), 409, "no-payout-account")

    account = stripe.connect.connect()
    told = expect(one.http.put(own(one), json=at_stripe(f" {account} ")))
    assert told == at_stripe(account) | {"providers": ["stripe"], "setAt": told["setAt"]}
    assert expect(staff.get(of_staff(one.seller))) == told
    (waits,) = expect(staff.get(PAYOUTS, params={"sellerId": one.seller}))["payouts"]
    assert (waits["sendsBy"], waits["sendsTo"]) == ("stripe", account)

    same = key()
    begun = expect(staff.post(path, headers=same))
    assert (begun["status"], begun["provider"], begun["account"]) == ("sending", "stripe", account)
    again = expect(staff.post(path, headers=same))
    assert again["id"] == begun["id"]
    assert (again["sendsBy"], again["sendsTo"]) == (None, None)
    done = await until_it_is(staff, payout, "paid")
    assert done["reference"] in stripe.connect.transfers
    assert expect(staff.post(path, headers=same))["status"] == "paid"
    refusal(staff.post(path, headers=key()), 409, "payout-settled")
    assert sent_to(stripe, account) == [payout["amount"]]
    assert expect(one.http.get(f"/api/seller/{one.seller}/payouts"))["payouts"] == [done]

    said = await fetch(
        module_database_url,
        "SELECT actor, data->>'account' FROM audit_log WHERE action = 'payout.account'"
        " AND subject = $1",
        one.seller,
    )
    assert [tuple(row) for row in said] == [(f"user:{one.user}", account)]


async def test_while_it_is_being_sent_nobody_marks_it_and_an_account_that_changes_counts_next_time(
    shop: ServerProcess,
    staff: httpx.Client,
    traders: tuple[Trader, Trader],
    stripe: StripeServer,
) -> None:
    one = traders[0]
    first, other = stripe.connect.connect(), stripe.connect.connect()
    payout, path = await a_payout_to(first, staff, shop, one)
    stripe.away = True
    begun = expect(staff.post(f"{path}/send", headers=key()))
    assert begun["status"] == "sending"
    reference, reason = {"reference": "by hand"}, {"reason": "closed"}
    refusal(staff.post(f"{path}/paid", json=reference, headers=key()), 409, "payout-being-sent")
    refusal(staff.post(f"{path}/failed", json=reason, headers=key()), 409, "payout-being-sent")
    refusal(staff.post(f"{path}/send", headers=key()), 409, "payout-settled")
    refusal(one.http.put(own(one), json=at_stripe(other)), 503, "provider-unavailable")
    assert expect(one.http.get(own(one)))["account"] == first, "as it was"
    stripe.away = False
    expect(one.http.put(own(one), json=at_stripe(other)))
    await until_it_is(staff, payout, "paid")
    assert (sent_to(stripe, first), sent_to(stripe, other)) == ([payout["amount"]], [])


async def test_what_stripe_refuses_waits_for_a_person_and_a_second_try_succeeds(
    shop: ServerProcess,
    staff: httpx.Client,
    traders: tuple[Trader, Trader],
    stripe: StripeServer,
) -> None:
    one = traders[0]
    account = stripe.connect.connect()
    payout, path = await a_payout_to(account, staff, shop, one)
    path, same = f"{path}/send", key()
    stripe.connect.available = {}
    expect(staff.post(path, headers=same))
    waits = await until_it_is(staff, payout, "refused")
    assert "insufficient" in waits["reason"]
    assert (waits["sendsBy"], waits["sendsTo"]) == ("stripe", account)
    assert expect(staff.post(path, headers=same))["status"] == "refused", "told, not asked again"
    assert sent_to(stripe, account) == []
    stripe.connect.available = {"eur": payout["amount"]}
    expect(staff.post(path, headers=key()))
    assert (await until_it_is(staff, payout, "paid"))["reason"] is None
    assert sent_to(stripe, account) == [payout["amount"]]


def test_an_account_that_cannot_receive_is_refused_at_its_field(
    traders: tuple[Trader, Trader], staff: httpx.Client, stripe: StripeServer
) -> None:
    one = traders[0]
    waits = stripe.connect.connect(transfers="pending")
    for who, path in ((one.http, own(one)), (staff, of_staff(one.seller))):
        for account in ("acct_of_nobody", waits, "no name at all / ?"):
            refused = refusal(who.put(path, json=at_stripe(account)), 422, "account-not-ready")
            assert refused["field"] == "account"
        refused = refusal(
            who.put(path, json={"provider": "manual", "account": "1"}), 422, "provider-unknown"
        )
        assert refused["field"] == "provider"
        halves: tuple[dict[str, Any], ...] = (
            {"provider": "stripe", "account": None}, {"provider": None, "account": "acct_1"},
            {"provider": "stripe"}, {}, {"provider": "stripe", "account": ""},
            {"provider": "stripe", "account": "a" * 501}, {"provider": 1, "account": "acct_1"},
        )  # fmt: skip
        for half in halves:
            refusal(who.put(path, json=half), 422, "invalid-request")
    assert expect(one.http.get(own(one))) == BY_HAND | WITH_STRIPE
    account = stripe.connect.connect()
    expect(one.http.put(own(one), json=at_stripe(account)))
    assert expect(one.http.put(own(one), json=BY_HAND)) == BY_HAND | WITH_STRIPE


async def test_nobody_else_says_where_money_goes_or_has_it_sent(
    shop: ServerProcess,
    staff: httpx.Client,
    traders: tuple[Trader, Trader],
    client: httpx.Client,
    stripe: StripeServer,
) -> None:
    one, other = traders
    account = stripe.connect.connect()
    _, path = await a_payout_to(account, staff, shop, one)
    mine, send = at_stripe(stripe.connect.connect()), f"{path}/send"
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as customer:
        log_in(customer, CUSTOMER)
        for who in (customer, client, other.http):
            strange = (404, "seller-not-found") if who is other.http else (403, "forbidden")
            if who is client:
                strange = (401, "login-required")
            refusal(who.get(own(one)), *strange)
            refusal(who.put(own(one), json=mine), *strange)
        for who in (customer, one.http, other.http):
            refusal(who.get(of_staff(one.seller)), 403, "forbidden")
            refusal(who.put(of_staff(one.seller), json=mine), 403, "forbidden")
            refusal(who.post(send, headers=key()), 403, "forbidden")
        refusal(client.post(send, headers=key()), 401, "login-required")
    nobody = uuid4()
    refusal(one.http.get(f"/api/seller/{nobody}/payout-account"), 404, "seller-not-found")
    refusal(
        one.http.put(f"/api/seller/{nobody}/payout-account", json=mine), 404, "seller-not-found"
    )
    refusal(staff.get(of_staff(str(nobody))), 404, "seller-not-found")
    refusal(staff.put(of_staff(str(nobody)), json=mine), 404, "seller-not-found")
    refusal(staff.post(f"{PAYOUTS}/{nobody}/send", headers=key()), 404, "payout-not-found")
    refusal(staff.post(f"{PAYOUTS}/nonsense/send", headers=key()), 404, "payout-not-found")
    assert expect(staff.get(of_staff(one.seller)))["account"] == account
    assert sent_to(stripe, account) == []


async def test_a_seller_who_is_suspended_is_paid_what_they_earned(
    shop: ServerProcess,
    staff: httpx.Client,
    traders: tuple[Trader, Trader],
    stripe: StripeServer,
) -> None:
    one = traders[0]
    payout = await a_payout(staff, shop, one)
    expect(staff.post(f"{SELLERS}/{one.seller}/suspend", json={"reason": "Not sent"}))
    account = stripe.connect.connect()
    expect(one.http.put(own(one), json=at_stripe(account)))
    expect(staff.post(f"{PAYOUTS}/{payout['id']}/send", headers=key()))
    await until_it_is(staff, payout, "paid")
    assert sent_to(stripe, account) == [payout["amount"]]
