"""Sections 3, 5, 6 and 9: the client of the specification, its code as it stands there, in Node
with npm's socket.io-client: against one process, and against the services' door."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.specs.sentences import sentence
from tests.support.market import Buyer, Goods, Market, eventually, expect
from tests.support.patience import PATIENCE
from tests.support.split import SplitPremises

Visit = Callable[..., Buyer]

SNIPPETS = Path(__file__).parent / "snippets"
LIBRARY = Path(__file__).parents[3] / "web" / "node_modules" / "socket.io-client"


@pytest.fixture(params=["market", "split"])
def shop(request: pytest.FixtureRequest) -> Market:
    found: Market = request.getfixturevalue(request.param)
    return found


class Page:
    """The page in its Node: what a visitor does there, and what it shows."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def do(self, *words: Any) -> Any:
        """One command of ``page.mjs``, and its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(words).encode() + b"\n")
        line = await asyncio.wait_for(self._process.stdout.readline(), PATIENCE)
        assert line, "the page ended"
        return json.loads(line)

    async def state(self) -> dict[str, Any]:
        found: dict[str, Any] = await self.do("state")
        return found

    async def shows(self, buyer: Buyer) -> None:
        """Wait until every number shown is the API's."""

        async def the_same() -> bool:
            right = expect(await buyer.get("/api/products/stock"))["stock"]
            shown = (await self.state())["shown"]
            return bool(
                right == {one: product["stock"] for one, product in shown.items()}
                and all(one["soldOut"] == (one["stock"] == 0) for one in shown.values())
            )

        await eventually(the_same, PATIENCE, "every number shown is the API's")


@asynccontextmanager
async def opened(shop: Market) -> AsyncIterator[Page]:
    """A page that has loaded its products, and none of the snippets yet."""
    node = shutil.which("node")
    assert node is not None
    process = await asyncio.create_subprocess_exec(
        node, str(SNIPPETS / "page.mjs"), shop.url, str(LIBRARY),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=1 << 24,
    )  # fmt: skip
    try:
        page = Page(process)
        await page.do("load")
        yield page
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


@sentence("A", "§5", "socket.on('stock:update', (data) => { updateProductStock(data.productId, "
          "data.stock); if (data.stock === 0) { showOutOfStock(data.productId); } })",
          at="stock:update, /socket.io")  # fmt: skip
async def test_the_page_as_written_shows_the_numbers_of_the_api(shop: Market, visit: Visit) -> None:
    phone, plain, staffs = shop.phone(2), shop.goods(3), shop.goods(4)
    untouched = shop.goods(5)
    buyer = visit(shop)
    async with opened(shop) as page:
        await page.shows(buyer)
        expect(await buyer.reserve(plain))  # after the page was loaded, before it listens
        await page.do("run", "socket.js")
        await page.do("subscribe")
        await page.shows(buyer)
        products = {one.product_id for one in (*phone.values(), plain, staffs)}
        for one in (*phone.values(), *phone.values()):  # to the last of each variant
            expect(await buyer.reserve(one))
            await page.shows(buyer)
        (product_id,) = {one.product_id for one in phone.values()}
        assert (await page.state())["shown"][product_id] == {"stock": 0, "soldOut": True}
        shop.change(staffs, withdraw=4)
        shop.change(phone["White", "256GB"], deposit=7)
        await buyer.buy(plain, quantity=2)
        await page.shows(buyer)
        state = await page.state()
        assert state["shown"][product_id] == {"stock": 7, "soldOut": False}
        assert state["transports"] == ["polling", "websocket"]  # io(url), and nothing more said
        drawn = {one for one, _ in state["told"]}
        assert products <= drawn < set(state["shown"])  # and no flood of what did not change
        for goods in (phone["White", "256GB"], plain, staffs, untouched):
            found = expect(await buyer.get(f"/api/products/{goods.product_id}"))
            shown = state["shown"][goods.product_id]
            assert (found["stock"], found["available"]) == (shown["stock"], not shown["soldOut"])
            assert found["product"]["stock"] == shown["stock"]
            assert found["product"]["reserved"] == found["product"]["held"]


@sentence("A", "§9", "if (!data.available) { alert('Товар закончился'); return; }",
          at="POST /api/products/{id}/check")  # fmt: skip
async def test_its_cart_is_checked_reserved_bought_and_cancelled(
    shop: Market, visit: Visit
) -> None:
    phone, plain = shop.phone(1), shop.goods(1)
    black = phone["Black", "128GB"]
    buyer = visit(shop)

    def left(goods: Goods) -> int:
        return int(shop.product(goods.product_id)["stock"])

    async with opened(shop) as page:
        for snippet in ("socket.js", "cart.js"):
            await page.do("run", snippet)
        await page.do("subscribe")
        await page.do("add", black.product_id, "Black", "128GB")
        await page.do("add", plain.product_id)
        cart = [
            {"productId": black.product_id, "color": "Black", "memory": "128GB"},
            {"productId": plain.product_id},
        ]
        state = await page.state()
        assert (state["cart"], state["alerts"]) == (cart, [])
        assert json.loads(state["stored"]["cart"]) == cart
        reservation = await page.do("reserve")
        assert (reservation["status"], reservation["success"]) == (200, True)
        await page.shows(buyer)
        assert (left(black), left(plain)) == (3, 0)
        await page.do("add", plain.product_id)
        await page.do("add", black.product_id, "Black", "128GB")
        assert (await page.state())["alerts"] == ["Товар закончился"] * 2
        payment = await page.do("pay", reservation["reservationId"])
        created = await page.do("create", reservation["reservationId"], payment["paymentId"])
        assert (created["success"], created["orderId"]) == (True, reservation["orderId"])
        await page.shows(buyer)
        assert (await page.do("cancel", reservation["orderId"]))["success"] is True
        await page.shows(buyer)
        assert (left(black), left(plain)) == (4, 1)


@sentence("A", "§5", "setInterval(async () => { const response = await fetch("
          "'/api/products/stock'); updateStocks(data); }, 5000)",
          at="GET /api/products/stock")  # fmt: skip
async def test_who_polls_as_written_shows_them_too(shop: Market, visit: Visit) -> None:
    phone = shop.phone(1)
    buyer = visit(shop)
    async with opened(shop) as page:
        await page.do("run", "polling.js")
        assert (await page.state())["pauses"] == [5000]
        expect(await buyer.reserve(*phone.values()))
        await page.do("poll")
        await page.shows(buyer)


POLL = "/socket.io/?EIO=4&transport=polling"


async def test_whoever_polls_is_sent_to_the_gateway_that_knows_them(
    split: Market, visit: Visit
) -> None:
    """Sixteen addresses, one request after the other, each on any connection of the door's."""
    assert isinstance(split.premises, SplitPremises)
    gateways = [split.premises.split.url_of(one) for one in split.premises.split.names("gateway")]
    goods = split.goods(2)
    asked = json.dumps(["subscribe:products", [goods.product_id]])
    homes = []
    for number in range(16):
        browser = visit(split, f"127.0.0.{number + 10}").http
        opened = await browser.get(POLL)
        poll = f"{POLL}&sid={json.loads(opened.text[1:])['sid']}"
        for said in ("40", f"42{asked}"):
            assert (await browser.post(poll, content=said)).text == "OK"
        heard = ""
        while goods.variant_id not in heard:
            answer = await browser.get(poll)
            assert answer.status_code == 200, answer.text
            heard += answer.text
        straight = [await browser.post(f"{one}{poll}", content="3") for one in gateways]
        assert sorted(one.status_code for one in straight) == [200, 400]
        homes.append(next(one.url.port for one in straight if one.status_code == 200))
    assert len(set(homes)) == len(gateways) == 2
