"""Section 9: what the shop's pages do, as far as it shows without a browser (see tests/e2e)."""

from collections.abc import Callable

from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, expect, refusal

Visit = Callable[..., Buyer]


@sentence("A", "§9", "Загрузка товаров через API вместо статического массива",
          at="GET /api/products")  # fmt: skip
async def test_products_are_loaded_by_the_api(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    phones = expect(await buyer.get("/api/products", category="Phones", limit=100))
    assert len(phones["products"]) == 40
    assert {"Goods", "Phones"} <= set(phones["categories"])
    first = expect(await buyer.get("/api/products", q="Phone 7"))["products"]
    assert first[0]["name"] == "Phone 7"


@sentence("A", "§9", "Проверка доступности товара перед добавлением в корзину",
          at="POST /api/products/{id}/check")  # fmt: skip
async def test_availability_is_checked_by_colour_memory_and_quantity(
    market: Market, visit: Visit
) -> None:
    phone = market.phone()
    one = phone["White", "256GB"]
    market.change(one, deposit=2)
    buyer = visit(market)
    path = f"/api/products/{one.product_id}/check"
    choice = {"color": "White", "memory": "256GB"}
    checked = expect(await buyer.post(path, {**choice, "quantity": 2}))
    assert (checked["available"], checked["stock"]) == (True, 2)
    checked = expect(await buyer.post(path, {**choice, "quantity": 3}))
    assert (checked["available"], checked["stock"]) == (False, 2)
    checked = expect(await buyer.post(path, {"color": "Black", "memory": "256GB"}))
    assert (checked["available"], checked["stock"]) == (False, 0)
    ambiguous = refusal(await buyer.post(path, {"color": "White"}), 422, "ambiguous-options")
    assert ambiguous["choices"] == {"memory": ["128GB", "256GB"]}
    refusal(await buyer.post(path, {"color": "Pink"}), 404, "variant-not-found")
    refusal(await buyer.post(path, {"options": {"size": "L"}}), 422, "option-unknown")


@sentence("A", "§9", "Резервирование товара при переходе к оплате",
          at="POST /api/orders/reserve")  # fmt: skip
async def test_what_the_cart_holds_is_reserved_by_colour_and_memory(
    market: Market, visit: Visit
) -> None:
    """The cart of specification A knows product, colour and memory; no variant."""
    phone = market.phone(3)
    wanted = phone["Black", "256GB"]
    line = {"productId": wanted.product_id, "color": "black", "memory": "256 GB", "quantity": 2}
    buyer = visit(market)
    reservation = expect(await buyer.reserve(line))
    (item,) = (await buyer.order(reservation))["items"]
    assert item["variantId"] == wanted.variant_id
    assert market.stock(wanted) == (1, 2)


@sentence("A", "§9", 'Обработка ошибок "товар закончился"',
          at="POST /api/products/{id}/check, POST /api/orders/reserve")  # fmt: skip
async def test_sold_out_is_told_before_and_at_checkout(market: Market, visit: Visit) -> None:
    goods = market.goods(1)
    buyer, rival = visit(market), visit(market)
    expect(await rival.reserve(goods))
    checked = expect(await buyer.post(f"/api/products/{goods.product_id}/check", {"quantity": 1}))
    assert (checked["available"], checked["stock"]) == (False, 0)
    problem = refusal(await buyer.reserve(goods), 409, "insufficient-stock")
    (short,) = problem["shortages"]
    assert (short["wanted"], short["available"], short["held"]) == (1, 0, 1)
    assert short["nextReleaseAt"] is not None  # whether waiting pays
