"""The search over HTTP: what is found, narrowed, refused; and that it follows the shop."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.api.staff.drafts import made, put
from tests.support.command import holdfast
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.postgres import execute, run
from tests.support.server import ServerProcess, until

Json = dict[str, Any]
SEARCH, SUGGEST = "/api/products/search", "/api/products/suggest"
SOON = 2.0
"""Seconds that the search may be behind."""


@pytest.fixture(scope="module", autouse=True)
def goods(shop_database_url: str) -> None:
    """The demo goods, in the module's shop."""
    assert holdfast("seed", "--demo", "--database-url", shop_database_url).returncode == 0


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


def search(client: httpx.Client, query: str = "", **asked: Any) -> Json:
    return expect(client.get(SEARCH, params={"query": query} | asked))


@pytest.fixture(autouse=True)
def read(client: httpx.Client) -> None:
    """A server that has just started may be a moment behind what lay there before. What there is
    of a product is counted as well: it may be read before its variants are. The words of repairs
    are read more seldom than the index (``WORDS_SHARE``)."""

    def all_of_them() -> bool:
        found = search(client)
        counted = found["total"] >= 34 and found["facets"]["inStock"] >= 33
        return bool(counted and search(client, "macbok")["total"])

    until(all_of_them, PATIENCE, "the search has read the goods")


def handles(found: Json) -> list[str]:
    return [one["handle"] for one in found["products"]]


def soon(true: Callable[[], bool], what: str) -> float:
    """Until it comes true; the seconds that took."""
    began = time.monotonic()
    until(true, PATIENCE, what)
    return time.monotonic() - began


def test_what_costs_less_than_it_did_is_found_alone(
    client: httpx.Client, staff: httpx.Client
) -> None:
    every = search(client)
    less = search(client, reduced=True)
    assert {"kindle-paperwhite", "airpods-pro-2"} <= {*handles(less)}, "by a discount; than before"
    assert "dualsense" not in handles(less)
    assert less["total"] == every["facets"]["reduced"] == less["facets"]["reduced"]
    assert less["total"] < every["total"]


def test_what_is_found_says_what_was_looked_for(client: httpx.Client) -> None:
    exact = search(client, "macbook")
    assert handles(exact)[:2] in (
        ["macbook-air-13", "macbook-pro-14"],
        ["macbook-pro-14", "macbook-air-13"],
    )
    assert (exact["didYouMean"], exact["repaired"], exact["partly"]) == (None, False, False)
    assert exact["total"] == len(exact["products"])
    assert set(exact["stock"]) == {one["id"] for one in exact["products"]}
    name = exact["highlights"][exact["products"][0]["id"]]["name"]
    assert name[0] == {"text": "MacBook", "found": True}
    for typed in ("macbok", "ьфсищщл"):
        repaired = search(client, typed)
        assert handles(repaired) == handles(exact)
        assert (repaired["didYouMean"], repaired["repaired"]) == ("macbook", True)
    russian = search(client, "наушинки", locale="ru")
    assert russian["didYouMean"] == "наушники"
    assert {one["category"] for one in russian["products"]} == {"Наушники и колонки"}
    korean = search(client, "노트북", locale="ko", category="laptops")
    assert {one["category"] for one in korean["products"]} == {"노트북"}
    assert search(client, "headphones zzzzqq")["partly"]


def test_it_is_narrowed_by_what_it_counts(client: httpx.Client) -> None:
    everything = search(client, limit=100)
    facets = everything["facets"]
    assert everything["total"] == len(everything["products"]) == 34
    phones = next(one for one in facets["categories"] if one["slug"] == "smartphones")
    assert search(client, category="smartphones")["total"] == phones["count"]
    colour = next(one for one in facets["attributes"] if one["code"] == "color")
    for value in colour["values"][:2]:
        found = search(client, attributes=f"color:{value['value']}", limit=100)
        assert found["total"] == value["count"]
        assert next(
            one for one in found["facets"]["attributes"] if one["code"] == "color"
        )["values"][0]["count"] == colour["values"][0]["count"]  # fmt: skip
    both = [f"color:{value['value']}" for value in colour["values"][:2]]
    assert search(client, attributes=both)["total"] > colour["values"][0]["count"]
    low, high = facets["price"]["min"] + 1, facets["price"]["max"] - 1
    priced = search(client, minPrice=low, maxPrice=high, limit=100, sort="price_asc")
    prices = [one["discountPrice"] or one["price"] for one in priced["products"]]
    assert prices == sorted(prices)
    assert low <= prices[0] <= prices[-1] <= high
    assert 0 < priced["total"] == len(prices) < 34
    assert search(client, inStock=True)["total"] == facets["inStock"] == 33


def test_options_are_named_in_the_visitors_language(client: httpx.Client) -> None:
    def colours(locale: str) -> dict[str, str]:
        facets = search(client, "macbook", locale=locale)["facets"]["attributes"]
        colour = next(one for one in facets if one["code"] == "color")
        return {value["value"]: value["name"] for value in colour["values"]}

    plain = colours("en")
    assert plain == {value: value for value in plain}
    assert {"Midnight": "Тёмная ночь"}.items() <= colours("ru").items()
    assert {"Midnight": "미드나이트"}.items() <= colours("ko").items()
    assert search(client, "macbook", locale="ru", attributes="color:Midnight")["total"] == 1
    unknown = search(client, locale="ru", attributes="color:Ultraviolet")["facets"]["attributes"]
    chosen = [one for facet in unknown for one in facet["values"] if one["chosen"]]
    assert [(one["name"], one["count"]) for one in chosen] == [("Ultraviolet", 0)]


def test_pages_by_number_and_by_cursor_are_the_same(client: httpx.Client) -> None:
    whole = handles(search(client, "apple", limit=100))
    by_number = [
        one for page in (1, 2, 3) for one in handles(search(client, "apple", limit=3, page=page))
    ]
    by_cursor: list[str] = []
    page = search(client, "apple", limit=3)
    while True:
        by_cursor += handles(page)
        if page["nextCursor"] is None:
            break
        page = search(client, "apple", limit=3, cursor=page["nextCursor"])
    assert by_cursor == whole
    assert by_number == whole[:9]
    listed = expect(client.get("/api/products", params={"q": "apple", "limit": 100}))
    assert handles(listed) == whole
    assert "Smartphones" in listed["categories"]


@pytest.mark.parametrize(
    ("asked", "status", "code", "field"),
    [
        ({"category": "nowhere"}, 422, "filter-unknown", "category"),
        ({"seller": "nobody"}, 422, "filter-unknown", "seller"),
        ({"attributes": "taste:sour"}, 422, "filter-unknown", "attributes"),
        ({"attributes": "taste"}, 422, "invalid-request", "attributes"),
        ({"attributes": ["color:Black"] * 51}, 422, "invalid-request", "attributes"),
        ({"colour": "black"}, 422, "unknown-field", "colour"),
        ({"minPrice": 2, "maxPrice": 1}, 422, "invalid-request", "minPrice"),
        ({"minPrice": "cheap"}, 422, "invalid-request", "minPrice"),
        ({"rating": 6}, 422, "invalid-request", "rating"),
        ({"sort": "cheapest"}, 422, "invalid-request", "sort"),
        ({"page": 502}, 422, "page-too-far", "page"),
        ({"limit": 101}, 422, "invalid-request", "limit"),
        ({"cursor": "nothing-of-ours"}, 400, "bad-cursor", "cursor"),
        ({"query": "word " * 10_000}, 422, "invalid-request", "query"),
        ({"query": "a\0b"}, 422, "invalid-request", None),
    ],
)
def test_what_makes_no_sense_is_refused(
    client: httpx.Client, asked: Json, status: int, code: str, field: str | None
) -> None:
    answer = client.get(SEARCH, params=asked)
    if answer.status_code in (400, 414) and len(str(asked)) > 10_000:
        return  # longer than a request may be at all
    problem = refusal(answer, status, code)
    named = {problem.get("field"), *(one["field"] for one in problem.get("errors", ()))}
    assert field is None or field in named, problem


def test_any_words_are_answered(client: httpx.Client) -> None:
    for typed in ("\u202e💥\ufffe", "') & :*! AND OR", "%", "ﷺ" * 20, "e\u0301" * 60, "  "):
        assert search(client, typed)["total"] >= 0
    cursor = search(client, "apple", limit=1)["nextCursor"]
    refusal(client.get(SEARCH, params={"query": "sony", "cursor": cursor}), 400, "bad-cursor")


def test_suggestions_while_it_is_typed(client: httpx.Client) -> None:
    found = expect(client.get(SUGGEST, params={"query": "hea"}))
    assert found["queries"][0] == "headphones"
    assert [one["slug"] for one in found["categories"]] == ["headphones-and-speakers"]
    assert found["products"]
    nothing = expect(client.get(SUGGEST))
    assert (nothing["queries"], nothing["products"]) == ([], [])


def test_it_follows_the_shop_within_two_seconds(staff: httpx.Client, client: httpx.Client) -> None:
    """Of five changes one at least: another's load on this machine may delay any of them."""
    product = made(staff, name="Quokka lamp", tags=["marsupial"])
    took = [soon(lambda: search(client, "quokka")["total"] == 1, "a new product is found")]
    found = search(client, "marsupial", inStock=True)
    assert [one["id"] for one in found["products"]] == [product["id"]]
    # Its last pieces are held by somebody: exact at once in what is shown, soon in what is counted.
    variant = product["variants"][0]["id"]
    line = {"productId": product["id"], "variantId": variant, "quantity": 3}
    answer = client.post("/api/orders/reserve", json={"items": [line]})
    assert answer.is_success, answer.text
    assert search(client, "quokka")["stock"][product["id"]] == 0
    gone = search(client, "quokka", inStock=True)
    assert (gone["products"], gone["total"]) == ([], 0)
    took.append(
        soon(lambda: search(client, "quokka")["facets"]["inStock"] == 0, "what is held is not free")
    )
    renamed = expect(put(staff, product, name="Wombat lamp"))["product"]
    took.append(soon(lambda: search(client, "wombat")["total"] == 1, "a new name is found"))
    dearer = [one | {"price": 99_000} for one in renamed["variants"]]
    expect(put(staff, renamed, variants=_variants(dearer)))
    took.append(
        soon(lambda: search(client, "wombat", minPrice=90_000)["total"] == 1, "a new price counts")
    )
    bulk = {"products": [{"id": product["id"], "revision": _revision(staff, product)}]}
    expect(staff.post("/api/staff/products/bulk", json=bulk | {"status": "archived"}))
    assert search(client, "wombat")["products"] == []
    took.append(
        soon(
            lambda: search(client, "wombat", category="")["total"] == 0, "the archived one is gone"
        )
    )
    assert min(took) < SOON, took


def test_what_is_gone_hides_nothing_that_is_there(
    shop_database_url: str, staff: httpx.Client, client: httpx.Client
) -> None:
    for number in range(1, 5):
        made(staff, name=f"Numbat cup {number}")
    soon(lambda: search(client, "numbat")["total"] == 4, "all of them are found")
    # The index has not heard of it, and never will.
    gone = "UPDATE products SET status = 'archived', revision = revision + 1 WHERE name = "
    run(execute(shop_database_url, f"{gone}'Numbat cup 1'"))
    page = search(client, "numbat", sort="name", limit=2)
    names = [one["name"] for one in page["products"]]
    while page["nextCursor"] is not None:
        page = search(client, "numbat", sort="name", limit=2, cursor=page["nextCursor"])
        names += [one["name"] for one in page["products"]]
    assert names == [f"Numbat cup {number}" for number in (2, 3, 4)]


def _variants(rows: list[Json]) -> list[Json]:
    kept = ("id", "values", "price", "sku", "compareAtPrice", "discount", "weightGrams", "barcode")
    return [{word: one[word] for word in kept} for one in rows]


def _revision(staff: httpx.Client, product: Json) -> int:
    found = expect(staff.get(f"/api/staff/products/{product['id']}"))["product"]
    return int(found["revision"])
