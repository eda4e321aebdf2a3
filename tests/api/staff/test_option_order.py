"""An order's options stand as its product lists them, whatever order the database keeps them in; a
guest's order is read by staff without a bare id."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.api.staff.drafts import asked
from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess

LISTED = ["Colour", "Size", "Cut"]


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        expect(opened.patch("/api/staff/settings", json={"currency": "EUR"}))
        yield opened


def test_options_of_an_order_stand_as_its_product_lists_them(
    staff: httpx.Client, client: httpx.Client
) -> None:
    words = ["Blue", "Large", "Slim"]
    product = expect(
        staff.post(
            "/api/staff/products",
            json=asked(
                name="Oxford shirt",
                status="active",
                options=[
                    {"name": name, "values": [word]}
                    for name, word in zip(LISTED, words, strict=True)
                ],
                variants=[{"values": words, "price": 900, "stock": 3}],
            ),
        ),
        201,
    )["product"]
    line = {
        "productId": product["id"],
        "variantId": product["variants"][0]["id"],
        "quantity": 1,
    }
    reserved = expect(client.post("/api/orders/reserve", json={"items": [line]}))
    at = reserved["orderId"]
    shown: list[dict[str, Any]] = [
        expect(client.get(f"/api/products/{product['id']}"))["product"]["variants"][0],
        expect(client.get(f"/api/orders/{at}"))["order"]["items"][0],
        expect(client.get("/api/orders"))["orders"][0]["items"][0],
        expect(staff.get(f"/api/staff/orders/{at}"))["order"]["items"][0],
    ]
    expect(client.post("/api/cart/items", json=line))
    shown.append(expect(client.get("/api/cart"))["items"][0])
    assert [list(one["options"].values()) for one in shown] == [words] * len(shown)
