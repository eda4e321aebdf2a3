"""Real browsers before a real server. A visitor has one of their own: own cookies, own cart."""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.looks import COUNTS_REQUESTS
from tests.e2e.member import Member
from tests.e2e.shop import Goods, Shop
from tests.support.browser import ARGUMENTS, CHROMIUM, PATIENCE
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess, until
from tests.support.stripe import StripeServer

SOLD = {"gopro-hero12": 5, "macbook-air-13": 4, "iphone-15-pro-max": 3}
SOON = 60.0
BRIEF_HOLD = 25  # seconds: long enough to reach the till and pay on a busy machine
RESULTS = Path(__file__).parents[2] / "test-results"
FAILED = pytest.StashKey[bool]()

Visitor = Callable[..., Page]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """It ends with the folder: as long as it runs, so does its event loop, in which no other test
    could run one of its own."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture
def visitor(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """``visitor(server.url, locale="ru-RU", scheme="dark", width=360)``: a page of a new browser
    context, of somebody who asks for less motion: nothing is waited for that moves. A script
    error on any page fails the test; a failed test leaves its screens in ``test-results``."""
    contexts = []
    broken: list[str] = []

    def arrive(
        url: str, *, locale: str = "en-US", scheme: str = "light", width: int = 1280, **named: Any
    ) -> Page:
        context = browser.new_context(
            base_url=url,
            locale=locale,
            color_scheme=scheme,  # type: ignore[arg-type]  # one of two words
            viewport={"width": width, "height": 900},
            **{"reduced_motion": "reduce"} | named,
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(COUNTS_REQUESTS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        return page

    yield arrive
    for number, context in enumerate(contexts):
        if request.node.stash.get(FAILED, False):
            RESULTS.mkdir(exist_ok=True)
            context.pages[0].screenshot(path=RESULTS / f"{request.node.name}-{number}.png")
        context.close()
    assert broken == []


@pytest.fixture(scope="package")
def server(prepared: PreparedShops) -> Iterator[ServerProcess]:
    """A real server with demo data and no limits, shared by this folder: leave it as you found
    it."""
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        yield running


@pytest.fixture(scope="package")
def shop(server: ServerProcess) -> Iterator[Shop]:
    """The shared server, with a manager's hand on its stock."""
    with Shop(server.url) as opened:
        yield opened


@pytest.fixture
def empty_shop() -> Iterator[ServerProcess]:
    """`holdfast serve` on a directory with nothing in it."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    with ServerProcess(folder / "data") as running:
        yield running
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def quiet_server(prepared: PreparedShops) -> Iterator[ServerProcess]:
    """A server in which nothing has sold until somebody asks for what was ``sold``."""
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        yield running


@pytest.fixture(scope="module")
def selling(quiet_server: ServerProcess) -> Iterator[Shop]:
    with Shop(quiet_server.url) as opened:
        yield opened


@pytest.fixture(scope="module")
def sold(selling: Shop) -> list[Goods]:
    """What was sold there, the best first, once the server has counted it."""
    goods = [selling.goods(handle, stock=20) for handle in SOLD]
    for one, units in zip(goods, SOLD.values(), strict=True):
        selling.buy(one, units)
    until(lambda: len(selling.best()) == len(SOLD), SOON, "best sellers")
    return goods


@pytest.fixture
def member(server: ServerProcess) -> Iterator[Callable[..., Member]]:
    """``member()``: somebody new with a login, on the shared server; ``member("manager")``: of
    these roles."""
    with contextlib.ExitStack() as opened:
        yield lambda *roles: opened.enter_context(Member(server, *roles))


@pytest.fixture(scope="module")
def brief_server(prepared: PreparedShops) -> Iterator[ServerProcess]:
    """A server whose holds end within half a minute."""
    brief = str(BRIEF_HOLD)
    with prepared.opened(HOLDFAST_LIMITS="off", HOLDFAST_HOLD_SECONDS=brief) as running:
        yield running


@pytest.fixture
def brief_shop(brief_server: ServerProcess) -> Iterator[Shop]:
    with Shop(brief_server.url) as opened:
        yield opened


@pytest.fixture(scope="module")
def stripe() -> Iterator[StripeServer]:
    with StripeServer.running() as running:
        yield running


@pytest.fixture(scope="module")
def card_server(prepared: PreparedShops, stripe: StripeServer) -> Iterator[ServerProcess]:
    """A shop that takes cards, and sends money, by Stripe."""
    with prepared.opened(HOLDFAST_LIMITS="off", **stripe.settings) as running:
        yield running


@pytest.fixture(scope="module")
def card_shop(card_server: ServerProcess) -> Iterator[Shop]:
    with Shop(card_server.url) as shop:
        yield shop
