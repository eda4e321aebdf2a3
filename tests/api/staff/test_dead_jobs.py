"""Jobs that were given up: staff see them, count them, and have them tried again."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import httpx
import pytest

from holdfast.db.jobs import Job, job_row
from holdfast.kit import new_id
from holdfast.payments import PaymentArrives, RefundPayment
from tests.support.market import (
    Buyer,
    Market,
    eventually,
    expect,
    opened_market,
    refusal,
    stock_up,
)
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch

Visit = Callable[..., Buyer]
PATH = "/api/staff/dead-jobs"


@pytest.fixture(scope="module")
def url(module_database_url: str) -> str:
    """The database, since no interface buries a job."""
    return module_database_url


@pytest.fixture(scope="module")
def market(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    folder = tmp_path_factory.mktemp("dead-jobs")
    stock_up(folder, url)
    with opened_market(folder, environment={"HOLDFAST_LIMITS": "off"}, database_url=url) as opened:
        yield opened


async def bury(url: str, job: Job) -> int:
    """As if it had been tried for a day."""
    queue, body, headers = job_row(job, "r-lost")
    rows = await fetch(
        url,
        "INSERT INTO dead_jobs (original_id, queue, payload, headers, deliveries_count,"
        " created_at, failure_reason, last_exception)"
        " VALUES (1, $1, $2, $3, 150, now() - interval '1 day', 'retries_exhausted', 'away')"
        " RETURNING id",
        queue, body, headers,
    )  # fmt: skip
    return int(rows[0][0])


def dead(market: Market, **query: Any) -> dict[str, Any]:
    found: dict[str, Any] = expect(market.staff.get(PATH, params=query))
    return found


async def test_a_refund_that_was_given_up_is_made_when_staff_say_so(
    market: Market, visit: Visit, url: str
) -> None:
    goods, buyer = market.goods(1), visit(market)
    reservation = await buyer.buy(goods)
    expect(await buyer.cancel(orderId=reservation["orderId"]))

    async def refunded() -> bool:
        return bool((await buyer.order(reservation))["refund"] == "done")

    await eventually(refunded, PATIENCE, "the refund is done")
    order = await buyer.order(reservation)
    await fetch(
        url, "UPDATE payments SET status = 'refunding' WHERE id::text = $1", order["paymentId"]
    )
    await fetch(url, "UPDATE orders SET refund = 'begun' WHERE id::text = $1", order["id"])
    await fetch(
        url, "DELETE FROM ledger_idempotency WHERE key = $1", f"refund/{order['paymentId']}"
    )
    number = await bury(url, RefundPayment(UUID(order["paymentId"])))
    (job,) = [one for one in dead(market)["jobs"] if one["id"] == number]
    assert (job["job"], job["payload"]) == ("refund", {"paymentId": order["paymentId"]})
    assert (job["tries"], job["error"], job["request"]) == (150, "away", "r-lost")

    told = expect(market.staff.post(f"{PATH}/{number}/retry"))
    assert told == {"success": True, "job": "refund"}
    await eventually(refunded, PATIENCE, "the refund is done again")
    assert number not in [one["id"] for one in dead(market)["jobs"]]
    refusal(market.staff.post(f"{PATH}/{number}/retry"), 404, "dead-job-not-found")
    lines = await fetch(
        url, "SELECT actor, action, data::text FROM audit_log WHERE subject = $1", f"job/{number}"
    )
    assert [(line[0][:5], *line[1:]) for line in lines] == [
        ("user:", "job.retried", '{"job": "refund"}')
    ]


async def test_they_come_in_pages_the_last_first_and_are_counted(market: Market, url: str) -> None:
    numbers = [await bury(url, PaymentArrives(new_id())) for _ in range(3)]
    first = dead(market, limit=2)
    assert [one["id"] for one in first["jobs"]] == numbers[:0:-1]
    second = dead(market, limit=2, cursor=first["nextCursor"])
    assert second["jobs"][0]["id"] == numbers[0]
    assert first["count"] == second["count"] >= 3
    refusal(market.staff.get(PATH, params={"cursor": "x"}), 400, "bad-cursor")

    async def counted() -> bool:
        shown = httpx.get(f"{market.url}/metrics").text
        return f"\nholdfast_dead_jobs {first['count']}.0\n" in shown

    await eventually(counted, PATIENCE, "the metric shows them")
    await fetch(url, "DELETE FROM dead_jobs")


async def test_only_staff_see_them_and_try_them_again(
    market: Market, visit: Visit, url: str
) -> None:
    number = await bury(url, PaymentArrives(new_id()))
    guest = visit(market)
    refusal(await guest.get(PATH), 401, "login-required")
    refusal(await guest.post(f"{PATH}/{number}/retry", {}), 401, "login-required")
    assert number in [one["id"] for one in dead(market)["jobs"]]
    await fetch(url, "DELETE FROM dead_jobs")
