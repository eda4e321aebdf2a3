"""Staff make promotions, try them on carts first, and end them."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.support.market import Market, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.postgres import Postgres, fetch

PATH = "/api/staff/promotions"
TERMS = {"name": "Autumn", "rule": "percent", "value": 10}


@pytest.fixture(scope="module")
def market(postgres: Postgres, stocked: str) -> Iterator[Market]:
    with market_as_asked(postgres, stocked, {"HOLDFAST_LIMITS": "off"}) as opened:
        yield opened


def preview(market: Market, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = expect(market.staff.post(f"{PATH}/preview", json=asked))["carts"]
    return found


async def test_a_promotion_is_made_listed_and_ended_on_record(market: Market) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    code = f"a-{uuid4().hex[:6]}"
    asked = TERMS | {"code": f" {code} ", "quantity": 5, "perCustomer": 1}
    made = expect(market.staff.post(PATH, json=asked, headers=key), 201)["promotion"]
    assert (made["code"], made["remaining"], made["phase"]) == (
        code.upper(), 5, "open",
    )  # fmt: skip
    again = expect(market.staff.post(PATH, json=asked, headers=key), 201)["promotion"]
    assert again == made
    taken = refusal(market.staff.post(PATH, json=asked), 422, "promotion-invalid")
    assert taken["errors"][0]["code"] == "taken"
    assert made in expect(market.staff.get(PATH))["promotions"]
    ended = expect(market.staff.post(f"{PATH}/{made['id']}/end", json={"reason": "enough"}))
    assert ended["promotion"]["phase"] == "closed"
    refusal(market.staff.post(f"{PATH}/{made['id']}/end", json={"reason": "x"}), 409,
            "promotion-over")  # fmt: skip
    unknown = market.staff.post(f"{PATH}/{uuid4()}/end", json={"reason": "x"})
    refusal(unknown, 404, "promotion-not-found")
    rows = await fetch(
        market.database_url,
        "SELECT action FROM audit_log WHERE subject = $1 ORDER BY at",
        made["id"],
    )
    assert [row[0] for row in rows] == ["promotion.made", "promotion.ended"]


def test_what_it_would_do_is_shown_before_it_is_made(market: Market) -> None:
    goods = market.goods(5)
    before = expect(market.staff.get(PATH))["promotions"]
    carts = preview(market, terms=TERMS | {"scope": [goods.product_id]})
    own, *others = carts
    assert own["lines"][0]["productId"] == goods.product_id
    assert own["saving"] == own["before"]["total"] - own["after"]["total"] > 0
    assert {one["reason"] for one in others} <= {None, "scope"}
    assert any(one["reason"] == "scope" for one in others)
    (mine,) = preview(
        market,
        terms={"name": "Big", "rule": "fixed", "value": 300, "minimum": 1200, "currency": "EUR"},
        carts=[[goods.line(2)]],
    )
    assert (mine["reason"], mine["missing"], mine["saving"]) == ("minimum", 200, 0)
    (mine,) = preview(market, terms=TERMS | {"value": 50}, carts=[[goods.line(2)]])
    assert (mine["before"]["total"], mine["after"]["total"]) == (1000, 500)
    assert [part["why"] for part in mine["after"]["parts"]] == ["Items: 2", "50% off"]
    assert expect(market.staff.get(PATH))["promotions"] == before
    bad = market.staff.post(f"{PATH}/preview", json={"terms": TERMS | {"value": 500}})
    assert refusal(bad, 422, "promotion-invalid")["field"] == "value"
    lost = {"terms": TERMS, "carts": [[{"productId": str(uuid4())}]]}
    refusal(market.staff.post(f"{PATH}/preview", json=lost), 404, "product-not-found")


def test_tax_and_delivery_are_settings_on_record(market: Market) -> None:
    path = "/api/staff/settings"
    plain = expect(market.staff.get(path))["settings"]
    assert (plain["taxRates"], plain["shippingMethods"]) == ([], [])
    preset = expect(market.staff.patch(path, json={"preset": "marketplace"}))
    assert preset["taxRates"] == [
        {
            "name": "Tax", "rate": 10000, "region": "", "categoryId": None,
            "productId": None, "services": False, "serviceId": None,
            "translations": {"ru": "Налог", "ko": "세금"},
        }
    ]  # fmt: skip
    assert preset["shippingMethods"][0]["freeOver"] == 5000
    method = {"id": "post", "name": "Post", "price": 500, "currency": "EUR"}
    for wrong, field in (
        ({"shippingMethods": [method, method]}, "shippingMethods[1].id"),
        ({"taxRates": [{"name": "VAT", "rate": 19000, "region": "Ger"}]}, "taxRates[0].region"),
    ):
        told = refusal(market.staff.patch(path, json=wrong), 422, "charges-invalid")
        assert told["field"] == field
    assert expect(market.staff.get(path))["settings"] == preset
    cleared = expect(market.staff.patch(path, json={"preset": "none"}))
    assert (cleared["taxRates"], cleared["shippingMethods"]) == ([], [])
