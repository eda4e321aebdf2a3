"""A seller's people see what was earned, staff pay it out, and nobody sees another's."""

import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.seller.trading import SELLERS, Trader, sell
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.server import ServerProcess

COMMISSION = "/api/staff/commission"
PAYOUTS = "/api/staff/payouts"


@pytest.fixture(autouse=True)
def at_once(staff: httpx.Client) -> None:
    """Nothing waits for its return, and time proposes nothing."""
    settings = {"payoutHoldDays": 0, "payoutDays": 0}
    expect(staff.patch("/api/staff/settings", json=settings))


def ruled(staff: httpx.Client, seller: str, rate: int) -> dict[str, Any]:
    return expect(staff.post(COMMISSION, json={"sellerId": seller, "rate": rate}), 201)


def standing(who: httpx.Client, path: str) -> dict[str, Any]:
    found = expect(who.get(f"{path}/money"))["standings"]
    return found[0] if found else {}


async def earned(trader: Trader, amount: int) -> None:
    async def there() -> bool:
        return standing(trader.http, f"/api/seller/{trader.seller}").get("earned") == amount

    await eventually(there, PATIENCE, f"{amount} is earned")


async def test_an_order_of_two_sellers_is_earned_paid_out_and_refunded(
    shop: ServerProcess, staff: httpx.Client, traders: tuple[Trader, Trader]
) -> None:
    one, other = traders
    ruled(staff, one.seller, 10_000)
    ruled(staff, other.seller, 50_000)
    products = [one.make(), other.make()]
    price = products[0]["variants"][0]["price"]
    order = sell(staff, shop.url, products)
    await earned(one, price - price // 10)
    await earned(other, price // 2)
    own = f"/api/seller/{one.seller}"
    assert standing(one.http, own) == standing(staff, f"{SELLERS}/{one.seller}")

    shown = expect(one.http.get(f"{own}/statement", params={"currency": "EUR"}))
    assert [(line["kind"], line["change"]) for line in shown["movements"]] == [
        ("fee", -(price // 10)), ("sale", price),
    ]  # fmt: skip
    assert shown["movements"][0]["orderId"] == order
    assert shown["movements"][0]["balance"] == price - price // 10
    page = expect(one.http.get(f"{own}/statement", params={"currency": "EUR", "limit": 1}))
    rest = {"currency": "EUR", "cursor": page["nextCursor"]}
    assert page["movements"] == shown["movements"][:1]
    again = expect(one.http.get(f"{own}/statement", params=rest))
    assert again["movements"] == shown["movements"][1:]

    payouts, asked = f"{SELLERS}/{one.seller}/payouts", {"currency": "EUR"}
    key = {"Idempotency-Key": uuid4().hex}
    made = expect(staff.post(payouts, json=asked, headers=key), 201)
    assert expect(staff.post(payouts, json=asked, headers=key), 201) == made
    assert (made["status"], made["amount"]) == ("proposed", price - price // 10)
    refusal(staff.post(payouts, json=asked), 409, "nothing-to-pay-out")
    waiting = expect(staff.get(PAYOUTS, params={"status": "proposed", "sellerId": one.seller}))
    assert waiting["payouts"] == [made]
    sent = expect(staff.post(f"{PAYOUTS}/{made['id']}/paid", json={"reference": " SEPA 7 "}))
    assert (sent["status"], sent["reference"]) == ("paid", "SEPA 7")
    refusal(staff.post(f"{PAYOUTS}/{made['id']}/paid", json={"reference": "x"}), 409,
            "payout-settled")  # fmt: skip
    assert expect(one.http.get(f"{own}/payouts"))["payouts"] == [sent]

    back = {"lines": [{"line": 0, "quantity": 1}], "reason": "torn"}
    expect(staff.post(f"/api/staff/orders/{order}/refund", json=back))

    async def owes() -> bool:
        return bool(standing(one.http, own)["owed"] == price - price // 10)

    await eventually(owes, PATIENCE, "the refund is owed")
    bounced = expect(staff.post(f"{PAYOUTS}/{made['id']}/failed", json={"reason": "closed"}))
    assert bounced["status"] == "failed"
    assert standing(one.http, own) == {
        "currency": "EUR", "coming": 0, "earned": 0, "owed": 0, "waiting": 0, "payable": 0
    }  # fmt: skip
    csv = one.http.get(f"{own}/statement", params={"currency": "EUR", "format": "csv"})
    assert csv.headers["content-type"].startswith("text/csv")
    lines = csv.text.splitlines()
    assert lines[0] == "at,kind,change,balance,currency,order,payout_id"
    assert [line.split(",")[1] for line in lines[1:]] == [
        "payout-failed", "refund", "fee-back", "payout", "fee", "sale",
    ]  # fmt: skip
    moved = expect(one.http.get(f"{own}/statement", params={"currency": "EUR"}))["movements"]
    for at, name in ((2, "change"), (3, "balance")):
        told = [Decimal(line.split(",")[at]) * 100 for line in lines[1:]]
        assert told == [one[name] for one in moved], name  # in euros, not in cents
    of_staff = staff.get(
        f"{SELLERS}/{one.seller}/statement", params={"currency": "EUR", "format": "csv"}
    )
    assert of_staff.text == csv.text


async def test_whose_work_is_narrowed_says_of_no_payout_of_their_own_that_it_never_came(
    shop: ServerProcess,
    staff: httpx.Client,
    traders: tuple[Trader, Trader],
    shop_database_url: str,
) -> None:
    """It would be paid once more."""
    email = f"{uuid4().hex}@test.example"
    await asyncio.to_thread(add_person, shop_database_url, email, ["manager"], ["books:write"])
    one, other = traders
    sell(staff, shop.url, [one.make(), other.make()])
    payouts = []
    for trader in traders:

        async def there(trader: Trader = trader) -> int:
            return int(standing(trader.http, f"/api/seller/{trader.seller}").get("payable", 0))

        await eventually(there, PATIENCE, "it is earned")
        path = f"{SELLERS}/{trader.seller}/payouts"
        made = expect(staff.post(path, json={"currency": "EUR"}), 201)
        payouts.append(expect(staff.post(f"{PAYOUTS}/{made['id']}/paid", json={"reference": "7"})))
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as mina:
        log_in(mina, email)
        user = expect(mina.get("/api/session"))["user"]["id"]
        expect(staff.put(f"{SELLERS}/{one.seller}/people/{user}"))
        log_in(mina, email)
        own, others = (f"{PAYOUTS}/{made['id']}/failed" for made in payouts)
        refusal(mina.post(own, json={"reason": "never came"}), 403, "own-standing")
        rule = {"sellerId": one.seller, "rate": 0}
        refusal(mina.post("/api/staff/commission", json=rule), 403, "own-standing")
        rule = {"sellerId": other.seller, "rate": None}
        expect(mina.post("/api/staff/commission", json=rule), 201)
        assert expect(mina.post(others, json={"reason": "closed"}))["status"] == "failed"
    assert expect(staff.post(own, json={"reason": "closed"}))["status"] == "failed"


async def test_a_debt_is_written_off_and_who_leaves_is_closed(
    shop: ServerProcess, staff: httpx.Client, traders: tuple[Trader, Trader]
) -> None:
    one, _ = traders
    of_staff, product = f"{SELLERS}/{one.seller}", one.make()
    price = product["variants"][0]["price"]
    order = sell(staff, shop.url, [product])
    await earned(one, price)
    made = expect(staff.post(f"{of_staff}/payouts", json={"currency": "EUR"}), 201)
    expect(staff.post(f"{PAYOUTS}/{made['id']}/paid", json={"reference": "SEPA 8"}))
    back = {"lines": [{"line": 0, "quantity": 1}], "reason": "torn"}
    expect(staff.post(f"/api/staff/orders/{order}/refund", json=back))

    async def owes() -> bool:
        return bool(standing(one.http, f"/api/seller/{one.seller}")["owed"] == price)

    await eventually(owes, PATIENCE, "the refund is owed")
    expect(staff.post(f"{of_staff}/close", json={"reason": "dissolved"}))
    path, asked = f"{of_staff}/write-off", {"currency": "EUR", "amount": price, "reason": "gone"}
    answer = refusal(staff.post(path, json=asked | {"amount": price - 1}), 409, "debt-changed")
    assert answer["owed"] == price
    refusal(staff.post(path, json=asked | {"currency": "USD"}), 409, "debt-changed")
    key = {"Idempotency-Key": uuid4().hex}
    for _ in range(2):
        (now,) = expect(staff.post(path, json=asked, headers=key))["standings"]
        assert (now["earned"], now["owed"]) == (0, 0)
    refusal(staff.post(path, json=asked), 409, "debt-changed")
    assert expect(staff.get(of_staff))["seller"]["standing"] == "closed"
    told = expect(staff.get(f"{of_staff}/statement", params={"currency": "EUR"}))["movements"]
    assert (told[0]["kind"], told[0]["change"], told[0]["balance"]) == ("written-off", price, 0)
    lines = expect(staff.get("/api/staff/audit", params={"q": one.seller}))["lines"]
    (noted,) = [line["data"] for line in lines if line["action"] == "seller.written-off"]
    assert noted == {"amount": price, "currency": "EUR", "reason": "gone"}


async def test_a_seller_reads_what_is_on_its_way_and_what_was_agreed_on(
    shop: ServerProcess, staff: httpx.Client, traders: tuple[Trader, Trader]
) -> None:
    one, _ = traders
    ruled(staff, one.seller, 12_500)
    product, own = one.make(), f"/api/seller/{one.seller}"
    order = sell(staff, shop.url, [product], 3, steps=("mark-paid",))
    price = product["variants"][0]["price"] * 3

    async def noted() -> bool:
        return bool(standing(one.http, own).get("coming"))

    await eventually(noted, PATIENCE, "it is on its way")
    fee = (price * 12_500 + 50_000) // 100_000
    assert standing(one.http, own) == {
        "currency": "EUR", "coming": price - fee, "earned": 0, "owed": 0, "waiting": 0, "payable": 0
    }  # fmt: skip
    shown = expect(one.http.get(f"{own}/orders/{order}"))
    expected = (shown["expectedGross"], shown["expectedCommission"])
    assert (expected, shown["gross"]) == ((price, fee), 0)
    terms = expect(one.http.get(f"{own}/money"))["terms"]
    assert (terms["payoutDays"], terms["payoutHoldDays"], terms["payoutMinimum"]) == (0, 0, 0)
    assert terms["commission"] == [
        {"categoryId": None, "rate": 12_500, "fixed": 0, "currency": None}
    ]
    expect(staff.post(f"/api/staff/orders/{order}/complete", headers={"Idempotency-Key": order}))
    await earned(one, price - fee)
    assert standing(one.http, own)["coming"] == 0
    shown = expect(one.http.get(f"{own}/orders/{order}"))
    assert (shown["gross"], shown["commission"]) == expected
    assert (shown["expectedGross"], shown["expectedCommission"]) == (None, None)


def test_nobody_sees_anothers_money(
    traders: tuple[Trader, Trader], client: httpx.Client, staff: httpx.Client
) -> None:
    one, other = traders
    for path in ("money", "statement?currency=EUR", "statement/days?currency=EUR", "payouts"):
        own = f"/api/seller/{one.seller}/{path}"
        expect(one.http.get(own))
        refusal(other.http.get(own), 404, "seller-not-found")
        refusal(client.get(own), 401, "login-required")
        refusal(one.http.get(f"/api/seller/{uuid4()}/{path}"), 404, "seller-not-found")
        refusal(one.http.get(f"{SELLERS}/{one.seller}/money"), 403, "forbidden")
    refusal(one.http.get(PAYOUTS), 403, "forbidden")
    refusal(one.http.post(COMMISSION, json={"rate": 0}), 403, "forbidden")
    refusal(staff.get(f"{SELLERS}/{uuid4()}/money"), 404, "seller-not-found")
    nonsense = one.http.get(f"/api/seller/{one.seller}/statement", params={"currency": "euro"})
    assert nonsense.status_code == 422
    bad = one.http.get(
        f"/api/seller/{one.seller}/statement", params={"currency": "EUR", "cursor": "nonsense"}
    )
    refusal(bad, 400, "bad-cursor")


def test_rules_are_added_and_never_changed(
    staff: httpx.Client, traders: tuple[Trader, Trader]
) -> None:
    seller, key = traders[0].seller, {"Idempotency-Key": uuid4().hex}
    asked = {"sellerId": seller, "rate": 12_500, "fixed": 30, "currency": "EUR"}
    made = expect(staff.post(COMMISSION, json=asked, headers=key), 201)
    assert expect(staff.post(COMMISSION, json=asked, headers=key), 201) == made
    assert (made["holds"], made["rate"], made["fixed"]) == (True, 12_500, 30)
    refusal(staff.post(COMMISSION, json={**asked, "rate": 1}, headers=key), 422,
            "idempotency-key-reused")  # fmt: skip
    later = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    ruled(staff, seller, 13_000)
    coming = expect(staff.post(COMMISSION, json={**asked, "beginsAt": later}), 201)
    mine = [one for one in expect(staff.get(COMMISSION))["rules"] if one["sellerId"] == seller]
    assert [(one["rate"], one["holds"]) for one in mine] == [
        (12_500, False), (13_000, True), (12_500, False),
    ]  # fmt: skip
    assert mine[0]["id"] == coming["id"]
    earlier = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    cases: tuple[tuple[dict[str, Any], str], ...] = (
        ({"sellerId": str(uuid4())}, "sellerId"),
        ({"categoryId": str(uuid4())}, "categoryId"),
        ({"fixed": 5, "currency": None}, "currency"),
        ({"beginsAt": earlier}, "beginsAt"),
    )
    for wrong, field in cases:
        answer = staff.post(COMMISSION, json=asked | wrong)
        assert refusal(answer, 422, "commission-invalid")["field"] == field
    values: tuple[dict[str, Any], ...] = (
        {"rate": -1}, {"rate": 100_001}, {"fixed": -1}, {"currency": "EURO"}
    )  # fmt: skip
    for value in values:
        assert staff.post(COMMISSION, json=asked | value).status_code == 422
