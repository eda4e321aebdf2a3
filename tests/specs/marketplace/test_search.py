"""Product Service: searching, under the names of the specification."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from tests.api.staff.drafts import made
from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE

Visit = Callable[..., Buyer]


async def search(buyer: Buyer, query: str = "", **asked: Any) -> dict[str, Any]:
    return expect(await buyer.get("/api/products/search", query=query, **asked))


def ids(found: dict[str, Any]) -> list[str]:
    return [one["id"] for one in found["products"]]


@sentence("B", "Product Service", "GET /products/search: { query, category, minPrice, maxPrice,"
          " page = 1, limit = 20 } -> { products, total, page, limit }",
          at="GET /api/products/search")  # fmt: skip
@sentence("B", "Функциональные требования", "Поиск; Просмотр товаров с фильтрами",
          at="GET /api/products/search")  # fmt: skip
async def test_products_are_searched_by_the_names_of_the_specification(
    marketplace: Market, visit: Visit
) -> None:
    buyer = visit(marketplace)
    found = await search(buyer, "phone", category="phones", minPrice=1, maxPrice=100_000)
    assert found["total"] == 40
    assert (found["page"], found["limit"], len(found["products"])) == (1, 20, 20)
    second = await search(buyer, "phone", category="phones", page=2, limit=15)
    assert (second["page"], second["limit"], len(second["products"])) == (2, 15, 15)
    third = await search(buyer, "phone", category="phones", page=1, limit=15)
    assert not set(ids(second)) & set(ids(third))
    assert (await search(buyer, "phone", category="goods"))["total"] == 0
    one = found["products"][0]
    assert one["categoryName"] == "Phones"
    assert one["price"] and one["inStock"] in (True, False)


@sentence("B", "Product Service", "fields: ['name^3', 'description', 'tags'], fuzziness: 'AUTO'",
          at="GET /api/products/search")  # fmt: skip
async def test_a_typo_is_forgiven_and_what_fits_exactly_stands_first(
    marketplace: Market, visit: Visit
) -> None:
    buyer = visit(marketplace)
    exact = await search(buyer, "Phone 7")
    assert exact["products"][0]["name"] == "Phone 7"
    typo = await search(buyer, "phnoe 7")
    assert typo["products"][0]["name"] == "Phone 7"
    other_keyboard = await search(buyer, "зрщту 7")
    assert other_keyboard["products"][0]["name"] == "Phone 7"


@sentence("B", "Product Service", "fields: ['name^3', 'description', 'tags'], fuzziness: 'AUTO'",
          at="GET /api/products/search")  # fmt: skip
async def test_words_of_names_descriptions_and_tags_are_found_and_names_weigh_most(
    marketplace: Market, visit: Visit
) -> None:
    buyer, word = visit(marketplace), f"quibble{uuid4().hex[:6]}"
    by_name, by_text, by_tag = (
        made(marketplace.staff, **where)["id"]
        for where in (
            {"name": f"A {word}"},
            {"description": f"<p>Made for every {word}.</p>"},
            {"tags": [word]},
        )
    )

    async def found() -> bool:
        names = ids(await search(buyer, word))
        return names[:1] == [by_name] and set(names) == {by_name, by_text, by_tag}

    await eventually(found, PATIENCE, "all three are found, the name first")


@sentence("B", "Product Service", "range: { price: { gte: minPrice, lte: maxPrice } }",
          at="GET /api/products/search")  # fmt: skip
async def test_prices_bound_what_is_found(marketplace: Market, visit: Visit) -> None:
    buyer, goods = visit(marketplace), marketplace.goods()
    name = marketplace.product(goods.product_id)["product"]["name"]
    asked = {"products": [{"id": goods.product_id}], "price": {"by": "set", "value": 4711}}
    expect(marketplace.staff.post("/api/staff/products/bulk", json=asked))

    async def bounded() -> bool:  # each process that searches hears of it by itself
        found = [
            goods.product_id in ids(await search(buyer, name, **bounds))
            for bounds in ({"minPrice": 4711, "maxPrice": 4711}, {"maxPrice": 4710})
        ]
        return found == [True, False]

    await eventually(bounded, PATIENCE, "the price is known to the search")
    wrong = await buyer.get("/api/products/search", query=name, minPrice=2, maxPrice=1)
    refusal(wrong, 422, "invalid-request")


@sentence("B", "Product Service", "stock_quantity > 0: inStock", at="GET /api/products/search")
async def test_what_is_shown_as_left_is_left(marketplace: Market, visit: Visit) -> None:
    """Whatever the index says: the numbers are those of the moment."""
    buyer, goods = visit(marketplace), marketplace.goods(2)
    name = marketplace.product(goods.product_id)["product"]["name"]

    async def shown() -> tuple[bool, int]:
        found = (await search(buyer, name, limit=100))["products"]
        (one,) = [each for each in found if each["id"] == goods.product_id]
        return one["inStock"], one["stockQuantity"]

    assert await shown() == (True, 2)
    await buyer.buy(goods, quantity=2)
    assert await shown() == (False, 0)
    marketplace.change(goods, deposit=3)
    assert await shown() == (True, 3)


@sentence("B", "Product Service", "sort: [{ _score: 'desc' }, { sales_count: 'desc' }]",
          at="GET /api/products/search")  # fmt: skip
async def test_of_what_fits_alike_what_sells_best_stands_first(
    marketplace: Market, visit: Visit
) -> None:
    buyer, phone = visit(marketplace), marketplace.phone(9)["Black", "128GB"]
    await buyer.buy(phone, quantity=7)

    async def first() -> bool:
        return ids(await search(buyer, "phone"))[0] == phone.product_id

    await eventually(first, PATIENCE, "sales are known to the search")


@sentence("B", "Product Service", "bool: { must: [], filter: [] }", at="GET /api/products/search")
async def test_what_cannot_be_asked_is_refused_and_nothing_is_found_by_nothing(
    marketplace: Market, visit: Visit
) -> None:
    buyer = visit(marketplace)
    assert (await search(buyer, "zzqqxx"))["total"] == 0
    assert (await search(buyer))["total"] >= 300
    path = "/api/products/search"
    for asked, code in (
        ({"category": "nowhere"}, "filter-unknown"),
        ({"page": 502}, "page-too-far"),
        ({"limit": 0}, "invalid-request"),
        ({"minPrice": "cheap"}, "invalid-request"),
    ):
        refusal(await buyer.get(path, query="phone", **asked), 422, code)
