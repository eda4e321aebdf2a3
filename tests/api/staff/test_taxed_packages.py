"""The tax of what is prepaid for sessions: in its price where the services that it is good for have
one rate; where they have several, in what it pays."""

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from tests.api.shop.wallet_buyers import Visit, member
from tests.support.market import Buyer, Market, eventually, expect
from tests.support.patience import PATIENCE
from tests.support.photo_studio import PhotoStudio, hold, set_up

SETTINGS = "/api/staff/settings"
VAT = {"name": "VAT", "rate": 20_000, "services": True}


@pytest.fixture
def studio(market: Market) -> Iterator[PhotoStudio]:
    """With sessions at 20 %, and rooms (``more``) at 10."""
    before = expect(market.staff.get(SETTINGS))["settings"]
    made = set_up(market)
    made.more["room"] = made.another_service()
    rates = [VAT, VAT | {"rate": 10_000, "serviceId": made.more["room"]}]
    changed = {"invoiceIssuer": f"Loft GmbH {uuid4()}", "taxRates": rates}
    expect(market.staff.patch(SETTINGS, json=changed))
    yield made
    expect(market.staff.patch(SETTINGS, json={name: before[name] for name in changed}))


async def _bought(market: Market, buyer: Buyer, *services: str) -> tuple[dict[str, Any], str]:
    """Ten hours of these services for 500.00: their order, and what is there of them."""
    hours = {"kind": "hours", "units": 600, "price": 50_000, "services": list(services)}
    terms = {"name": f"Hours {uuid4()}", "currency": "EUR", "items": [hours]}
    package = expect(market.staff.post("/api/staff/packages", json=terms), 201)
    path = f"/api/packages/{package['id']}/buy"
    held = expect(await buyer.post(path, {"expectedTotal": 50_000}, uuid4().hex))
    expect(await buyer.create(held, expect(await buyer.pay(held))))

    async def there() -> str | None:
        grants = expect(await buyer.get("/api/prepaid"))["grants"]
        found = [one["id"] for one in grants if one["orderId"] == held["orderId"]]
        return found[0] if found else None

    return await buyer.order(held), await eventually(there, PATIENCE, "the hours are there")


async def _paid_by(
    buyer: Buyer, studio: PhotoStudio, hour: int, grant: str, service: str
) -> dict[str, Any]:
    held = expect(await hold(buyer, studio, 6, hour, serviceId=service))
    mix = {
        "reservationId": held["reservationId"],
        "sources": [{"kind": "hours", "grantId": grant}],
    }
    expect(await buyer.post("/api/payments/mix", mix, uuid4().hex))
    return await buyer.order(held)


async def _issued(buyer: Buyer, order: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = expect(await buyer.get(f"/api/orders/{order}/invoices"))[
        "invoices"
    ]
    return found


async def test_hours_of_one_rate_are_taxed_when_they_are_bought(
    market: Market, visit: Visit, studio: PhotoStudio
) -> None:
    buyer = await member(market, visit)
    room = studio.more["room"]
    order, grant = await _bought(market, buyer, room)
    assert (order["total"], order["tax"]) == (50_000, 4_545)
    order, _ = await _bought(market, buyer, studio.service)
    assert order["tax"] == 8_333
    # What was sold at one rate stays so, whatever the rates are when it pays.
    expect(market.staff.patch(SETTINGS, json={"taxRates": [VAT]}))
    paid = await _paid_by(buyer, studio, 10, grant, room)
    later, _ = await _bought(market, buyer, room)
    assert later["tax"] == 8_333

    async def the_last_is_there() -> bool:
        return bool(await _issued(buyer, later["id"]))

    await eventually(the_last_is_there, PATIENCE, "what was sold after it has its invoice")
    assert await _issued(buyer, paid["id"]) == []


async def test_hours_of_several_rates_are_taxed_when_they_are_used(
    market: Market, visit: Visit, studio: PhotoStudio
) -> None:
    buyer = await member(market, visit)
    order, anything = await _bought(market, buyer)
    assert (order["total"], order["tax"]) == (50_000, 0)
    order, both = await _bought(market, buyer, studio.service, studio.more["room"])
    assert order["tax"] == 0
    at = {}
    for hour, grant, service in ((10, anything, studio.more["room"]), (12, both, studio.service)):
        paid = await _paid_by(buyer, studio, hour, grant, service)
        (invoice,) = await eventually(partial(_issued, buyer, paid["id"]), PATIENCE, "the invoice")
        assert invoice["total"] == paid["total"] == 9_000
        (at[service],) = [(one["rate"], one["net"], one["tax"]) for one in invoice["taxes"]]
    assert at == {
        studio.more["room"]: (10_000, 8_182, 818),
        studio.service: (20_000, 7_500, 1_500),
    }
