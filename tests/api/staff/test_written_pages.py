"""A merchant writes pages, and says where addresses of before lead; everybody goes by it."""

import json
from collections.abc import Iterator

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.api.staff.drafts import made
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess

PAGES, REDIRECTS = "/api/staff/pages", "/api/staff/redirects"
PATTERNS = ["/", "/product/$handle", "/category/$slug", "/policies/$policy", "/pages/$slug"]
ABOUT = {
    "en": {"title": "About us", "html": "<p>Since 1999.<script>bad()</script></p>"},
    "ru": {"title": "О нас"},
}


@pytest.fixture(scope="module", autouse=True)
def web(shop: ServerProcess) -> None:
    folder = shop.data.parent / "web"
    folder.mkdir()
    (folder / "pages.json").write_text(json.dumps(PATTERNS))
    (folder / "index.html").write_text(
        '<!doctype html><html lang="en"><head><title>x</title></head><body></body></html>'
    )


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        expect(opened.patch("/api/staff/settings", json={"currency": "EUR", "name": "Kiosk"}))
        yield opened


def over(staff: httpx.Client) -> dict[str, str]:
    return {"If-Match": staff.get(PAGES).headers["etag"]}


def test_a_page_is_written_found_and_taken_away(staff: httpx.Client, client: httpx.Client) -> None:
    refusal(client.get(PAGES), 401, "login-required")
    refusal(client.get("/api/pages/about"), 404, "written-page-not-found")
    asked, before = {"texts": ABOUT, "position": 2}, over(staff)
    refusal(staff.put(f"{PAGES}/about", json=asked), 428, "version-missing")
    (page,) = expect(staff.put(f"{PAGES}/about", json=asked, headers=before))["pages"]
    assert (page["slug"], page["atFoot"], page["position"]) == ("about", True, 2)
    assert page["texts"]["en"] == {"title": "About us", "html": "<p>Since 1999.</p>"}
    refusal(staff.put(f"{PAGES}/about", json=asked, headers=before), 412, "settings-changed")
    for locale, title in (("en", "About us"), ("ru", "О нас"), ("ko", "About us")):
        shown = expect(client.get("/api/pages/about", params={"locale": locale}))
        assert shown["title"] == title
    assert shown["locale"] == "en"
    foot = expect(client.get("/api/config"))["pages"]
    assert foot == [{"slug": "about", "titles": {"en": "About us", "ru": "О нас"}}]
    html = client.get("/pages/about").text
    assert "<title>About us · Kiosk</title>" in html
    assert '<meta name="description" content="Since 1999.">' in html
    assert "/pages/about" in client.get("/sitemap/pages.xml").text
    hidden = asked | {"atFoot": False}
    expect(staff.put(f"{PAGES}/about", json=hidden, headers=over(staff)))
    assert expect(client.get("/api/config"))["pages"] == []
    assert staff.delete(f"{PAGES}/about").status_code == 204
    refusal(staff.delete(f"{PAGES}/about"), 404, "written-page-not-found")
    assert client.get("/pages/about").status_code == 404
    log = expect(staff.get("/api/staff/audit", params={"q": "about"}))
    assert "page.changed" in json.dumps(log)


@pytest.mark.parametrize(
    ("slug", "body", "status", "code"),
    [
        ("Not a slug", {"texts": ABOUT}, 404, "written-page-not-found"),
        ("new", {"texts": ABOUT}, 404, "written-page-not-found"),
        ("more", {"texts": {}}, 422, "invalid-request"),
        ("more", {"texts": {"de": {"title": "Wir"}}}, 422, "invalid-request"),
        ("more", {"texts": {"en": {"title": " "}}}, 422, "invalid-request"),
    ],
)
def test_what_is_no_page_is_refused(
    staff: httpx.Client, slug: str, body: dict[str, object], status: int, code: str
) -> None:
    refusal(staff.put(f"{PAGES}/{slug}", json=body, headers=over(staff)), status, code)


def test_addresses_of_before_lead_on_where_the_shop_has_no_page(
    staff: httpx.Client, client: httpx.Client
) -> None:
    wanted = [
        {"path": "https://old.example/blogs/News/?page=2", "target": "/pages/news"},
        {"path": "/товары/лампы/", "target": "/category/лампы?sort=new"},
    ]
    assert expect(staff.put(REDIRECTS, json={"redirects": wanted}))["count"] == 2
    told = expect(staff.get(REDIRECTS, params={"q": "blogs"}))["redirects"]
    assert told == [{"path": "/blogs/News", "target": "/pages/news"}]
    first = expect(staff.get(REDIRECTS, params={"limit": 1}))
    more = expect(staff.get(REDIRECTS, params={"limit": 1, "cursor": first["nextCursor"]}))
    assert (len(first["redirects"]), len(more["redirects"]), more["nextCursor"]) == (1, 1, None)

    def leads(path: str) -> tuple[int, str | None]:
        answer = client.get(path)
        return answer.status_code, answer.headers.get("location")

    assert leads("/blogs/News/?ref=mail") == (301, "/pages/news?ref=mail")
    assert leads("/товары/лампы?a=1") == (
        301, "/category/%D0%BB%D0%B0%D0%BC%D0%BF%D1%8B?sort=new&a=1",
    )  # fmt: skip
    assert leads("/blogs/news") == (404, None)
    for refused in ("//evil.example/", "javascript:alert(1)", "http://plain.example/", "/same/"):
        bad = {"redirects": [{"path": "/same", "target": refused}]}
        refusal(staff.put(REDIRECTS, json=bad), 422, "redirects-invalid")
    assert staff.delete(REDIRECTS, params={"path": "/blogs/News"}).status_code == 204
    assert leads("/blogs/News") == (404, None)
    refusal(client.put(REDIRECTS, json={"redirects": wanted}), 401, "login-required")


def test_links_of_a_shop_of_before_find_what_was_brought_from_there(
    staff: httpx.Client, client: httpx.Client
) -> None:
    product = made(staff)
    expect(staff.post("/api/staff/categories", json={"name": "Lamps"}), 201)
    for path, to in (
        (f"/products/{product['handle']}", f"/product/{product['handle']}"),
        (f"/ru/collections/x/products/{product['handle']}/", f"/product/{product['handle']}"),
        ("/collections/lamps", "/category/lamps"),
        ("/product-category/home/lamps/", "/category/lamps"),
        ("/collections/all", "/"),
        ("/policies/refund-policy", "/policies/returns"),
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.headers.get("location")) == (301, to), path
    assert client.get("/products/nothing-like-it").status_code == 404
