"""Reviews over HTTP: buyers write them, everybody reads them, staff let them stand or hide them."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.shop.wallet_buyers import NOBODYS, Visit, member
from tests.support.market import Buyer, Goods, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch

STAFF_PATH = "/api/staff/reviews"


def path(goods: Goods, what: str = "review") -> str:
    return f"/api/products/{goods.product_id}/{what}"


async def put(buyer: Buyer, goods: Goods, rating: object, text: object = "") -> httpx.Response:
    return await buyer.http.put(path(goods), json={"rating": rating, "text": text})


async def own(buyer: Buyer, goods: Goods) -> dict[str, Any]:
    return expect(await buyer.get(path(goods)))


async def listed(buyer: Buyer, goods: Goods, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = expect(await buyer.get(path(goods, "reviews"), **query))[
        "reviews"
    ]
    return found


async def owner_of(market: Market, visit: Visit, goods: Goods) -> Buyer:
    """Somebody new, who has it."""
    buyer = await member(market, visit)
    await buyer.buy(goods)
    return buyer


def moderate(market: Market, action: str, *reviews: Any, **more: Any) -> httpx.Response:
    named = [{"id": one["id"], "version": one["version"]} for one in reviews]
    return market.staff.post(STAFF_PATH, json={"action": action, "reviews": named} | more)


def of_product(market: Market, goods: Goods, **query: Any) -> list[dict[str, Any]]:
    asked = {"productId": goods.product_id} | query
    found: list[dict[str, Any]] = expect(market.staff.get(STAFF_PATH, params=asked))["reviews"]
    return found


def rating(market: Market, goods: Goods) -> tuple[float, int, list[int]]:
    found = market.product(goods.product_id)["product"]
    return found["rating"], found["reviewsCount"], found["starCounts"]


async def test_a_buyer_s_review_shows_at_once_and_counts(market: Market, visit: Visit) -> None:
    goods, guest = market.goods(9), visit(market)
    assert (rating(market, goods), await listed(guest, goods)) == ((0.0, 0, [0] * 5), [])
    nothing = {"review": None, "mayReply": False}
    assert await own(guest, goods) == nothing | {"mayWrite": False, "whyNot": "login"}
    refusal(await put(guest, goods, 5), 401, "login-required")
    buyer, other = await member(market, visit), await owner_of(market, visit, goods)
    assert (await own(buyer, goods))["whyNot"] == "not-bought"
    problem = refusal(await put(buyer, goods, 5), 403, "not-bought")
    assert problem["detail"] == "You can review this product once you have bought it."
    await buyer.buy(goods)
    assert await own(buyer, goods) == nothing | {"mayWrite": True, "whyNot": None}

    said = expect(await put(buyer, goods, 4, " Warm.\r\nLight. "))["review"]
    assert (said["rating"], said["text"], said["editedAt"]) == (4, "Warm.\nLight.", None)
    expect(await put(other, goods, 5))
    shown = await listed(guest, goods)
    assert [(one["rating"], one["bought"]) for one in shown] == [(5, True), (4, True)]
    assert rating(market, goods) == (4.5, 2, [0, 0, 0, 1, 1])
    assert market.product(goods.product_id)["product"]["reviews"] == shown
    name = expect(await buyer.get("/api/session"))["user"]["name"]
    assert (shown[1]["username"], shown[1]["text"]) == (name, "Warm.\nLight.")

    for _ in range(2):  # the last stands; repeating it changes nothing
        said = expect(await put(buyer, goods, 1, "It broke."))["review"]
    assert said["editedAt"] is not None
    assert rating(market, goods) == (3.0, 2, [1, 0, 0, 0, 1])
    newest = market.product(goods.product_id)["product"]["reviews"]
    assert [one["text"] for one in newest] == ["", "It broke."]
    named = {"q": market.product(goods.product_id)["product"]["name"], "sort": "name"}
    card = expect(await guest.get("/api/products", **named))["products"][0]
    assert (card["id"], card["rating"], card["reviewsCount"]) == (goods.product_id, 3.0, 2)
    for _ in range(2):
        assert expect(await buyer.http.delete(path(goods)))["review"] is None
    assert rating(market, goods) == (5.0, 1, [0, 0, 0, 0, 1])


async def test_the_search_goes_by_the_stars_that_show(market: Market, visit: Visit) -> None:
    goods, buyer = market.goods(1), await member(market, visit)
    asked = {"query": market.product(goods.product_id)["product"]["name"], "rating": 5}
    await buyer.buy(goods)

    async def finds() -> bool:
        found = expect(await buyer.get("/api/products/search", **asked))["products"]
        return any(one["id"] == goods.product_id for one in found)

    async def finds_no_more() -> bool:
        return not await finds()

    assert not await finds()
    expect(await put(buyer, goods, 5))
    await eventually(finds, PATIENCE, "the search finds it by its stars")
    said = of_product(market, goods)
    expect(moderate(market, "hide", *said, reason="Not about the product."))
    await eventually(finds_no_more, PATIENCE, "what is hidden does not count")


async def test_who_gave_it_back_writes_no_more_and_what_was_written_says_so(
    market: Market, visit: Visit
) -> None:
    goods, buyer = market.goods(1), await member(market, visit)
    reservation = await buyer.buy(goods)
    expect(await put(buyer, goods, 2, "Too small."))
    expect(await buyer.cancel(orderId=reservation["orderId"]))
    assert [(one["text"], one["bought"]) for one in await listed(buyer, goods)] == [
        ("Too small.", False)
    ]
    refusal(await put(buyer, goods, 5), 403, "not-bought")
    kept = await own(buyer, goods)
    assert (kept["review"]["text"], kept["mayWrite"], kept["whyNot"]) == (
        "Too small.", False, "not-bought",
    )  # fmt: skip
    assert rating(market, goods)[:2] == (2.0, 1)
    expect(await buyer.http.delete(path(goods)))
    assert rating(market, goods)[:2] == (0.0, 0)


async def test_a_typed_id_that_bought_reviews_under_its_id(market: Market, visit: Visit) -> None:
    goods, handle = market.goods(1), f"reader-{uuid4().hex[:8]}"
    buyer = Buyer(market.url, {"x-user-id": handle})
    async with buyer.http:
        await buyer.buy(goods)
        expect(await put(buyer, goods, 5, "Мне подошло 👍"))
    assert [(one["username"], one["text"]) for one in await listed(visit(market), goods)] == [
        (handle, "Мне подошло 👍")
    ]


async def test_without_a_name_no_address_is_told(market: Market, visit: Visit) -> None:
    goods = market.goods(1)
    buyer = await owner_of(market, visit, goods)
    user = expect(await buyer.get("/api/session"))["user"]
    await fetch(market.database_url, "UPDATE users SET name = '' WHERE id::text = $1", user["id"])
    expect(await put(buyer, goods, 5))
    assert [one["username"] for one in await listed(buyer, goods)] == [f"{user['email'][0]}***"]


async def test_pages_lead_through_all_of_them_in_each_order(market: Market, visit: Visit) -> None:
    goods, guest = market.goods(0), visit(market)
    fill = """
    WITH made AS (
        INSERT INTO reviews (id, subject, subject_id, author, stars, text, created_at)
        SELECT gen_random_uuid(), 'product', $1::uuid, gen_random_uuid(), n * 7 % 5 + 1, n::text,
               now() - make_interval(mins => n % 9)
        FROM generate_series(1, 25) n RETURNING stars)
    UPDATE product_counts SET reviews_version = 1, stars = ARRAY(
        SELECT (SELECT count(*) FROM made WHERE made.stars = s)
        FROM generate_series(1, 5) s ORDER BY s)
    WHERE product_id = $1::uuid
    """
    await fetch(market.database_url, fill, goods.product_id)
    newest = await listed(guest, goods, limit=100)
    assert len(newest) == 25
    orders = {
        "new": newest,
        "highest": sorted(newest, key=lambda one: -one["rating"]),
        "lowest": sorted(newest, key=lambda one: one["rating"]),
    }
    for sort, expected in orders.items():
        for stars in (None, 3):
            asked = {"sort": sort, "limit": 4} | ({"rating": stars} if stars else {})
            seen: list[dict[str, Any]] = []
            cursor: str | None = ""
            while cursor is not None:
                more = {"cursor": cursor} if cursor else {}
                page = expect(await guest.get(path(goods, "reviews"), **asked, **more))
                seen, cursor = seen + page["reviews"], page["nextCursor"]
            assert seen == [one for one in expected if stars in (None, one["rating"])], asked
    first = expect(await guest.get(path(goods, "reviews"), sort="lowest", limit=4))
    for query in ({"sort": "new"}, {"sort": "lowest", "rating": 5}):
        wrong = await guest.get(path(goods, "reviews"), cursor=first["nextCursor"], **query)
        refusal(wrong, 400, "bad-cursor")


async def test_staff_hide_with_a_reason_and_show_again(market: Market, visit: Visit) -> None:
    goods = market.goods(9)
    rude, kind = await owner_of(market, visit, goods), await owner_of(market, visit, goods)
    expect(await put(rude, goods, 1, "You fools"))
    expect(await put(kind, goods, 5, "Lovely"))
    lovely, fools = of_product(market, goods, status="new")
    assert (fools["text"], fools["new"], fools["hidden"], fools["author"]["kind"]) == (
        "You fools", True, False, "user",
    )  # fmt: skip
    assert fools["name"].startswith("Plain")
    assert of_product(market, goods, rating=5) == [lovely]
    assert of_product(market, goods, authorId=fools["author"]["userId"]) == [fools]

    refusal(moderate(market, "hide", fools), 422, "invalid-request")
    done = expect(moderate(market, "hide", fools, reason="Be polite"))
    assert (done["changed"], done["reviews"][0]["hiddenReason"]) == ([], "Be polite")
    expect(moderate(market, "show", lovely))
    assert of_product(market, goods, status="new") == []
    assert [one["id"] for one in of_product(market, goods, status="hidden")] == [fools["id"]]
    assert [one["id"] for one in of_product(market, goods, status="shown")] == [lovely["id"]]
    assert rating(market, goods) == (5.0, 1, [0, 0, 0, 0, 1])
    assert [one["text"] for one in await listed(rude, goods)] == ["Lovely"]
    mine = (await own(rude, goods))["review"]
    assert (mine["hidden"], mine["hiddenReason"]) == (True, "Be polite")

    expect(await put(rude, goods, 2, "It broke, sadly"))  # hidden still, and to be looked at
    assert rating(market, goods)[1] == 1
    late = expect(moderate(market, "show", fools))  # of what it said before
    assert late["changed"] == [fools["id"]]
    assert rating(market, goods)[1] == 1
    (again,) = of_product(market, goods, status="new")
    assert (again["text"], again["version"]) == ("It broke, sadly", 2)
    expect(moderate(market, "show", again, lovely))
    assert rating(market, goods) == (3.5, 2, [0, 1, 0, 0, 1])
    expect(await rude.http.delete(path(goods)))
    refusal(
        moderate(market, "hide", {"id": str(uuid4()), "version": 1}, reason="x"),
        404,
        "review-not-found",
    )
    assert expect(moderate(market, "hide", again, reason="x"))["changed"] == [again["id"]]


async def test_customers_do_not_moderate(market: Market, visit: Visit) -> None:
    buyer = await member(market, visit)
    refusal(await buyer.get(STAFF_PATH), 403, "forbidden")
    asked = {"action": "show", "reviews": [{"id": NOBODYS, "version": 1}]}
    refusal(await buyer.post(STAFF_PATH, asked), 403, "forbidden")
    refusal(await visit(market).post(STAFF_PATH, asked), 401, "login-required")


async def test_two_tabs_at_once_make_one_review(market: Market, visit: Visit) -> None:
    goods = market.goods(1)
    buyer = await owner_of(market, visit, goods)
    answers = await asyncio.gather(*(put(buyer, goods, n % 5 + 1, str(n)) for n in range(10)))
    assert {answer.status_code for answer in answers} == {200}
    (one,) = await listed(buyer, goods)
    assert rating(market, goods)[:2] == (one["rating"], 1)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "rating"),
        ({"rating": 0}, "rating"),
        ({"rating": 6}, "rating"),
        ({"rating": 4.5}, "rating"),
        ({"rating": "5"}, "rating"),
        ({"rating": True}, "rating"),
        ({"rating": 5, "text": "x" * 4001}, "text"),
        ({"rating": 5, "text": None}, "text"),
        ({"rating": 5, "text": ["x"]}, "text"),
    ],
)
async def test_what_is_no_review_is_refused_by_its_field(
    market: Market, visit: Visit, body: dict[str, Any], field: str
) -> None:
    buyer = await member(market, visit)
    answer = await buyer.http.put(f"/api/products/{NOBODYS}/review", json=body)
    assert refusal(answer, 422, "invalid-request")["errors"][0]["field"] == field


async def test_hostile_texts_are_kept_as_text(market: Market, visit: Visit) -> None:
    goods = market.goods(1)
    buyer = await owner_of(market, visit, goods)
    for said, kept in (
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("'; DROP TABLE reviews; --", "'; DROP TABLE reviews; --"),
        ("a" + "\u0336" * 3000, "a" + "\u0336" * 4),
        ("{name} %s {{7*7}}", "{name} %s {{7*7}}"),
    ):
        assert expect(await put(buyer, goods, 3, said))["review"]["text"] == kept
        assert [one["text"] for one in await listed(buyer, goods)] == [kept]
    nul = await buyer.http.put(
        path(goods),
        content=b'{"rating":5,"text":"a\\u0000b"}',
        headers={"content-type": "application/json"},
    )
    assert nul.status_code == 422
    lone = await buyer.http.put(
        path(goods),
        content=b'{"rating":5,"text":"\\ud800"}',
        headers={"content-type": "application/json"},
    )
    assert lone.status_code in (400, 422)
    refusal(
        await buyer.http.put(f"/api/products/{NOBODYS}/review", json={"rating": 5}),
        404,
        "product-not-found",
    )
    refusal(await buyer.get("/api/products/no-such/reviews"), 404, "product-not-found")
