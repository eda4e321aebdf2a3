"""Rates: never more than the limit, whatever the lease; and the login throttle on them."""

import asyncio

import pytest

from holdfast.kit.rates import RENEW, Rates
from holdfast.people import LoginThrottle, TooManyLogins


@pytest.mark.parametrize("amount", [1, 3, 20, 50, 333])
async def test_exactly_the_limit_is_let_through(amount: int) -> None:
    rate = Rates().rate("test", f"{amount}/hour")
    waits = [await rate.take("somebody") for _ in range(amount + 5)]
    assert waits[:amount] == [0.0] * amount
    assert all(0 < wait <= 3600 for wait in waits[amount:])


async def test_two_processes_together_never_exceed_it() -> None:
    rates = Rates()  # one store, as two processes with one Redis have it
    here, there = rates.rate("test", "50/hour"), rates.rate("test", "50/hour")
    granted = 0
    for _ in range(60):
        granted += (await here.take("somebody")) == 0.0
        granted += (await there.take("somebody")) == 0.0
    assert granted == 50


async def test_keys_do_not_share() -> None:
    rate = Rates().rate("test", "1/hour")
    assert await rate.take("one") == 0.0
    assert await rate.take("another") == 0.0
    assert await rate.take("one") > 0


async def test_a_lease_is_spent_without_asking() -> None:
    rate = Rates().rate("test", "100/hour")
    assert rate.spend("somebody") == RENEW
    assert await rate.renew("somebody") == 0.0
    assert [rate.spend("somebody") for _ in range(5)] == [0.0, 0.0, 0.0, 0.0, RENEW]


async def test_forgiven_starts_anew() -> None:
    rate = Rates().rate("test", "1/hour")
    await rate.take("somebody")
    assert await rate.take("somebody") > 0
    await rate.forgive("somebody")
    assert await rate.take("somebody") == 0.0


async def test_a_store_that_is_away_does_not_close_the_shop() -> None:
    rate = Rates("redis://127.0.0.1:1/0").rate("test", "1/hour")
    assert [await rate.take("somebody") for _ in range(3)] == [0.0, 0.0, 0.0]


async def test_guessing_from_one_place_is_stopped_and_the_owner_elsewhere_is_not() -> None:
    throttle = LoginThrottle(Rates())
    for _ in range(8):
        await throttle.attempt("ada@example.com", "192.0.2.1")
    with pytest.raises(TooManyLogins) as refused:
        await throttle.attempt("ada@example.com", "192.0.2.1")
    assert 0 < int(refused.value.headers["Retry-After"]) <= 900
    await throttle.attempt("ada@example.com", "198.51.100.7")


async def test_a_right_password_forgives_its_attempts() -> None:
    throttle = LoginThrottle(Rates())
    for _ in range(30):
        await throttle.attempt("ada@example.com", "192.0.2.1")
        await throttle.succeeded("ada@example.com", "192.0.2.1")


@pytest.mark.parametrize("cost", [1, 3, 7, 100])
async def test_what_costs_more_is_counted_whole(cost: int) -> None:
    rate = Rates().rate("test", "100/hour")
    waits = [await rate.take("somebody", cost) for _ in range(100 // cost)]
    assert set(waits) == {0.0}
    assert await rate.take("somebody", cost) > 0


async def test_costs_at_the_same_moment_never_exceed_the_limit() -> None:
    rate = Rates().rate("test", "100/hour")
    waits = await asyncio.gather(*(rate.take("somebody", 1 + n % 9) for n in range(60)))
    spent = sum(1 + n % 9 for n, wait in enumerate(waits) if not wait)
    assert 70 < spent <= 100


async def test_what_can_be_guessed_is_tried_so_often_a_day_from_all_places_together() -> None:
    throttle = LoginThrottle(Rates(), a_day=30)
    for number in range(30):
        await throttle.attempt("ada@example.com", f"192.0.2.{number}")
    with pytest.raises(TooManyLogins) as refused:
        await throttle.attempt("ada@example.com", "198.51.100.7")
    assert 0 < int(refused.value.headers["Retry-After"]) <= 24 * 3600
    await throttle.attempt("bob@example.com", "198.51.100.7")
