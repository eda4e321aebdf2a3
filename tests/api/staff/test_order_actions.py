"""What staff do with an order: paid or not, completed, cancelled, refunded; and who may."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from tests.support.market import Buyer, Goods, Market, expect, refusal

Visit = Callable[..., Buyer]
NOBODY = "00000000-0000-7000-8000-000000000000"
ACTIONS = {
    "mark-paid": None,
    "mark-unpaid": {"reason": "never came"},
    "complete": None,
    "cancel": {"reason": "out of print"},
    "refund": {"amount": 1, "reason": "a scratch"},
    "mark-refunded": None,
}


def act(
    market: Market, order_id: str, action: str, body: Any = None, key: str | None = None
) -> httpx.Response:
    """As staff; with the usual body, unless another is given."""
    headers = {} if key is None else {"Idempotency-Key": key}
    return market.staff.post(
        f"/api/staff/orders/{order_id}/{action}",
        json=ACTIONS[action] if body is None else body,
        headers=headers,
    )


def done(market: Market, order_id: str, action: str, body: Any = None) -> dict[str, Any]:
    order: dict[str, Any] = expect(act(market, order_id, action, body))["order"]
    return order


def seen_by_staff(market: Market, order_id: str) -> dict[str, Any]:
    order: dict[str, Any] = expect(market.staff.get(f"/api/orders/{order_id}"))["order"]
    return order


def moments(order: dict[str, Any]) -> list[str]:
    return [moment["what"] for moment in order["timeline"]]


async def reserved(buyer: Buyer, goods: Goods) -> str:
    order_id: str = expect(await buyer.reserve(goods))["orderId"]
    return order_id


async def bought(buyer: Buyer, goods: Goods) -> str:
    order_id: str = (await buyer.buy(goods))["orderId"]
    return order_id


@pytest.mark.parametrize("action", ACTIONS)
async def test_only_staff_may(market: Market, visit: Visit, action: str) -> None:
    buyer = visit(market)
    order_id = await reserved(buyer, market.goods(1))
    path, body = f"/api/staff/orders/{order_id}/{action}", ACTIONS[action]
    refusal(await buyer.post(path, body), 401, "login-required")
    customer = {"email": "customer@example.com", "password": "holdfast-customer"}
    expect(await buyer.post("/api/session/login", customer))
    refusal(await buyer.post(path, body), 403, "forbidden")
    assert (await buyer.order({"orderId": order_id}))["status"] == "pending"


@pytest.mark.parametrize("action", ACTIONS)
def test_an_order_that_does_not_exist_is_not_found(market: Market, action: str) -> None:
    refusal(act(market, NOBODY, action), 404, "order-not-found")
    assert act(market, "nonsense", action).status_code in (404, 422)


@pytest.mark.parametrize("action", ["mark-unpaid", "cancel", "refund"])
async def test_a_reason_is_asked_for(market: Market, visit: Visit, action: str) -> None:
    order_id = await bought(visit(market), market.goods(1))
    for reason in ("", "  ", "x" * 501, 1, None):
        body = {**(ACTIONS[action] or {}), "reason": reason}
        assert (
            "reason"
            in refusal(act(market, order_id, action, body), 422, "invalid-request")["field"]
        )


async def test_cash_makes_a_pending_order_paid(market: Market, visit: Visit) -> None:
    goods, buyer = market.goods(2), visit(market)
    order_id = await reserved(buyer, goods)
    paid = done(market, order_id, "mark-paid")
    assert (paid["status"], paid["provider"], paid["refunded"]) == ("paid", "manual", 0)
    assert moments(paid) == ["held", "paid", "captured"]
    assert market.stock(goods) == (1, 0)
    own = await buyer.order({"orderId": order_id})
    assert (own["status"], own["total"]) == ("paid", 500)
    assert own.get("staff") is None
    refusal(act(market, order_id, "mark-paid"), 409, "already-paid")
    refusal(act(market, order_id, "mark-unpaid"), 409, "already-paid")


async def test_with_a_key_it_is_done_once_and_answered_twice(market: Market, visit: Visit) -> None:
    goods, buyer, key = market.goods(3), visit(market), str(uuid4())
    order_id = await reserved(buyer, goods)
    answers = [act(market, order_id, "mark-paid", key=key) for _ in range(2)]
    assert [expect(one)["order"]["status"] for one in answers] == ["paid", "paid"]
    part, again = {"amount": 200, "reason": "a scratch"}, str(uuid4())
    backs = [act(market, order_id, "refund", part, again) for _ in range(2)]
    assert [expect(one)["order"]["refunded"] for one in backs] == [200, 200]
    other = {"amount": 300, "reason": "a scratch"}
    refusal(act(market, order_id, "refund", other, again), 422, "idempotency-key-reused")
    off = str(uuid4())
    for _ in range(2):
        assert expect(act(market, order_id, "cancel", key=off))["order"]["status"] == "cancelled"
    for _ in range(2):  # they stand, though by now they would be refused
        expect(act(market, order_id, "mark-paid", key=key))
        expect(act(market, order_id, "refund", part, again))
    assert market.stock(goods) == (3, 0)


async def test_of_staff_and_buyer_at_once_one_cancels(market: Market, visit: Visit) -> None:
    goods, buyer = market.goods(1), visit(market)
    order_id = await reserved(buyer, goods)
    async with httpx.AsyncClient(base_url=market.url, cookies=market.staff.cookies) as staff:
        paths = [f"/api/staff/orders/{order_id}/{word}" for word in ("mark-paid", "cancel")]
        answers = await asyncio.gather(
            *(staff.post(path, json=ACTIONS["cancel"]) for path in paths for _ in range(3)),
            buyer.cancel(orderId=order_id),
        )
    assert all(answer.status_code in (200, 409) for answer in answers)
    order = seen_by_staff(market, order_id)
    assert market.stock(goods) == ((0, 0) if order["status"] == "paid" else (1, 0))


async def listed_back(market: Market, buyer: Buyer, order_id: str) -> tuple[int, int]:
    """What lists say went back of it: its buyer's, and staff's."""
    own = expect(await buyer.get("/api/orders"))["orders"]
    query = {"q": next(one["number"] for one in own if one["id"] == order_id)}
    theirs = expect(market.staff.get("/api/staff/orders", params=query))["orders"]
    return own[0]["refunded"], theirs[0]["refunded"]


async def test_a_paid_order_is_completed_and_then_only_refunded(
    market: Market, visit: Visit
) -> None:
    goods, buyer = market.goods(1), visit(market)
    order_id = await reserved(buyer, goods)
    refusal(act(market, order_id, "complete"), 409, "not-paid")
    refusal(act(market, order_id, "refund"), 409, "nothing-paid")
    done(market, order_id, "mark-paid")
    completed = done(market, order_id, "complete")
    assert (completed["status"], completed["phase"]) == ("completed", "FINISHED")
    assert completed["completedAt"]
    assert moments(completed)[-1] == "completed"
    refusal(act(market, order_id, "complete"), 409, "order-completed")
    refusal(act(market, order_id, "cancel"), 409, "order-completed")
    refusal(await buyer.cancel(orderId=order_id), 409, "order-completed")
    half = done(market, order_id, "refund", {"amount": 200, "reason": "a scratch"})
    assert (half["status"], half["refunded"], half["staff"]["refundable"]) == (
        "completed",
        200,
        300,
    )
    assert await listed_back(market, buyer, order_id) == (200, 200)
    too_much = {"amount": 301, "reason": "a scratch"}
    told = refusal(act(market, order_id, "refund", too_much), 409, "refund-too-large")
    assert told["refundable"] == 300
    rest = done(market, order_id, "refund", {"amount": 300, "reason": "the other side, too"})
    assert (rest["status"], rest["refunded"]) == ("completed", 500)
    assert await listed_back(market, buyer, order_id) == (500, 500)
    assert rest["staff"]["actions"]["refund"] == "nothing-paid"  # nothing is left to go back
    assert market.stock(goods) == (0, 0)


@pytest.mark.parametrize("amount", [0, -1, 1.5, "1", None, 10**19])
async def test_an_amount_is_a_whole_number_above_nothing(
    market: Market, visit: Visit, amount: Any
) -> None:
    order_id = await bought(visit(market), market.goods(1))
    body = {"amount": amount, "reason": "a scratch"}
    assert refusal(act(market, order_id, "refund", body), 422, "invalid-request")["field"] == (
        "amount"
    )


async def test_what_was_paid_for_units_goes_back_once(market: Market, visit: Visit) -> None:
    buyer, goods = visit(market), market.goods(3)
    made = await buyer.buy(goods, quantity=3)
    order_id = made["orderId"]

    def units(count: int) -> dict[str, Any]:
        return {"lines": [{"line": 0, "quantity": count}], "reason": "scratched"}

    key = str(uuid4())
    first = [act(market, order_id, "refund", units(1), key) for _ in range(2)]
    assert [expect(one)["order"]["refunded"] for one in first] == [500, 500]
    (line,) = expect(first[0])["order"]["items"]
    assert (line["paid"], line["returned"]) == (1500, 1)
    told = refusal(act(market, order_id, "refund", units(3)), 409, "units-not-there")
    assert told["errors"][0]["field"] == "lines[0].quantity"
    assert done(market, order_id, "refund", units(2))["refunded"] == 1500
    both = units(1) | {"amount": 100}
    refusal(act(market, order_id, "refund", both), 422, "invalid-request")


async def test_staff_cancel_and_it_says_so(market: Market, visit: Visit) -> None:
    """Before payment, and after: the buyer reads `staff`, staff read who and why."""
    goods, buyer = market.goods(2), visit(market)
    unpaid, paid = await reserved(buyer, goods), await bought(buyer, goods)
    for order_id, reason, refund in ((unpaid, "staff", "none"), (paid, "refunded", "begun")):
        order = done(market, order_id, "cancel")
        assert (order["status"], order["reason"]) == ("cancelled", reason)
        assert order["refund"] in (refund, "done")
        assert order["cancelledBy"] == "staff"
        assert order["staff"]["cancelNote"] == "out of print"
        assert order["staff"]["cancelledByName"] == "Mina Manager"
        assert "cancelled" in moments(order)
        own = await buyer.order({"orderId": order_id})
        assert (own["cancelledBy"], own.get("staff")) == ("staff", None)
        assert "out of print" not in str(own)
        refusal(act(market, order_id, "cancel"), 409, "order-cancelled")
        refusal(act(market, order_id, "mark-paid"), 409, "order-cancelled")
        refusal(act(market, order_id, "complete"), 409, "order-cancelled")
        refusal(act(market, order_id, "refund"), 409, "nothing-paid")
        refusal(act(market, order_id, "mark-refunded"), 409, "no-refund-waits")
    assert market.stock(goods) == (2, 0)


async def test_buyers_and_time_cancel_as_themselves(
    market: Market, hasty_market: Market, visit: Visit
) -> None:
    goods, buyer = market.goods(2), visit(market)
    for order_id in (await reserved(buyer, goods), await bought(buyer, goods)):
        expect(await buyer.cancel(orderId=order_id))
        assert (await buyer.order({"orderId": order_id}))["cancelledBy"] == "buyer"
    declined = expect(await buyer.reserve(goods))
    expect(await buyer.pay(declined, "decline"))
    assert (await buyer.order(declined))["cancelledBy"] == "unpaid"
    hasty, late = visit(hasty_market), hasty_market.goods(1)
    reservation = expect(await hasty.reserve(late))
    async with hasty_market.watch() as watcher:
        await watcher.subscribe()
        await watcher.until(lambda: watcher.known[late.variant_id]["stock"] == 1)
    assert (await hasty.order(reservation))["cancelledBy"] == "expired"
    refusal(act(hasty_market, reservation["orderId"], "mark-paid"), 409, "order-cancelled")


async def test_a_card_under_way_is_no_cash(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    reservation = expect(await buyer.reserve(market.goods(1)))
    expect(await buyer.pay(reservation, "late"))
    order_id = reservation["orderId"]
    refusal(act(market, order_id, "mark-paid"), 409, "payment-under-way")
    refusal(act(market, order_id, "mark-unpaid"), 409, "not-manual")


async def test_what_may_be_done_is_said_beforehand(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    order_id = await reserved(buyer, market.goods(1))
    assert seen_by_staff(market, order_id)["staff"]["actions"] == {
        "markPaid": None, "markUnpaid": "not-manual", "complete": "not-paid", "cancel": None,
        "refund": "nothing-paid", "markRefunded": "no-refund-waits",
        "retryRefund": "no-refund-waits",
    }  # fmt: skip
    paid = done(market, order_id, "mark-paid")["staff"]["actions"]
    assert [name for name, why in paid.items() if why is None] == ["complete", "cancel", "refund"]


async def test_what_was_paid_by_hand_goes_back_by_hand(market: Market, visit: Visit) -> None:
    """Staff who cancel hand it back; when the buyer cancels, it is still to be handed back."""
    goods, buyer = market.goods(2), visit(market)
    first, second = await reserved(buyer, goods), await reserved(buyer, goods)
    for order_id in (first, second):
        done(market, order_id, "mark-paid")
    done(market, second, "refund", {"amount": 100, "reason": "a scratch"})
    by_staff = done(market, first, "cancel")
    assert (by_staff["refund"], by_staff["refunded"]) == ("done", 500)
    assert moments(by_staff)[-1] == "refunded"
    assert expect(await buyer.cancel(orderId=second))["refund"] == "begun"
    waiting = seen_by_staff(market, second)
    assert (waiting["refund"], waiting["staff"]["actions"]["markRefunded"]) == ("begun", None)
    handed = done(market, second, "mark-refunded")
    assert (handed["refund"], handed["staff"]["actions"]["markRefunded"]) == (
        "done", "no-refund-waits",
    )  # fmt: skip
    refusal(act(market, second, "mark-refunded"), 409, "no-refund-waits")


async def test_a_part_that_is_owed_in_cash_is_seen_until_it_is_handed_over(
    market: Market, visit: Visit
) -> None:
    goods, buyer = market.goods(4), visit(market)
    order_id = expect(await buyer.reserve(goods, quantity=3))["orderId"]
    done(market, order_id, "mark-paid")
    off = {"lines": [{"line": 0, "quantity": 1}]}
    for _ in range(2):
        expect(await buyer.post(f"/api/orders/{order_id}/cancel-units", off))
    seen = expect(market.staff.get(f"/api/staff/orders/{order_id}"))
    first, second = seen["payments"][0]["owed"]
    assert (first["amount"], second["amount"]) == (500, 500)
    assert seen["order"]["staff"]["actions"]["markRefunded"] is None
    query = {"payment": "refunding", "provider": "manual", "limit": "100"}
    listed = expect(market.staff.get("/api/staff/orders", params=query))["orders"]
    assert order_id in {one["id"] for one in listed}
    dues = expect(market.staff.get("/api/staff/dues"))["refunds"]
    assert {first["refundId"], second["refundId"]} <= {one["refundId"] for one in dues}
    # Which of them, staff may say; else it is the first.
    handed = act(market, order_id, "mark-refunded", {"refundId": second["refundId"]})
    assert expect(handed)["payments"][0]["owed"] == [first]
    again = act(market, order_id, "mark-refunded", {"refundId": second["refundId"]})
    refusal(again, 409, "no-refund-waits")
    assert done(market, order_id, "mark-refunded")["staff"]["actions"]["markRefunded"] == (
        "no-refund-waits"
    )
    listed = expect(market.staff.get("/api/staff/orders", params=query))["orders"]
    assert order_id not in {one["id"] for one in listed}


async def test_what_staff_did_stands_in_the_audit_log(market: Market, visit: Visit) -> None:
    goods, buyer = market.goods(2), visit(market)
    first, second = await reserved(buyer, goods), await reserved(buyer, goods)
    done(market, first, "mark-paid")
    done(market, first, "refund", {"amount": 100, "reason": "a scratch"})
    done(market, first, "complete")
    done(market, second, "cancel")
    lines = await audit_of(market, first, second)
    assert [line["action"] for line in lines] == [
        "order.marked-paid", "order.refunded", "order.completed", "order.cancelled",
    ]  # fmt: skip
    assert {line["actor"][:5] for line in lines} == {"user:"}
    assert '"a scratch"' in lines[1]["data"]
    assert '"out of print"' in lines[3]["data"]


async def audit_of(market: Market, *orders: str) -> list[Any]:
    connection = await asyncpg.connect(market.database_url)
    try:
        lines: list[Any] = await connection.fetch(
            "SELECT actor, action, data::text FROM audit_log WHERE subject = ANY($1) ORDER BY id",
            list(orders),
        )
        return lines
    finally:
        await connection.close()
