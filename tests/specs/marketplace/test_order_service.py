"""Order Service after createOrder: orders are read, listed, followed, cancelled and sent back; its
tables have the specification's columns."""

import json
from collections.abc import Awaitable, Callable
from typing import Any, Final
from uuid import uuid4

from tests.specs.sentences import sentence
from tests.support.market import PRICE, Buyer, Goods, Market, eventually, expect, refusal
from tests.support.member import Member
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch

Join = Callable[[], Awaitable[Member]]
Visit = Callable[..., Buyer]
ADDRESS: Final = {
    "country": "DE", "name": "Anna Beispiel", "street": "Invalidenstraße 116",
    "postalCode": "10115", "city": "Berlin",
}  # fmt: skip


async def ordered(someone: Member, goods: Goods, quantity: int = 1) -> dict[str, Any]:
    """Paid at once."""
    asked = {
        "items": [goods.line(quantity)], "shippingAddress": ADDRESS, "paymentMethod": "demo",
    }  # fmt: skip
    return expect(await someone.buyer.post("/api/orders", asked, key=str(uuid4())), 201)


@sentence("B", "3. Order Service",
          "GET /orders/:orderId: items: { productId, productName, quantity, price, subtotal }",
          at="GET /api/orders/{order_id}")  # fmt: skip
@sentence("B", "3. Order Service", "res.status(404).json({ error: 'Order not found' })",
          at="GET /api/orders/{order_id}")  # fmt: skip
@sentence("B", "Функциональные требования", "Отслеживание статуса",
          at="GET /api/orders/{order_id}")  # fmt: skip
async def test_an_order_is_read_with_its_items_and_what_happened_to_it(
    marketplace: Market, join: Join
) -> None:
    someone, other, goods = await join(), await join(), marketplace.goods(9)
    made = await ordered(someone, goods, 2)
    path = f"/api/orders/{made['orderId']}"
    order = expect(await someone.buyer.get(path))["order"]
    (item,) = order["items"]
    assert (item["productId"], item["quantity"]) == (goods.product_id, 2)
    assert (item["price"], item["subtotal"], order["subtotal"]) == (PRICE, 2 * PRICE, 2 * PRICE)
    assert item["productName"]
    expect(marketplace.staff.post(f"/api/staff/orders/{made['orderId']}/complete"))
    followed = expect(await someone.buyer.get(path))["order"]
    assert (order["status"], followed["status"]) == ("paid", "completed")
    assert len(followed["timeline"]) > len(order["timeline"])
    for who, asked in ((other, path), (someone, f"/api/orders/{uuid4()}")):
        refusal(await who.buyer.get(asked), 404, "order-not-found")


@sentence("B", "3. Order Service",
          "GET /users/:userId/orders: { page = 1, limit = 20 } -> { orders: [{ id, total, status,"
          " created_at }], page, limit }",
          at="GET /api/users/{user_id}/orders")  # fmt: skip
@sentence("B", "3. Order Service", "ORDER BY created_at DESC LIMIT $2 OFFSET (page - 1) * limit",
          at="GET /api/users/{user_id}/orders")  # fmt: skip
@sentence("B", "Функциональные требования", "Просмотр заказов",
          at="GET /api/users/{user_id}/orders")  # fmt: skip
async def test_a_user_s_orders_are_listed_by_pages_the_newest_first(
    marketplace: Market, join: Join
) -> None:
    someone, other, goods = await join(), await join(), marketplace.goods(9)
    made = [(await ordered(someone, goods))["orderId"] for _ in range(3)]
    path = f"/api/users/{someone.user}/orders"
    first = expect(await someone.buyer.get(path, page=1, limit=2))
    assert (first["page"], first["limit"]) == (1, 2)
    assert [one["id"] for one in first["orders"]] == [made[2], made[1]]
    newest = first["orders"][0]
    assert (newest["status"], newest["total"]) == ("paid", PRICE + PRICE // 10 + 599)
    assert newest["createdAt"]
    by_number = expect(await someone.buyer.get(path, page=2, limit=2))
    by_cursor = expect(await someone.buyer.get(path, cursor=first["nextCursor"], limit=2))
    assert [one["id"] for one in by_number["orders"]] == [made[0]]
    assert by_cursor["orders"] == by_number["orders"]
    assert by_number["nextCursor"] is None
    refusal(await someone.buyer.get(path, page=10_000, limit=100), 422, "page-too-far")
    refusal(await other.buyer.get(path), 404, "user-not-found")
    refusal(await someone.buyer.get(f"/api/users/{uuid4()}/orders"), 404, "user-not-found")
    assert len(expect(marketplace.staff.get(path))["orders"]) == 3
    named = (await someone.buyer.order({"orderId": made[0]}))["userId"]
    assert len(expect(await someone.buyer.get(f"/api/users/{named}/orders"))["orders"]) == 3


@sentence("B", "3. Order Service", "POST /orders/:orderId/cancel: { userId } -> { success: true }",
          at="POST /api/orders/{order_id}/cancel")  # fmt: skip
@sentence("B", "3. Order Service", "if (order.user_id !== userId) throw new Error('Unauthorized')",
          at="POST /api/orders/{order_id}/cancel")  # fmt: skip
@sentence("B", "3. Order Service",
          "Cannot cancel order in current status; Возвращаем товары в inventory;"
          " Возврат платежа (если был)",
          at="POST /api/orders/{order_id}/cancel")  # fmt: skip
async def test_an_order_is_cancelled_by_its_buyer_while_it_may_be(
    marketplace: Market, join: Join
) -> None:
    someone, other, goods = await join(), await join(), marketplace.goods(9)
    unpaid = expect(await someone.buyer.reserve(goods, quantity=2))["orderId"]
    paid, sent = [(await ordered(someone, goods))["orderId"] for _ in range(2)]
    expect(marketplace.staff.post(f"/api/staff/orders/{sent}/complete"))
    assert marketplace.stock(goods) == (5, 2)
    mine = {"userId": someone.user}
    for who, body in ((other, {}), (someone, {"userId": other.user})):
        refusal(await who.buyer.post(f"/api/orders/{paid}/cancel", body), 404, "order-not-found")
    as_it_says = {"userId": (await someone.buyer.order({"orderId": paid}))["userId"]}
    for order, body, refund in ((unpaid, mine, "none"), (paid, as_it_says, "done")):
        done = expect(await someone.buyer.post(f"/api/orders/{order}/cancel", body))
        assert (done["success"], done["status"]) == (True, "cancelled")

        async def back(order: str = order, refund: str = refund) -> bool:
            now = await someone.buyer.order({"orderId": order})
            return bool(now["refund"] == refund)

        await eventually(back, PATIENCE, "what was paid went back")
    refusal(await someone.buyer.post(f"/api/orders/{sent}/cancel", mine), 409, "order-completed")
    assert marketplace.stock(goods) == (8, 0)


@sentence("B", "Schema Design", "orders: subtotal, tax, shipping_cost, discount, total,"
          " shipping_address, payment_method, status; order_items: quantity, price, subtotal",
          at="ecommerce.orders, ecommerce.order_items")  # fmt: skip
async def test_orders_are_rows_with_the_columns_of_the_specification(
    marketplace: Market, join: Join
) -> None:
    someone, goods = await join(), marketplace.goods(9)
    made = await ordered(someone, goods, 2)
    (row,) = await fetch(
        marketplace.database_url,
        "SELECT o.user_id::text, o.subtotal, o.tax, o.shipping_cost, o.discount, o.total,"
        " o.shipping_address ->> 'city', o.payment_method, o.status, i.product_id::text,"
        " i.variant_id::text, i.quantity, i.price, i.subtotal"
        " FROM ecommerce.orders o JOIN ecommerce.order_items i ON i.order_id = o.id"
        f" WHERE o.id = '{made['orderId']}'",
    )
    assert tuple(row[:1]) == (someone.user,)
    assert [int(100 * sum_) for sum_ in row[1:6]] == [
        2 * PRICE, 2 * PRICE // 10, 599, 0, made["total"],
    ]  # fmt: skip
    assert tuple(row[6:12]) == ("Berlin", "demo", "paid", goods.product_id, goods.variant_id, 2)
    assert [int(100 * one) for one in row[12:]] == [PRICE, 2 * PRICE]
    amounts = (*row[1:6], *row[12:])
    assert {one.as_tuple().exponent for one in amounts} == {-2}  # DECIMAL(10, 2)


@sentence("B", "3. Order Service", "type: 'order_created'; topic: 'payments', key: orderId",
          at="HOLDFAST_SINKS, docs/events.md")  # fmt: skip
async def test_an_order_is_an_event_when_it_is_made_and_told_elsewhere_by_its_id(
    marketplace: Market, join: Join
) -> None:
    someone, goods = await join(), marketplace.goods(9)
    held = expect(await someone.buyer.reserve(goods))
    payment = expect(await someone.buyer.pay(held))
    expect(await someone.buyer.create(held, payment))
    asked = "SELECT type, data ->> 'reservationId' FROM events WHERE subject = $1 ORDER BY xid, id"
    events = await fetch(marketplace.database_url, asked, held["orderId"])
    assert tuple(events[0]) == ("order.reserved", held["reservationId"])
    assert "order.paid" in {one[0] for one in events}
    told = marketplace.platform
    assert told is not None

    async def there() -> list[dict[str, Any]]:
        lines = told.read_bytes().split(b"\n")[:-1] if told.exists() else []
        return [one for one in map(json.loads, lines) if one["subject"] == held["orderId"]]

    found = await eventually(there, PATIENCE, "the platform is told")
    assert found[0]["type"] == "holdfast.order.paid.v1"


@sentence("B", "Введение", "Shipping & tracking",
          at="POST /api/staff/orders/{order_id}/parcels/{parcel_id}/ship,"
          " GET /api/track/{link}")  # fmt: skip
async def test_a_parcel_is_sent_and_followed_by_whoever_has_its_address(
    marketplace: Market, join: Join, visit: Visit
) -> None:
    someone, staff = await join(), marketplace.staff
    order = (await ordered(someone, marketplace.goods(3), 2))["orderId"]
    path = f"/api/staff/orders/{order}/parcels"
    (parcel,) = expect(staff.post(path, json={"packed": True}))["order"]["parcels"]
    sent = {"carrier": "Post", "tracking": "RR1"}
    expect(staff.post(f"{path}/{parcel['id']}/ship", json=sent))
    own = await someone.buyer.order({"orderId": order})
    (shown,) = own["parcels"]
    assert (own["fulfilment"], shown["carrier"], shown["tracking"]) == ("shipped", "Post", "RR1")
    stranger = visit(marketplace)
    followed = expect(await stranger.get(f"/api/track/{shown['link']}"))
    assert (followed["orderNumber"], followed["status"]) == (own["number"], "shipped")
    expect(staff.post(f"{path}/{parcel['id']}/deliver"))
    followed = expect(await stranger.get(f"/api/track/{shown['link']}"))
    assert followed["status"] == "delivered"


@sentence("B", "4. Inventory Service",
          "reserveStock: stock_quantity - $1, reserved_quantity + $1; releaseReservation;"
          " confirmReservation: reserved_quantity - $1, sales_count + $1",
          at="ecommerce.products")  # fmt: skip
@sentence("B", "4. Inventory Service", "notifyLowStock(productId, threshold = 10)",
          at="PUT /api/staff/variants/{variant_id}/threshold, GET /api/staff/variants")  # fmt: skip
@sentence("B", "Функциональные требования", "Управление запасами; Резервирование товаров",
          at="POST /api/staff/variants/{variant_id}/stock, POST /api/orders/reserve")  # fmt: skip
async def test_what_is_reserved_is_counted_apart_and_what_runs_low_is_named(
    marketplace: Market, join: Join
) -> None:
    someone, goods = await join(), marketplace.goods(12)

    async def counted() -> tuple[int, int, int]:
        (row,) = await fetch(
            marketplace.database_url,
            "SELECT stock_quantity, reserved_quantity, sales_count FROM ecommerce.products"
            f" WHERE id = '{goods.product_id}'",
        )
        return row[0], row[1], row[2]

    given_up, kept = [expect(await someone.buyer.reserve(goods, quantity=2)) for _ in range(2)]
    assert await counted() == (8, 4, 0)
    expect(await someone.buyer.cancel(orderId=given_up["orderId"]))
    payment = expect(await someone.buyer.pay(kept))
    expect(await someone.buyer.create(kept, payment))

    async def sold() -> bool:
        return await counted() == (10, 0, 2)

    await eventually(sold, PATIENCE, "the sale is counted")
    there = f"/api/staff/variants/{goods.variant_id}"
    expect(marketplace.staff.put(f"{there}/threshold", json={"threshold": 10}))
    asked = {"productId": goods.product_id, "low": "true"}
    (low,) = expect(marketplace.staff.get("/api/staff/variants", params=asked))["variants"]
    assert low["low"]
    marketplace.change(goods, set=11)
    assert expect(marketplace.staff.get("/api/staff/variants", params=asked))["variants"] == []


@sentence("B", "Проверь себя", "Спроектируйте систему возвратов (returns & refunds).",
          at="POST /api/orders/{order_id}/returns,"
          " POST /api/staff/returns/{return_id}/inspect")  # fmt: skip
@sentence("B", "Функциональные требования", "Отмена/возврат",
          at="POST /api/orders/{order_id}/returns")  # fmt: skip
async def test_what_is_sent_back_is_looked_at_and_refunded_with_its_tax(
    marketplace: Market, join: Join
) -> None:
    someone, goods, staff = await join(), marketplace.goods(9), marketplace.staff
    order = (await ordered(someone, goods, 3))["orderId"]
    expect(staff.post(f"/api/staff/orders/{order}/complete"))
    lines = [{"line": 0, "quantity": 2, "reason": "damaged"}]
    asked = await someone.buyer.post(f"/api/orders/{order}/returns", {"lines": lines})
    one = f"/api/staff/returns/{expect(asked, 201)['return']['id']}"
    for step in ("approve", "receive"):
        expect(staff.post(f"{one}/{step}", json={}))
    came = {"lines": [{"line": 0, "restocked": 1, "writtenOff": 1, "fault": "broken"}]}
    done = expect(staff.post(f"{one}/inspect", json=came))["return"]
    assert done["refunded"] == 2 * (PRICE + PRICE // 10)
    assert marketplace.stock(goods) == (7, 0)
    left = expect(staff.get(f"/api/staff/orders/{order}"))["order"]["staff"]["refundable"]
    assert left == PRICE + PRICE // 10 + 599
