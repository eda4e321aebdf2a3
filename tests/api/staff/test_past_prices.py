"""Beside a price that was lowered the shop says the least of the 30 days before."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.api.staff.drafts import again, asked, in_shop, made, over, put
from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.postgres import execute, fetch
from tests.support.server import ServerProcess

PRODUCTS, BULK = "/api/staff/products", "/api/staff/products/bulk"


@pytest.fixture(scope="module")
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        expect(opened.patch("/api/staff/settings", json={"currency": "EUR"}))
        yield opened


def mug(staff: httpx.Client, **more: Any) -> dict[str, Any]:
    wanted = asked(name=f"Mug {uuid4().hex[:8]}", status="active", **more)
    product: dict[str, Any] = expect(staff.post(PRODUCTS, json=wanted), 201)["product"]
    return product


def cost(staff: httpx.Client, product: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The product with its variant's price changed to that."""
    asked = again(product)
    asked["variants"][0] |= changes
    answer = staff.put(f"{PRODUCTS}/{product['id']}", json=asked, headers=over(product))
    saved: dict[str, Any] = expect(answer)["product"]
    return saved


def least(client: httpx.Client, product: dict[str, Any]) -> int | None:
    found: int | None = in_shop(client, product)["variants"][0]["lowestPriceBefore"]
    return found


async def past_costs(shop: ServerProcess, product: dict[str, Any]) -> list[tuple[int, int | None]]:
    rows = await fetch(
        shop.database_url,
        "SELECT price, discount_price FROM variant_past_costs WHERE variant_id = "
        f"'{product['variants'][0]['id']}' ORDER BY until",
    )
    return [(row[0], row[1]) for row in rows]


def test_a_price_that_was_raised_before_the_sale_is_told_as_it_was(
    staff: httpx.Client, client: httpx.Client
) -> None:
    product = mug(staff)
    assert least(client, product) is None
    product = cost(staff, product, price=1200)
    assert least(client, product) is None
    product = cost(staff, product, discount={"price": 1000})
    assert in_shop(client, product)["variants"][0]["discountPrice"] == 1000
    assert least(client, product) == 900


def test_a_former_price_that_is_only_struck_through_counts_as_a_reduction(
    staff: httpx.Client, client: httpx.Client
) -> None:
    product = cost(staff, mug(staff), price=700, compareAtPrice=1500)
    assert least(client, product) == 900


def test_a_discount_that_began_by_itself_is_told_of(
    staff: httpx.Client, client: httpx.Client
) -> None:
    product = mug(staff)
    off = {"price": 600, "begins": datetime.now(UTC).isoformat()}
    assert least(client, cost(staff, product, discount=off)) == 900
    tomorrow = {"price": 600, "begins": (datetime.now(UTC) + timedelta(days=1)).isoformat()}
    assert least(client, cost(staff, mug(staff), discount=tomorrow)) is None


async def test_what_many_cost_is_kept_when_they_are_changed_at_once_and_not_by_a_preview(
    staff: httpx.Client, shop: ServerProcess
) -> None:
    product = mug(staff)
    of = {"products": [{"id": product["id"], "revision": product["revision"]}]}
    bulk = of | {"price": {"by": "percent", "value": -10}}
    assert expect(staff.post(BULK, json=bulk | {"preview": True}))["changed"] == 1
    assert await past_costs(shop, product) == []
    assert expect(staff.post(BULK, json=bulk))["changed"] == 1
    assert await past_costs(shop, product) == [(900, None)]


async def test_what_leaves_the_price_as_it_is_keeps_nothing(
    staff: httpx.Client, shop: ServerProcess
) -> None:
    product = mug(staff)
    expect(put(staff, product, vendor="Potter"))
    assert await past_costs(shop, product) == []


async def test_prices_of_a_draft_were_never_charged(
    staff: httpx.Client, client: httpx.Client, shop: ServerProcess
) -> None:
    product = expect(staff.post(PRODUCTS, json=asked(name="Draft", status="draft")), 201)["product"]
    product = cost(staff, product, price=5)
    product = cost(staff, product, price=800)
    product = expect(put(staff, product, status="active"))["product"]
    product = cost(staff, product, discount={"price": 500})
    assert await past_costs(shop, product) == [(800, None)]
    assert least(client, product) == 800


@pytest.mark.parametrize("by_many", [False, True])
async def test_what_was_charged_before_it_was_taken_off_sale_counts(
    staff: httpx.Client, client: httpx.Client, shop: ServerProcess, *, by_many: bool
) -> None:
    product = mug(staff)
    if by_many:
        of = {"products": [{"id": product["id"], "revision": product["revision"]}]}
        assert expect(staff.post(BULK, json=of | {"status": "archived"}))["changed"] == 1
        product = expect(staff.get(f"{PRODUCTS}/{product['id']}"))["product"]
    else:
        product = expect(put(staff, product, status="draft"))["product"]
    product = cost(staff, product, price=1500)
    product = expect(put(staff, product, status="active"))["product"]
    product = cost(staff, product, discount={"price": 1000})
    assert await past_costs(shop, product) == [(900, None), (1500, None)]
    assert least(client, product) == 900


async def test_what_a_variant_cost_before_it_was_taken_out_counts(
    staff: httpx.Client, client: httpx.Client
) -> None:
    product = made(staff)
    white = product["variants"][1]
    product = expect(put(staff, product, variants=again(product)["variants"][:1]))["product"]
    dearer = {"values": ["White"], "price": 1100, "sku": "W"}
    variants = [dearer, *again(product)["variants"][:1]]
    product = expect(put(staff, product, variants=variants))["product"]
    assert product["variants"][0]["id"] == white["id"]
    assert least(client, cost(staff, product, discount={"price": 800})) == 700


async def test_the_newest_thousand_of_400_days_are_kept(
    staff: httpx.Client, shop: ServerProcess
) -> None:
    product = mug(staff)
    variant = product["variants"][0]["id"]
    await execute(
        shop.database_url,
        "INSERT INTO variant_past_costs (variant_id, until, currency, price)"
        f" SELECT '{variant}', now() - day * interval '1 day', 'EUR', day"
        " FROM generate_series(1, 500) AS day",
    )
    product = cost(staff, product, price=1000)
    kept = await past_costs(shop, product)
    assert (len(kept), kept[0]) == (400, (399, None))
    await execute(
        shop.database_url,
        "INSERT INTO variant_past_costs (variant_id, until, currency, price)"
        f" SELECT '{variant}', now() - one * interval '1 second', 'EUR', one"
        " FROM generate_series(1, 1500) AS one",
    )
    product = cost(staff, product, price=1100)
    assert len(await past_costs(shop, product)) == 1000
