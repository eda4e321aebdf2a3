"""Flash Sale Handling: made by staff, sold exactly as often as there is something."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

from tests.specs.sentences import sentence
from tests.support.flash_sales import SALE_PRICE, end_sale, moment, new_sale, purchase, sale_now
from tests.support.market import Market, expect, refusal
from tests.support.member import Member

Join = Callable[[], Awaitable[Member]]


@sentence("B", "Flash Sale Handling",
          "createFlashSale(productId, quantity, price, startTime, endTime): saleId",
          at="POST /api/staff/flash-sales")  # fmt: skip
@sentence("B", "Flash Sale Handling", "HINCRBY sold; return 1: success; Создаём заказ",
          at="POST /api/flash-sales/{sale_id}/purchase")  # fmt: skip
async def test_a_sale_is_made_and_bought_from(marketplace: Market, join: Join) -> None:
    someone, goods = await join(), marketplace.goods(5)
    sale = new_sale(marketplace, goods, 3)
    assert (sale["productId"], sale["quantity"], sale["price"]) == (
        goods.product_id, 3, SALE_PRICE,
    )  # fmt: skip
    bought = expect(await purchase(someone.buyer, sale), 201)
    order = await someone.buyer.order(bought)
    assert order["items"][0]["price"] == SALE_PRICE
    assert order["total"] == bought["total"] > SALE_PRICE  # with this shop's tax and delivery
    assert sale_now(marketplace, sale)["remaining"] == 2
    end_sale(marketplace, sale)


@sentence("B", "Flash Sale Handling", "if sold >= quantity then return 0: Flash sale sold out",
          at="POST /api/flash-sales/{sale_id}/purchase")  # fmt: skip
@sentence("B", "Проверь себя", "Как предотвратить overselling при flash sale?",
          at="POST /api/flash-sales/{sale_id}/purchase")  # fmt: skip
@sentence("B", "Проверь себя", "Реализуйте distributed lock для inventory management.",
          at="POST /api/flash-sales/{sale_id}/purchase")  # fmt: skip
async def test_a_crowd_buys_exactly_what_there_is(marketplace: Market, join: Join) -> None:
    goods = marketplace.goods(9)
    sale = new_sale(marketplace, goods, 7)
    crowd = [await join() for _ in range(12)]
    answers = await asyncio.gather(*(purchase(one.buyer, sale) for one in crowd for _ in range(2)))
    codes = Counter(one.json().get("code", "order") for one in answers)
    assert codes["order"] == 7
    assert codes.keys() <= {"order", "flash-sale-sold-out", "flash-sale-limit"}
    now = sale_now(marketplace, sale)
    assert (now["remaining"], now["held"]) == (0, 7)
    end_sale(marketplace, sale)


@sentence("B", "Flash Sale Handling", "startTime, endTime", at="GET /api/flash-sales/{sale_id}")
async def test_it_sells_from_its_start_until_its_end(marketplace: Market, join: Join) -> None:
    someone, goods = await join(), marketplace.goods(2)
    sale = new_sale(marketplace, goods, 2, startTime=moment(3600), endTime=moment(7200))
    assert sale_now(marketplace, sale)["phase"] == "upcoming"
    refusal(await purchase(someone.buyer, sale), 409, "flash-sale-not-open")
    end_sale(marketplace, sale)
    refusal(await purchase(someone.buyer, sale), 409, "flash-sale-ended")
    assert marketplace.stock(goods) == (2, 0)
