"""Staff say how much one unit holds; the shop says what a kilogram or a litre of it costs."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.api.staff.drafts import again, asked, in_shop, over
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess

PRODUCTS = "/api/staff/products"
BOTTLE = {"amount": 0.75, "unit": "l", "per": 1, "perUnit": "l"}


@pytest.fixture(scope="module")
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        expect(opened.patch("/api/staff/settings", json={"currency": "EUR"}))
        yield opened


def oil(staff: httpx.Client, **more: Any) -> dict[str, Any]:
    variant = {"price": 900, "stock": 3, "measure": BOTTLE} | more
    wanted = asked(name=f"Oil {uuid4().hex[:8]}", status="active", variants=[variant])
    product: dict[str, Any] = expect(staff.post(PRODUCTS, json=wanted), 201)["product"]
    return product


def saved(staff: httpx.Client, product: dict[str, Any], **changes: Any) -> dict[str, Any]:
    wanted = again(product)
    wanted["variants"][0] |= {"measure": product["variants"][0]["measure"]} | changes
    answer = staff.put(f"{PRODUCTS}/{product['id']}", json=wanted, headers=over(product))
    found: dict[str, Any] = expect(answer)["product"]
    return found


def test_the_price_of_a_litre_follows_what_one_costs_now(
    staff: httpx.Client, client: httpx.Client
) -> None:
    product = oil(staff)
    assert product["variants"][0]["measure"] == BOTTLE
    shown = in_shop(client, product)
    litre = {"price": 1200, "per": 1, "unit": "l"}
    assert (shown["unitPrice"], shown["variants"][0]["unitPrice"]) == (litre, litre)
    product = saved(staff, product, discount={"price": 600})
    shown = in_shop(client, product)
    assert shown["unitPrice"] == shown["variants"][0]["unitPrice"] == litre | {"price": 800}
    bulk = {"products": [{"id": product["id"]}], "addTags": ["kept"]}
    expect(staff.post(f"{PRODUCTS}/bulk", json=bulk))
    assert in_shop(client, product)["unitPrice"] == litre | {"price": 800}


def test_what_is_left_out_is_no_measure(staff: httpx.Client, client: httpx.Client) -> None:
    product = saved(staff, oil(staff), measure=None)
    assert product["variants"][0]["measure"] is None
    assert in_shop(client, product)["unitPrice"] is None


def test_the_feed_and_a_file_say_what_one_holds(staff: httpx.Client, client: httpx.Client) -> None:
    oil(staff)
    feed = client.get("/feeds/products.xml").text
    assert "<g:unit_pricing_measure>0.75 l</g:unit_pricing_measure>" in feed
    assert "<g:unit_pricing_base_measure>1 l</g:unit_pricing_base_measure>" in feed
    table = staff.get("/api/staff/catalogue.csv").text
    assert ",0.75,l,1,l," in table


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": 0}, "variants[0].measure.amount"),
        ({"amount": -1}, "variants[0].measure.amount"),
        ({"amount": 0.0001}, "variants[0].measure.amount"),
        ({"amount": 1_000_001}, "variants[0].measure.amount"),
        ({"amount": "1"}, "variants[0].measure.amount"),
        ({"unit": "oz"}, "variants[0].measure.unit"),
        ({"per": 0}, "variants[0].measure.per"),
        ({"perUnit": "kg"}, "variants[0].measure"),
    ],
)
def test_what_is_no_measure_is_refused_by_field(
    staff: httpx.Client, wrong: dict[str, Any], field: str
) -> None:
    wanted = asked(variants=[{"price": 900, "measure": BOTTLE | wrong}])
    problem = refusal(staff.post(PRODUCTS, json=wanted), 422, "invalid-request")
    assert [one["field"] for one in problem["errors"]] == [field]
