"""A shop that nobody can pay takes no money from wallets either, whoever carries the question."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.conftest import ADMIN, CUSTOMER
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.server import ServerProcess

SHUT = (409, "not-selling")


@pytest.fixture(params=["together", "messages"])
def url(request: pytest.FixtureRequest, database_url: str) -> Iterator[str]:
    """A shop without a provider of cards, whose wallets pay at once, or by message."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    add_person(database_url, ADMIN, ["admin"])
    add_person(database_url, CUSTOMER)
    settings = {"HOLDFAST_LIMITS": "off", "HOLDFAST_SETTLEMENT": request.param}
    with ServerProcess(folder, environment=settings, database_url=database_url) as running:
        yield running.url
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def buyer(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, timeout=PATIENCE) as opened:
        log_in(opened, CUSTOMER)
        yield opened


@pytest.fixture
def staff(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, timeout=PATIENCE) as opened:
        log_in(opened, ADMIN)
        yield opened


def offered(staff: httpx.Client) -> dict[str, Any]:
    """A mug of which there are three, as an item."""
    expect(staff.patch("/api/staff/settings", json={"currency": "EUR"}))
    mug = {"name": "Mug", "status": "active", "variants": [{"price": 900, "stock": 3}]}
    product = expect(staff.post("/api/staff/products", json=mug), 201)["product"]
    return {"productId": product["id"], "quantity": 1}


def open_wallet(staff: httpx.Client, buyer: httpx.Client, amount: int) -> str:
    found: str = expect(buyer.post("/api/wallets", json={"currency": "EUR"}), 201)["wallet"]["id"]
    correction = {"amount": amount, "reason": "a gift"}
    expect(staff.post(f"/api/staff/wallets/{found}/corrections", json=correction))
    return found


async def test_no_wallet_pays_in_a_closed_shop(staff: httpx.Client, buyer: httpx.Client) -> None:
    item = offered(staff)
    wallet = open_wallet(staff, buyer, 5000)
    goods = {"paymentMethod": "wallet", "items": [item]}
    money = {"paymentMethod": "wallet", "amount": 100, "currency": "EUR", "description": "A song"}
    bought = buyer.post("/api/orders", json=goods, headers={"Idempotency-Key": "before"})
    order = expect(bought, bought.status_code)["order"]
    assert bought.status_code in (201, 202)
    held = expect(buyer.post("/api/orders/reserve", json={"items": [item]}))["reservationId"]
    pay = {"reservationId": held, "provider": "wallet"}

    async def turned(on: bool) -> None:
        expect(staff.patch("/api/staff/settings", json={"manualPayment": on}))

        async def known() -> bool:
            return bool(expect(buyer.get("/api/config"))["selling"] == on)

        await eventually(known, PATIENCE, f"the shop sells: {on}")

    await turned(False)
    refusal(buyer.post("/api/orders", json=goods), *SHUT)
    refusal(buyer.post("/api/orders", json=money), *SHUT)
    refusal(buyer.post("/api/orders", json=goods, headers={"Prefer": "respond-async"}), *SHUT)
    refusal(buyer.post("/api/payments", json=pay), *SHUT)
    refusal(buyer.post("/api/payments", json=pay | {"provider": "manual"}), 422, "provider-unknown")
    refusal(buyer.post("/api/orders/reserve", json={"items": [item]}), *SHUT)
    # What was bought before stands, and who asks again with its key is told so.
    again = buyer.post("/api/orders", json=goods, headers={"Idempotency-Key": "before"})
    assert expect(again, 201)["order"]["id"] == order["id"]
    assert expect(buyer.get(f"/api/wallets/{wallet}"))["wallet"]["balance"] == 4100

    await turned(True)
    expect(buyer.post("/api/payments", json=pay))
    # Paid within a second, or later.
    assert buyer.post("/api/orders", json=money).status_code in (201, 202)

    async def paid() -> bool:
        found = expect(buyer.get(f"/api/wallets/{wallet}"))["wallet"]["balance"]
        return bool(found == 3100)

    await eventually(paid, PATIENCE, "the wallet paid for both")
