"""Coupons: exactly so many, first come first served, one for a purchase, for thirty days."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID

from tests.specs.sentences import sentence
from tests.support.campaigns import CampaignWatcher
from tests.support.market import Goods, Market, expect, refusal
from tests.support.member import Denied, Member, campaign
from tests.support.postgres import execute

Join = Callable[..., Awaitable[Member]]
Things = Callable[..., Awaitable[Goods]]


@sentence("D", "Coupons", "A limited quantity is issued first come first served: exactly that "
          "many, under concurrency.", at="POST /api/coupon-campaigns/{id}/coupons")  # fmt: skip
async def test_exactly_as_many_as_there_are_however_many_ask_at_once(
    market: Market, join: Join
) -> None:
    twenty = campaign(market, quantity=20)
    people = [await join(None) for _ in range(50)]
    async with CampaignWatcher(market.url) as page:
        await page.subscribe(UUID(twenty))
        asking = [someone.ask_for_coupon(twenty) for someone in people for _ in range(2)]
        answers = await asyncio.gather(*asking)
        await page.until(lambda: page.left(UUID(twenty)) == 0)
    given = [one.json()["coupon"]["id"] for one in answers if one.status_code == 201]
    assert len(set(given)) == len(given) == 20
    assert {one.status_code for one in answers} <= {200, 201, 409}
    held = [await someone.coupons() for someone in people]
    assert sorted(len(one) for one in held) == [0] * 30 + [1] * 20
    assert {coupon for one in held for coupon in one} == set(given)
    assert expect(market.staff.get(f"/api/coupon-campaigns/{twenty}"))["campaign"]["remaining"] == 0


@sentence("D", "Coupons", "first come first served", at="POST /api/coupon-campaigns/{id}/coupons")
async def test_who_comes_first_is_served_and_who_comes_after_the_last_is_told(
    market: Market, join: Join
) -> None:
    two = campaign(market, quantity=2)
    first, second, third = await join(None), await join(None), await join(None)
    mine = await first.coupon(two)
    again = expect(await first.ask_for_coupon(two))  # one for each customer, however often asked
    assert again["coupon"]["id"] == mine
    await second.coupon(two)
    refusal(await third.ask_for_coupon(two), 409, "coupons-gone")
    assert expect(await first.ask_for_coupon(two))["coupon"]["id"] == mine


@sentence("D", "Coupons", "A coupon discounts a purchase;", at="POST /api/orders")
async def test_a_coupon_discounts_a_purchase(market: Market, join: Join, things: Things) -> None:
    someone, thing = await join(1000), await things(price=333, stock=3)
    coupon = await someone.coupon(campaign(market))
    order = await someone.bought(thing.line(3), couponId=coupon)
    assert (order["total"], order["discount"], order["couponId"]) == (900, 99, coupon)
    assert sum(one["discount"] for one in order["items"]) == 99
    assert await someone.balance() == 100
    assert await someone.coupons() == {coupon: "used"}
    fixed = campaign(market, rule="fixed", value=50, currency="PTS")
    other, another = await join(100), await things(price=120, stock=1)
    order = await other.bought(another, couponId=await other.coupon(fixed))
    assert (order["total"], order["discount"]) == (70, 50)


@sentence("D", "Coupons", "at most one coupon per purchase;", at="POST /api/orders")
async def test_a_purchase_takes_one_coupon_and_a_coupon_goes_into_one_purchase(
    market: Market, join: Join, things: Things
) -> None:
    someone, thing = await join(1000), await things(price=100, stock=9)
    one, other = [await someone.coupon(campaign(market)) for _ in range(2)]
    several = await someone.order(thing, couponId=[one, other])
    refusal(several, 422, "invalid-request")
    answers = await asyncio.gather(*(someone.order(thing, couponId=one) for _ in range(6)))
    refused = [answer for answer in answers if answer.status_code == 409]
    assert len(refused) == 5
    for answer in refused:
        assert (await someone.denied(answer)).coupon in ("held", "used")
    (won,) = [answer for answer in answers if answer.status_code != 409]
    order = await someone.ended(won)
    assert (order["phase"], order["total"]) == ("FINISHED", 90)
    assert await someone.coupons() == {one: "used", other: "usable"}
    assert await someone.balance() == 910


@sentence("D", "Coupons", "valid for 30 days from issue.",
          at="GET /api/coupons, POST /api/orders")  # fmt: skip
async def test_a_coupon_is_valid_for_thirty_days_from_its_issue(
    market: Market, join: Join, things: Things
) -> None:
    someone, thing = await join(1000), await things(price=100, stock=2)
    coupon = await someone.coupon(campaign(market))
    (mine,) = expect(await someone.buyer.get("/api/coupons"))["coupons"]
    issued, ends = (datetime.fromisoformat(mine[name]) for name in ("issuedAt", "expiresAt"))
    assert ends - issued == timedelta(days=30)
    assert (mine["state"], mine["daysLeft"]) == ("usable", 30)
    await days_pass(market, coupon, "29 days 23 hours")
    (mine,) = expect(await someone.buyer.get("/api/coupons"))["coupons"]
    assert (mine["state"], mine["daysLeft"]) == ("usable", 1)
    await days_pass(market, coupon, "1 hour")
    assert await someone.coupons() == {coupon: "expired"}
    denied = await someone.denied(await someone.order(thing, couponId=coupon))
    assert denied == Denied(coupon="expired")
    assert (await someone.balance(), market.stock(thing)) == (1000, (2, 0))


async def days_pass(market: Market, coupon: str, time: str) -> None:
    """For this coupon; nobody waits thirty days for a test."""
    await execute(
        market.database_url,
        f"UPDATE coupons SET issued_at = issued_at - interval '{time}',"
        f" expires_at = expires_at - interval '{time}' WHERE id = '{coupon}'",
    )


async def test_a_coupon_of_a_purchase_that_came_to_nothing_is_free_again(
    market: Market, join: Join, things: Things
) -> None:
    someone, thing = await join(50), await things(price=100, stock=1)
    coupon = await someone.coupon(campaign(market))
    denied = await someone.denied(await someone.order(thing, couponId=coupon))
    assert denied == Denied(points="insufficient-funds")
    assert await someone.coupons() == {coupon: "usable"}
    expect(await someone.top_up(40))
    order = await someone.bought(thing, couponId=coupon)
    assert order["total"] == 90
    assert await someone.coupons() == {coupon: "used"}


async def test_nobody_uses_anothers_coupon(market: Market, join: Join, things: Things) -> None:
    someone, other, thing = await join(100), await join(), await things(price=100, stock=1)
    theirs = await other.coupon(campaign(market))
    denied = await someone.denied(await someone.order(thing, couponId=theirs))
    assert denied == Denied(coupon="not-yours")
    assert await other.coupons() == {theirs: "usable"}
