"""Concurrency: the balance never goes below zero, and nobody races for it."""

import asyncio
from collections.abc import Callable

from tests.specs.points_and_coupons.test_points import balances_follow, end_of
from tests.specs.sentences import sentence
from tests.support.member import Member

TypeIn = Callable[..., Member]


@sentence("C", "Конкурентность", "Чтобы баланс не уходил в минус и не было \"гонки\" при "
          "одновременных запросах", at="POST /api/orders")  # fmt: skip
async def test_orders_at_once_never_take_more_than_there_is(type_in: TypeIn) -> None:
    someone = type_in()
    await someone.open(100)
    answers = await asyncio.gather(*(someone.order_sum(30) for _ in range(12)))
    ends = await asyncio.gather(*(end_of(someone, answer) for answer in answers))
    assert sorted(ends) == ["FINISHED"] * 3 + ["insufficient-funds"] * 9
    assert await someone.balance() == 10
    assert balances_follow(await someone.statement())


@sentence("C", "Конкурентность", "Это держит строку счета заблокированной до конца транзакции "
          "списания или пополнения.",
          at="POST /api/orders, POST /api/wallets/{id}/top-ups")  # fmt: skip
async def test_top_ups_and_orders_at_once_lose_nothing(type_in: TypeIn) -> None:
    """Without a lock that one waits for: they are put in order, and each sees the one before."""
    someone = type_in()
    await someone.open(50)
    asked = [someone.top_up(5) if at % 2 else someone.order_sum(7) for at in range(40)]
    answers = await asyncio.gather(*asked)
    assert {answer.status_code for answer in answers[1::2]} == {200}
    ends = await asyncio.gather(*(end_of(someone, answer) for answer in answers[::2]))
    paid = ends.count("FINISHED")
    assert set(ends) <= {"FINISHED", "insufficient-funds"}
    assert paid >= 50 // 7
    assert await someone.balance() == 50 + 20 * 5 - paid * 7
    assert balances_follow(await someone.statement())
