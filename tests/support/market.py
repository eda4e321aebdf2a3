"""A market: a real server with goods to buy, and buyers who talk to it as browsers do."""

import atexit
import csv
import itertools
import shutil
import ssl
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

import anyio
import httpx

from tests.support.forking import done
from tests.support.live import Watcher
from tests.support.patience import PATIENCE
from tests.support.premises import Premises
from tests.support.server import ServerProcess

__all__ = [
    "Buyer",
    "Goods",
    "Market",
    "eventually",
    "expect",
    "in_plenty",
    "opened_market",
    "refusal",
    "stock_up",
]

CURRENCY, PRICE = "EUR", 500
COLORS, MEMORIES = ("Black", "White"), ("128GB", "256GB")
PLAIN, PHONES = 300, 40
_TLS = ssl.create_default_context()  # made once: it takes longer than many a request
STAFF = {"email": "manager@example.com", "password": "holdfast-manager"}


@dataclass(frozen=True)
class Goods:
    """A product and one of its variants."""

    product_id: str
    variant_id: str

    def line(self, quantity: int = 1) -> dict[str, Any]:
        return {"productId": self.product_id, "variantId": self.variant_id, "quantity": quantity}


def in_plenty(shop: str | httpx.URL) -> Goods:
    """Of what the demo shop at this address sells, what is most left of: others buy there, too."""
    with httpx.Client(base_url=shop, verify=_TLS, timeout=PATIENCE) as client:
        listed = expect(client.get("/api/products?limit=100&inStock=true"))
    most, product, variant = max(
        (variant["stock"], product["id"], variant["id"])
        for product in listed["products"]
        for variant in product["variants"]
    )
    assert most > 5, "bought out"
    return Goods(product, variant)


def expect(answer: httpx.Response, status: int = 200) -> dict[str, Any]:
    """The answer's JSON; its status must be this."""
    assert answer.status_code == status, f"{answer.status_code}: {answer.text}"
    found: dict[str, Any] = answer.json()
    return found


def refusal(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem's JSON; it must be whole, and of this status and code."""
    problem = expect(answer, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["code"] == code, problem
    assert problem["status"] == status
    assert all(problem[member] for member in ("type", "title", "detail", "requestId"))
    assert problem["requestId"] == answer.headers["x-request-id"]
    return problem


async def eventually(
    true: Callable[[], Awaitable[Any]], seconds: float, what: str | Callable[[], object]
) -> Any:
    """Ask until the answer is yes (and return it): a server tells nobody when it has done what it
    does by itself. Where it does not, ``what`` it was is said, or what there is to be seen."""
    deadline = time.monotonic() + seconds
    while not (found := await true()):
        if time.monotonic() >= deadline:
            seen = what if isinstance(what, str) else what()
            raise AssertionError(f"not within {seconds:g} s: {seen}")
        await anyio.sleep(0.05)
    return found


class Buyer:
    """A browser: one cookie jar. Methods return the answer as it came. ``address``: where it is
    (127.0.0.1 to .254 are all this machine)."""

    def __init__(
        self, url: str, headers: Mapping[str, str] | None = None, address: str | None = None
    ) -> None:
        self.http = httpx.AsyncClient(
            base_url=url,
            timeout=PATIENCE,
            headers=headers,
            transport=httpx.AsyncHTTPTransport(verify=_TLS, local_address=address),
        )

    async def reserve(
        self, *wanted: Goods | dict[str, Any], quantity: int = 1, key: str | None = None
    ) -> httpx.Response:
        items = [one.line(quantity) if isinstance(one, Goods) else one for one in wanted]
        return await self.post("/api/orders/reserve", {"items": items}, key)

    async def pay(
        self, reservation: Mapping[str, Any], scenario: str | None = None, key: str | None = None
    ) -> httpx.Response:
        asked = {"reservationId": reservation["reservationId"], "provider": "demo"}
        if scenario is not None:
            asked["scenario"] = scenario
        return await self.post("/api/payments", asked, key)

    async def create(
        self, reservation: Mapping[str, Any], payment: Mapping[str, Any], key: str | None = None
    ) -> httpx.Response:
        asked = {
            "reservationId": reservation["reservationId"],
            "paymentId": payment["paymentId"],
        }
        return await self.post("/api/orders/create", asked, key)

    async def cancel(self, key: str | None = None, **named: str) -> httpx.Response:
        return await self.post("/api/orders/cancel", named, key)

    async def buy(self, *wanted: Goods, quantity: int = 1) -> dict[str, Any]:
        """Reserve, pay and create; the reservation."""
        reservation = expect(await self.reserve(*wanted, quantity=quantity))
        payment = expect(await self.pay(reservation))
        expect(await self.create(reservation, payment))
        return reservation

    async def order(self, reservation: Mapping[str, Any]) -> dict[str, Any]:
        """One's order as it stands."""
        answer = await self.http.get(f"/api/orders/{reservation['orderId']}")
        order: dict[str, Any] = expect(answer)["order"]
        return order

    async def post(self, path: str, body: Any, key: str | None = None) -> httpx.Response:
        headers = {} if key is None else {"Idempotency-Key": key}
        return await self.http.post(path, json=body, headers=headers)

    async def get(self, path: str, **query: Any) -> httpx.Response:
        return await self.http.get(path, params=query)


class Market:
    """``goods`` and ``phone`` hand out products nobody has touched, so tests share a server."""

    def __init__(self, premises: Premises) -> None:
        self.premises = premises
        self.platform: Path | None = None
        """The file of JSON Lines that a data platform is told of orders by, where there is one."""
        self.trouble = 0
        """The port at which the services tell of letters that were put aside."""
        self.url = premises.url
        self.staff = httpx.Client(base_url=premises.url, timeout=PATIENCE)
        expect(self.staff.post("/api/session/login", json=STAFF))
        self._plain = itertools.count(1)
        self._phones = itertools.count(1)

    @property
    def server(self) -> ServerProcess:
        """The one process, where it is one."""
        assert isinstance(self.premises, ServerProcess)
        return self.premises

    @property
    def database_url(self) -> str:
        """Where people, products and orders are."""
        return self.premises.database_url

    def product(self, handle: str) -> dict[str, Any]:
        """A product as the shop shows it."""
        found: dict[str, Any] = expect(self.staff.get(f"/api/products/{handle}"))
        return found

    @property
    def few_left(self) -> bool:
        """Whether most goods have been handed out."""
        return next(self._plain) > PLAIN // 2 or next(self._phones) > PHONES // 2

    def goods(self, stock: int = 0) -> Goods:
        """A product of one variant with so many in stock."""
        product = self.product(f"plain-{next(self._plain)}")["product"]
        goods = Goods(product["id"], product["variants"][0]["id"])
        if stock:
            self.change(goods, deposit=stock)
        return goods

    def phone(self, stock: int = 0) -> dict[tuple[str, str], Goods]:
        """A product in colours and memories, so many in stock of each, by colour and memory."""
        product = self.product(f"phone-{next(self._phones)}")["product"]
        found = {}
        for variant in product["variants"]:
            options = variant["options"]
            goods = Goods(product["id"], variant["id"])
            found[options["color"], options["memory"]] = goods
            if stock:
                self.change(goods, deposit=stock)
        return found

    def change(self, goods: Goods, reason: str = "a test", **change: int) -> dict[str, Any]:
        """Deposit, withdraw or set the stock as staff do."""
        path = f"/api/staff/variants/{goods.variant_id}/stock"
        return expect(self.staff.post(path, json={**change, "reason": reason}))

    def stock(self, goods: Goods) -> tuple[int, int]:
        """Free and held of a variant, as everybody may see it."""
        product = self.product(goods.product_id)["product"]
        (variant,) = [one for one in product["variants"] if one["id"] == goods.variant_id]
        return variant["stock"], variant["held"]

    def log(self, goods: Goods, **query: str) -> list[dict[str, Any]]:
        """The variant's stock log, newest first."""
        query = {"variantId": goods.variant_id, "limit": "100", **query}
        entries: list[dict[str, Any]] = expect(
            self.staff.get("/api/staff/stock-log", params=query)
        )["entries"]
        return entries

    def watch(self) -> Watcher:
        """A socket; subscribe it."""
        return Watcher(self.url)

    def close(self) -> None:
        self.staff.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def stock_up(folder: Path, database_url: str | None = None) -> None:
    """Import the goods into a database (or, without a URL, into the folder's own)."""
    if database_url is None:
        subprocess.run(["cp", "-a", _stocked_up(), folder / "data"], check=True)
    else:
        _import_goods(folder, database_url)


@cache
def _stocked_up() -> Path:
    """A data directory full of goods, made once: a first start takes longer than most tests."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _import_goods(folder)
    return folder / "data"


def _import_goods(folder: Path, database_url: str | None = None) -> None:
    stocked = folder / "goods.csv"
    _write_goods(stocked)
    words = ["import", str(stocked), "--currency", CURRENCY, "--data", str(folder / "data")]
    words += ["--database-url", database_url] if database_url is not None else []
    imported = done(*words)
    assert imported.returncode == 0, imported.stdout


@contextmanager
def opened_market(
    folder: Path,
    *options: str,
    environment: dict[str, str] | None = None,
    database_url: str | None = None,
    afresh: bool = False,
) -> Iterator[Market]:
    """A market on a database that was stocked up. The shop is not empty, so ``--demo`` brings the
    demo's payments and people, and no demo goods."""
    with (
        ServerProcess(
            folder / "data",
            "--demo",
            *options,
            environment=environment,
            database_url=database_url,
            afresh=afresh,
        ) as server,
        Market(server) as market,
    ):
        yield market


def _write_goods(path: Path) -> None:
    """Shopify's CSV: plain goods of one variant, phones of four; nothing in stock yet."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(
            ["Handle", "Title", "Body (HTML)", "Type", "Option1 Name", "Option1 Value",
             "Option2 Name", "Option2 Value", "Variant SKU", "Variant Inventory Qty",
             "Variant Price", "Image Src", "Status"]
        )  # fmt: skip
        price = f"{PRICE / 100:.2f}"
        image = "https://pictures.example/goods.jpg"
        for number in range(1, PLAIN + 1):
            rows.writerow(
                [f"plain-{number}", f"Plain {number}", "<p>Plain</p>", "Goods", "Title",
                 "Default Title", "", "", f"PLAIN-{number:03}", "0", price, image, "active"]
            )  # fmt: skip
        for number in range(1, PHONES + 1):
            for place, (color, memory) in enumerate(itertools.product(COLORS, MEMORIES)):
                first = place == 0
                rows.writerow(
                    [f"phone-{number}", f"Phone {number}" if first else "",
                     "<p>A phone</p>" if first else "", "Phones" if first else "",
                     "Color", color, "Memory", memory, "", "0", price,
                     image if first else "", "active" if first else ""]
                )  # fmt: skip
