"""The tree of categories, and products in it."""

from typing import Any

import httpx
import pytest

from tests.support.command import holdfast
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.postgres import execute
from tests.support.server import until


@pytest.fixture(scope="module", autouse=True)
def goods(shop_database_url: str) -> None:
    """The demo goods, in the module's shop."""
    assert holdfast("seed", "--demo", "--database-url", shop_database_url).returncode == 0


def tree(client: httpx.Client, **asked: Any) -> dict[str, dict[str, Any]]:
    found = expect(client.get("/api/categories", params=asked))["categories"]
    return {one["slug"]: one for one in found}


def test_the_demo_shops_shelves_are_its_roots(client: httpx.Client) -> None:
    found = tree(client, locale="ru")
    assert found["smartphones"]["name"] == "Смартфоны"
    assert {one["depth"] for one in found.values()} == {1}
    assert tree(client)["smartphones"]["name"] == "Smartphones"


def test_the_tree_is_asked_for_again_only_when_it_changed(client: httpx.Client) -> None:
    first = client.get("/api/categories")
    same = client.get("/api/categories", headers={"if-none-match": first.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert client.get("/api/categories", params={"depth": 7}).status_code == 422


def test_a_product_says_its_category_by_id_name_and_path(client: httpx.Client) -> None:
    phones = tree(client)["smartphones"]
    answer = expect(client.get("/api/products/iphone-15-pro-max", params={"locale": "ko"}))
    product = answer["product"]
    assert product["categoryId"] == phones["id"]
    assert product["category"] == product["categoryName"] == "스마트폰"
    assert product["categoryPath"] == [
        {"id": phones["id"], "slug": "smartphones", "name": "스마트폰"}
    ]
    assert (product["sellerId"], product["sellerName"]) == (None, None)
    assert product["discountPrice"] is None
    size = next(one for one in product["attributes"] if one["code"] == "screen-size")
    assert size == {"code": "screen-size", "name": "화면 크기", "value": 6.7, "unit": "″"}


def test_a_list_is_filtered_by_a_categorys_id_slug_or_name(client: httpx.Client) -> None:
    phones = tree(client)["smartphones"]
    found = [
        expect(client.get("/api/products", params={"category": word, "limit": 100}))["products"]
        for word in (phones["id"], "smartphones", "Smartphones")
    ]
    assert found[0]
    assert found[0] == found[1] == found[2]
    nowhere = expect(client.get("/api/products", params={"category": "nowhere"}))
    assert nowhere["products"] == []
    assert "Smartphones" in nowhere["categories"]


def test_a_search_finds_by_the_words_of_product_and_category_together(
    client: httpx.Client,
) -> None:
    def found_there() -> list[dict[str, Any]]:
        answer = expect(client.get("/api/products", params={"q": "apple смартфоны"}))
        products: list[dict[str, Any]] = answer["products"]
        return products

    until(lambda: bool(found_there()), PATIENCE, "the search has read the goods")
    found = found_there()
    assert {one["vendor"] for one in found} == {"Apple"}
    assert {one["category"] for one in found} == {"Smartphones"}


async def test_a_handle_of_before_leads_to_the_one_of_now(
    shop_database_url: str, client: httpx.Client
) -> None:
    product = expect(client.get("/api/products/iphone-15"))["product"]
    await execute(
        shop_database_url,
        f"INSERT INTO product_slugs VALUES ('iphone-fifteen', '{product['id']}')",
    )
    moved = client.get("/api/products/iphone-fifteen", params={"locale": "ru"})
    assert moved.status_code == 301
    assert moved.headers["location"] == "/api/products/iphone-15?locale=ru"
    taken = "DELETE FROM product_slugs WHERE slug = 'iphone-fifteen'"
    await execute(shop_database_url, taken)
    assert client.get("/api/products/iphone-fifteen").status_code == 404


def test_a_category_is_paged_by_cursor_and_by_number(client: httpx.Client) -> None:
    path = "/api/products/category/smartphones"
    whole = expect(client.get(path, params={"sort": "price_asc", "limit": 100}))
    prices = [one["price"] for one in whole["products"]]
    assert prices == sorted(prices)
    assert (whole["page"], whole["limit"], whole["nextCursor"]) == (1, 100, None)
    assert whole["category"]["name"] == "Smartphones"
    first = expect(client.get(path, params={"sort": "price_asc", "limit": 2}))
    behind = expect(
        client.get(path, params={"sort": "price_asc", "limit": 2, "cursor": first["nextCursor"]})
    )
    second = expect(client.get(path, params={"sort": "price_asc", "limit": 2, "page": 2}))
    assert behind["products"] == second["products"] == whole["products"][2:4]
    assert (behind["page"], second["page"]) == (None, 2)


@pytest.mark.parametrize("sort", ["popular", "rating", "new", "price_desc"])
def test_every_order_has_all_of_it(client: httpx.Client, sort: str) -> None:
    path = "/api/products/category/smartphones"
    found = [
        {one["handle"] for one in expect(client.get(path, params=asked))["products"]}
        for asked in ({"sort": sort, "limit": "100"}, {"sort": "price_asc", "limit": "100"})
    ]
    assert found[0] == found[1] != set()


def test_a_page_far_behind_is_asked_for_by_cursor(client: httpx.Client) -> None:
    path = "/api/products/category/smartphones"
    assert expect(client.get(path, params={"page": 101, "limit": 100}))["products"] == []
    refusal(client.get(path, params={"page": 102, "limit": 100}), 422, "page-too-far")
    cursor = expect(client.get(path, params={"limit": 1}))["nextCursor"]
    both = {"page": 2, "cursor": cursor, "limit": 1}
    refusal(client.get(path, params=both), 422, "page-too-far")
    refusal(client.get(path, params={"cursor": "nothing"}), 400, "bad-cursor")
    refusal(client.get(path, params={"cursor": cursor, "sort": "new"}), 400, "bad-cursor")
    refusal(client.get(path, params={"sort": "name"}), 422, "invalid-request")
    refusal(client.get("/api/products/category/nowhere"), 404, "category-not-found")
