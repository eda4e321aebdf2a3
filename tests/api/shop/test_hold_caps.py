"""Open reservations are capped, so that one script cannot freeze a shop for free."""

import asyncio
from collections.abc import Callable

from tests.support.market import Buyer, Market, expect, refusal

Visit = Callable[..., Buyer]


async def test_a_guest_holds_three_at_once_here(guarded_market: Market, visit: Visit) -> None:
    goods = guarded_market.goods(50)
    buyer = visit(guarded_market, **{"X-Forwarded-For": "203.0.113.30"})
    first = expect(await buyer.reserve(goods))
    second = expect(await buyer.reserve(goods))
    expect(await buyer.reserve(goods))
    limited = await buyer.reserve(goods)
    refusal(limited, 429, "too-many-holds")
    assert int(limited.headers["retry-after"]) >= 1
    expect(await buyer.cancel(orderId=first["orderId"]))  # a cancel makes room
    expect(await buyer.reserve(goods))
    refusal(await buyer.reserve(goods), 429, "too-many-holds")
    expect(await buyer.create(second, expect(await buyer.pay(second))))  # so does a purchase
    expect(await buyer.reserve(goods))
    refusal(await buyer.reserve(goods), 429, "too-many-holds")
    assert guarded_market.stock(goods) == (46, 3)


async def test_a_script_without_cookies_is_capped_by_its_address(
    guarded_market: Market, visit: Visit
) -> None:
    goods = guarded_market.goods(50)
    address = {"X-Forwarded-For": "203.0.113.40"}
    answers = await asyncio.gather(
        *(visit(guarded_market, **address).reserve(goods) for _ in range(12))
    )
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200] * 5 + [429] * 7
    refusal(max(answers, key=lambda answer: answer.status_code), 429, "too-many-holds")
    neighbour = visit(guarded_market, **{"X-Forwarded-For": "203.0.113.41"})
    expect(await neighbour.reserve(goods))
    assert guarded_market.stock(goods) == (44, 6)


async def test_what_is_short_is_named_even_at_the_cap(guarded_market: Market, visit: Visit) -> None:
    goods, none = guarded_market.goods(30), guarded_market.goods(0)
    buyer = visit(guarded_market, **{"X-Forwarded-For": "203.0.113.50"})
    refusal(await buyer.reserve(goods, none), 409, "insufficient-stock")
    for _ in range(3):  # the refusal took no seat
        expect(await buyer.reserve(goods))


def test_limits_off_are_announced_loudly(market: Market, guarded_market: Market) -> None:
    assert "HOLDFAST_LIMITS=off" in market.server.said
    assert "HOLDFAST_LIMITS=off" not in guarded_market.server.said
