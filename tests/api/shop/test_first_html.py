"""What a page says before any script of it runs, over HTTP: as a search engine asks for it."""

import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.api.staff.drafts import again, made, put
from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess

PAGES = ["/", "/cart", "/category/$slug", "/product/$handle"]
HOSTILE = "Mug</title><script>alert(1)</script> \"&'"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
GOOGLE = "{http://base.google.com/ns/1.0}"


@pytest.fixture(scope="module", autouse=True)
def web(shop: ServerProcess) -> None:
    folder = shop.data.parent / "web"
    folder.mkdir()
    (folder / "pages.json").write_text(json.dumps(PAGES))
    (folder / "index.html").write_text(
        '<!doctype html><html lang="en"><head><title>x</title></head><body></body></html>'
    )


@pytest.fixture(scope="module")
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        expect(opened.patch("/api/staff/settings", json={"currency": "EUR", "name": "Kiosk"}))
        yield opened


@pytest.fixture(scope="module")
def shirt(staff: httpx.Client) -> dict[str, Any]:
    """In two colours, one of them sold out; with a category, a maker and a barcode."""
    expect(staff.post("/api/staff/categories", json={"name": "Clothes"}), 201)
    tree = expect(staff.get("/api/staff/categories"))["categories"]
    product = made(
        staff,
        name=HOSTILE,
        vendor="Acme & Sons",
        categoryId=tree[0]["id"],
        description="<p>Warm,</p><p>and <b>soft</b>.</p>",
        images=[],
    )
    body = again(product)
    body["variants"][0] |= {
        "barcode": "4006381333931",
        "discount": {"price": 400, "begins": None, "ends": "2099-01-01T00:00:00Z"},
    }
    saved: dict[str, Any] = expect(put(staff, product, variants=body["variants"]))["product"]
    return saved


def things(html: str) -> dict[str, Any]:
    """schema.org's data, by type."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    return {one["@type"]: one for one in map(json.loads, found)}


def test_a_product_says_what_it_is_and_what_it_costs(
    client: httpx.Client, shop: ServerProcess, shirt: dict[str, Any]
) -> None:
    path = f"/product/{shirt['handle']}"
    page = client.get(path)
    assert page.status_code == 200 and "<script>alert" not in page.text
    assert page.headers["content-language"] == "en"
    assert "accept-language" in page.headers["vary"]
    assert f'<link rel="canonical" href="{shop.url}{path}">' in page.text
    assert '<meta name="description" content="Warm, and soft .">' in page.text
    data = things(page.text)
    product, offers = data["Product"], data["Product"]["offers"]
    assert (product["name"], product["brand"]["name"]) == (HOSTILE, "Acme & Sons")
    assert product["category"] == "Clothes"
    assert (offers["lowPrice"], offers["highPrice"], offers["priceCurrency"]) == (
        "4.00",
        "7.00",
        "EUR",
    )
    black, white = offers["offers"]
    assert black["availability"].endswith("InStock") and white["availability"].endswith(
        "OutOfStock"
    )
    assert (black["price"], black["gtin"]) == ("4.00", "4006381333931")
    assert black["priceValidUntil"].startswith("2099-01-01")
    steps = [one["item"] for one in data["BreadcrumbList"]["itemListElement"]]
    assert steps == [f"{shop.url}{one}" for one in ("/", "/category/clothes", path)]
    again_asked = client.get(path, headers={"If-None-Match": page.headers["etag"]})
    assert again_asked.status_code == 304
    assert client.head(path).content == b""


def test_search_engines_show_what_a_merchant_wrote_for_them(
    staff: httpx.Client, client: httpx.Client
) -> None:
    said = {"title": "Warm <shirt>", "description": "Of wool, by hand"}
    product = made(staff, search=said)
    page = client.get(f"/product/{product['handle']}").text
    assert "<title>Warm &lt;shirt&gt; · Kiosk</title>" in page
    assert '<meta name="description" content="Of wool, by hand">' in page
    assert things(page)["Product"]["name"] == product["name"]


def test_each_language_has_an_address_of_its_own(
    client: httpx.Client, shop: ServerProcess, shirt: dict[str, Any]
) -> None:
    path = f"/product/{shirt['handle']}"
    for asked, headers in (("?locale=ru", {}), ("", {"Accept-Language": "ru"})):
        page = client.get(path + asked, headers=headers)
        assert '<html lang="ru"' in page.text and page.headers["content-language"] == "ru"
        assert f'<link rel="canonical" href="{shop.url}{path}?locale=ru">' in page.text
        assert f'hreflang="x-default" href="{shop.url}{path}"' in page.text
    english = client.get(f"{path}?locale=en", headers={"Accept-Language": "ru"})
    assert f'<link rel="canonical" href="{shop.url}{path}">' in english.text


def test_other_pages_have_heads_too(client: httpx.Client, shirt: dict[str, Any]) -> None:
    assert shirt["categoryId"] is not None
    home, category, cart = (client.get(path) for path in ("/", "/category/clothes", "/cart"))
    assert things(home.text)["Organization"]["name"] == "Kiosk"
    assert "<title>Clothes · Kiosk</title>" in category.text
    assert "BreadcrumbList" in things(category.text)
    assert 'content="noindex"' in cart.text and "canonical" not in cart.text
    # Who is no browser may name any host; it is never written into an address as it came.
    odd = client.get("/", headers={"Host": 'x"><script>'})
    assert "<script>" not in odd.text


def test_what_was_there_has_moved_or_is_gone(
    staff: httpx.Client, client: httpx.Client, shirt: dict[str, Any]
) -> None:
    assert shirt["status"] == "active"
    product = made(staff)
    old = product["handle"]
    saved = expect(put(staff, product, handle=f"{old}-new"))["product"]
    moved = client.get(f"/product/{old}?variant=1&locale=ru")
    assert (moved.status_code, moved.headers["location"]) == (
        301,
        f"/product/{old}-new?variant=1&locale=ru",
    )
    tree = expect(client.get("/api/categories"))["categories"]
    category = next(one for one in tree if one["id"] == shirt["categoryId"])
    for former, now in ((category["slug"], "garments"), ("garments", category["slug"])):
        asked = {"name": category["name"], "slug": now}
        expect(staff.put(f"/api/staff/categories/{category['id']}", json=asked))
        left = client.get(f"/category/{former}?sort=new")
        there = f"/category/{now}?sort=new"
        assert (left.status_code, left.headers["location"]) == (301, there)
    put_away = expect(put(staff, saved, status="archived"))["product"]
    for path in (f"/product/{old}", f"/product/{old}-new"):
        gone = client.get(path)
        assert gone.status_code == 410 and 'content="noindex"' in gone.text
    expect(put(staff, put_away, status="draft"))
    for path in (f"/product/{old}-new", "/product/none", "/category/none", "/nowhere"):
        assert client.get(path).status_code == 404


def locations(xml: str) -> list[str]:
    return [one.text or "" for one in ElementTree.fromstring(xml).iter(f"{SITEMAP}loc")]


def test_crawlers_find_every_page(
    client: httpx.Client, shop: ServerProcess, shirt: dict[str, Any]
) -> None:
    robots = client.get("/robots.txt").text
    assert "Disallow: /staff" in robots and "Allow: /api/products" in robots
    assert f"Sitemap: {shop.url}/sitemap.xml" in robots
    pages, *_, products = locations(client.get("/sitemap.xml").text)
    assert {f"{shop.url}/", f"{shop.url}/category/clothes?locale=ko"} <= set(
        locations(client.get(pages).text)
    )
    part = client.get(products)
    listed = locations(part.text)
    assert {f"{shop.url}/product/{shirt['handle']}{end}" for end in ("", "?locale=ru")} <= set(
        listed
    )
    first = ElementTree.fromstring(part.text)[0]
    assert {one.get("hreflang") for one in first.iter(f"{XHTML}link")} == {"en", "ru", "ko"}
    for wrong in ("", "?from=nonsense"):
        assert client.get(f"/sitemap/products.xml{wrong}").status_code in (400, 422)


def test_crawlers_find_where_one_books(
    client: httpx.Client, shop: ServerProcess, staff: httpx.Client
) -> None:
    _, booking, *_ = locations(client.get("/sitemap.xml").text)
    assert locations(client.get(booking).text) == []
    made = {}
    for kind, name in (("studio", "Loft"), ("photographer", "Anna Ö"), ("room", "Red room")):
        asked = {"kind": kind, "name": name, "zone": "Europe/Berlin"}
        made[kind] = expect(staff.post("/api/staff/resources", json=asked), 201)["resource"]["id"]
    service = {
        "name": "Portrait", "currency": "EUR", "lengths": {"minutes": [60]}, "grid": {"step": 60},
        "price": {"amount": 900}, "needs": [{"role": "room", "kind": "room"}],
    }  # fmt: skip
    offered = expect(staff.post("/api/staff/services", json=service), 201)["id"]
    expect(staff.post("/api/staff/services", json=service | {"active": False}), 201)
    slugs = {kind: expect(client.get(f"/api/{kind}s/{made[kind]}"))["slug"]
             for kind in ("studio", "photographer")}  # fmt: skip
    listed = locations(client.get(booking).text)
    plain = {f"/{path}" for path in (
        "book", f"book?service={offered}", "photographers", "studios",
        f"photographers/{slugs['photographer']}", f"studios/{slugs['studio']}",
    )}  # fmt: skip
    assert {one.removeprefix(shop.url) for one in listed if "locale=" not in one} == plain
    assert len(listed) == 3 * len(plain)
    assert f"{shop.url}/book?service={offered}&locale=ko" in listed
    last = f"/api/staff/resources/{made['studio']}/archive"
    expect(staff.post(last, headers={"If-Match": '"1"'}))
    assert "studios" not in client.get(booking).text


def test_the_feed_has_an_item_for_each_variant(
    client: httpx.Client, shop: ServerProcess, shirt: dict[str, Any]
) -> None:
    feed = ElementTree.fromstring(client.get("/feeds/products.xml?locale=ru").text)
    mine = [
        {part.tag.removeprefix(GOOGLE): part.text for part in item}
        for item in feed.iter("item")
        if item.findtext(f"{GOOGLE}item_group_id") == shirt["id"]
    ]
    black, white = mine
    assert black["id"] == shirt["variants"][0]["id"]
    assert (black["price"], black["sale_price"], black["availability"]) == (
        "5.00 EUR",
        "4.00 EUR",
        "in_stock",
    )
    assert (white["price"], white["sale_price"], white["availability"]) == (
        "9.00 EUR",
        "7.00 EUR",
        "out_of_stock",
    )
    assert (black["brand"], black["gtin"], black["mpn"]) == ("Acme & Sons", "4006381333931", "B")
    assert black["link"] == (
        f"{shop.url}/product/{shirt['handle']}?variant={black['id']}&locale=ru"
    )
    assert black["product_type"] == "Clothes"
    assert client.get("/feeds/products.xml?currency=USD").text.count("<item>") == 0
    assert client.get("/feeds/products.xml?currency=EUR").text.count("<item>") >= 2
    assert client.get("/feeds/products.xml?currency=XX1").status_code in (400, 422)
