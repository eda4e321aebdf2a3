"""Staff sort orders and read how many there are of what they look for, and what these come to."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.staff.test_staff_orders import ORDERS, sku_of
from tests.support.market import PRICE, Buyer, Market, expect, refusal

Visit = Callable[..., Buyer]
SORTS = ("newest", "oldest", "largest", "smallest", "changed")


def paged(market: Market, **asked: Any) -> list[str]:
    """The ids, read one at a time."""
    found, cursor = [], None
    while True:
        query = {"limit": 1, **asked} | ({"cursor": cursor} if cursor else {})
        page = expect(market.staff.get(ORDERS, params=query))
        found += [one["id"] for one in page["orders"]]
        if (cursor := page["nextCursor"]) is None:
            return found


async def placed(market: Market, buyer: Buyer, *quantities: int) -> tuple[str, list[str]]:
    """Orders of so many of one thing, paid; its SKU."""
    goods = market.goods(sum(quantities))
    orders = [(await buyer.buy(goods, quantity=many))["orderId"] for many in quantities]
    return sku_of(market, goods), orders


@pytest.mark.parametrize("by_buyer", [False, True], ids=["by SKU", "by buyer"])
async def test_orders_come_in_the_order_that_staff_choose(
    market: Market, visit: Visit, by_buyer: bool
) -> None:
    buyer = visit(market)
    sku, (first, second, third, fourth) = await placed(market, buyer, 2, 3, 1, 2)
    asked: dict[str, Any] = {"q": sku}
    if by_buyer:
        (row, *_) = expect(market.staff.get(ORDERS, params={"q": sku}))["orders"]
        asked = {"q": row["owner"]}
    expect(market.staff.post(f"{ORDERS}/{second}/complete"))
    wanted = {
        "newest": [fourth, third, second, first],
        "oldest": [first, second, third, fourth],
        "largest": [second, fourth, first, third],
        "smallest": [third, first, fourth, second],
        "changed": [second, fourth, third, first],
    }
    for sort in SORTS:
        assert paged(market, **asked, sort=sort) == wanted[sort], sort
        # The same among those that pass a filter, whichever end they are found from.
        paid = [one for one in wanted[sort] if one != second]
        assert paged(market, **asked, sort=sort, status="paid") == paid, sort
        assert paged(market, **asked, sort=sort, provider="demo") == wanted[sort], sort
    assert paged(market, **asked) == wanted["newest"]
    (row, *_) = expect(market.staff.get(ORDERS, params=asked | {"sort": "changed"}))["orders"]
    assert row["changedAt"] == row["completedAt"]


async def test_all_orders_are_sorted_from_the_first_to_the_last(
    market: Market, visit: Visit
) -> None:
    await placed(market, visit(market), 1, 4, 2)
    for sort, key, back in (
        ("newest", "id", True), ("oldest", "id", False), ("largest", "total", True),
        ("smallest", "total", False), ("changed", "changedAt", True),
    ):  # fmt: skip
        for more in ({}, {"provider": "demo"}):
            page = expect(market.staff.get(ORDERS, params={"sort": sort, **more}))["orders"]
            found = [one[key] for one in page]
            assert found == sorted(found, reverse=back), sort


async def test_a_cursor_of_another_order_and_an_unknown_order_are_refused(
    market: Market, visit: Visit
) -> None:
    sku, _ = await placed(market, visit(market), 1, 1)
    asked: dict[str, Any] = {"q": sku, "limit": 1}
    cursors = {
        sort: expect(market.staff.get(ORDERS, params=asked | {"sort": sort}))["nextCursor"]
        for sort in SORTS
    }
    for sort, other in (("newest", "largest"), ("changed", "smallest"), ("largest", "changed")):
        query = asked | {"sort": sort, "cursor": cursors[other]}
        refusal(market.staff.get(ORDERS, params=query), 400, "bad-cursor")
        refusal(market.staff.get(ORDERS, params=query | {"format": "csv"}), 400, "bad-cursor")
    refusal(market.staff.get(ORDERS, params={"sort": "dearest"}), 422, "invalid-request")


async def test_staff_read_what_the_orders_that_they_look_for_come_to(
    market: Market, visit: Visit
) -> None:
    sku, (first, *_) = await placed(market, visit(market), 2, 3, 1)
    expect(market.staff.post(f"{ORDERS}/{first}/complete"))

    def sums(**asked: Any) -> dict[str, Any]:
        return expect(market.staff.get(f"{ORDERS}/sums", params=asked))

    def of(orders: int, units: int) -> dict[str, Any]:
        each = {"currency": "EUR", "orders": orders, "total": units * PRICE}
        return {"count": orders, "more": False, "sums": [each] if orders else []}

    assert sums(q=sku) == of(3, 6)
    assert sums(q=sku, status="completed") == of(1, 2)
    assert sums(q=sku, provider="demo", status="paid") == of(2, 4)
    assert sums(q=sku, provider="stripe") == of(0, 0)
    assert sums(q="nobody at all") == of(0, 0)
    everything = sums()
    assert everything["count"] >= 3
    assert sum(one["orders"] for one in everything["sums"]) == everything["count"]
    assert sums(provider="demo")["count"] <= everything["count"]
    guest = visit(market)
    refusal(await guest.get(f"{ORDERS}/sums"), 401, "login-required")
