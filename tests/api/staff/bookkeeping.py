"""A day of a shop that sells goods of its own and of a seller, packages and bookings; and how its
books are read."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx

from tests.api.shell.belongings import ADDRESS
from tests.api.shop.wallet_buyers import coupon, member
from tests.api.staff.drafts import colours
from tests.support.market import Buyer, Goods, Market, eventually, expect
from tests.support.patience import PATIENCE
from tests.support.photo_studio import hold, pay, set_up

__all__ = ["BOOKS", "Books", "Trade", "a_days_trade", "export", "read"]

BOOKS = "/api/staff/books"
Visit = Callable[..., Buyer]
SETTINGS = {
    "payoutHoldDays": 0,
    "payoutDays": 0,
    "taxRates": [{"name": "VAT", "rate": 7_300}],
    "shippingMethods": [{"id": "post", "name": "Post", "price": 599, "currency": "EUR"}],
}
VOUCHER = {
    "name": "Present",
    "currency": "EUR",
    "items": [{"kind": "certificate", "units": 10_000, "price": 7_777}],
}


def export(staff: httpx.Client, day: str, form: str = "journal", last: str = "") -> httpx.Response:
    """The books of a day, or from it to the last."""
    return staff.get(BOOKS, params={"from": day, "to": last or day, "format": form})


@dataclass
class Books:
    """Debits less credits by account and currency, in whole units; rows as they stand."""

    rows: list[dict[str, str]]
    sums: dict[tuple[str, str], Decimal] = field(default_factory=dict)

    def of(self, account: str, currency: str = "EUR", *, kinds: str = "", side: str = "") -> int:
        """Minor units of two decimals: of some kinds of documents, or one side alone."""
        found = sum(
            (_debit(row) if side != "credit" else 0) - (_credit(row) if side != "debit" else 0)
            for row in self.rows
            if row["account"].partition(":")[0] == account
            and row["currency"] == currency
            and (not kinds or row["kind"] in kinds.split())
        )
        return int(found * 100)


def _debit(row: dict[str, str]) -> Decimal:
    return Decimal(row["debit"] or 0)


def _credit(row: dict[str, str]) -> Decimal:
    return Decimal(row["credit"] or 0)


def read(text: str) -> Books:
    """A journal, in which every document must balance."""
    rows = list(csv.DictReader(io.StringIO(text)))
    sums: dict[tuple[str, str], Decimal] = {}
    documents: dict[str, set[str]] = {}
    for row in rows:
        documents.setdefault(row["document"], set()).add(row["currency"])
        place = (row["document"], row["currency"])
        sums[place] = sums.get(place, Decimal()) + _debit(row) - _credit(row)
    assert [one for one, left in sums.items() if left] == []
    assert all(len(found) == 1 for found in documents.values())
    return Books(rows, sums)


@dataclass
class Trade:
    """Who took part, and what of it a test asks for by name."""

    seller: str
    refunded: str
    certificate: str
    booking: str


async def a_days_trade(market: Market, visit: Visit) -> Trade:
    """Tax, delivery and a coupon; by card, wallet, certificate and points; refunds of all and of a
    part; a booking; a seller's order with commission, and a payout."""
    staff = market.staff
    expect(staff.patch("/api/staff/settings", json=SETTINGS))
    goods, buyer = market.goods(50), await member(market, visit, 100_000)
    by_card = await _by_card(buyer, goods, 3, await coupon(market, buyer))
    expect(staff.post(f"/api/staff/orders/{by_card}/refund", json={"amount": 333, "reason": "-"}))
    whole = await _by_card(buyer, goods, 1, None)
    expect(staff.post(f"/api/staff/orders/{whole}/cancel", json={"reason": "wrong"}))
    from_wallet = await buyer.post("/api/orders", {
        "items": [goods.line(2)], "paymentMethod": "wallet", "shippingAddress": ADDRESS,
    })  # fmt: skip
    paid = expect(from_wallet, 201)["order"]["id"]
    expect(staff.post(f"/api/staff/orders/{paid}/refund", json={"amount": 250, "reason": "-"}))
    certificate, code = await _certificate(market, buyer)
    studio = set_up(market)
    held = expect(await hold(buyer, studio, 10, 10))
    mixed = {"reservationId": held["reservationId"], "provider": "demo",
             "sources": [{"kind": "certificate", "code": code, "amount": 4_321}]}  # fmt: skip
    expect(await buyer.post("/api/payments/mix", mixed))
    other = expect(await hold(buyer, studio, 11, 10))
    await pay(buyer, other)
    gone = await buyer.post(f"/api/bookings/{other['bookingId']}/cancel", {})
    expect(gone)
    seller, sold = await _sold_for_a_seller(market, visit)
    await _all_done(staff, by_card, whole, paid, sold, other["orderId"])
    return Trade(seller, by_card, certificate, held["bookingId"])


async def _by_card(buyer: Buyer, goods: Goods, quantity: int, coupon_id: str | None) -> str:
    asked: dict[str, Any] = {"items": [goods.line(quantity)], "shippingAddress": ADDRESS}
    if coupon_id:
        asked["couponId"] = coupon_id
    reservation = expect(await buyer.post("/api/orders/reserve", asked))
    payment = expect(await buyer.pay(reservation))
    expect(await buyer.create(reservation, payment))
    return str(reservation["orderId"])


async def _certificate(market: Market, buyer: Buyer) -> tuple[str, str]:
    """Bought at the desk for less than it is worth; its id and its code."""
    package = expect(market.staff.post("/api/staff/packages", json=VOUCHER), 201)
    asked = {"expectedTotal": 7_777}
    placed = expect(await buyer.post(f"/api/packages/{package['id']}/buy", asked, uuid4().hex))
    by_hand = {"reservationId": placed["reservationId"], "provider": "manual"}
    expect(await buyer.post("/api/payments", by_hand))
    expect(market.staff.post(f"/api/staff/orders/{placed['orderId']}/mark-paid"))

    async def there() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = expect(await buyer.get("/api/prepaid"))["grants"]
        return found

    (mine,) = await eventually(there, PATIENCE, "the certificate is there")
    code = expect(await buyer.post(f"/api/prepaid/{mine['id']}/code", None))["code"]
    return mine["id"], code


async def _sold_for_a_seller(market: Market, visit: Visit) -> tuple[str, str]:
    """With a commission of a tenth; paid out, and a unit refunded after that. The seller's id, and
    the order's."""
    staff = market.staff
    made = staff.post("/api/staff/sellers", json={"name": f"Mill {uuid4().hex[:8]}"})
    seller = str(expect(made, 201)["seller"]["id"])
    expect(staff.post("/api/staff/commission", json={"sellerId": seller, "rate": 10_000}), 201)
    variants = [{"values": ["Black"], "price": 501, "stock": 9}]
    asked = colours(variants=variants) | {"sellerId": seller}
    product = expect(staff.post("/api/staff/products", json=asked), 201)["product"]
    goods = Goods(product["id"], product["variants"][0]["id"])
    order = await _by_card(await member(market, visit), goods, 3, None)
    expect(staff.post(f"/api/staff/orders/{order}/complete"))
    path = f"/api/staff/sellers/{seller}"

    async def standing(name: str) -> int:
        found = expect(staff.get(f"{path}/money"))["standings"]
        return int(found[0][name]) if found else 0

    await eventually(lambda: standing("earned"), PATIENCE, "it is earned")
    out = staff.post(f"{path}/payouts", json={"currency": "EUR"}, headers=_key())
    expect(out, 201)
    back = {"lines": [{"line": 0, "quantity": 1}], "reason": "torn"}
    expect(staff.post(f"/api/staff/orders/{order}/refund", json=back))
    await eventually(lambda: standing("owed"), PATIENCE, "the refund is owed")
    return seller, order


def _key() -> dict[str, str]:
    return {"Idempotency-Key": uuid4().hex}


async def _all_done(staff: httpx.Client, *orders: str) -> None:
    """Refunds are taken by their provider, and its movements are written down."""

    async def so() -> bool:
        report = expect(staff.get("/api/staff/payment-report"))
        refunded = sum(one["refunded"] for one in report["days"])
        going = any(one["goingBack"] for one in report["unsettled"])
        found = [expect(staff.get(f"/api/staff/orders/{one}"))["order"] for one in orders]
        return bool(refunded) and not going and all(one["refund"] != "begun" for one in found)

    await eventually(so, PATIENCE, "all refunds are done")
