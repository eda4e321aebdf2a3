"""One change of many products, and of the stock of many variants, looked at first."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.api.staff.drafts import in_shop, made, put
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.postgres import fetch
from tests.support.server import ServerProcess

BULK, STOCK = "/api/staff/products/bulk", "/api/staff/variants/stock"


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        expect(opened.patch("/api/staff/settings", json={"currency": "EUR"}))
        yield opened


def asked(*products: dict[str, Any], **change: Any) -> dict[str, Any]:
    return {"products": [{"id": one["id"], "revision": one["revision"]} for one in products]} | (
        change
    )


def now(staff: httpx.Client, product: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = expect(staff.get(f"/api/staff/products/{product['id']}"))["product"]
    return found


def test_a_preview_tells_what_the_change_then_does(
    staff: httpx.Client, client: httpx.Client
) -> None:
    one, two = made(staff), made(staff)
    change = asked(
        one, two, price={"by": "percent", "value": -10}, addTags=["sale"], removeTags=["none"]
    )
    preview = expect(staff.post(BULK, json=change | {"preview": True}))
    assert (preview["changed"], preview["refused"]) == (2, 0)
    assert now(staff, one) == one
    done = expect(staff.post(BULK, json=change))
    assert done["products"] == preview["products"]
    black = one["variants"][0]["id"]
    row = done["products"][0]
    assert row["before"]["variants"][black] == {"price": 500}
    assert row["after"]["variants"][black] == {"price": 450}
    assert "sale" in row["after"]["tags"]
    shown = in_shop(client, one)
    assert [each["price"] for each in shown["variants"]] == [450, 630]
    # Sent again, what was looked at is another version.
    again = expect(staff.post(BULK, json=change))
    assert {each["refused"]["code"] for each in again["products"]} == {"product-changed"}
    assert (again["changed"], again["refused"]) == (0, 2)


async def test_each_product_is_audited_with_what_it_was(
    staff: httpx.Client, shop: ServerProcess
) -> None:
    product = made(staff)
    expect(staff.post(BULK, json=asked(product, status="archived")))
    ((before, after),) = await fetch(
        shop.database_url,
        "SELECT data #>> '{before,status}', data #>> '{after,status}' FROM audit_log"
        f" WHERE subject = '{product['id']}' AND action = 'product.changed'",
    )
    assert (before, after) == ("active", "archived")


def test_who_cannot_be_changed_is_named_and_the_rest_goes_on(staff: httpx.Client) -> None:
    stale, good, cheap = made(staff), made(staff), made(staff)
    expect(put(staff, stale, vendor="Mill"))
    nobody = {"id": str(uuid4()), "revision": 1}
    change = asked(stale, good, nobody, price={"by": "amount", "value": -600})
    rows = expect(staff.post(BULK, json=change))["products"]
    assert [row["refused"] and row["refused"]["code"] for row in rows] == [
        "product-changed", "out-of-bounds", "product-not-found",
    ]  # fmt: skip
    rows = expect(staff.post(BULK, json=asked(stale, cheap, status="draft")))["products"]
    assert [bool(row["refused"]) for row in rows] == [True, False]
    assert now(staff, cheap)["status"] == "draft"


def test_a_discount_for_many_has_its_window_and_goes_again(
    staff: httpx.Client, client: httpx.Client
) -> None:
    product = made(staff)
    off = {"percent": 20, "begins": "2020-01-01T00:00:00Z", "ends": "2090-01-01T00:00:00Z"}
    expect(staff.post(BULK, json=asked(product, discount=off)))
    assert [one["discountPrice"] for one in in_shop(client, product)["variants"]] == [400, 560]
    expect(staff.post(BULK, json=asked(now(staff, product), discount=None)))
    assert in_shop(client, product)["discountPrice"] is None
    category = asked(now(staff, product), categoryId=str(uuid4()))
    refusal(staff.post(BULK, json=category), 422, "product-invalid")
    wrong = asked(product, price={"by": "percent", "value": -100})
    refusal(staff.post(BULK, json=wrong), 422, "invalid-request")
    refusal(staff.post(BULK, json={"products": []}), 422, "invalid-request")


def test_a_discount_that_ends_before_it_begins_is_refused(staff: httpx.Client) -> None:
    product = made(staff)
    off = {"percent": 20, "begins": "2030-01-02T00:00:00Z"}
    for ends in ("2030-01-01T00:00:00Z", "2030-01-02T01:00:00+01:00"):
        change = asked(product, discount=off | {"ends": ends})
        for preview in (True, False):
            problem = refusal(
                staff.post(BULK, json=change | {"preview": preview}), 422, "product-invalid"
            )
            assert [(one["field"], one["code"]) for one in problem["errors"]] == [
                ("discount.ends", "before-it-begins")
            ]


def test_a_product_that_is_named_twice_is_changed_once(staff: httpx.Client) -> None:
    product = made(staff)
    done = expect(
        staff.post(BULK, json=asked(product, product, price={"by": "amount", "value": 5}))
    )
    assert ([row["id"] for row in done["products"]], done["changed"]) == ([product["id"]], 1)
    assert [one["price"] for one in now(staff, product)["variants"]] == [505, 705]


def test_the_stock_of_many_changes_together_or_not_at_all(staff: httpx.Client) -> None:
    product = made(staff)
    ids = [one["id"] for one in product["variants"]]
    delivery = {"variantIds": ids, "deposit": 5, "reason": "Dock"}
    preview = expect(staff.post(STOCK, json=delivery | {"preview": True}))
    assert [(one["before"], one["after"]) for one in preview["variants"]] == [(3, 8), (0, 5)]
    key = {"Idempotency-Key": uuid4().hex}
    for _ in range(2):
        expect(staff.post(STOCK, json=delivery, headers=key))
    assert [one["onHand"] for one in now(staff, product)["variants"]] == [8, 5]
    gone = {"variantIds": ids, "withdraw": 6, "reason": "Broken"}
    preview = expect(staff.post(STOCK, json=gone | {"preview": True}))
    assert [one["possible"] for one in preview["variants"]] == [True, False]
    problem = refusal(staff.post(STOCK, json=gone), 409, "stock-of-many-refused")
    assert [each["field"] for each in problem["errors"]] == ["variantIds[1]"]
    assert [one["onHand"] for one in now(staff, product)["variants"]] == [8, 5]
    unknown = gone | {"variantIds": [str(uuid4())]}
    refusal(staff.post(STOCK, json=unknown), 404, "variant-not-found")
    both = gone | {"set": 1}
    refusal(staff.post(STOCK, json=both), 422, "invalid-request")
