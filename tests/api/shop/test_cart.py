"""One's own cart: on the server, for guests and users, and right whoever changes it at once."""

import asyncio
from uuid import uuid4

from tests.api.seller.own_sales import a_mill
from tests.api.shop.carts import CartWatcher, add, age, cart, cookies, lines, put, user_of
from tests.api.shop.wallet_buyers import NOBODYS, Visit, member
from tests.support.market import PRICE, Market, expect, refusal
from tests.support.postgres import fetch


async def test_an_empty_cart_makes_nobody_a_guest(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    answer = await buyer.get("/api/cart")
    empty = expect(answer)
    assert (empty["items"], empty["total"], empty["currency"]) == ([], 0, None)
    assert (empty["itemsCount"], empty["version"]) == (0, 0)
    assert "set-cookie" not in answer.headers


async def test_what_is_added_is_shown_priced_and_kept(market: Market, visit: Visit) -> None:
    buyer, one, other = visit(market), market.goods(9), market.goods(5)
    expect(await add(buyer, one, 2))
    answer = expect(await add(buyer, other))
    assert answer["success"] is True
    expect(await add(buyer, one))
    shown = await cart(buyer)
    assert lines(shown) == [(one.variant_id, 3), (other.variant_id, 1)]
    assert (shown["total"], shown["currency"], shown["itemsCount"]) == (4 * PRICE, "EUR", 4)
    assert shown["totals"] == [{"currency": "EUR", "amount": 4 * PRICE}]
    assert shown["version"] > answer["version"]
    line = shown["items"][0]
    assert (line["price"], line["subtotal"], line["available"]) == (PRICE, 3 * PRICE, 9)
    assert (line["changes"], line["priceBefore"]) == ([], None)
    assert line["product"]["id"] == line["productId"] == one.product_id
    assert line["product"]["onSale"] is True
    assert line["product"]["sellerName"] is None, "the shop itself sells it"
    assert market.stock(one) == (9, 0)  # nothing is reserved


async def test_a_line_says_who_sells_it(market: Market, visit: Visit) -> None:
    buyer, mill = visit(market), await a_mill(market, visit)
    (seller,) = expect(await mill.who.get("/api/seller"))["sellers"]
    expect(await add(buyer, market.goods(5)))
    expect(await add(buyer, mill.goods))
    names = [item["product"]["sellerName"] for item in (await cart(buyer))["items"]]
    assert names == [None, seller["name"]]


async def test_a_quantity_is_set_and_nought_removes(market: Market, visit: Visit) -> None:
    buyer, one, other = visit(market), market.goods(9), market.goods(9)
    expect(await add(buyer, one, 2))
    expect(await add(buyer, other, 2))
    assert lines(expect(await put(buyer, one, 7))) == [(one.variant_id, 7), (other.variant_id, 2)]
    assert lines(expect(await put(buyer, one, 0))) == [(other.variant_id, 2)]
    refusal(await put(buyer, one, 2), 404, "not-in-cart")
    assert lines(expect(await put(buyer, one, 0))) == [(other.variant_id, 2)]
    for _ in range(2):  # repeating it changes nothing
        gone = await buyer.http.delete(f"/api/cart/items/{other.variant_id}")
        assert lines(expect(gone)) == []
    expect(await add(buyer, one))
    assert lines(expect(await buyer.http.delete("/api/cart"))) == []
    assert (await cart(buyer))["total"] == 0


async def test_only_what_is_free_is_added(market: Market, visit: Visit) -> None:
    buyer, few, none = visit(market), market.goods(3), market.goods(0)
    expect(await add(buyer, few, 2))
    problem = refusal(await add(buyer, few, 2), 409, "insufficient-stock")
    assert problem["field"] == "quantity"
    (short,) = problem["shortages"]
    assert (short["variantId"], short["wanted"], short["available"]) == (few.variant_id, 4, 3)
    refusal(await put(buyer, few, 4), 409, "insufficient-stock")
    refusal(await add(buyer, none), 409, "insufficient-stock")
    refusal(await buyer.post("/api/cart/items", {"productId": NOBODYS}), 404, "product-not-found")
    wrong = few.line() | {"variantId": NOBODYS}
    refusal(await buyer.post("/api/cart/items", wrong), 404, "variant-not-found")
    assert lines(await cart(buyer)) == [(few.variant_id, 2)]


async def test_options_choose_the_variant(market: Market, visit: Visit) -> None:
    buyer, phone = visit(market), market.phone(2)
    black = phone["Black", "256GB"]
    asked = {"productId": black.product_id, "color": "Black", "memory": "256GB"}
    shown = expect(await buyer.post("/api/cart/items", asked))
    assert lines(shown) == [(black.variant_id, 1)]
    assert shown["items"][0]["options"] == {"color": "Black", "memory": "256GB"}
    one = {"productId": black.product_id, "color": "Black"}
    refusal(await buyer.post("/api/cart/items", one), 422, "ambiguous-options")


async def test_what_no_cart_takes_is_refused_by_field(market: Market, visit: Visit) -> None:
    buyer, goods = visit(market), market.goods(3)
    for quantity in (0, -1, 1_000_001, 1.5, "2", None):
        body = goods.line() | {"quantity": quantity}
        answer = refusal(await buyer.post("/api/cart/items", body), 422, "invalid-request")
        assert answer["field"] == "quantity"
    expect(await add(buyer, goods))
    path = f"/api/cart/items/{goods.variant_id}"
    refusal(await buyer.http.put(path, json={"quantity": -1}), 422, "invalid-request")
    refusal(await buyer.http.put(path, json={}), 422, "invalid-request")
    unknown = await buyer.http.put("/api/cart/items/none", json={"quantity": 1})
    refusal(unknown, 404, "variant-not-found")
    assert lines(await cart(buyer)) == [(goods.variant_id, 1)]


async def test_a_cart_has_an_end(market: Market, visit: Visit) -> None:
    buyer, first, last = await member(market, visit), market.goods(1), market.goods(1)
    expect(await add(buyer, first))
    owner = f"user:{await user_of(buyer)}"
    fill = (
        "INSERT INTO cart_items SELECT id, gen_random_uuid(), gen_random_uuid(), 1, 1, 'EUR', now()"
        " FROM carts, generate_series(1, 99) WHERE owner = $1"
    )
    await fetch(market.database_url, fill, owner)
    problem = refusal(await add(buyer, last), 409, "cart-full")
    assert problem["detail"] == "A cart takes 100 different items. Remove one of them."


async def test_two_hundred_at_once_lose_nothing(market: Market, visit: Visit) -> None:
    buyer, goods, others = visit(market), market.goods(500), [market.goods(9) for _ in range(4)]
    expect(await add(buyer, goods))
    asked = [add(buyer, goods) for _ in range(160)]
    asked += [add(buyer, one) for one in others for _ in range(9)]
    answers = await asyncio.gather(*asked, *(add(buyer, goods) for _ in range(4)))
    assert len(answers) == 200
    assert {answer.status_code for answer in answers} == {200}
    shown = await cart(buyer)
    assert dict(lines(shown)) == {goods.variant_id: 165} | {one.variant_id: 9 for one in others}
    assert shown["itemsCount"] == 201


async def test_a_crowd_of_clicks_does_not_pass_what_is_free(market: Market, visit: Visit) -> None:
    buyer, goods = visit(market), market.goods(5)
    expect(await add(buyer, goods))
    answers = await asyncio.gather(*(add(buyer, goods) for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] * 4 + [409] * 16
    assert lines(await cart(buyer)) == [(goods.variant_id, 5)]


async def test_a_request_that_is_repeated_adds_once(market: Market, visit: Visit) -> None:
    buyer, goods, key = visit(market), market.goods(2), str(uuid4())
    answers = await asyncio.gather(*(add(buyer, goods, 2, key) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {200}
    assert lines(await cart(buyer)) == [(goods.variant_id, 2)]
    market.change(goods, set=0)
    assert lines(expect(await add(buyer, goods, 2, key))) == [(goods.variant_id, 2)]
    await set_status(market, goods.product_id, "archived")
    try:
        assert lines(expect(await add(buyer, goods, 2, key))) == [(goods.variant_id, 2)]
    finally:
        await set_status(market, goods.product_id, "active")
    refusal(await add(buyer, goods, 1, key), 422, "idempotency-key-reused")


async def test_a_refusal_is_not_kept_under_its_key(market: Market, visit: Visit) -> None:
    buyer, goods, key = visit(market), market.goods(0), str(uuid4())
    refusal(await add(buyer, goods, 1, key), 409, "insufficient-stock")
    market.change(goods, deposit=1)
    assert lines(expect(await add(buyer, goods, 1, key))) == [(goods.variant_id, 1)]


async def set_status(market: Market, product: str, status: str) -> None:
    change = "UPDATE products SET status = $2, revision = revision + 1 WHERE id::text = $1"
    await fetch(market.database_url, change, product, status)


async def set_price(market: Market, variant: str, price: int) -> None:
    change = (
        "WITH priced AS (UPDATE variants SET price = $2 WHERE id::text = $1 RETURNING product_id)"
        " UPDATE products SET revision = revision + 1 FROM priced WHERE id = product_id"
    )
    await fetch(market.database_url, change, variant, price)


async def test_a_cart_tells_what_has_changed_since(market: Market, visit: Visit) -> None:
    buyer, dearer, fewer, gone = visit(market), *(market.goods(9) for _ in range(3))
    for goods in (dearer, fewer, gone):
        expect(await add(buyer, goods, 3))
    market.change(fewer, set=2)
    await set_price(market, dearer.variant_id, 700)
    await set_status(market, gone.product_id, "archived")
    try:
        shown = await cart(buyer)
        first, second, third = shown["items"]
        assert (first["changes"], first["price"], first["priceBefore"]) == (["price"], 700, PRICE)
        assert (second["changes"], second["available"]) == (["short"], 2)
        assert (third["changes"], third["price"]) == (["gone"], PRICE)
        assert third["product"]["onSale"] is False
        assert third["product"]["name"]
        assert shown["total"] == 3 * 700 + 3 * PRICE  # without what cannot be bought
        accepted = expect(await put(buyer, dearer, 3))
        assert accepted["items"][0]["changes"] == []
        refusal(await put(buyer, gone, 1), 404, "product-not-found")
        expect(await buyer.http.delete(f"/api/cart/items/{gone.variant_id}"))
        assert expect(await put(buyer, fewer, 2))["items"][1]["changes"] == []
    finally:
        await set_status(market, gone.product_id, "active")
        await set_price(market, dearer.variant_id, PRICE)


async def test_both_tabs_see_each_change(market: Market, visit: Visit) -> None:
    buyer, stranger, goods = await member(market, visit), visit(market), market.goods(9)
    async with CartWatcher(market.url, cookies(buyer)) as tab:
        assert await tab.subscribe() == {"ok": True}
        expect(await add(buyer, goods, 2))
        await tab.until(lambda: tab.pieces == 2)
        assert tab.known["cart"]["version"] == (await cart(buyer))["version"]
        expect(await add(stranger, goods, 5))
        expect(await put(buyer, goods, 3))
        await tab.until(lambda: tab.pieces == 3)
        expect(await buyer.http.delete("/api/cart"))
        await tab.until(lambda: tab.pieces == 0)
    async with CartWatcher(market.url, cookies(stranger)) as guest:  # a guest has one, too
        assert await guest.subscribe() == {"ok": True}
        await guest.until(lambda: guest.pieces == 5)


async def test_a_cart_is_kept_for_thirty_days_after_its_last_touch(
    market: Market, visit: Visit
) -> None:
    buyer, goods = await member(market, visit), market.goods(9)
    owner = f"user:{await user_of(buyer)}"
    expect(await add(buyer, goods, 2))
    await fetch(market.database_url, age, owner, 29, 23)
    assert lines(await cart(buyer)) == [(goods.variant_id, 2)]
    expect(await put(buyer, goods, 3))  # a touch: 30 days from here
    await fetch(market.database_url, age, owner, 29, 23)
    assert lines(await cart(buyer)) == [(goods.variant_id, 3)]
    await fetch(market.database_url, age, owner, 0, 2)
    assert lines(await cart(buyer)) == []
    assert lines(expect(await add(buyer, goods))) == [(goods.variant_id, 1)]


async def test_what_is_held_for_a_cart_is_no_loss_to_it(market: Market, visit: Visit) -> None:
    buyer, goods = visit(market), market.goods(3)
    expect(await add(buyer, goods, 2))
    asked = {"items": [goods.line(2)], "fromCart": True}
    held = expect(await buyer.post("/api/orders/reserve", asked))
    (line,) = (await cart(buyer))["items"]
    assert (line["available"], line["changes"]) == (3, [])
    expect(await put(buyer, goods, 3))
    refusal(await put(buyer, goods, 4), 409, "insufficient-stock")
    expect(await buyer.cancel(orderId=held["orderId"]))
    assert lines(await cart(buyer)) == [(goods.variant_id, 3)]


async def test_what_was_bought_leaves_the_cart_and_every_tab_sees_it(
    market: Market, visit: Visit
) -> None:
    buyer, goods, stays = visit(market), market.goods(3), market.goods(3)
    expect(await add(buyer, goods, 2))
    expect(await add(buyer, stays, 1))
    async with CartWatcher(market.url, cookies(buyer)) as tab:
        assert await tab.subscribe() == {"ok": True}
        await tab.until(lambda: tab.pieces == 3)
        asked = {"items": [goods.line(2)], "fromCart": True}
        held = expect(await buyer.post("/api/orders/reserve", asked))
        expect(await buyer.create(held, expect(await buyer.pay(held))))
        await tab.until(lambda: tab.pieces == 1)
    assert lines(await cart(buyer)) == [(stays.variant_id, 1)]


async def test_what_is_paid_by_hand_leaves_the_cart_when_that_is_chosen(
    market: Market, visit: Visit
) -> None:
    buyer, goods = visit(market), market.goods(3)
    expect(await add(buyer, goods, 2))
    asked = {"items": [goods.line(2)], "fromCart": True}
    held = expect(await buyer.post("/api/orders/reserve", asked))
    by_hand = {"reservationId": held["reservationId"], "provider": "manual"}
    expect(await buyer.post("/api/payments", by_hand))
    assert lines(await cart(buyer)) == []
