"""Section 4: no unit is bought twice, whichever of the three methods one thinks of."""

import asyncio
from collections.abc import Callable

from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, expect, refusal

Visit = Callable[..., Buyer]


@sentence("A", "§4", "if (product.stock < quantity) throw new Error('Недостаточно товара')",
          at="POST /api/orders/reserve")  # fmt: skip
async def test_too_little_stock_is_refused_and_named(market: Market, visit: Visit) -> None:
    one, other, enough = market.goods(2), market.goods(0), market.goods(9)
    cart = [one.line(3), enough.line(1), other.line(1)]
    answer = await visit(market).post("/api/orders/reserve", {"items": cart})
    problem = refusal(answer, 409, "insufficient-stock")
    lines = [
        {name: line[name] for name in ("line", "productId", "variantId", "wanted", "available")}
        for line in problem["shortages"]
    ]
    assert lines == [
        {"line": 0, "productId": one.product_id, "variantId": one.variant_id,
         "wanted": 3, "available": 2},
        {"line": 2, "productId": other.product_id, "variantId": other.variant_id,
         "wanted": 1, "available": 0},
    ]  # fmt: skip


@sentence("A", "§4", "Метод 1: Транзакции базы данных", at="POST /api/orders/reserve")
async def test_carts_that_overlap_in_opposite_orders_all_get_an_answer(
    market: Market, visit: Visit
) -> None:
    one, other = market.goods(20), market.goods(20)
    buyers = [visit(market) for _ in range(60)]
    answers = await asyncio.gather(
        *(
            buyer.reserve(*((one, other) if number % 2 else (other, one)))
            for number, buyer in enumerate(buyers)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200] * 20 + [409] * 40
    assert market.stock(one) == market.stock(other) == (0, 20)


@sentence("A", "§4", "Метод 2: Redis блокировки: Проверка и резервирование",
          at="POST /api/orders/reserve")  # fmt: skip
async def test_no_more_is_sold_than_there_is_however_many_ask_at_once(
    market: Market, visit: Visit
) -> None:
    """Without a lock that anybody has to wait for or could lose: nobody is told to try later."""
    goods = market.goods(25)
    buyers = [visit(market) for _ in range(50)]
    answers = await asyncio.gather(
        *(buyer.reserve(goods, quantity=1 + number % 2) for number, buyer in enumerate(buyers))
    )
    assert {answer.status_code for answer in answers} == {200, 409}
    taken = sum(
        1 + number % 2 for number, answer in enumerate(answers) if answer.status_code == 200
    )
    stock, held = market.stock(goods)
    assert (stock + held, held) == (25, taken)
    assert stock < 2  # only who asked for more than was left was refused


@sentence("A", "§4", "version: 1 // При каждом обновлении увеличивается",
          at="GET /api/products/{id}, stock:update")  # fmt: skip
async def test_the_version_grows_with_every_change(market: Market, visit: Visit) -> None:
    goods = market.goods(5)
    buyer = visit(market)

    def version() -> int:
        (variant,) = market.product(goods.product_id)["product"]["variants"]
        return int(variant["version"])

    seen = [version()]
    reservation = expect(await buyer.reserve(goods))
    seen.append(version())
    expect(await buyer.create(reservation, expect(await buyer.pay(reservation))))
    seen.append(version())
    expect(await buyer.cancel(orderId=reservation["orderId"]))
    seen.append(version())
    assert seen == [1, 2, 3, 4]
    refusal(await buyer.reserve(goods, quantity=9), 409, "insufficient-stock")
    assert version() == 4
