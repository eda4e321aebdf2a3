"""A studio's tax: in the price of its sessions, on their invoices and in the books; given back with
what a cancellation gives back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from tests.api.shop.wallet_buyers import Visit, member
from tests.api.staff.bookkeeping import Books, export, read
from tests.support.market import Buyer, Market, eventually, expect
from tests.support.patience import PATIENCE
from tests.support.photo_studio import PhotoStudio, hold, pay, set_up

SETTINGS = "/api/staff/settings"
VAT = {"name": "VAT", "rate": 20_000, "services": True}
HALF = {"rule": "percent", "value": 50}


@pytest.fixture
def studio(market: Market) -> Iterator[PhotoStudio]:
    """With sessions at 90.00 an hour, of which 15.00 are VAT."""
    before = expect(market.staff.get(SETTINGS))["settings"]
    changed = {"invoiceIssuer": f"Loft GmbH {uuid4()}", "taxRates": [VAT]}
    expect(market.staff.patch(SETTINGS, json=changed))
    yield set_up(market, policy={"steps": [{"minutes": 500_000, "percent": 40}]})
    expect(market.staff.patch(SETTINGS, json={name: before[name] for name in changed}))


def _of_order(market: Market, number: str) -> Books:
    today = datetime.now(UTC).date()  # and around midnight
    text = export(market.staff, str(today - timedelta(days=1)), last=str(today)).text
    books = read(text)
    books.rows = [row for row in books.rows if row["order"] == number]
    return books


async def _issued(buyer: Buyer, order: str, many: int) -> list[dict[str, Any]] | None:
    found: list[dict[str, Any]] = expect(await buyer.get(f"/api/orders/{order}/invoices"))[
        "invoices"
    ]
    return found if len(found) == many else None


async def test_a_session_s_tax_is_in_its_price_on_its_invoice_and_in_the_books(
    market: Market, visit: Visit, studio: PhotoStudio
) -> None:
    buyer = await member(market, visit)
    held = expect(await hold(buyer, studio, 3, 10))
    order = await buyer.order(held)
    assert (order["total"], order["tax"]) == (9_000, 1_500)
    (said,) = order["parts"]
    assert (said["kind"], said["title"], said["amount"], said["contained"]) == (
        "tax", "VAT", 1_500, True
    )  # fmt: skip
    await pay(buyer, held)
    (invoice,) = await eventually(
        partial(_issued, buyer, held["orderId"], 1), PATIENCE, "the invoice"
    )
    rate = {"name": "VAT", "rate": 20_000}
    assert invoice["taxes"] == [rate | {"net": 7_500, "tax": 1_500}]
    cancelled = expect(await buyer.post(f"/api/bookings/{held['bookingId']}/cancel", {}))
    assert cancelled["refund"] == 5_400  # 40 % are kept
    _, note = await eventually(
        partial(_issued, buyer, held["orderId"], 2), PATIENCE, "the credit note"
    )
    assert (note["total"], note["tax"]) == (5_400, 900)
    assert note["taxes"] == [rate | {"net": 4_500, "tax": 900}]

    async def booked() -> bool:
        books = _of_order(market, order["number"])
        sums = [books.of(one) for one in ("Sales of services", "Sales tax payable", "Refunds")]
        return sums == [-7_500, -600, 4_500]

    await eventually(booked, PATIENCE, "the books have the session's tax")


def test_a_rate_of_services_is_of_no_goods(market: Market) -> None:
    tree = expect(
        market.staff.post("/api/staff/categories", json={"name": f"Prints {uuid4()}"}), 201
    )
    category = tree["categories"][0]["id"]
    refused = market.staff.patch(SETTINGS, json={"taxRates": [VAT | {"categoryId": category}]})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (
        422, "taxRates[0].services"
    )  # fmt: skip
    twice = market.staff.patch(SETTINGS, json={"taxRates": [VAT, VAT]})
    assert (twice.status_code, twice.json()["errors"][0]["field"]) == (422, "taxRates[1].region")


async def test_a_visit_of_services_of_two_rates_keeps_the_tax_of_each(
    market: Market, visit: Visit, studio: PhotoStudio
) -> None:
    room = studio.another_service(deposit=HALF)
    rates = [VAT, VAT | {"rate": 10_000, "serviceId": room}]
    expect(market.staff.patch(SETTINGS, json={"taxRates": rates}))
    shown = expect(market.staff.get(SETTINGS))["settings"]["taxRates"]
    assert [one["serviceId"] for one in shown] == [None, room]
    buyer = await member(market, visit)
    alone = expect(await hold(buyer, studio, 4, 10, serviceId=room))
    order = await buyer.order(alone)
    assert (order["total"], order["tax"]) == (4_500, 409)
    await pay(buyer, alone)
    rest = expect(await buyer.post(f"/api/bookings/{alone['bookingId']}/rest", {}, str(uuid4())))
    assert (await buyer.order(rest))["tax"] == 409
    both = expect(await hold(buyer, studio, 4, 14, also=[{"serviceId": room, "length": 120}]))
    order = await buyer.order(both)
    # By what each costs, 90.00 and 180.00, whichever of them asks for a deposit.
    assert (order["total"], order["tax"]) == (18_000, 1_000 + 1_091)
    assert [one["amount"] for one in order["parts"]] == [1_000, 1_091]
    await pay(buyer, both)
    (invoice,) = await eventually(
        partial(_issued, buyer, both["orderId"], 1), PATIENCE, "the invoice"
    )
    at = [{"name": "VAT", "rate": 20_000}, {"name": "VAT", "rate": 10_000}]
    assert invoice["taxes"] == [
        at[0] | {"net": 5_000, "tax": 1_000}, at[1] | {"net": 10_909, "tax": 1_091},
    ]  # fmt: skip
    expect(await buyer.post(f"/api/bookings/{both['bookingId']}/cancel", {}))
    _, note = await eventually(
        partial(_issued, buyer, both["orderId"], 2), PATIENCE, "the credit note"
    )
    assert sum(one["net"] + one["tax"] for one in note["taxes"]) == note["total"]
    assert sum(one["tax"] for one in note["taxes"]) == note["tax"]
    assert [one["rate"] for one in note["taxes"]] == [20_000, 10_000]


def test_a_rate_names_a_service_that_there_is(market: Market) -> None:
    unknown = VAT | {"serviceId": str(uuid4())}
    refused = market.staff.patch(SETTINGS, json={"taxRates": [VAT, unknown]})
    assert refused.status_code == 422
    (error,) = refused.json()["errors"]
    assert (error["field"], error["detail"]) == (
        "taxRates[1].serviceId", "There is no such service."
    )  # fmt: skip
