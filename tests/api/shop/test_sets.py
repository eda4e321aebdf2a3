"""Products that cost less together: told on each one's page, taken off whole sets, and back with
what comes back."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.api.shop.test_quotes import quote
from tests.api.shop.wallet_buyers import Json, Visit
from tests.support.market import Goods, Market, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.postgres import Postgres

CURRENCY = "EUR"
PROMOTIONS = "/api/staff/promotions"


@pytest.fixture(scope="module")
def market(postgres: Postgres, stocked: str) -> Iterator[Market]:
    with market_as_asked(postgres, stocked, {"HOLDFAST_LIMITS": "off"}) as opened:
        yield opened


def together(market: Market, *goods: Goods, **terms: object) -> Json:
    usual = {"name": "Together", "rule": "set-percent", "value": 10}
    scope = {"scope": [one.product_id for one in goods]}
    made: Json = expect(market.staff.post(PROMOTIONS, json=usual | scope | terms), 201)
    promotion: Json = made["promotion"]
    return promotion


def sets_of(market: Market, product: str, locale: str = "en") -> list[Json]:
    answer = market.staff.get(f"/api/products/{product}/sets", params={"locale": locale})
    found: list[Json] = expect(answer)["sets"]
    return found


async def test_a_set_is_told_with_each_of_its_products_until_it_is_over(market: Market) -> None:
    phone, case, other = market.goods(5), market.goods(5), market.goods(5)
    made = together(market, phone, case, translations={"ru": "Вместе"})
    for one in (phone, case):
        (told,) = sets_of(market, one.product_id)
        assert told == {
            "promotionId": made["id"],
            "name": "Together",
            "productIds": sorted([phone.product_id, case.product_id]),
        }
        assert sets_of(market, one.product_id, "ru")[0]["name"] == "Вместе"
    assert sets_of(market, other.product_id) == []
    refusal(market.staff.get(f"/api/products/{uuid4()}-no/sets"), 404, "product-not-found")
    # By a code it is who has the code's.
    together(market, other, phone, code=f"C{uuid4().hex[:8]}".upper())
    assert sets_of(market, other.product_id) == []
    expect(market.staff.post(f"{PROMOTIONS}/{made['id']}/end", json={"reason": "over"}))
    assert sets_of(market, phone.product_id) == []


async def test_whole_sets_cost_less_and_what_is_beside_them_costs_what_it_costs(
    market: Market, visit: Visit
) -> None:
    phone, case = market.goods(9), market.goods(9)
    together(market, phone, case)
    buyer = visit(market)
    assert (await quote(buyer, phone))["discount"] == 0
    found = await quote(buyer, phone.line(3), case.line(2))
    assert [one["discount"] for one in found["lines"]] == [100, 100]
    whys = [one["why"] for one in found["parts"]]
    assert "10% off what is bought together" in whys
    asked = {"items": [phone.line(3), case.line(2)], "expectedTotal": found["total"]}
    held = expect(await buyer.post("/api/orders/reserve", asked))
    assert (await buyer.order(held))["discount"] == 200


async def test_by_a_code_what_is_missing_of_the_set_is_counted(
    market: Market, visit: Visit
) -> None:
    phone, case, strap = market.goods(9), market.goods(9), market.goods(9)
    used = f"C{uuid4().hex[:8]}".upper()
    together(market, phone, case, strap, rule="set-fixed", value=250, currency=CURRENCY, code=used)
    buyer = visit(market)
    found = await quote(buyer, phone, promoCode=used)
    assert (found["trouble"]["reason"], found["trouble"]["missing"]) == ("units", 2)
    found = await quote(buyer, phone.line(2), case.line(2), strap.line(1), promoCode=used)
    assert (found["trouble"], found["discount"]) == (None, 250)


@pytest.mark.parametrize(
    ("terms", "fields"),
    [
        ({"scope": None}, ["scope"]),
        ({"value": 101}, ["value"]),
        ({"rule": "set-fixed", "value": 5}, ["currency"]),
        ({"categories": [str(uuid4())]}, ["categories"]),
    ],
)
async def test_terms_that_make_no_set_are_refused_by_field(
    market: Market, terms: Json, fields: list[str]
) -> None:
    goods = [market.goods(1), market.goods(1)]
    usual = {"name": "Together", "rule": "set-percent", "value": 10,
             "scope": [one.product_id for one in goods]}  # fmt: skip
    asked = {name: value for name, value in (usual | terms).items() if value is not None}
    told = refusal(market.staff.post(PROMOTIONS, json=asked), 422, "promotion-invalid")
    assert [one["field"] for one in told["errors"]] == fields
