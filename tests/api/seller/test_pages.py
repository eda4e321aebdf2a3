"""A seller's page in the shop: who is shown, by which address, and how search engines find it."""

import json
import re
from typing import Any

import httpx
import pytest

from tests.api.seller.trading import SELLERS, Trader
from tests.api.staff.drafts import in_shop
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess

ABOUT = "Woven by hand.\nSince 1911 <b>in Leiden</b>."


@pytest.fixture(scope="module", autouse=True)
def web(shop: ServerProcess) -> None:
    folder = shop.data.parent / "web"
    folder.mkdir()
    (folder / "pages.json").write_text(json.dumps(["/", "/product/$handle", "/seller/$slug"]))
    (folder / "index.html").write_text(
        '<!doctype html><html lang="en"><head><title>x</title></head><body></body></html>'
    )


def page(client: httpx.Client, name: str) -> dict[str, Any]:
    found: dict[str, Any] = expect(client.get(f"/api/sellers/{name}"))
    return found


def test_who_sells_is_shown_by_id_and_by_address(
    traders: tuple[Trader, Trader], staff: httpx.Client, client: httpx.Client
) -> None:
    trader, _ = traders
    product = trader.make()
    known = expect(staff.get(f"{SELLERS}/{trader.seller}"))["seller"]
    form = {"name": known["name"], "about": ABOUT}
    expect(staff.put(f"{SELLERS}/{trader.seller}", json=form))
    shown = page(client, known["slug"])
    assert shown == page(client, trader.seller)
    assert (shown["id"], shown["name"], shown["about"]) == (trader.seller, known["name"], ABOUT)
    assert shown.keys() == {"id", "slug", "name", "about", "logo", "left"}  # no standing
    assert in_shop(client, product)["sellerSlug"] == known["slug"]
    for nobody in ("nobody", "00000000-0000-0000-0000-000000000000"):
        refusal(client.get(f"/api/sellers/{nobody}"), 404, "seller-not-found")


def test_who_has_no_page_or_may_not_sell_is_not_shown(
    traders: tuple[Trader, Trader], staff: httpx.Client, client: httpx.Client
) -> None:
    one, other = traders
    product = one.make()
    slug = page(client, one.seller)["slug"]
    form = {"name": "Hidden", "active": False}
    expect(staff.put(f"{SELLERS}/{one.seller}", json=form))
    refusal(client.get(f"/api/sellers/{slug}"), 404, "seller-not-found")
    assert client.get(f"/seller/{slug}").status_code == 404
    hidden = in_shop(client, product)
    assert (hidden["sellerName"], hidden["sellerSlug"]) == ("Hidden", None)
    expect(staff.post(f"{SELLERS}/{other.seller}/suspend", json={"reason": "Late"}))
    refusal(client.get(f"/api/sellers/{other.seller}"), 404, "seller-not-found")


def test_search_engines_find_a_seller_s_page(
    traders: tuple[Trader, Trader],
    staff: httpx.Client,
    client: httpx.Client,
    shop: ServerProcess,
) -> None:
    trader, _ = traders
    slug = page(client, trader.seller)["slug"]
    expect(staff.put(f"{SELLERS}/{trader.seller}", json={"name": "Mill & Sons", "about": ABOUT}))
    head = client.get(f"/seller/{slug}?locale=ru")
    assert head.status_code == 200
    assert "<title>Mill &amp; Sons · " in head.text
    assert 'content="Woven by hand. Since 1911 &lt;b&gt;in Leiden&lt;/b&gt;."' in head.text
    assert f'<link rel="canonical" href="{shop.url}/seller/{slug}?locale=ru">' in head.text
    assert f'hreflang="ko" href="{shop.url}/seller/{slug}?locale=ko"' in head.text
    by_id = client.get(f"/seller/{trader.seller}")
    assert (by_id.status_code, by_id.headers["location"]) == (301, f"/seller/{slug}")
    assert client.get("/seller/nobody").status_code == 404
    assert "Allow: /api/sellers" in client.get("/robots.txt").text
    assert f"{shop.url}/sitemap/sellers.xml" in client.get("/sitemap.xml").text
    listed = re.findall("<loc>(.*?)</loc>", client.get("/sitemap/sellers.xml").text)
    assert {f"{shop.url}/seller/{slug}", f"{shop.url}/seller/{slug}?locale=ko"} <= set(listed)


def test_search_engines_are_told_who_sells_a_product_and_what_describes_it(
    traders: tuple[Trader, Trader], staff: httpx.Client, client: httpx.Client
) -> None:
    trader, _ = traders
    width = {"name": "Width", "kind": "number", "unit": "cm", "translations": {"ru": "Ширина"}}
    expect(staff.put("/api/staff/attributes/width", json=width))
    product = trader.make(attributes={"width": 5.5})
    html = client.get(f"/product/{product['handle']}?locale=ru").text
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    told = next(one for one in map(json.loads, found) if one["@type"] == "Product")
    assert told["additionalProperty"] == [
        {"@type": "PropertyValue", "name": "Ширина", "value": 5.5, "unitText": "cm"}
    ]
    name = page(client, trader.seller)["name"]
    assert {one["seller"]["name"] for one in told["offers"]["offers"]} == {name}


async def test_the_page_of_one_who_left_is_gone(
    traders: tuple[Trader, Trader], staff: httpx.Client, client: httpx.Client
) -> None:
    one, _ = traders
    product, slug = one.make(), page(client, one.seller)["slug"]
    path = f"/seller/{slug}"
    assert 'content="noindex"' not in client.get(path).text
    expect(one.http.put(f"/api/seller/{one.seller}/leaving", json={"leaving": True}))
    assert expect(staff.get(f"{SELLERS}/{one.seller}"))["seller"]["standing"] == "closed"
    for name in (slug, one.seller):
        gone = client.get(f"/seller/{name}")
        assert (gone.status_code, 'content="noindex"' in gone.text) == (410, True)
    assert path not in client.get("/sitemap/sellers.xml").text
    assert client.get(f"/product/{product['handle']}").status_code == 404

    async def unfound() -> bool:
        found = client.get("/api/products/search", params={"seller": slug})
        return found.status_code == 200 and found.json()["products"] == []

    await eventually(unfound, PATIENCE, "the search does not find what they sold")
