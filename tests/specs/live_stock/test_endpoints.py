"""Section 3: the endpoints."""

from collections.abc import Callable

from tests.specs.live_stock.test_data import find_reservation
from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, expect, refusal
from tests.support.postgres import fetch

Visit = Callable[..., Buyer]


@sentence("A", "§3", "GET /api/products: Получить все товары с актуальным количеством",
          at="GET /api/products")  # fmt: skip
async def test_all_products_come_with_their_present_numbers(market: Market, visit: Visit) -> None:
    goods = market.goods(7)
    expect(await visit(market).reserve(goods, quantity=3))
    buyer = visit(market)
    seen: dict[str, int] = {}
    products: dict[str, dict] = {}
    cursor = None
    while True:
        page = expect(
            await buyer.get("/api/products", limit=100, **({"cursor": cursor} if cursor else {}))
        )
        for product in page["products"]:
            assert product["id"] not in products
            products[product["id"]] = product
        seen |= page["stock"]
        cursor = page["nextCursor"]
        if cursor is None:
            break
    ((on_sale,),) = await fetch(
        market.database_url, "SELECT count(*) FROM products WHERE status = 'active'"
    )
    assert len(products) == on_sale >= 340
    assert seen[goods.product_id] == products[goods.product_id]["stock"] == 4
    assert products[goods.product_id]["held"] == 3


@sentence("A", "§3", "GET /api/products: Возвращает: { products: [...], stock: {...} }",
          at="GET /api/products")  # fmt: skip
async def test_the_list_answers_products_and_stock(market: Market, visit: Visit) -> None:
    page = expect(await visit(market).get("/api/products", limit=5))
    assert len(page["products"]) == 5
    assert page["stock"] == {product["id"]: product["stock"] for product in page["products"]}


@sentence("A", "§3", "GET /api/products/:id: Получить конкретный товар",
          at="GET /api/products/{id}")  # fmt: skip
async def test_one_product_by_its_id(market: Market, visit: Visit) -> None:
    goods = market.goods(1)
    page = expect(await visit(market).get(f"/api/products/{goods.product_id}"))
    assert page["product"]["id"] == goods.product_id


@sentence("A", "§3",
          "GET /api/products/:id: Возвращает: { product: {...}, stock: 10, available: true }",
          at="GET /api/products/{id}")  # fmt: skip
async def test_one_product_answers_product_stock_and_available(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(10)
    page = expect(await visit(market).get(f"/api/products/{goods.product_id}"))
    assert (page["stock"], page["available"]) == (10, True)
    market.change(goods, set=0)
    page = expect(await visit(market).get(f"/api/products/{goods.product_id}"))
    assert (page["stock"], page["available"]) == (0, False)


@sentence("A", "§3", "POST /api/orders/reserve: Зарезервировать товар перед оплатой",
          at="POST /api/orders/reserve")  # fmt: skip
async def test_goods_are_reserved_before_they_are_paid_for(market: Market, visit: Visit) -> None:
    """One product by itself, as `reserveProduct(productId, quantity)`; or a cart."""
    goods, phone = market.goods(2), market.phone(1)["Black", "128GB"]
    buyer, rival = visit(market), visit(market)
    one = {"productId": goods.product_id, "quantity": 1}
    first = expect(await buyer.post("/api/orders/reserve", one))
    who = (await buyer.order(first))["userId"]
    second = expect(await buyer.post("/api/orders/reserve", one | {"userId": who}))
    refusal(await rival.post("/api/orders/reserve", one), 409, "insufficient-stock")
    for reservation in (first, second):
        assert (await buyer.order(reservation))["status"] == "pending"
    refusal(await rival.post("/api/orders/reserve", one | {"userId": who}), 404, "user-not-found")
    chosen = {"productId": phone.product_id, "color": "Black", "memory": "128GB"}
    (item,) = (await buyer.order(expect(await buyer.post("/api/orders/reserve", chosen))))["items"]
    assert item["variantId"] == phone.variant_id
    both = one | {"items": [phone.line()]}
    problem = refusal(await rival.post("/api/orders/reserve", both), 422, "invalid-request")
    assert problem["field"] in one


@sentence("A", "§3", "POST /api/orders/reserve: Использует транзакцию/блокировку",
          at="POST /api/orders/reserve")  # fmt: skip
async def test_reserving_is_one_transaction(market: Market, visit: Visit) -> None:
    """What is refused leaves no trace: no order, no entry in the log, no unit moved."""
    goods, none = market.goods(4), market.goods(0)
    before = market.log(goods)
    buyer = visit(market)
    refusal(await buyer.reserve(goods, none), 409, "insufficient-stock")
    assert market.log(goods) == before
    assert expect(await buyer.get("/api/orders"))["orders"] == []


@sentence("A", "§3", 'POST /api/orders/reserve: Возвращает: { success: true, '
          'reservationId: "...", expiresAt: "..." }', at="POST /api/orders/reserve")  # fmt: skip
async def test_reserving_answers_success_reservation_and_its_end(
    market: Market, visit: Visit
) -> None:
    answer = expect(await visit(market).reserve(market.goods(1)))
    assert answer["success"] is True
    assert set(answer) >= {"success", "reservationId", "orderId", "number", "expiresAt"}


@sentence("A", "§3", "POST /api/orders/create: Создать заказ (после успешной оплаты)",
          at="POST /api/orders/create")  # fmt: skip
async def test_an_order_is_made_after_a_payment_that_succeeded(
    market: Market, visit: Visit
) -> None:
    buyer = visit(market)
    reservation = expect(await buyer.reserve(market.goods(1)))
    unpaid = {"paymentId": reservation["reservationId"]}  # well formed, and no payment
    refusal(await buyer.create(reservation, unpaid), 404, "payment-not-found")
    assert (await buyer.order(reservation))["status"] == "pending"
    payment = expect(await buyer.pay(reservation))
    assert payment["status"] == "succeeded"
    expect(await buyer.create(reservation, payment))
    assert (await buyer.order(reservation))["status"] == "paid"


@sentence("A", "§3", "POST /api/orders/create: Уменьшает stock", at="POST /api/orders/create")
async def test_making_the_order_lowers_what_is_in_stock(market: Market, visit: Visit) -> None:
    goods = market.goods(5)
    await visit(market).buy(goods, quantity=2)
    assert market.stock(goods) == (3, 0)
    (captured, *_) = market.log(goods)
    assert (captured["operation"], captured["balance"], captured["held"]) == ("capture", 3, 0)


@sentence("A", "§3", "POST /api/orders/create: Удаляет резервирование",
          at="POST /api/orders/create")  # fmt: skip
async def test_making_the_order_ends_the_reservation(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    reservation = expect(await buyer.reserve(market.goods(1)))
    assert await find_reservation(market, reservation["reservationId"]) is not None
    expect(await buyer.create(reservation, expect(await buyer.pay(reservation))))
    assert await find_reservation(market, reservation["reservationId"]) is None


@sentence("A", "§3", 'POST /api/orders/create: Возвращает: { success: true, orderId: "..." }',
          at="POST /api/orders/create")  # fmt: skip
async def test_making_the_order_answers_success_and_its_id(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    reservation = expect(await buyer.reserve(market.goods(1)))
    answer = expect(await buyer.create(reservation, expect(await buyer.pay(reservation))))
    assert answer == {"success": True, "orderId": reservation["orderId"], "status": "paid"}


@sentence("A", "§3", "POST /api/orders/cancel: Отменить заказ/резервирование",
          at="POST /api/orders/cancel")  # fmt: skip
async def test_a_reservation_and_an_order_can_be_cancelled(market: Market, visit: Visit) -> None:
    goods = market.goods(5)
    buyer = visit(market)
    first = expect(await buyer.reserve(goods))
    expect(await buyer.cancel(reservationId=first["reservationId"]))
    second = await buyer.buy(goods)
    expect(await buyer.cancel(orderId=second["orderId"]))
    assert (await buyer.order(first))["status"] == "cancelled"
    assert (await buyer.order(second))["status"] == "cancelled"


@sentence("A", "§3", "POST /api/orders/cancel: Возвращает stock обратно",
          at="POST /api/orders/cancel")  # fmt: skip
async def test_cancelling_gives_the_stock_back(market: Market, visit: Visit) -> None:
    goods = market.goods(5)
    buyer = visit(market)
    first = expect(await buyer.reserve(goods, quantity=2))
    second = await buyer.buy(goods, quantity=3)
    assert market.stock(goods) == (0, 2)
    expect(await buyer.cancel(orderId=first["orderId"]))
    assert market.stock(goods) == (2, 0)
    expect(await buyer.cancel(orderId=second["orderId"]))
    assert market.stock(goods) == (5, 0)


@sentence("A", "§3", "POST /api/orders/cancel: Возвращает: { success: true }",
          at="POST /api/orders/cancel")  # fmt: skip
async def test_cancelling_answers_success(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    reservation = expect(await buyer.reserve(market.goods(1)))
    assert expect(await buyer.cancel(orderId=reservation["orderId"]))["success"] is True


@sentence("A", "§3", "GET /api/orders/:id: Получить статус заказа", at="GET /api/orders/{id}")
async def test_an_orders_status_can_be_asked_for(market: Market, visit: Visit) -> None:
    buyer, stranger = visit(market), visit(market)
    reservation = expect(await buyer.reserve(market.goods(1)))
    assert (await buyer.order(reservation))["status"] == "pending"
    path = f"/api/orders/{reservation['orderId']}"
    refusal(await stranger.get(path), 404, "order-not-found")
