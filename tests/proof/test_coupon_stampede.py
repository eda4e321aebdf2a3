"""Everybody wants a coupon."""

from tests.proof.coupon_stampede import coupon_stampede
from tests.support.market import Market


async def test_of_5000_asks_by_2000_users_100_get_a_coupon(crowded: Market) -> None:
    print(await coupon_stampede(crowded, asks=5000, users=2000, clients=256, coupons=100))


async def test_when_there_is_one_for_everybody_everybody_gets_one(crowded: Market) -> None:
    figures = await coupon_stampede(crowded, asks=1500, users=500, clients=128, coupons=500)
    assert figures.statuses == {201: 500, 200: 1000}
