"""Section 5: updates as they happen."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch

Visit = Callable[..., Buyer]


@sentence("A", "§9", "Подписка на обновления stock через WebSocket",
          at="subscribe:products")  # fmt: skip
@sentence("A", "§5", "socket.on('subscribe:products', () => { socket.join('products') })",
          at="subscribe:products, stock:snapshot")  # fmt: skip
async def test_subscribing_answers_with_a_snapshot(market: Market, visit: Visit) -> None:
    goods, other = market.goods(4), market.goods(6)
    expect(await visit(market).reserve(goods))
    async with market.watch() as some, market.watch() as everything:
        assert (await some.subscribe([UUID(goods.product_id)]))["ok"] is True
        await some.until(lambda: goods.variant_id in some.known)
        assert other.variant_id not in some.known
        update = some.known[goods.variant_id]
        assert (update["stock"], update["variantStock"], update["held"]) == (3, 3, 1)
        assert update["available"] is True
        # Of several processes this one has to hear first when the hold ends.
        await some.until(lambda: some.known[goods.variant_id]["nextReleaseAt"] is not None)
        assert (await everything.subscribe())["ok"] is True
        await everything.until(
            lambda: {goods.variant_id, other.variant_id} <= set(everything.known)
        )
        assert everything.known[other.variant_id]["nextReleaseAt"] is None


@sentence("A", "§5", "io.to('products').emit('stock:update', { productId, stock: 9, "
          "available: true })", at="stock:update")  # fmt: skip
async def test_every_change_of_stock_is_told(market: Market, visit: Visit) -> None:
    goods = market.goods(10)
    variant = UUID(goods.variant_id)
    buyer = visit(market)
    async with market.watch() as watcher:
        await watcher.subscribe([UUID(goods.product_id)])
        reservation = expect(await buyer.reserve(goods))
        await watcher.until(lambda: watcher.stock(variant) == 9)
        update = watcher.known[goods.variant_id]
        assert update["productId"] == goods.product_id
        assert (update["stock"], update["held"], update["available"]) == (9, 1, True)
        # Who has read the numbers from the database hears a little later when the hold ends.
        ends = reservation["expiresAt"]
        await watcher.until(lambda: watcher.known[goods.variant_id]["nextReleaseAt"] == ends)
        expect(await buyer.create(reservation, expect(await buyer.pay(reservation))))
        await watcher.until(lambda: watcher.known[goods.variant_id]["held"] == 0)
        assert watcher.known[goods.variant_id]["nextReleaseAt"] is None
        expect(await buyer.cancel(orderId=reservation["orderId"]))
        await watcher.until(lambda: watcher.stock(variant) == 10)


@sentence("A", "§5", "if (data.stock === 0) { showOutOfStock(data.productId) }",
          at="stock:update, the shop's pages")  # fmt: skip
async def test_the_end_of_the_stock_is_told_at_once(market: Market, visit: Visit) -> None:
    phone = market.phone(1)
    last = phone["Black", "128GB"]
    async with market.watch() as watcher:
        await watcher.subscribe([UUID(last.product_id)])
        expect(await visit(market).reserve(last))
        await watcher.until(lambda: watcher.stock(UUID(last.variant_id)) == 0)
        update = watcher.known[last.variant_id]
        assert (update["variantStock"], update["stock"], update["available"]) == (0, 3, True)
        expect(await visit(market).reserve(*list(phone.values())[1:]))
        await watcher.until(lambda: watcher.product_stock[last.product_id] == 0)
        assert watcher.available[last.product_id] is False


@sentence("A", "§5", "Client каждые 5 секунд проверяет stock: fetch('/api/products/stock')",
          at="GET /api/products/stock")  # fmt: skip
async def test_who_polls_sees_the_same_numbers(market: Market, visit: Visit) -> None:
    goods, other = market.goods(4), market.goods(0)
    expect(await visit(market).reserve(goods))
    buyer = visit(market)
    polled = expect(
        await buyer.get("/api/products/stock", ids=f"{goods.product_id},{other.product_id}")
    )
    assert polled["stock"] == {goods.product_id: 3, other.product_id: 0}
    async with market.watch() as watcher:
        await watcher.subscribe([UUID(goods.product_id), UUID(other.product_id)])
        await watcher.until(lambda: len(watcher.known) == 2)

        async def the_same() -> bool:
            """Of several processes each has to hear first when the hold ends."""
            again = await buyer.get(
                "/api/products/stock", ids=f"{goods.product_id},{other.product_id}"
            )
            updates = {update["variantId"]: update for update in expect(again)["variants"]}
            return watcher.known == updates

        await eventually(the_same, PATIENCE, "both say the same")
    everything = expect(await buyer.get("/api/products/stock"))
    assert everything["stock"][goods.product_id] == 3
    ((on_sale,),) = await fetch(
        market.database_url, "SELECT count(*) FROM products WHERE status = 'active'"
    )
    assert len(everything["stock"]) == on_sale >= 340


async def test_a_thousand_products_at_most_are_polled_or_watched_at_once(
    market: Market, visit: Visit
) -> None:
    one = market.goods(1).product_id
    too_many = [f"{number:08x}-0000-7000-8000-000000000000" for number in range(1001)]
    answer = await visit(market).get("/api/products/stock", ids=",".join(too_many))
    assert answer.status_code == 422
    fine = expect(
        await visit(market).get("/api/products/stock", ids=",".join([one, *too_many[:999]]))
    )
    assert fine["stock"] == {one: 1}
    async with market.watch() as watcher:
        told = await watcher.subscribe([UUID(text) for text in too_many])
        assert (told["ok"], told["error"]["code"]) == (False, "too-many-products")
        nonsense: Any
        for nonsense in ("everything", ["x"], {"ids": []}, 7):
            told = await watcher.client.ask("subscribe:products", nonsense)
            assert (told["ok"], told["error"]["code"]) == (False, "invalid-request")
    answer = await visit(market).get("/api/products/stock", ids="nonsense")
    refusal(answer, 422, "invalid-request")


async def test_a_socket_that_comes_back_is_told_what_it_missed(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(10)
    variant = UUID(goods.variant_id)
    buyer = visit(market)
    async with market.watch() as watcher:
        await watcher.subscribe([UUID(goods.product_id)])
        await watcher.until(lambda: watcher.stock(variant) == 10)
    for _ in range(3):
        expect(await buyer.reserve(goods))
    async with market.watch() as again:
        again.known.update(watcher.known)  # the page kept what it knew
        await again.subscribe([UUID(goods.product_id)])
        await again.until(lambda: again.stock(variant) == 7)


async def test_who_unsubscribes_is_told_no_more(market: Market, visit: Visit) -> None:
    goods, other = market.goods(5), market.goods(5)
    both = [UUID(goods.product_id), UUID(other.product_id)]
    buyer = visit(market)
    async with market.watch() as watcher:
        await watcher.subscribe(both)
        await watcher.until(lambda: len(watcher.known) == 2)
        await watcher.unsubscribe([UUID(goods.product_id)])
        expect(await buyer.reserve(goods))
        expect(await buyer.reserve(other))  # told after the one before it would have been
        await watcher.until(lambda: watcher.stock(UUID(other.variant_id)) == 4)
        assert watcher.stock(UUID(goods.variant_id)) == 5
