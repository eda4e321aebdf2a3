"""Staff read what promotions came to, and take it along as CSV."""

import csv
import io
from typing import Any
from uuid import uuid4

from tests.api.shop.wallet_buyers import Visit
from tests.support.market import Market, expect, refusal

PATH = "/api/staff/promotions"


def used(market: Market, promotion: str, **asked: str) -> dict[str, Any] | None:
    found = expect(market.staff.get(f"{PATH}/report", params=asked))["promotions"]
    return next((one for one in found if one["promotionId"] == promotion), None)


async def test_a_code_that_was_used_is_in_the_report_of_its_days(
    market: Market, visit: Visit
) -> None:
    goods, code = market.goods(5), f"R-{uuid4().hex[:6]}".upper()
    terms = {"name": "Report", "rule": "percent", "value": 20, "code": code}
    promotion = expect(market.staff.post(PATH, json=terms), 201)["promotion"]["id"]
    assert used(market, promotion) is None, "nobody used it"
    buyer = visit(market)
    asked = {"items": [goods.line(2)], "promoCode": code}
    held = expect(await buyer.post("/api/orders/reserve", asked))
    expect(await buyer.create(held, expect(await buyer.pay(held))))
    assert used(market, promotion) == {
        "promotionId": promotion, "name": "Report", "code": code, "orders": 1,
        "discount": [{"currency": "EUR", "amount": 200}],
        "revenue": [{"currency": "EUR", "amount": 800}],
    }  # fmt: skip
    assert used(market, promotion, **{"from": "2020-01-01", "to": "2020-02-01"}) is None
    answer = market.staff.get(f"{PATH}/report", params={"format": "csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    rows = {row["promotion_id"]: row for row in csv.DictReader(io.StringIO(answer.text))}
    assert (rows[promotion]["discount"], rows[promotion]["revenue"]) == ("2.00", "8.00")


async def test_it_is_for_staff_and_of_a_year_at_most(market: Market, visit: Visit) -> None:
    anybody = visit(market)
    refusal(await anybody.http.get(f"{PATH}/report"), 401, "login-required")
    long = {"from": "2020-01-01", "to": "2022-01-01"}
    refusal(market.staff.get(f"{PATH}/report", params=long), 422, "invalid-request")
    refusal(market.staff.get(f"{PATH}/report", params={"from": "soon"}), 422, "invalid-request")
