"""What of a refund is tax, where goods of several rates were bought: that of the units that come
back, on the credit note and in the books alike."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from tests.api.shop.wallet_buyers import Visit, member
from tests.api.staff.bookkeeping import export, read
from tests.api.staff.drafts import made
from tests.support.market import Buyer, Goods, Market, eventually, expect
from tests.support.patience import PATIENCE

SETTINGS = "/api/staff/settings"


def _at_100(market: Market) -> Goods:
    variants = [{"values": ["Black"], "price": 10_000, "stock": 9}]
    product = made(market.staff, variants=variants)
    return Goods(product["id"], product["variants"][0]["id"])


async def _paid(buyer: Buyer, how: str, *goods: Goods) -> str:
    """An order of two units of each, 400.00 and its tax; its id."""
    asked: dict[str, Any] = {"items": [one.line(2) for one in goods]}
    if how == "wallet":
        bought = await buyer.post("/api/orders", asked | {"paymentMethod": "wallet"})
        return str(expect(bought, 201)["order"]["id"])
    reservation = expect(await buyer.post("/api/orders/reserve", asked))
    if how == "by-hand":
        by_hand = {"reservationId": reservation["reservationId"], "provider": "manual"}
        expect(await buyer.post("/api/payments", by_hand))
        return str(reservation["orderId"])
    if how == "both":
        mixed = {"reservationId": reservation["reservationId"], "provider": "demo",
                 "sources": [{"kind": "wallet", "amount": 15_000}]}  # fmt: skip
        expect(await buyer.post("/api/payments/mix", mixed))

        async def paid() -> bool:
            shown: str = (await buyer.order(reservation))["status"]
            return shown == "paid"

        await eventually(paid, PATIENCE, "both have paid")
    else:
        payment = expect(await buyer.pay(reservation))
        expect(await buyer.create(reservation, payment))
    return str(reservation["orderId"])


def _taxes_in_books(market: Market, number: str) -> list[int]:
    """Of each refund of the order, as they were done."""
    today = datetime.now(UTC).date()  # and around midnight
    text = export(market.staff, str(today - timedelta(days=1)), last=str(today)).text
    rows = [row for row in read(text).rows if row["order"] == number and row["kind"] == "refund"]
    documents = dict.fromkeys(row["document"] for row in rows)
    taxes = {row["document"]: row["debit"] for row in rows if row["account"] == "Sales tax payable"}
    return [round(float(taxes.get(one, 0)) * 100) for one in documents]


@pytest.fixture
def taxed(market: Market) -> Iterator[tuple[Goods, Goods]]:
    """Goods at 19 % and at 7 % on top, of a shop that issues invoices."""
    goods = _at_100(market), _at_100(market)
    rates = [
        {"name": "VAT", "rate": rate, "productId": one.product_id}
        for rate, one in zip((19_000, 7_000), goods, strict=True)
    ]
    before = expect(market.staff.get(SETTINGS))["settings"]
    changed = {"invoiceIssuer": f"Loft GmbH {uuid4()}", "taxRates": rates}
    expect(market.staff.patch(SETTINGS, json=changed))
    yield goods
    expect(market.staff.patch(SETTINGS, json={name: before[name] for name in changed}))


async def _credited(buyer: Buyer, order: str, amount: int) -> list[tuple[int, int]] | None:
    """Total and tax of each credit note of the order, once they come to so much."""
    found = expect(await buyer.get(f"/api/orders/{order}/invoices"))["invoices"]
    notes = [(one["total"], one["tax"]) for one in found if one["kind"] == "credit-note"]
    return notes if sum(total for total, _ in notes) == amount else None


@pytest.mark.parametrize("how", ["wallet", "card", "both"])
async def test_units_that_come_back_bring_their_own_tax_back(
    market: Market, visit: Visit, taxed: tuple[Goods, Goods], how: str
) -> None:
    staff, buyer = market.staff, await member(market, visit, 60_000)
    order = await _paid(buyer, how, *taxed)
    shown = await buyer.order({"orderId": order})
    assert (shown["status"], shown["total"], shown["tax"]) == ("paid", 45_200, 5_200)

    async def invoiced() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = expect(await buyer.get(f"/api/orders/{order}/invoices"))[
            "invoices"
        ]
        return found

    (invoice,) = await eventually(invoiced, PATIENCE, "the invoice")
    assert invoice["taxes"] == [
        {"name": "VAT", "rate": 19_000, "net": 20_000, "tax": 3_800},
        {"name": "VAT", "rate": 7_000, "net": 20_000, "tax": 1_400},
    ]
    at, credited = f"/api/staff/orders/{order}", partial(_credited, buyer, order)
    for line, back in ((1, 10_700), (0, 22_600), (1, 33_300)):
        asked = {"lines": [{"line": line, "quantity": 1}], "reason": "torn"}
        expect(staff.post(f"{at}/refund", json=asked))
        await eventually(partial(credited, back), PATIENCE, "a credit note")
    by_units = await credited(33_300)
    assert by_units is not None
    if how != "both":
        assert by_units == [(10_700, 700), (11_900, 1_900), (10_700, 700)]
    assert sum(tax for _, tax in by_units) == 3_300
    expect(staff.post(f"{at}/refund", json={"amount": 5_950, "reason": "scratched"}))
    await eventually(lambda: credited(39_250), PATIENCE, "the credit note of an amount")
    expect(staff.post(f"{at}/cancel", json={"reason": "not wanted"}))
    notes = await eventually(lambda: credited(45_200), PATIENCE, "all of it is credited")
    assert notes[len(by_units) :] == [(5_950, 950), (5_950, 950)]

    async def booked() -> bool:
        return sorted(_taxes_in_books(market, shown["number"])) == sorted(tax for _, tax in notes)

    await eventually(booked, PATIENCE, "the books have the taxes of the credit notes")


async def test_what_staff_hand_back_later_is_of_the_units_it_was_for(
    market: Market, visit: Visit, taxed: tuple[Goods, Goods]
) -> None:
    staff, buyer = market.staff, await member(market, visit)
    order = await _paid(buyer, "by-hand", *taxed)
    expect(staff.post(f"/api/staff/orders/{order}/mark-paid"))
    off = {"lines": [{"line": 1, "quantity": 1}]}
    expect(await buyer.post(f"/api/orders/{order}/cancel-units", off))
    expect(staff.post(f"/api/staff/orders/{order}/mark-refunded"))
    credited = partial(_credited, buyer, order, 10_700)
    assert await eventually(credited, PATIENCE, "the credit note") == [(10_700, 700)]
