"""Rates counted in Redis by several processes together."""

from holdfast.kit.rates import Rates


async def test_processes_share_one_limit(redis_url: str) -> None:
    rates = [Rates(redis_url).rate("shared", "60/hour") for _ in range(3)]
    granted = 0
    for _ in range(40):
        for rate in rates:
            granted += await rate.take("somebody") == 0.0
    assert granted == 60
    assert all([await rate.take("somebody") > 0 for rate in rates])


async def test_a_redis_that_is_away_counts_nothing() -> None:
    rate = Rates("redis://127.0.0.1:1/0").rate("away", "1/hour")
    assert [await rate.take("somebody") for _ in range(3)] == [0.0] * 3
