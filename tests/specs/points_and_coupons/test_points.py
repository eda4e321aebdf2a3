"""Points: topped up, looked up, spent, by many requests at once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from tests.specs.sentences import sentence
from tests.support.market import Goods, Market, expect, refusal
from tests.support.member import Denied, Member

Join = Callable[..., Awaitable[Member]]
Things = Callable[..., Awaitable[Goods]]
MOST = 2**53 - 1


@sentence("D", "Points", "A top-up concerns one user at a time.",
          at="POST /api/wallets/{id}/top-ups")  # fmt: skip
async def test_a_top_up_is_one_users(join: Join) -> None:
    someone, other = await join(), await join(40)
    expect(await someone.top_up(100))
    assert (await someone.balance(), await other.balance()) == (100, 40)
    theirs = (await other.wallet())["id"]
    answer = await someone.buyer.post(f"/api/wallets/{theirs}/top-ups", {"amount": 1})
    refusal(answer, 404, "wallet-not-found")
    assert await other.balance() == 40


@sentence("D", "Points", "Topped-up points buy products.",
          at="POST /api/wallets/{id}/top-ups, POST /api/orders")  # fmt: skip
async def test_topped_up_points_buy_products(join: Join, things: Things) -> None:
    someone, thing = await join(0), await things(price=70, stock=1)
    assert (await someone.denied(await someone.order(thing))).points == "insufficient-funds"
    expect(await someone.top_up(100))
    order = await someone.bought(thing)
    assert (order["total"], order["currency"]) == (70, "PTS")
    assert await someone.balance() == 30
    (purchase,) = [one for one in await someone.statement() if one["change"] == -70]
    assert purchase["orderId"] == order["id"]


@sentence("D", "Points", "A top-up has no upper limit.", at="POST /api/wallets/{id}/top-ups")
async def test_a_top_up_may_be_as_large_as_a_balance_can_be_said(join: Join) -> None:
    """No limit of ours: the balance ends where numbers in JSON stop being exact, and says so."""
    someone = await join()
    expect(await someone.top_up(10**15))
    expect(await someone.top_up(MOST - 10**15))
    assert await someone.balance() == MOST
    problem = refusal(await someone.top_up(1), 409, "balance-too-large")
    assert problem["limit"] == MOST
    refusal(await someone.top_up(10**30), 409, "balance-too-large")
    assert await someone.balance() == MOST


@sentence("D", "Points", "A user can look up the balance.",
          at="GET /api/wallets, GET /api/wallets/{id}, wallet:update")  # fmt: skip
async def test_the_balance_can_be_looked_up_and_watched(join: Join) -> None:
    someone = await join(100)
    wallet = await someone.wallet()
    listed = expect(await someone.buyer.get("/api/wallets"))["wallets"]
    assert listed == [wallet]
    assert (wallet["currency"], wallet["balance"], wallet["held"]) == ("PTS", 100, 0)
    async with someone.watch_wallets() as watcher:
        await watcher.subscribe()
        await watcher.until(lambda: watcher.balance(wallet["id"]) == 100)
        expect(await someone.top_up(11))
        await watcher.until(lambda: watcher.balance(wallet["id"]) == 111)
        await someone.ended(await someone.order_sum(1))
        await watcher.until(lambda: watcher.balance(wallet["id"]) == 110)


@sentence("D", "Points", "Several concurrent top-ups for the same user must all succeed.",
          at="POST /api/wallets/{id}/top-ups")  # fmt: skip
async def test_concurrent_top_ups_of_one_user_all_succeed(join: Join) -> None:
    someone = await join()
    answers = await asyncio.gather(*(someone.top_up(amount) for amount in range(1, 101)))
    wallets = [expect(answer)["wallet"] for answer in answers]
    assert sorted(one["version"] for one in wallets) == list(range(1, 101))
    assert await someone.balance() == max(one["balance"] for one in wallets) == 5050
    statement = await someone.statement()
    assert sorted(one["change"] for one in statement) == list(range(1, 101))
    assert balances_follow(statement)


@sentence("D", "Points", "Several concurrent purchases by one user must deduct points without a "
          "race.", at="POST /api/orders")  # fmt: skip
async def test_concurrent_purchases_of_one_user_spend_each_point_once(
    market: Market, join: Join, things: Things
) -> None:
    someone, thing = await join(1000), await things(price=100, stock=50)
    answers = await asyncio.gather(*(someone.order(thing) for _ in range(30)))
    ends = await asyncio.gather(*(end_of(someone, answer) for answer in answers))
    assert sorted(ends) == ["FINISHED"] * 10 + ["insufficient-funds"] * 20
    assert (await someone.wallet())["held"] == await someone.balance() == 0
    assert market.stock(thing) == (40, 0)
    statement = await someone.statement()
    assert [one["change"] for one in statement] == [1000] + [-100] * 10
    assert balances_follow(statement)


async def test_top_ups_and_purchases_at_once_come_out_to_the_point(
    join: Join, things: Things
) -> None:
    someone, thing = await join(100), await things(price=10, stock=100)
    work: list[Awaitable[Any]] = []
    for _ in range(20):
        work += [someone.top_up(10), someone.order(thing), someone.order(thing)]
    answers = await asyncio.gather(*work)
    assert {one.status_code for one in answers[::3]} == {200}
    orders = [one for at, one in enumerate(answers) if at % 3]
    ends = await asyncio.gather(*(end_of(someone, answer) for answer in orders))
    bought = ends.count("FINISHED")
    assert set(ends) <= {"FINISHED", "insufficient-funds"}
    assert await someone.balance() == 100 + 20 * 10 - bought * 10 >= 0
    assert balances_follow(await someone.statement())


async def end_of(someone: Member, answer: Any) -> str:
    """How an order ended: FINISHED, or what was missing."""
    if answer.status_code != 409:
        order = await someone.ended(answer)
        return str(order["reason"] or order["phase"])
    denied = await someone.denied(answer)
    assert denied == Denied(points=denied.points), denied
    return str(denied.points)


def balances_follow(statement: list[dict[str, Any]]) -> bool:
    """Each balance is the one before it with the change, none is below zero, none is left out."""
    so_far = 0
    for version, one in enumerate(statement, 1):
        so_far += one["change"]
        if (one["version"], one["balance"]) != (version, so_far) or so_far < 0:
            return False
    return True
