"""Sections 1 and 2: what is kept of products, orders and reservations."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.specs.sentences import sentence
from tests.support.market import Buyer, Goods, Market, expect, refusal

Visit = Callable[..., Buyer]


def moment(text: str) -> datetime:
    assert text.endswith("Z"), text
    return datetime.fromisoformat(text)


@sentence("A", "§1", "ACID транзакции (важно для предотвращения двойных покупок)",
          at="POST /api/orders/reserve")  # fmt: skip
async def test_a_cart_is_taken_whole_or_not_at_all(market: Market, visit: Visit) -> None:
    plenty, short = market.goods(5), market.goods(1)
    buyer = visit(market)
    items = [plenty.line(2), short.line(2)]
    problem = refusal(
        await buyer.post("/api/orders/reserve", {"items": items}), 409, "insufficient-stock"
    )
    assert [line["line"] for line in problem["shortages"]] == [1]
    assert market.stock(plenty) == (5, 0)
    assert market.stock(short) == (1, 0)
    items = [plenty.line(2), short.line(1)]
    expect(await buyer.post("/api/orders/reserve", {"items": items}))
    assert market.stock(plenty) == (3, 2)
    assert market.stock(short) == (0, 1)


@sentence("A", "§2", "products: id, name, description, price, category, images, colors, "
          "memoryOptions, createdAt, updatedAt",
          at="GET /api/products/{id}")  # fmt: skip
async def test_a_product_has_the_fields_of_the_specification(market: Market) -> None:
    phone = market.phone(1)
    product = market.product(phone["Black", "128GB"].product_id)["product"]
    assert product["name"].startswith("Phone ")
    assert product["description"] == "<p>A phone</p>"
    assert (product["price"], product["currency"]) == (500, "EUR")
    assert product["category"] == "Phones"
    assert [image["url"] for image in product["images"]] == ["https://pictures.example/goods.jpg"]
    assert product["colors"] == ["Black", "White"]
    assert product["memoryOptions"] == ["128GB", "256GB"]
    assert moment(product["createdAt"]) <= moment(product["updatedAt"])


@sentence("A", "§2", "stock: 10, // Количество на складе", at="GET /api/products/{id}")
async def test_stock_is_what_can_be_bought_now_summed_over_variants(
    market: Market, visit: Visit
) -> None:
    phone = market.phone(10)
    page = market.product(phone["Black", "128GB"].product_id)
    assert page["stock"] == page["product"]["stock"] == 40
    assert [variant["stock"] for variant in page["product"]["variants"]] == [10] * 4
    expect(await visit(market).reserve(phone["White", "256GB"], quantity=4))
    page = market.product(phone["Black", "128GB"].product_id)
    assert page["stock"] == 36


@sentence("A", "§2", "reserved: 0, // Зарезервировано (в процессе оплаты)",
          at="GET /api/products/{id}")  # fmt: skip
async def test_held_is_what_is_being_paid_for(market: Market, visit: Visit) -> None:
    goods = market.goods(10)
    buyer = visit(market)
    reservation = expect(await buyer.reserve(goods, quantity=3))
    assert market.stock(goods) == (7, 3)
    expect(await buyer.create(reservation, expect(await buyer.pay(reservation))))
    assert market.stock(goods) == (7, 0)


@sentence("A", "§2", "orders: id, userId, items: [{ productId, productName, color, memory, "
          "quantity, price }], total, status, paymentId, createdAt, expiresAt",
          at="GET /api/orders/{id}")  # fmt: skip
async def test_an_order_has_the_fields_of_the_specification(market: Market, visit: Visit) -> None:
    phone = market.phone(5)
    buyer = visit(market)
    cart = [phone["White", "256GB"].line(2), phone["Black", "128GB"].line(1)]
    reservation = expect(await buyer.post("/api/orders/reserve", {"items": cart}))
    order = await buyer.order(reservation)
    assert order["id"] == reservation["orderId"]
    assert order["reservationId"] == reservation["reservationId"]
    first, second = order["items"]
    assert first["productId"] == phone["White", "256GB"].product_id
    assert first["productName"].startswith("Phone ")
    assert (first["color"], first["memory"]) == ("White", "256GB")
    assert (second["color"], second["memory"]) == ("Black", "128GB")
    assert (first["quantity"], first["price"]) == (2, 500)
    assert (order["total"], order["currency"]) == (1500, "EUR")
    assert (order["status"], order["paymentId"]) == ("pending", None)
    assert moment(order["createdAt"]) < moment(order["expiresAt"])
    payment = expect(await buyer.pay(reservation))
    expect(await buyer.create(reservation, payment))
    assert (await buyer.order(reservation))["paymentId"] == payment["paymentId"]


@sentence("A", "§2", 'userId: "user_123", // Или sessionId для гостей', at="GET /api/orders/{id}")
async def test_an_order_belongs_to_a_user_or_to_a_guests_session(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(5)
    guest, user = visit(market), visit(market)
    of_guest = await guest.order(expect(await guest.reserve(goods)))
    assert of_guest["userId"].startswith("guest:")
    again = await guest.order(expect(await guest.reserve(goods)))
    assert again["userId"] == of_guest["userId"]
    login = {"email": "customer@example.com", "password": "holdfast-customer"}
    who = expect(await user.post("/api/session/login", login))["user"]
    of_user = await user.order(expect(await user.reserve(goods)))
    assert of_user["userId"] == f"user:{who['id']}"


@sentence("A", "§2", 'status: "pending" | "paid" | "cancelled" | "completed"',
          at="GET /api/orders/{id}")  # fmt: skip
async def test_an_order_is_pending_then_paid_or_cancelled(market: Market, visit: Visit) -> None:
    """``completed`` comes with fulfilment; nothing completes an order in specification A."""
    goods = market.goods(5)
    buyer = visit(market)
    reservation = expect(await buyer.reserve(goods))
    assert (await buyer.order(reservation))["status"] == "pending"
    expect(await buyer.create(reservation, expect(await buyer.pay(reservation))))
    assert (await buyer.order(reservation))["status"] == "paid"
    expect(await buyer.cancel(orderId=reservation["orderId"]))
    assert (await buyer.order(reservation))["status"] == "cancelled"


@sentence("A", "§2", "reservations: id, orderId, productId, quantity, expiresAt, createdAt",
          at="GET /api/staff/reservations")  # fmt: skip
async def test_a_reservation_has_the_fields_of_the_specification(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(5)
    reservation = expect(await visit(market).reserve(goods, quantity=3))
    kept = await find_reservation(market, reservation["reservationId"])
    assert kept is not None
    assert kept["orderId"] == reservation["orderId"]
    (item,) = kept["items"]
    assert (item["productId"], item["quantity"]) == (goods.product_id, 3)
    assert moment(kept["createdAt"]) < moment(kept["expiresAt"])


@sentence("A", "Рекомендации", "Резервирование на 15 минут - оптимальное время",
          at="POST /api/orders/reserve")  # fmt: skip
@sentence("A", "§2", "expiresAt: // Резервирование на 15 минут", at="POST /api/orders/reserve")
@pytest.mark.parametrize("lines", [1, 2], ids=["one-line", "a-cart"])
async def test_a_reservation_lasts_15_minutes(market: Market, visit: Visit, lines: int) -> None:
    cart: list[Goods] = [market.goods(1) for _ in range(lines)]
    reservation = expect(await visit(market).reserve(*cart))
    left = moment(reservation["expiresAt"]) - moment(reservation["serverTime"])
    read = timedelta(milliseconds=100)  # a server knows the database's clock by reading it
    assert timedelta(minutes=14) < left <= timedelta(minutes=15) + read


async def find_reservation(market: Market, reservation_id: str) -> dict[str, Any] | None:
    """Among all that are open, page by page."""
    cursor = ""
    while True:
        query = {"limit": "100", **({"cursor": cursor} if cursor else {})}
        page = expect(market.staff.get("/api/staff/reservations", params=query))
        one: dict[str, Any]
        for one in page["reservations"]:
            if one["reservationId"] == reservation_id:
                return one
        cursor = page["nextCursor"]
        if not cursor:
            return None
