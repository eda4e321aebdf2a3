"""Shopping Cart Service: a cart by user and product, kept for 30 days."""

import asyncio
from collections.abc import Awaitable, Callable

from tests.api.shop.carts import age
from tests.specs.sentences import sentence
from tests.support.market import PRICE, Market, expect, refusal
from tests.support.member import Member
from tests.support.postgres import fetch

Join = Callable[[], Awaitable[Member]]


@sentence("B", "Shopping Cart Service", "GET /cart/:userId: { items: [{ productId, product,"
          " variantId, quantity, price, subtotal }], total, itemsCount }",
          at="GET /api/cart/{userId}")  # fmt: skip
async def test_a_cart_tells_its_items_their_prices_and_how_many_there_are(
    marketplace: Market, join: Join
) -> None:
    someone, one, other = await join(), marketplace.goods(9), marketplace.goods(9)
    base = f"/api/cart/{someone.user}"
    empty = expect(await someone.buyer.get(base))
    assert (empty["items"], empty["total"], empty["itemsCount"]) == ([], 0, 0)
    for goods, quantity in ((one, 2), (other, 3)):
        added = await someone.buyer.post(
            f"{base}/items",
            {
                "productId": goods.product_id,
                "variantId": goods.variant_id,
                "quantity": quantity,
            },
        )
        assert expect(added)["success"] is True
    cart = expect(await someone.buyer.get(base))
    assert (cart["total"], cart["itemsCount"]) == (5 * PRICE, 5)
    first, second = cart["items"]
    assert first["product"]["id"] == first["productId"] == one.product_id
    assert first["product"]["name"]
    assert (first["variantId"], first["quantity"]) == (one.variant_id, 2)
    assert (first["price"], first["subtotal"]) == (PRICE, 2 * PRICE)
    assert (second["productId"], second["subtotal"]) == (other.product_id, 3 * PRICE)


@sentence("B", "Функциональные требования", "Добавить/удалить товары",
          at="POST /api/cart/{userId}/items,"
          " DELETE /api/cart/{userId}/items/{productId}")  # fmt: skip
@sentence("B", "Shopping Cart Service", "Проверяем: товар уже в корзине? item.quantity += quantity",
          at="POST /api/cart/{userId}/items")  # fmt: skip
async def test_what_is_added_again_is_added_up_and_what_is_removed_is_gone(
    marketplace: Market, join: Join
) -> None:
    someone, goods = await join(), marketplace.goods(30)
    base = f"/api/cart/{someone.user}"
    asked = {"productId": goods.product_id, "quantity": 2}
    answers = await asyncio.gather(*(someone.buyer.post(f"{base}/items", asked) for _ in range(10)))
    assert [one.status_code for one in answers] == [200] * 10
    assert expect(await someone.buyer.get(base))["itemsCount"] == 20
    removed = await someone.buyer.http.delete(f"{base}/items/{goods.product_id}")
    assert expect(removed)["success"] is True
    assert expect(await someone.buyer.get(base))["items"] == []


@sentence("B", "Shopping Cart Service", "Проверяем наличие товара: Product out of stock",
          at="POST /api/cart/{userId}/items")  # fmt: skip
async def test_only_what_there_is_can_be_added(marketplace: Market, join: Join) -> None:
    someone, few, none = await join(), marketplace.goods(3), marketplace.goods()
    path = f"/api/cart/{someone.user}/items"
    expect(await someone.buyer.post(path, {"productId": few.product_id, "quantity": 3}))
    for goods in (few, none):
        answer = await someone.buyer.post(path, {"productId": goods.product_id, "quantity": 1})
        refusal(answer, 409, "insufficient-stock")
    nobodys = {"productId": someone.user, "quantity": 1}
    refusal(await someone.buyer.post(path, nobodys), 404, "product-not-found")
    assert expect(await someone.buyer.get(f"/api/cart/{someone.user}"))["itemsCount"] == 3


@sentence("B", "Функциональные требования", "Обновить количество",
          at="PUT /api/cart/{userId}/items/{productId}")  # fmt: skip
@sentence("B", "Shopping Cart Service", "updateCartItem: quantity <= 0 removes;"
          " Insufficient stock; Item not in cart",
          at="PUT /api/cart/{userId}/items/{productId}")  # fmt: skip
async def test_a_quantity_is_set_within_what_there_is(marketplace: Market, join: Join) -> None:
    someone, goods = await join(), marketplace.goods(5)
    path = f"/api/cart/{someone.user}/items"
    line = f"{path}/{goods.product_id}"
    put = someone.buyer.http.put
    refusal(await put(line, json={"quantity": 1}), 404, "not-in-cart")
    expect(await someone.buyer.post(path, {"productId": goods.product_id, "quantity": 1}))
    assert expect(await put(line, json={"quantity": 5}))["success"] is True
    refusal(await put(line, json={"quantity": 6}), 409, "insufficient-stock")
    assert expect(await someone.buyer.get(f"/api/cart/{someone.user}"))["itemsCount"] == 5
    assert expect(await put(line, json={"quantity": 0}))["items"] == []


@sentence(
    "B",
    "Shopping Cart Service",
    "DELETE /cart/:userId: { success: true }",
    at="DELETE /api/cart/{userId}",
)
async def test_a_cart_is_emptied_at_once(marketplace: Market, join: Join) -> None:
    someone, one, other = await join(), marketplace.goods(3), marketplace.goods(3)
    base = f"/api/cart/{someone.user}"
    for goods in (one, other):
        expect(await someone.buyer.post(f"{base}/items", {"productId": goods.product_id}))
    assert expect(await someone.buyer.http.delete(base))["success"] is True
    assert expect(await someone.buyer.get(base))["items"] == []


@sentence("B", "Функциональные требования", "Сохранение корзины", at="GET /api/cart/{userId}")
@sentence("B", "Shopping Cart Service", "TTL: 30 дней", at="GET /api/cart/{userId}")
async def test_a_cart_is_kept_for_thirty_days_from_its_last_touch(
    marketplace: Market, join: Join
) -> None:
    someone, goods = await join(), marketplace.goods(9)
    base = f"/api/cart/{someone.user}"

    async def pass_by(days: int, hours: int) -> None:
        await fetch(marketplace.database_url, age, f"user:{someone.user}", days, hours)

    async def pieces() -> int:
        return int(expect(await someone.buyer.get(base))["itemsCount"])

    expect(await someone.buyer.post(f"{base}/items", {"productId": goods.product_id}))
    await pass_by(29, 23)
    assert await pieces() == 1
    line = f"{base}/items/{goods.product_id}"
    expect(await someone.buyer.http.put(line, json={"quantity": 2}))
    await pass_by(29, 23)
    assert await pieces() == 2
    await pass_by(0, 2)
    assert await pieces() == 0


@sentence("B", "Shopping Cart Service",
          "loadProducts: if (!product) continue; the price of the moment",
          at="GET /api/cart/{userId}")  # fmt: skip
async def test_what_is_gone_is_not_charged_and_prices_are_those_of_now(
    marketplace: Market, join: Join
) -> None:
    someone, stays, goes = await join(), marketplace.goods(9), marketplace.goods(9)
    base = f"/api/cart/{someone.user}"
    for goods in (stays, goes):
        expect(await someone.buyer.post(f"{base}/items", {"productId": goods.product_id}))
    change = "UPDATE products SET status = $2, revision = revision + 1 WHERE id::text = $1"
    await fetch(marketplace.database_url, change, goes.product_id, "archived")
    dearer = (
        "WITH priced AS (UPDATE variants SET price = $2 WHERE id::text = $1 RETURNING product_id)"
        " UPDATE products SET revision = revision + 1 FROM priced WHERE id = product_id"
    )
    await fetch(marketplace.database_url, dearer, stays.variant_id, 700)
    cart = expect(await someone.buyer.get(base))
    assert cart["total"] == 700
    assert [one["changes"] for one in cart["items"]] == [["price"], ["gone"]]
