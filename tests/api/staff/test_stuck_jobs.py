"""Jobs that were given up: staff see them, count them, and have them tried again."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import httpx
import pytest

from holdfast.db.jobs import Job, job_row
from holdfast.kit import new_id
from holdfast.payments import PaymentArrives, RefundPayment, ResolvePayment
from tests.support.market import (
    Buyer,
    Market,
    eventually,
    expect,
    opened_market,
    refusal,
)
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch

Visit = Callable[..., Buyer]
PATH = "/api/staff/stuck"


@pytest.fixture(scope="module")
def url(stocked_url: str) -> str:
    """The database, since no interface buries a job."""
    return stocked_url


@pytest.fixture(scope="module")
def market(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    folder = tmp_path_factory.mktemp("dead-jobs")
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


def stuck(market: Market, **query: Any) -> dict[str, Any]:
    found: dict[str, Any] = expect(market.staff.get(PATH, params={"kind": "job"} | query))
    return found


def does(market: Market, action: str, *numbers: int, **more: Any) -> httpx.Response:
    asked = {"action": action, "kind": "job", "ids": [str(one) for one in numbers]}
    return market.staff.post(PATH, json=asked | more)


def jobs(market: Market) -> list[int]:
    return [int(one["id"]) for one in stuck(market)["stuck"]]


async def audited(url: str, number: int) -> list[tuple[str, Any]]:
    rows = await fetch(
        url, "SELECT action, data::text FROM audit_log WHERE subject = $1", f"job/{number}"
    )
    return [(action, json.loads(data)) for action, data in rows]


async def paid_back(market: Market, buyer: Buyer, url: str) -> tuple[dict[str, Any], int]:
    """An order whose refund was given up after a day, and the job's number."""
    reservation = await buyer.buy(market.goods(1))
    expect(await buyer.cancel(orderId=reservation["orderId"]))
    await eventually(refunded(buyer, reservation), PATIENCE, "the refund is done")
    order = await buyer.order(reservation)
    payment = order["paymentId"]
    await fetch(url, "UPDATE payments SET status = 'refunding' WHERE id::text = $1", payment)
    await fetch(url, "UPDATE orders SET refund = 'begun' WHERE id::text = $1", order["id"])
    await fetch(url, "DELETE FROM ledger_idempotency WHERE key = $1", f"refund/{payment}")
    await fetch(url, "DELETE FROM provider_refunds WHERE payment_id::text = $1", payment)
    return order, await bury(url, RefundPayment(UUID(payment)))


def refunded(buyer: Buyer, reservation: dict[str, Any]) -> Callable[[], Any]:
    async def done() -> bool:
        return bool((await buyer.order(reservation))["refund"] == "done")

    return done


async def test_a_refund_that_was_given_up_is_made_when_staff_say_so(
    market: Market, visit: Visit, url: str
) -> None:
    buyer = visit(market)
    order, number = await paid_back(market, buyer, url)
    (job,) = [one for one in stuck(market)["stuck"] if one["id"] == str(number)]
    assert (job["name"], job["subject"]) == ("refund", order["paymentId"])
    assert json.loads(job["content"]) == {"paymentId": order["paymentId"]}
    assert (job["tries"], job["reason"], job["request"]) == (150, "away", "r-lost")

    assert expect(does(market, "retry", number)) == {"success": True, "count": 1}
    await eventually(refunded(buyer, {"orderId": order["id"]}), PATIENCE, "the refund is done")
    assert number not in jobs(market)
    refusal(does(market, "retry", number), 404, "not-stuck")
    assert await audited(url, number) == [("job.retried", {"job": "refund"})]


async def test_a_refund_that_staff_give_up_is_one_that_they_hand_over(
    market: Market, visit: Visit, url: str
) -> None:
    buyer = visit(market)
    order, number = await paid_back(market, buyer, url)
    refusal(does(market, "give-up", number), 422, "invalid-request")
    expect(does(market, "give-up", number, reason="The card was closed"))
    assert number not in jobs(market)
    now = await buyer.order({"orderId": order["id"]})
    assert now["refund"] == "failed"
    ((action, about),) = await audited(url, number)
    assert (action, about["reason"]) == ("job.given-up", "The card was closed")
    path = f"/api/staff/orders/{order['id']}/mark-refunded"
    expect(market.staff.post(path))
    assert (await buyer.order({"orderId": order["id"]}))["refund"] == "done"


async def test_what_a_payment_waits_for_is_not_given_up(
    market: Market, visit: Visit, url: str
) -> None:
    buyer = visit(market)
    reservation = expect(await buyer.reserve(market.goods(1)))
    payment = expect(await buyer.pay(reservation, "late"))["paymentId"]
    number = await bury(url, ResolvePayment(UUID(payment)))
    refused = does(market, "give-up", number, reason="It takes too long")
    refusal(refused, 409, "still-owed")
    assert number in jobs(market)
    await fetch(url, "DELETE FROM dead_jobs")


async def test_they_come_in_pages_the_last_first_and_are_counted(market: Market, url: str) -> None:
    numbers = [await bury(url, PaymentArrives(new_id())) for _ in range(3)]
    first = stuck(market, limit=2)
    assert [int(one["id"]) for one in first["stuck"]] == numbers[:0:-1]
    second = stuck(market, limit=2, cursor=first["nextCursor"])
    assert int(second["stuck"][0]["id"]) == numbers[0]
    assert first["counts"] == second["counts"]
    (count,) = first["counts"]
    assert (count["kind"], count["name"], count["count"]) == ("job", "payment-arrives", 3)
    refusal(market.staff.get(PATH, params={"cursor": "x"}), 400, "bad-cursor")
    for kind in ("job", "delivery"):  # a number that no database has
        refusal(does(market, "retry", 10**30, kind=kind), 404, "not-stuck")
    assert stuck(market, name="refund")["stuck"] == []

    async def counted() -> bool:
        shown = httpx.get(f"{market.url}/metrics").text
        return f"\nholdfast_dead_jobs {count['count']}.0\n" in shown

    await eventually(counted, PATIENCE, "the metric shows them")
    asked = {"action": "give-up", "kind": "job", "name": "payment-arrives", "reason": "Old"}
    assert expect(market.staff.post(PATH, json=asked))["count"] == 3
    assert jobs(market) == []
