"""Carts by user and product, as specification B has them; and logging in."""

import asyncio
from uuid import uuid4

from tests.api.shop.carts import CartWatcher, add, cart, cookies, lines, put, user_of
from tests.api.shop.wallet_buyers import NOBODYS, Visit, member
from tests.support.market import Buyer, Market, expect, refusal
from tests.support.people import PASSWORD, add_person
from tests.support.postgres import fetch


async def test_an_owner_uses_it_by_product(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit), market.goods(9)
    base = f"/api/cart/{await user_of(buyer)}"
    assert expect(await buyer.get(base))["items"] == []
    asked = {"productId": goods.product_id, "quantity": 2}
    assert expect(await buyer.post(f"{base}/items", asked))["success"] is True
    line = f"{base}/items/{goods.product_id}"
    assert expect(await buyer.http.put(line, json={"quantity": 5}))["success"] is True
    shown = expect(await buyer.get(base))
    assert lines(shown) == lines(await cart(buyer)) == [(goods.variant_id, 5)]
    assert shown["itemsCount"] == 5
    for _ in range(2):
        assert expect(await buyer.http.delete(line))["items"] == []
    refusal(await buyer.http.put(line, json={"quantity": 5}), 404, "not-in-cart")
    expect(await buyer.post(f"{base}/items", asked))
    assert expect(await buyer.http.delete(base))["success"] is True
    assert (await cart(buyer))["items"] == []


async def test_which_variant_is_meant_is_asked_for(market: Market, visit: Visit) -> None:
    buyer, phone = await member(market, visit), market.phone(3)
    base = f"/api/cart/{await user_of(buyer)}"
    black, white = phone["Black", "128GB"], phone["White", "128GB"]
    problem = refusal(
        await buyer.post(f"{base}/items", {"productId": black.product_id}), 409, "variant-needed"
    )
    assert set(problem["choices"]) == {"color", "memory"}
    for goods in (black, white):
        expect(await buyer.post(f"{base}/items", goods.line()))
    line = f"{base}/items/{black.product_id}"
    problem = refusal(await buyer.http.put(line, json={"quantity": 2}), 409, "variant-needed")
    assert set(problem["variants"]) == {black.variant_id, white.variant_id}
    refusal(await buyer.http.delete(line), 409, "variant-needed")
    named = {"quantity": 2, "variantId": white.variant_id}
    assert expect(await buyer.http.put(line, json=named))["itemsCount"] == 3
    left = expect(await buyer.http.delete(line, params={"variantId": white.variant_id}))
    assert lines(left) == [(black.variant_id, 1)]
    assert lines(expect(await buyer.http.put(line, json={"quantity": 3}))) == [
        (black.variant_id, 3)
    ]


async def test_staff_help_with_it_and_the_audit_log_says_so(market: Market, visit: Visit) -> None:
    buyer, goods, staff = await member(market, visit), market.goods(9), market.staff
    user = await user_of(buyer)
    base, key = f"/api/cart/{user}", {"Idempotency-Key": str(uuid4())}
    for _ in range(2):
        asked = {"productId": goods.product_id, "quantity": 2}
        expect(staff.post(f"{base}/items", json=asked, headers=key))
    expect(staff.put(f"{base}/items/{goods.product_id}", json={"quantity": 3}))
    assert expect(staff.get(base))["items"] == (await cart(buyer))["items"]
    rows = await fetch(
        market.database_url,
        "SELECT actor, data->>$2 FROM audit_log WHERE action = 'cart.changed' AND subject = $1"
        " ORDER BY at",
        f"user:{user}", goods.variant_id,
    )  # fmt: skip
    assert [row[1] for row in rows] == ["[0, 2]", "[2, 3]"]
    assert all(row[0].startswith("user:") and row[0] != f"user:{user}" for row in rows)
    refusal(staff.get(f"/api/cart/{NOBODYS}"), 404, "user-not-found")


async def test_others_carts_are_as_unknown_as_nobodys(market: Market, visit: Visit) -> None:
    owner, other, goods = await member(market, visit), await member(market, visit), market.goods(9)
    expect(await add(owner, goods))
    for whose in (await user_of(owner), NOBODYS):
        base = f"/api/cart/{whose}"
        line = f"{base}/items/{goods.product_id}"
        answers = (
            await other.get(base),
            await other.post(f"{base}/items", goods.line()),
            await other.http.put(line, json={"quantity": 1}),
            await other.http.delete(line),
            await other.http.delete(base),
        )
        for answer in answers:
            refusal(answer, 404, "user-not-found")
        refusal(await visit(market).get(base), 401, "login-required")
    assert lines(await cart(owner)) == [(goods.variant_id, 1)]


# --- logging in -------------------------------------------------------------------------------


async def logged_in(market: Market, buyer: Buyer, email: str | None = None) -> str:
    if email is None:
        email = f"{uuid4().hex}@test.example"
        await asyncio.to_thread(add_person, market.database_url, email)
    expect(await buyer.post("/api/session/login", {"email": email, "password": PASSWORD}))
    return email


async def test_a_guests_cart_is_summed_into_the_users(market: Market, visit: Visit) -> None:
    guest, first = visit(market), visit(market)
    both, fresh, own = (market.goods(30) for _ in range(3))
    email = await logged_in(market, first)
    for buyer, goods, quantity in (
        (first, both, 3), (first, own, 1), (guest, both, 4), (guest, fresh, 2)
    ):  # fmt: skip
        expect(await add(buyer, goods, quantity))
    before = cookies(guest)
    async with CartWatcher(market.url, cookies(first)) as tab:
        assert await tab.subscribe() == {"ok": True}
        await tab.until(lambda: tab.pieces == 4)
        await logged_in(market, guest, email)
        await tab.until(lambda: tab.pieces == 10)  # told on the other device
    expected = {both.variant_id: 7, own.variant_id: 1, fresh.variant_id: 2}
    assert dict(lines(await cart(guest))) == dict(lines(await cart(first))) == expected
    again = visit(market)
    again.http.headers.update(before)
    assert lines(await cart(again)) == []  # the guest's is empty


async def test_a_sum_is_capped_at_what_a_buyer_may_hold(market: Market, visit: Visit) -> None:
    guest, first, goods = visit(market), visit(market), market.goods(99)
    email = await logged_in(market, first)
    expect(await add(first, goods, 15))
    expect(await add(guest, goods, 15))
    await logged_in(market, guest, email)
    assert lines(await cart(guest)) == [(goods.variant_id, 20)]
    expect(await put(first, goods, 50))  # without limits a buyer may; a sum never takes away
    again = visit(market)
    expect(await add(again, goods, 5))
    await logged_in(market, again, email)
    assert lines(await cart(first)) == [(goods.variant_id, 50)]


async def test_who_signs_up_keeps_the_cart(market: Market, visit: Visit) -> None:
    guest, goods = visit(market), market.goods(9)
    expect(await add(guest, goods, 2))
    person = {"name": "New", "email": f"{uuid4().hex}@test.example", "password": "long-enough-1"}
    expect(await guest.post("/api/signup", person), 201)
    assert lines(await cart(guest)) == [(goods.variant_id, 2)]
