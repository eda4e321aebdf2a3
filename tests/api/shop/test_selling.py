"""How a shop is paid: by hand, or not at all; what a decline does; who may cancel until when."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.api.conftest import ADMIN
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.patience import PATIENCE
from tests.support.people import token_for
from tests.support.postgres import Postgres
from tests.support.server import ServerProcess

Visit = Callable[..., Buyer]


@pytest.fixture(scope="module")
def strict_market(postgres: Postgres, stocked: str) -> Iterator[Market]:
    """A market whose settings these tests change."""
    with market_as_asked(postgres, stocked, {"HOLDFAST_LIMITS": "off"}) as opened:
        yield opened


async def settings(market: Market, **changes: Any) -> None:
    """Change the shop's settings, and wait until everybody goes by them."""
    expect(market.staff.patch("/api/staff/settings", json=changes))
    names = {"declineKeepsHold", "refunds"} & changes.keys()

    async def known() -> bool:
        config = expect(market.staff.get("/api/config"))
        return all(config[name] == changes[name] for name in names)

    await eventually(known, PATIENCE, f"the shop goes by {changes}")


async def chosen(buyer: Buyer, goods: Any) -> dict[str, Any]:
    """A reservation that is to be paid by hand."""
    reservation = expect(await buyer.reserve(goods))
    asked = {"reservationId": reservation["reservationId"], "provider": "manual"}
    assert expect(await buyer.post("/api/payments", asked))["status"] == "pending"
    return reservation


async def test_by_hand_the_goods_are_kept_for_days(market: Market, visit: Visit) -> None:
    goods, buyer = market.goods(2), visit(market)
    reservation = await chosen(buyer, goods)
    order = await buyer.order(reservation)
    kept = datetime.fromisoformat(order["expiresAt"]) - datetime.fromisoformat(order["createdAt"])
    assert (order["status"], order["provider"], order["awaits"]) == ("pending", "manual", "staff")
    assert 2.9 < kept.total_seconds() / 86_400 < 3.1
    asked = {"reservationId": reservation["reservationId"], "provider": "manual"}
    again = [expect(await buyer.post("/api/payments", asked)) for _ in range(2)]
    assert again[0] == again[1]  # chosen once, however often it is said
    assert market.stock(goods) == (1, 1)
    paid = expect(market.staff.post(f"/api/staff/orders/{reservation['orderId']}/mark-paid"))
    assert paid["order"]["status"] == "paid"
    assert paid["order"]["paymentId"] == again[0]["paymentId"]
    assert market.stock(goods) == (1, 0)


async def test_staff_say_that_it_was_not_paid(market: Market, visit: Visit) -> None:
    goods, buyer = market.goods(1), visit(market)
    reservation = await chosen(buyer, goods)
    path = f"/api/staff/orders/{reservation['orderId']}/mark-unpaid"
    order = expect(market.staff.post(path, json={"reason": "never came"}))["order"]
    assert (order["status"], order["reason"], order["cancelledBy"]) == (
        "cancelled", "unpaid", "staff",
    )  # fmt: skip
    assert order["staff"]["cancelNote"] == "never came"
    assert market.stock(goods) == (1, 0)
    refusal(market.staff.post(path, json={"reason": "never came"}), 409, "order-cancelled")


async def test_who_is_to_pay_by_hand_may_cancel_and_pay_by_card(
    market: Market, visit: Visit
) -> None:
    goods, buyer = market.goods(2), visit(market)
    cancelled, by_card = await chosen(buyer, goods), await chosen(buyer, goods)
    expect(await buyer.cancel(orderId=cancelled["orderId"]))
    path = f"/api/staff/orders/{cancelled['orderId']}/mark-paid"
    refusal(market.staff.post(path), 409, "order-cancelled")
    payment = expect(await buyer.pay(by_card))
    expect(await buyer.create(by_card, payment))
    path = f"/api/staff/orders/{by_card['orderId']}/mark-paid"
    refusal(market.staff.post(path), 409, "already-paid")
    assert market.stock(goods) == (1, 0)


@pytest.fixture
def staff(shop: ServerProcess) -> dict[str, str]:
    """What staff of ``shop`` send to be known."""
    return {"Authorization": f"Bearer {token_for(shop.database_url, ADMIN)}"}


async def test_without_a_way_to_be_paid_nothing_is_held(
    client: httpx.Client, staff: dict[str, str]
) -> None:
    config = expect(client.get("/api/config"))
    assert config["selling"]
    assert [one["kind"] for one in config["providers"]] == ["manual"]
    item = {"productId": "00000000-0000-7000-8000-000000000000", "quantity": 1}

    def switch(on: bool) -> None:
        change = {"manualPayment": on, "manualTitle": " In our shop "}
        expect(client.patch("/api/staff/settings", json=change, headers=staff))

    async def is_off() -> bool:
        return not expect(client.get("/api/config"))["selling"]

    async def refused() -> bool:
        answer = client.post("/api/orders/reserve", json={"items": [item]})
        return bool(answer.json()["code"] == "not-selling")

    switch(on=False)
    try:
        await eventually(is_off, PATIENCE, "the shop does not sell")
        await eventually(refused, PATIENCE, "nothing is held")
        assert expect(client.get("/api/config"))["providers"] == []
    finally:
        switch(on=True)

    kept = expect(client.get("/api/staff/settings", headers=staff))["settings"]
    assert (kept["manualPayment"], kept["manualTitle"]) == (True, "In our shop")

    async def is_on() -> bool:
        providers = expect(client.get("/api/config"))["providers"]
        return [one["title"] for one in providers] == ["In our shop"]

    await eventually(is_on, PATIENCE, "the shop sells")


async def test_a_decline_keeps_the_hold_where_the_shop_says_so(
    strict_market: Market, visit: Visit
) -> None:
    goods, buyer = strict_market.goods(1), visit(strict_market)
    await settings(strict_market, declineKeepsHold=True)
    reservation = expect(await buyer.reserve(goods))
    declined = expect(await buyer.pay(reservation, "decline"))
    assert declined["status"] == "failed"
    refusal(await buyer.create(reservation, declined), 402, "payment-failed")
    assert (await buyer.order(reservation))["status"] == "pending"
    assert strict_market.stock(goods) == (0, 1)
    payment = expect(await buyer.pay(reservation))  # another card
    expect(await buyer.create(reservation, payment))
    assert strict_market.stock(goods) == (0, 0)


async def test_a_shop_without_refunds_cancels_no_paid_order_for_its_buyer(
    strict_market: Market, visit: Visit
) -> None:
    goods, buyer = strict_market.goods(2), visit(strict_market)
    await settings(strict_market, refunds="none")
    unpaid, paid = expect(await buyer.reserve(goods)), await buyer.buy(goods)
    refusal(await buyer.cancel(orderId=paid["orderId"]), 409, "no-refunds")
    assert (await buyer.order(paid))["status"] == "paid"
    expect(await buyer.cancel(orderId=unpaid["orderId"]))
    path = f"/api/staff/orders/{paid['orderId']}/cancel"
    order = expect(strict_market.staff.post(path, json={"reason": "out of print"}))["order"]
    assert (order["status"], order["cancelledBy"]) == ("cancelled", "staff")


@pytest.mark.parametrize(
    "wrong",
    [
        {"manualPayment": "yes"},
        {"manualTitle": "x" * 81},
        {"manualTitle": "two\nlines"},
        {"manualInstructions": "x" * 2001},
        {"manualHoldSeconds": 59},
        {"manualHoldSeconds": 10**9},
        {"manualHoldSeconds": None},
        {"refunds": "never"},
        {"completeAfterDays": -1},
        {"declineKeepsHold": None},
    ],
)
def test_a_setting_out_of_its_bounds_is_named(market: Market, wrong: dict[str, Any]) -> None:
    answer = market.staff.patch("/api/staff/settings", json=wrong)
    assert refusal(answer, 422, "invalid-request")["field"] == next(iter(wrong))
