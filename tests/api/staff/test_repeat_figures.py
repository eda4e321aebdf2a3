"""What is ordered again and again, and what comes of it, as staff see it and as a file."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.api.shop.wallet_buyers import member
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.repeating import a_repeat, repeated_goods

pytestmark = pytest.mark.alone
Visit = Callable[..., Buyer]
PATH = "/api/staff/repeat-figures"


@pytest.fixture
def found(market: Market) -> Iterator[Callable[[], dict[str, Any]]]:
    yield lambda: expect(market.staff.get(PATH))


def _of(sums: list[dict[str, Any]], currency: str) -> int:
    return sum(one["amount"] for one in sums if one["currency"] == currency)


async def test_what_runs_is_paused_began_ended_and_comes_to_is_counted(
    market: Market, visit: Visit, found: Callable[[], dict[str, Any]]
) -> None:
    before, goods = found(), repeated_goods(market, 9)
    buyer = await member(market, visit)
    ones = [await a_repeat(market, buyer, goods, repeatEvery=every) for every in ("1m", "4w")]
    order = await buyer.order({"orderId": ones[0]["orderId"]})
    each, currency = order["total"], order["currency"]

    def grown(name: str) -> int:
        return int(found()[name]) - int(before[name])

    def sums(name: str) -> int:
        return _of(found()[name], currency) - _of(before[name], currency)

    assert [grown(name) for name in ("active", "paused", "began", "ended")] == [2, 0, 2, 0]
    assert sums("recurring") in (each + each * 52 // 48, each + each * 52 // 48 + 1)
    assert sums("earned") == 2 * each
    expect(await buyer.post(f"/api/repeat-orders/{ones[1]['id']}/pause", {}))
    assert (grown("active"), grown("paused"), sums("recurring")) == (1, 1, each)
    asked = {"orderId": ones[0]["orderId"], "endRepeat": True}
    expect(await buyer.post("/api/orders/cancel", asked))
    assert (grown("active"), grown("ended"), sums("earned")) == (0, 1, each)
    assert sums("recurring") == 0
    other = ones[1]["orderId"]
    back = {"amount": 100, "reason": "Kindness"}
    expect(market.staff.post(f"/api/staff/orders/{other}/refund", json=back))

    async def less() -> bool:
        return bool(sums("earned") == each - 100)

    await eventually(less, PATIENCE, lambda: sums("earned"))


async def test_the_file_has_a_line_for_each_figure_and_other_days_have_none(
    market: Market, visit: Visit, found: Callable[[], dict[str, Any]]
) -> None:
    await a_repeat(market, await member(market, visit))
    answer = market.staff.get(PATH, params={"format": "csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    lines = answer.text.splitlines()
    assert lines[0] == "Figure,Currency,Value"
    assert f"Active,,{found()['active']}" in lines
    assert any(line.startswith("Each month,EUR,") for line in lines)
    long_ago = {"from": "2020-01-01", "to": "2020-01-31"}
    then = expect(market.staff.get(PATH, params=long_ago))
    assert (then["began"], then["ended"], then["ordered"], then["earned"]) == (0, 0, 0, [])
    assert then["active"] == found()["active"], "what runs is of now"


async def test_it_is_for_staff_who_read_reports_and_for_a_year_at_most(
    market: Market, visit: Visit
) -> None:
    buyer = await member(market, visit)
    refusal(await buyer.get(PATH), 403, "forbidden")
    asked = {"from": "2020-01-01", "to": "2026-01-01"}
    refusal(market.staff.get(PATH, params=asked), 422, "invalid-request")
