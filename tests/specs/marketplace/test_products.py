"""Product Service: a product's page, categories, recommendations, and what is kept ready."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from tests.specs.sentences import sentence
from tests.support.market import PRICE, Buyer, Market, eventually, expect, refusal
from tests.support.member import Member
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch

Join = Callable[[], Awaitable[Member]]
Visit = Callable[..., Buyer]
NOBODYS = "0198c5b0-7a3e-7c3a-9d8f-2f6f0f6e8f12"
FORMATTED = {
    "id", "name", "description", "price", "discountPrice", "categoryId", "categoryName",
    "sellerId", "sellerName", "rating", "reviewsCount", "salesCount", "inStock", "stockQuantity",
}  # fmt: skip


async def category(buyer: Buyer, name: str, **query: Any) -> dict[str, Any]:
    listed = expect(await buyer.get("/api/categories"))["categories"]
    (wanted,) = [one["id"] for one in listed if one["name"] == name]
    return expect(await buyer.get(f"/api/products/category/{wanted}", **query))


@sentence("B", "Product Service", "formatProduct: id, name, description, price, discountPrice,"
          " categoryId, categoryName, sellerId, sellerName, rating, reviewsCount, salesCount,"
          " inStock, stockQuantity",
          at="GET /api/products/{id}")  # fmt: skip
@sentence("B", "Product Service", "res.status(404).json({ error: 'Product not found' })",
          at="GET /api/products/{id}")  # fmt: skip
@sentence("B", "Функциональные требования", "Детальная страница товара",
          at="GET /api/products/{id}")  # fmt: skip
async def test_a_product_is_told_flat_under_the_names_of_the_specification(
    marketplace: Market, visit: Visit
) -> None:
    buyer, goods = visit(marketplace), marketplace.goods(7)
    product = expect(await buyer.get(f"/api/products/{goods.product_id}"))["product"]
    assert product.keys() >= FORMATTED
    assert (product["id"], product["price"], product["discountPrice"]) == (
        goods.product_id, PRICE, None,
    )  # fmt: skip
    assert (product["name"][:5], product["description"]) == ("Plain", "<p>Plain</p>")
    assert (product["categoryName"], product["sellerId"], product["sellerName"]) == (
        "Goods", None, None,
    )  # fmt: skip
    assert (product["inStock"], product["stockQuantity"], product["salesCount"]) == (True, 7, 0)
    refusal(await buyer.get(f"/api/products/{NOBODYS}"), 404, "product-not-found")


@sentence("B", "Schema Design", "products: seller_id, category_id, name, description, price,"
          " discount_price, stock_quantity, reserved_quantity, sales_count, views_count, rating,"
          " reviews_count, status, created_at", at="ecommerce.products")  # fmt: skip
@sentence("B", "Product Service", "WHERE p.id = $1 AND p.status = 'active'",
          at="GET /api/products/{id}, GET /api/products/search")  # fmt: skip
async def test_a_product_that_is_not_active_is_a_row_and_on_no_page(
    marketplace: Market, visit: Visit
) -> None:
    buyer, name = visit(marketplace), f"Drawer{uuid4().hex[:8]}"
    asked = {"name": name, "status": "draft", "variants": [{"price": 1500, "stock": 2}]}
    made = expect(marketplace.staff.post("/api/staff/products", json=asked), 201)["product"]
    (row,) = await fetch(
        marketplace.database_url,
        "SELECT seller_id, category_id, name, description, price, discount_price, stock_quantity,"
        " reserved_quantity, sales_count, views_count, rating, reviews_count, status, created_at"
        f" FROM ecommerce.products WHERE id = '{made['id']}'",
    )
    assert (row["name"], row["status"], row["stock_quantity"]) == (name, "draft", 2)
    assert (str(row["price"]), row["discount_price"]) == ("15.00", None)
    assert (row["reserved_quantity"], row["sales_count"], row["views_count"]) == (0, 0, 0)
    refusal(await buyer.get(f"/api/products/{made['id']}"), 404, "product-not-found")
    assert expect(await buyer.get("/api/products/search", query=name))["products"] == []


@sentence("B", "Product Service", "Загружаем варианты (размеры, цвета); Загружаем изображения",
          at="GET /api/products/{id}")  # fmt: skip
async def test_a_page_has_its_variants_and_pictures(marketplace: Market, visit: Visit) -> None:
    phone = marketplace.phone(2)
    product_id = phone["Black", "128GB"].product_id
    page = expect(await visit(marketplace).get(f"/api/products/{product_id}"))["product"]
    assert {(one["options"]["color"], one["options"]["memory"]) for one in page["variants"]} == set(
        phone
    )
    assert [one["url"] for one in page["images"]] == ["https://pictures.example/goods.jpg"]


@sentence("B", "Product Service", "Кэшируем (1 hour)", at="GET /api/products/{id}")
@sentence("B", "Нефункциональные требования", "Strong consistency для inventory; Eventual"
          " consistency для product catalog", at="GET /api/products/{id}")  # fmt: skip
async def test_what_is_said_of_a_product_is_kept_and_its_stock_never(
    marketplace: Market, visit: Visit
) -> None:
    buyer, goods = visit(marketplace), marketplace.goods(5)
    path = f"/api/products/{goods.product_id}"
    first = await buyer.get(path)
    known = {"If-None-Match": first.headers["etag"]}
    assert (await buyer.http.get(path, headers=known)).status_code == 304
    marketplace.change(goods, withdraw=2)
    changed = await buyer.http.get(path, headers=known)
    assert expect(changed)["product"]["stockQuantity"] == 3
    await buyer.buy(goods)
    assert expect(await buyer.get(path))["product"]["stockQuantity"] == 2


@sentence("B", "Product Cache Warming", "Загружаем топ-1000 популярных товаров в cache",
          at="GET /api/products/{id}")  # fmt: skip
async def test_the_most_popular_are_at_hand_before_anybody_asks(
    marketplace: Market, visit: Visit
) -> None:
    """All of this shop's are among a thousand. Whoever changes a row by hand raises its revision;
    here that is left out at first, so what was kept shows that it was."""
    buyer = visit(marketplace)
    ((product_id, name),) = await fetch(
        marketplace.database_url, "SELECT id::text, name FROM products WHERE handle = 'plain-299'"
    )
    rename = "UPDATE products SET name = 'Renamed' WHERE id::text = $1"
    await fetch(marketplace.database_url, rename, product_id)
    path = f"/api/products/{product_id}"
    assert expect(await buyer.get(path))["product"]["name"] == name
    revise = "UPDATE products SET revision = revision + 1 WHERE id::text = $1"
    await fetch(marketplace.database_url, revise, product_id)
    assert expect(await buyer.get(path))["product"]["name"] == "Renamed"


@sentence("B", "Product Cache Warming", "ORDER BY sales_count DESC, views_count DESC",
          at="GET /api/products/popular")  # fmt: skip
@sentence("B", "Product Service", "sort = 'popular'", at="GET /api/products/category/{id}")
async def test_what_sells_best_stands_first(marketplace: Market, visit: Visit) -> None:
    buyer, best, looked_at = visit(marketplace), marketplace.goods(9), marketplace.goods(9)
    await buyer.buy(best, quantity=9)
    for _ in range(3):
        expect(await buyer.get(f"/api/products/{looked_at.product_id}"))

    async def counted() -> bool:
        popular = expect(await buyer.get("/api/products/popular", limit=100))["products"]
        ids = [one["id"] for one in popular]
        listed = (await category(buyer, "Goods"))["products"]
        return ids[0] == best.product_id == listed[0]["id"] and looked_at.product_id in ids[:30]

    await eventually(counted, PATIENCE, "sales and views are counted")


@sentence("B", "Product Service", "GET /products/category/:categoryId: { page = 1, limit = 20, sort"
          " = 'popular' } -> { products, page, limit }",
          at="GET /api/products/category/{id}")  # fmt: skip
async def test_a_category_is_told_by_pages(marketplace: Market, visit: Visit) -> None:
    buyer = visit(marketplace)
    first = await category(buyer, "Phones")
    assert (first["page"], first["limit"], len(first["products"])) == (1, 20, 20)
    assert first["products"][0].keys() >= FORMATTED
    second = await category(buyer, "Phones", page=2, limit=15)
    assert (second["page"], second["limit"]) == (2, 15)
    ids = {one["id"] for one in first["products"]} | {one["id"] for one in second["products"]}
    assert len(ids) == 30
    assert (await category(buyer, "Phones", page=9))["products"] == []
    unknown = await buyer.get(f"/api/products/category/{NOBODYS}")
    refusal(unknown, 404, "category-not-found")
    for wrong in ({"page": 0}, {"limit": 101}, {"sort": "best"}, {"page": "two"}):
        listed = expect(await buyer.get("/api/categories"))["categories"]
        path = f"/api/products/category/{listed[0]['id']}"
        refusal(await buyer.get(path, **wrong), 422, "invalid-request")


@sentence("B", "Product Service", "OFFSET (page - 1) * limit", at="GET /api/products/category/{id}")
async def test_what_is_far_behind_is_reached_by_cursor(marketplace: Market, visit: Visit) -> None:
    buyer = visit(marketplace)
    listed = expect(await buyer.get("/api/categories"))["categories"]
    (phones,) = [one["id"] for one in listed if one["name"] == "Phones"]
    path = f"/api/products/category/{phones}"
    refusal(await buyer.get(path, page=502, limit=20), 422, "page-too-far")
    by_cursor: list[str] = []
    following: dict[str, str] = {}
    while True:
        page = expect(await buyer.get(path, limit=7, sort="new", **following))
        by_cursor += [one["id"] for one in page["products"]]
        if page["nextCursor"] is None:
            break
        following = {"cursor": page["nextCursor"]}
    by_number = [
        one["id"]
        for number in range(1, 7)
        for one in (await category(buyer, "Phones", limit=7, page=number, sort="new"))["products"]
    ]
    assert len(by_cursor) == 40
    assert by_number == by_cursor


@sentence("B", "Product Service", "case 'price_asc', 'price_desc', 'popular', 'rating'; else"
          " created_at DESC", at="GET /api/products/category/{id}")  # fmt: skip
async def test_a_category_is_sorted_as_asked(marketplace: Market, visit: Visit) -> None:
    buyer, dear = visit(marketplace), marketplace.phone()["Black", "128GB"]
    dearer = (
        "WITH priced AS (UPDATE variants SET price = 900 WHERE product_id::text = $1)"
        " UPDATE products SET price = 900, revision = revision + 1 WHERE id::text = $1"
    )
    await fetch(marketplace.database_url, dearer, dear.product_id)
    down = (await category(buyer, "Phones", sort="price_desc"))["products"]
    assert (down[0]["id"], down[0]["price"]) == (dear.product_id, 900)
    up = (await category(buyer, "Phones", sort="price_asc", limit=100))["products"]
    assert up[-1]["id"] == dear.product_id
    assert [one["price"] for one in up] == sorted(one["price"] for one in up)
    newest = (await category(buyer, "Phones", sort="new"))["products"]
    made = [one["createdAt"] for one in newest]
    assert made == sorted(made, reverse=True)
    await fetch(
        marketplace.database_url,
        "UPDATE product_counts SET stars = '{0,0,0,0,99}' WHERE product_id::text = $1",
        dear.product_id,
    )
    best = (await category(buyer, "Phones", sort="rating"))["products"]
    assert (best[0]["id"], len(best)) == (dear.product_id, 20)


@sentence("B", "Product Service", "GET /products/:productId/recommendations: {"
          " frequentlyBoughtTogether, similar }",
          at="GET /api/products/{id}/recommendations")  # fmt: skip
async def test_what_goes_with_a_product_is_recommended(marketplace: Market, visit: Visit) -> None:
    buyer, one, other = visit(marketplace), marketplace.goods(9), marketplace.goods(9)
    path = f"/api/products/{one.product_id}/recommendations"
    for _ in range(2):
        await buyer.buy(one, other)

    async def together() -> bool:
        found = expect(await buyer.get(path))["recommendations"]
        pairs = found["frequentlyBoughtTogether"]
        return [(each["id"], each["frequency"]) for each in pairs] == [(other.product_id, 2)]

    await eventually(together, PATIENCE, "what is bought together is counted")
    similar = expect(await buyer.get(path))["recommendations"]["similar"]
    assert 0 < len(similar) <= 5
    assert one.product_id not in {each["id"] for each in similar}
    assert all(0.8 * PRICE <= each["price"] <= 1.2 * PRICE for each in similar)
    assert {each["categoryName"] for each in similar} == {"Goods"}
    nobodys = await buyer.get(f"/api/products/{NOBODYS}/recommendations")
    refusal(nobodys, 404, "product-not-found")
