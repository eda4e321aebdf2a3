"""Staff have receipts sent through YooKassa, and see to those that the tax service refuses."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest

from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres, execute, fetch
from tests.support.yookassa import YooKassaServer

Visit = Callable[..., Buyer]
SETTINGS = "/api/staff/settings"
RULES = {"by": "yookassa", "vat": 11, "deliveryVat": 1}


@pytest.fixture(scope="module")
def yookassa() -> Iterator[YooKassaServer]:
    with YooKassaServer.running() as running:
        running.book.receipts = "yookassa"
        yield running


@pytest.fixture(scope="module")
def shop(postgres: Postgres, stocked: str, yookassa: YooKassaServer) -> Iterator[Market]:
    settings = {
        "HOLDFAST_LIMITS": "off",
        **yookassa.settings,
    }
    priced = postgres.create(stocked)
    asyncio.run(execute(priced, "UPDATE products SET currency = 'RUB'"))
    template = urlsplit(priced).path.strip("/")
    with market_as_asked(postgres, template, settings, "one") as opened:
        yield opened


@pytest.fixture
def in_roubles(shop: Market) -> Market:
    expect(shop.staff.patch(SETTINGS, json={"currency": "RUB", "receipts": RULES}))
    return shop


def test_what_a_receipt_lacks_is_named(shop: Market) -> None:
    refused = refusal(
        shop.staff.patch(SETTINGS, json={"receipts": {"by": "till"}}), 422, "charges-invalid"
    )
    assert [one["field"] for one in refused["errors"]] == [
        "receipts.by", "receipts.taxSystem", "receipts.vat",
    ]  # fmt: skip
    for wrong in ({"vat": 13}, {"taxSystem": 0}, {"by": "bank"}, {"goods": "later"}):
        refusal(shop.staff.patch(SETTINGS, json={"receipts": wrong}), 422, "invalid-request")
    assert expect(shop.staff.get(SETTINGS))["settings"]["receipts"]["by"] == "nobody"


async def test_a_guest_says_where_it_goes_and_staff_see_to_what_is_refused(
    in_roubles: Market, visit: Visit, yookassa: YooKassaServer
) -> None:
    shop, goods, guest = in_roubles, in_roubles.goods(2), visit(in_roubles)
    assert expect(await guest.get("/api/config"))["receipts"] is True
    reservation = expect(await guest.reserve(goods, quantity=2))
    asked = {"reservationId": reservation["reservationId"], "provider": "yookassa"}
    refused = await guest.post("/api/payments", asked)
    assert refusal(refused, 422, "receipt-contact-missing")["field"] == "email"
    order = f"/api/orders/{reservation['orderId']}"
    expect(await guest.http.put(f"{order}/contact", json={"email": "ann@shop.example"}))
    payment = expect(await guest.post("/api/payments", asked))
    name = payment["nextAction"]["redirectUrl"].rpartition("/")[2]
    yookassa.book.registers = "canceled"
    yookassa.visit(name, "pay")
    yookassa.send(shop.url, "payment.succeeded", yookassa.book.payment(name))

    async def waits() -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = expect(shop.staff.get("/api/staff/payment-report"))["receipts"]
        return rows

    (row,) = await eventually(waits, PATIENCE, "staff are told of the receipt")
    assert (row["orderId"], row["kind"], row["amount"]) == (reservation["orderId"], "paid", 1000)
    assert row["reference"] == name
    assert expect(shop.staff.get("/api/staff/home"))["toDo"]["receipts"] == 1
    seen = expect(shop.staff.get(f"/api/staff/orders/{reservation['orderId']}"))
    assert [one["receipt"] for one in seen["payments"]] == ["canceled"]
    path = f"/api/staff/receipts/{row['id']}/by-hand"
    for _ in range(2):
        assert shop.staff.put(path, json={}).status_code == 204
    assert await waits() == []
    noted = "SELECT count(*) FROM audit_log WHERE action = 'receipt.by-hand'"
    assert [tuple(one) for one in await fetch(shop.database_url, noted)] == [(1,)]
    assert (await guest.http.put(path, json={})).status_code in (401, 403)
    refusal(shop.staff.put(f"/api/staff/receipts/{uuid4()}/by-hand", json={}), 404,
            "receipt-not-found")  # fmt: skip


async def test_one_that_the_tax_service_has_waits_for_nobody(
    in_roubles: Market, visit: Visit, yookassa: YooKassaServer
) -> None:
    shop, buyer = in_roubles, visit(in_roubles)
    yookassa.book.registers = "succeeded"
    reservation = expect(await buyer.reserve(shop.goods(1)))
    order = f"/api/orders/{reservation['orderId']}"
    expect(await buyer.http.put(f"{order}/contact", json={"email": "bob@shop.example"}))
    asked = {"reservationId": reservation["reservationId"], "provider": "yookassa"}
    payment = expect(await buyer.post("/api/payments", asked))
    yookassa.visit(payment["nextAction"]["redirectUrl"].rpartition("/")[2], "pay")
    expect(await buyer.create(reservation, payment))

    async def is_registered() -> bool:
        seen = expect(shop.staff.get(f"/api/staff/orders/{reservation['orderId']}"))
        return [one["receipt"] for one in seen["payments"]] == ["succeeded"]

    await eventually(is_registered, PATIENCE, "the tax service has it")
    path = f"/api/staff/receipts/{payment['paymentId']}/by-hand"
    refusal(shop.staff.put(path, json={}), 409, "receipt-not-waiting")


async def test_a_top_up_is_an_advance(in_roubles: Market, yookassa: YooKassaServer) -> None:
    """By somebody who has an account, and so an address of mail."""
    owner: httpx.Client = in_roubles.staff
    wallet = expect(owner.post("/api/wallets", json={"currency": "RUB"}), 201)["wallet"]
    asked = {"walletId": wallet["id"], "amount": 5000, "provider": "yookassa"}
    payment = expect(owner.post("/api/payments", json=asked))
    name = payment["nextAction"]["redirectUrl"].rpartition("/")[2]
    (said,) = yookassa.book.payment(name)["_receipts"]
    assert said["customer"] == {"email": "manager@example.com"}
    (row,) = said["items"]
    assert (row["payment_subject"], row["payment_mode"], row["vat_code"]) == (
        "payment", "advance", 12,
    )  # fmt: skip
    assert (row["quantity"], row["amount"]["value"]) == ("1.000", "50.00")
