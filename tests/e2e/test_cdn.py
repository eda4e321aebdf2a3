"""With a CDN, a second origin, the app and its pictures come from there."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.api.conftest import MANAGER
from tests.api.staff.drafts import made
from tests.e2e.conftest import Visitor
from tests.support.market import expect as expected
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.pictures import png
from tests.support.server import ServerProcess
from tests.support.site import Asked, Site, Told

pytestmark = pytest.mark.long


class Cdn:
    """Asks the shop for what it is asked for, and knows for what."""

    def __init__(self) -> None:
        self.shop = ""
        self.asked: list[str] = []
        self.url = ""

    def answer(self, asked: Asked) -> Told:
        self.asked.append(asked.path)
        found = httpx.get(self.shop + asked.path, headers={"accept-encoding": "identity"})
        hop = ("connection", "transfer-encoding", "content-length", "date", "server")
        kept = {name: value for name, value in found.headers.items() if name not in hop}
        return Told(found.status_code, found.content, kept)


@pytest.fixture
def cdn() -> Iterator[Cdn]:
    opened = Cdn()
    with Site(opened.answer) as site:
        opened.url = f"http://localhost:{site.port}"
        yield opened


def test_the_app_and_pictures_come_from_the_cdn(
    start_server: Callable[..., ServerProcess],
    database_url: str,
    scratch: Path,
    cdn: Cdn,
    visitor: Visitor,
) -> None:
    shop = start_server(
        data=scratch / "data",
        database_url=database_url,
        environment={"HOLDFAST_CDN_URL": cdn.url},
    )
    cdn.shop = shop.url
    with ThreadPoolExecutor() as pool:  # this one has the browser's loop
        pool.submit(add_person, database_url, MANAGER, ["manager"]).result()
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as staff:
        log_in(staff, MANAGER)
        expected(staff.patch("/api/staff/settings", json={"currency": "EUR"}))
        headers = {"content-type": "image/png"}
        found = expected(
            staff.post("/api/staff/pictures", content=png(800, 600), headers=headers), 201
        )
        product = made(staff, images=[{"url": found["url"], "alt": "A grey mug"}])

    feed = httpx.get(f"{shop.url}/feeds/products.xml").text
    assert f"<g:image_link>{cdn.url}/media/" in feed
    assert httpx.get(f"{shop.url}/api/config").json()["cdnUrl"] == cdn.url
    html = httpx.get(f"{shop.url}/product/{product['handle']}").text
    assert f'<meta property="og:image" content="{cdn.url}/media/' in html
    assert f'"image":["{cdn.url}/media/' in html

    page: Page = visitor(shop.url)
    from_shop: list[str] = []
    page.on("request", lambda request: from_shop.append(request.url))
    page.goto(f"{shop.url}/product/{product['handle']}")
    picture = page.get_by_role("img", name="A grey mug").first
    expect(picture).to_be_visible()
    page.wait_for_function("image => image.naturalWidth > 0", arg=picture.element_handle())
    assert picture.evaluate("image => image.currentSrc").startswith(f"{cdn.url}/media/")
    page.goto(f"{shop.url}/cart")  # loads more of the app, by itself
    expect(page.locator("main h1").first).to_be_visible()
    ours = [url for url in from_shop if url.startswith((f"{shop.url}/assets", f"{shop.url}/media"))]
    assert ours == []
    assert {path.split("/")[1] for path in cdn.asked} == {"assets", "media"}
    assert any(path.endswith(".woff2") for path in cdn.asked)
