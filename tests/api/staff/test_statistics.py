"""Statistics: what was sold, what went back and what is left, beside the days before."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.alone

Visit = Callable[..., Buyer]
PATH = "/api/staff/statistics"
MANY = 900_000  # so that nothing other tests sell comes near
REASONS = {"buyer", "staff", "expired", "unpaid", "refunded"}


def figures(market: Market, first: date, last: date, locale: str = "en") -> dict[str, Any]:
    span = {"from": first.isoformat(), "to": last.isoformat(), "locale": locale}
    return expect(market.staff.get(PATH, params=span))


def euros(totals: dict[str, Any], name: str) -> int:
    return sum(one["amount"] for one in totals[name] if one["currency"] == "EUR")


async def test_gross_refunds_and_net_are_told_with_what_sells_best(
    market: Market, visit: Visit
) -> None:
    goods, today = market.goods(MANY), datetime.now(UTC).date()
    span = (today, today + timedelta(days=1))  # midnight may come
    before = figures(market, *span)["totals"]
    bought = await visit(market).buy(goods, quantity=MANY)
    path = f"/api/staff/orders/{bought['orderId']}/refund"
    expect(market.staff.post(path, json={"amount": 1200, "reason": "a scratch"}))

    async def counted() -> bool:
        now = figures(market, *span)["totals"]
        return euros(now, "refunds") - euros(before, "refunds") >= 1200

    await eventually(counted, PATIENCE, "the part that went back is counted")
    found = figures(market, *span)
    totals = found["totals"]
    assert euros(totals, "gross") - euros(before, "gross") >= MANY * 500
    assert euros(totals, "net") == euros(totals, "gross") - euros(totals, "refunds")
    (best,) = [one for one in found["topProducts"] if one["productId"] == goods.product_id]
    product = market.product(goods.product_id)["product"]
    assert (best["handle"], best["name"]) == (product["handle"], product["name"])
    assert best["units"] >= MANY
    assert best["revenue"] == [{"currency": "EUR", "amount": best["units"] * 500}]
    units = [one["units"] for one in found["topProducts"]]
    assert units == sorted(units, reverse=True)
    assert len(units) <= 10


async def test_the_totals_are_the_sums_of_the_days_and_the_days_before_stand_beside_them(
    market: Market,
) -> None:
    found = figures(market, date(2026, 3, 1), date(2026, 3, 3))
    assert [one["day"] for one in found["days"]] == ["2026-03-01", "2026-03-02", "2026-03-03"]
    assert (found["totals"]["from"], found["totals"]["to"]) == ("2026-03-01", "2026-03-03")
    assert (found["before"]["from"], found["before"]["to"]) == ("2026-02-26", "2026-02-28")
    assert found["topProducts"] == []
    usual = expect(market.staff.get(PATH))
    assert len(usual["days"]) == 30
    totals = usual["totals"]
    assert set(totals["cancelled"]) == REASONS
    for name in ("orders", "units"):
        assert totals[name] == sum(day[name] for day in usual["days"])
    for name in ("gross", "refunds", "net"):
        assert euros(totals, name) == sum(euros(day, name) for day in usual["days"])
    lasts = date.fromisoformat(usual["before"]["to"]), date.fromisoformat(totals["from"])
    assert lasts[1] - lasts[0] == timedelta(days=1)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"from": "2020-01-01", "to": "2026-01-01"}, "from"),
        ({"from": "2026-01-02", "to": "2026-01-01"}, "from"),
        ({"to": "0001-01-01"}, "to"),
        ({"from": "0001-01-01", "to": "0001-01-02"}, "from"),
        ({"from": "9999-12-31"}, "from"),
        ({"to": "9999-12-31"}, "to"),
        ({"from": "soon"}, "from"),
        ({"to": "2026-02-30"}, "to"),
    ],
)
async def test_a_span_that_is_none_is_refused_by_its_field(
    market: Market, asked: dict[str, str], field: str
) -> None:
    for path in (PATH, "/api/staff/payment-report"):
        problem = refusal(market.staff.get(path, params=asked), 422, "invalid-request")
        assert [one["field"] for one in problem.get("errors", [problem])] == [field]


async def test_only_staff_read_it(market: Market, visit: Visit) -> None:
    refusal(await visit(market).get(PATH), 401, "login-required")
    guest = visit(market, **{"X-User-Id": "statistics-reader"})
    refusal(await guest.get(PATH), 403, "forbidden")
