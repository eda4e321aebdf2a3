"""An unpaid order's pay link: whoever has it sees the order and pays, until staff take it back."""

from typing import Any
from uuid import uuid4

from holdfast.api.contract.examples_addresses import ADDRESS
from tests.api.shop.wallet_buyers import NOBODYS
from tests.api.staff.test_phone_orders import ORDERS, Visit, taken
from tests.support.market import Goods, Market, expect, refusal
from tests.support.postgres import fetch


def an_order(market: Market, goods: Goods, **more: Any) -> str:
    asked: dict[str, Any] = {"items": [goods.line(2)], "shippingAddress": ADDRESS, **more}
    order_id: str = taken(market, **asked)["order"]["id"]
    return order_id


def link_of(market: Market, order: str, **asked: Any) -> dict[str, Any]:
    return expect(market.staff.post(f"{ORDERS}/{order}/pay-link", json=asked))


async def test_whoever_has_it_sees_the_order_and_pays_it_without_signing_in(
    market: Market, visit: Visit
) -> None:
    goods, stranger = market.goods(5), visit(market)
    order = an_order(market, goods)
    made = link_of(market, order)
    assert link_of(market, order) == made
    assert (made["orderId"], made["mailsTo"]) == (order, None)
    path = f"/api{made['path']}"
    shown = expect(await stranger.http.get(path))
    assert (shown["state"], shown["orderStatus"], shown["underWay"]) == ("open", "pending", False)
    assert shown["expiresAt"] == made["expiresAt"]
    assert [(one["quantity"], one["sum"]) for one in shown["lines"]] == [(2, 1_000)]
    assert (shown["total"], shown["booking"]) == (1_000, None)
    for secret in (ADDRESS["street"], ADDRESS["name"], order, "guest:"):
        assert secret not in str(shown)
    refusal(await stranger.http.get(f"/api/orders/{order}"), 404, "order-not-found")
    refusal(await stranger.post(path, {"provider": "none"}), 422, "provider-unknown")
    assert expect(await stranger.post(path, {"provider": "demo"}))["status"] == "succeeded"
    after = expect(await stranger.http.get(path))
    assert (after["state"], after["expiresAt"]) == ("paid", None)
    refusal(await stranger.post(path, {"provider": "demo"}), 409, "already-paid")
    page = expect(market.staff.get(f"{ORDERS}/{order}"))
    assert page["order"]["status"] == "paid"
    assert [one["data"]["order"] for one in page["lines"] if one["action"] == "pay-link.made"] == [
        page["order"]["number"]
    ]
    refusal(market.staff.post(f"{ORDERS}/{order}/pay-link", json={}), 409, "already-paid")


async def test_a_key_pays_the_order_that_it_was_sent_for(market: Market, visit: Visit) -> None:
    stranger, paid = visit(market), []
    for _ in range(2):
        path = f"/api{link_of(market, an_order(market, market.goods(5)))['path']}"
        begun = expect(await stranger.post(path, {"provider": "demo"}, "the-same-key"))
        assert expect(await stranger.post(path, {"provider": "demo"}, "the-same-key")) == begun
        paid.append(begun["paymentId"])
        assert expect(await stranger.http.get(path))["state"] == "paid"
    assert len(set(paid)) == 2


async def test_back_from_a_provider_s_page_is_no_page_of_the_order_and_names_no_secret(
    market: Market, visit: Visit
) -> None:
    stranger = visit(market)
    order = an_order(market, market.goods(3))
    made = link_of(market, order)
    path = f"/api{made['path']}"
    asked = {"provider": "demo", "scenario": "redirect"}
    begun = expect(await stranger.post(path, asked))
    assert begun["status"] == "pending"
    (row,) = await fetch(
        market.database_url, "SELECT return_url FROM payments WHERE subject_id = $1", order
    )
    assert row["return_url"].endswith("/pay")
    shown = expect(await stranger.http.get(path))
    assert (shown["state"], shown["underWay"]) == ("open", True)


async def test_staff_take_it_back_and_the_next_is_another(market: Market, visit: Visit) -> None:
    stranger, goods = visit(market), market.goods(5)
    order = an_order(market, goods)
    at = f"{ORDERS}/{order}/pay-link"
    first = link_of(market, order)
    for _ in range(2):
        assert market.staff.post(f"{at}/revoke").status_code == 204
    refusal(await stranger.http.get(f"/api{first['path']}"), 410, "pay-link-revoked")
    refusal(await stranger.post(f"/api{first['path']}", {"provider": "demo"}), 410,
            "pay-link-revoked")  # fmt: skip
    second = link_of(market, order)
    assert second["path"] != first["path"]
    expect(market.staff.post(f"{ORDERS}/{order}/cancel", json={"reason": "They called."}))
    shown = expect(await stranger.http.get(f"/api{second['path']}"))
    assert (shown["state"], shown["expiresAt"]) == ("cancelled", None)
    refusal(await stranger.post(f"/api{second['path']}", {"provider": "demo"}), 409,
            "order-cancelled")  # fmt: skip
    refusal(market.staff.post(at, json={}), 409, "order-cancelled")
    refusal(await stranger.http.get(f"/api/pay/{uuid4().hex}"), 404, "pay-link-not-found")
    refusal(market.staff.post(f"{ORDERS}/{NOBODYS}/pay-link", json={}), 404, "order-not-found")
    page = expect(market.staff.get(f"{ORDERS}/{order}"))
    did = [one["action"] for one in page["lines"] if one["action"].startswith("pay-link.")]
    assert did == ["pay-link.made", "pay-link.revoked", "pay-link.made"]
    refusal(market.staff.post(f"{at}/mail"), 409, "order-cancelled")


async def test_a_buyer_s_own_order_has_one_too_is_kept_longer_with_it_and_says_when_it_ran_out(
    market: Market, visit: Visit
) -> None:
    buyer, stranger, goods = visit(market), visit(market), market.goods(5)
    held = expect(await buyer.post("/api/orders/reserve", {"items": [goods.line()]}))
    order = held["orderId"]
    longer = link_of(market, order, hours=2)
    assert longer["expiresAt"] > held["expiresAt"]
    refusal(market.staff.post(f"{ORDERS}/{order}/pay-link/mail"), 409, "mail-off")
    expect(await buyer.post("/api/orders/cancel", {"reservationId": held["reservationId"]}))
    assert expect(await stranger.http.get(f"/api{longer['path']}"))["state"] == "cancelled"
