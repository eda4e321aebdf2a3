"""The shop as an app on a telephone: kept among its apps, booked and written in with a thumb,
whatever the network does meanwhile."""

import asyncio
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest
from PIL import Image
from playwright.async_api import Locator, Page, Route, expect

from tests.specs.sentences import sentence
from tests.specs.studio.people import Photographer, photographer_of
from tests.specs.studio.reminding import remind_of
from tests.support.browser import opened_page
from tests.support.market import Buyer, Market, eventually
from tests.support.market import expect as answered
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD
from tests.support.photo_studio import ZONE, PhotoStudio, hold, pay, set_up
from tests.support.postgres import fetch
from tests.support.prepared import PreparedShops
from tests.support.push_browser import NOTES, SHOWN, subscribing
from tests.support.push_service import Pushed, PushService
from tests.support.server import ServerProcess
from tests.support.studio import day_ahead

Visit = Callable[..., Buyer]
PHONE: Final[dict[str, Any]] = {
    "viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True,
    "device_scale_factor": 3, "timezone_id": ZONE, "reduced_motion": "reduce",
}  # fmt: skip
DESK: Final[dict[str, Any]] = {"timezone_id": ZONE, "reduced_motion": "reduce"}
AS_AN_APP: Final = """
const ask = window.matchMedia.bind(window);
window.matchMedia = (words) => ask(words.replace("(display-mode: standalone)", "all"));
"""
TAKE: Final = re.compile("^Hold and pay")


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    with PushService() as opened:
        yield opened


@pytest.fixture(scope="module")
def server(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off", HOLDFAST_PUSH_PRIVATE="on") as opened:
        yield opened


@pytest.fixture(scope="module")
def shop(server: ServerProcess) -> Iterator[Market]:
    with Market(server) as opened:
        yield opened


@pytest.fixture(scope="module")
def studio(shop: Market) -> PhotoStudio:
    return set_up(shop)


@pytest.fixture
async def client(shop: Market, visit: Visit) -> Buyer:
    """Somebody new, logged in."""
    buyer = visit(shop)
    about = {"name": "Cleo", "email": f"{uuid4().hex}@test.example", "password": PASSWORD}
    answered(await buyer.post("/api/signup", about), 201)
    return buyer


@pytest.fixture
def anna(studio: PhotoStudio) -> Iterator[Photographer]:
    with photographer_of(studio) as person:
        yield person


async def enter(page: Page, who: httpx.AsyncClient | httpx.Client) -> None:
    """The same person, in this browser too."""
    url = str(who.base_url)
    for one in who.cookies.jar:
        await page.context.add_cookies([{"name": one.name, "value": one.value or "", "url": url}])


async def choose(page: Page, radio: Locator) -> None:
    label = radio.locator("xpath=ancestor::label[1]")
    await press(page, label)
    await expect(radio).to_be_checked()


async def press(page: Page, what: Locator) -> None:
    """With a finger, where there is no mouse."""
    await (what.tap() if await page.evaluate("navigator.maxTouchPoints > 0") else what.click())


async def choose_time(page: Page, studio: PhotoStudio, day: int, hour: str) -> None:
    await page.goto("/book")
    await press(page, page.get_by_role("link", name=f"Portrait in {studio.name}"))
    await choose(page, page.locator(f"input[name=day][value='{day_ahead(day)}']"))
    await choose(page, page.get_by_role("radio", name=re.compile(f"^{hour}")))


async def fits(page: Page) -> bool:
    wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    return bool(await page.evaluate(wide))


@sentence("E", "Для клиентов", "Запись через веб", at="/book, /checkout")
@sentence("E", "Для клиентов", "Запись через мобильное приложение", at="/book, /checkout")
@sentence("E", "1. Компоненты системы", "Mobile App: Запись, уведомления, чат",
          at="/book, /checkout, /bookings, /messages")  # fmt: skip
@pytest.mark.parametrize(("device", "day"), [(PHONE, 5), (DESK, 6)], ids=["phone", "desk"])
async def test_a_client_books_pays_and_writes_to_the_photographer(
    shop: Market, studio: PhotoStudio, client: Buyer, device: dict[str, Any], day: int
) -> None:
    async with opened_page(shop.url, **device) as page:
        await enter(page, client.http)
        await choose_time(page, studio, day, "10:00")
        assert await fits(page)
        await press(page, page.get_by_role("button", name=TAKE))
        await page.wait_for_url("**/checkout/*")
        assert await fits(page)
        await press(page, page.get_by_role("button", name=re.compile("^Pay ")))
        await page.wait_for_url("**/orders/*")
        await page.goto("/bookings")
        card = page.locator("[data-booking]").first
        await expect(card).to_contain_text("Confirmed")
        assert await fits(page)
        await press(page, card.get_by_role("link", name="Write a message"))
        await page.get_by_role("textbox", name="Message").fill("May the dog come?")
        await press(page, page.get_by_role("button", name="Send"))
        await expect(page).to_have_url(re.compile(r"/messages/[0-9a-f-]{36}"))
        assert await fits(page)
    (booking,) = answered(await client.get("/api/bookings"))["bookings"]
    assert (booking["status"], booking["local"][11:16]) == ("confirmed", "10:00")
    listed = answered(shop.staff.get("/api/staff/conversations"))
    assert "May the dog come?" in json.dumps(listed)


@sentence("E", "Для клиентов", "Запись через мобильное приложение",
          at="/book, /checkout; the network away before, and the answer lost after")  # fmt: skip
async def test_a_network_that_goes_away_midway_books_and_charges_once(
    shop: Market, studio: PhotoStudio, client: Buyer
) -> None:
    lost: dict[str, int] = {}

    async def loses(route: Route) -> None:
        """The first answer to each; the shop has done what it was asked."""
        path = route.request.url.rpartition("/")[2]
        lost[path] = lost.get(path, 0) + 1
        if lost[path] > 1:
            await route.continue_()
            return
        assert (await route.fetch()).ok
        await route.abort("connectionreset")

    async with opened_page(shop.url, **PHONE) as page:
        await enter(page, client.http)
        await choose_time(page, studio, 7, "11:00")
        take = page.get_by_role("button", name=TAKE)
        await page.context.set_offline(True)
        await expect(page.get_by_test_id("offline-note")).to_contain_text("offline")
        await expect(take).to_be_disabled()
        await page.context.set_offline(False)
        await expect(take).to_be_enabled()
        await page.route(re.compile("/api/(bookings/hold|payments)$"), loses)
        await press(page, take)
        await page.wait_for_url("**/checkout/*")
        await press(page, page.get_by_role("button", name=re.compile("^Pay ")))
        await page.wait_for_url("**/orders/*")
    assert lost.keys() == {"hold", "payments"}
    assert min(lost.values()) > 1, "each was asked again"
    (booking,) = answered(await client.get("/api/bookings"))["bookings"]
    assert booking["status"] == "confirmed"
    paid = (
        "SELECT count(*) FROM payments WHERE subject_id = $1::text::uuid AND status = 'succeeded'"
    )
    assert (await fetch(shop.database_url, paid, booking["orderId"]))[0][0] == 1


@sentence("E", "Для фотографов и студий", "Управление расписанием через мобильное приложение",
          at="/my/calendar")  # fmt: skip
@sentence("E", "Для фотографов и студий", "Управление расписанием через веб", at="/my/calendar")
async def test_a_photographer_takes_time_off_with_a_tap(
    studio: PhotoStudio, anna: Photographer
) -> None:
    day = day_ahead(15)
    async with opened_page(studio.market.url, **PHONE) as page:
        await enter(page, anna.http)
        await page.goto(f"/my/calendar?day={day}")
        await page.locator(f"[data-day='{day}']").tap(position={"x": 40, "y": 10})
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("button", name="Block this time").tap()
        await expect(dialog.get_by_label("From")).to_have_value(f"{day}T09:00")
        await dialog.get_by_label("Note").fill("Breakfast")
        await dialog.get_by_role("button", name="Block this time").tap()
        block = page.get_by_role("button", name=re.compile("09:00–10:00, Breakfast"))
        await expect(block).to_be_visible()
        assert await fits(page)
    await studio.offers(15, "10:00", taken="09:00")


@sentence("E", "1. Компоненты системы", "Mobile App: Запись, уведомления, чат",
          at="/manifest.webmanifest")  # fmt: skip
async def test_a_telephone_takes_it_among_its_apps(shop: Market) -> None:
    """As Chromium reads what it is told: no word of it is in error, it begins at a page of the shop
    without a browser's bars, and its pictures are as large as they say. (Asked for
    `Page.getInstallabilityErrors`, it finds nothing of any page when it has no windows.)"""
    async with opened_page(shop.url, **PHONE) as page:
        await page.goto("/")
        session = await page.context.new_cdp_session(page)
        read = await session.send("Page.getAppManifest")
        config = await (await page.request.get("/api/config")).json()
        told = json.loads(read["data"])
        assert (read["url"], read["errors"]) == (f"{shop.url}/manifest.webmanifest", [])
        assert (told["name"], told["display"]) == (config["shopName"], "standalone")
        assert (told["start_url"], told["scope"]) == ("/", "/")
        assert await page.evaluate("isSecureContext")
        for one in told["icons"]:
            picture = Image.open(io.BytesIO(await (await page.request.get(one["src"])).body()))
            assert f"{picture.width}x{picture.height}" == one["sizes"], one
        assert {"192x192", "512x512"} <= {one["sizes"] for one in told["icons"]}


@sentence("E", "1. Компоненты системы", "Mobile App: Запись, уведомления, чат",
          at="/push-worker.js: where there is no network")  # fmt: skip
async def test_it_opens_without_a_network_and_is_the_shop_once_there_is_one(
    prepared: PreparedShops,
) -> None:
    """From the home screen; the page of the browser itself would say nothing of the shop."""
    with prepared.opened(HOLDFAST_LIMITS="off") as server:
        async with opened_page(server.url, **PHONE | {"locale": "ru-RU"}) as page:
            await page.add_init_script(AS_AN_APP)
            await page.goto("/")
            await page.evaluate("navigator.serviceWorker.ready.then(() => null)")
            await asyncio.to_thread(server.stop)
            await page.goto("/")
            await expect(page.get_by_role("heading")).to_have_text("Нет соединения")
            await expect(page).to_have_url(f"{server.url}/")
            await page.goto("/book")
            await expect(page.get_by_role("heading")).to_have_text("Нет соединения")
            await page.get_by_role("link", name="Повторить").tap()
            await expect(page.get_by_role("heading")).to_have_text("Нет соединения")
            await asyncio.to_thread(lambda: server.start().wait_ready())
            await expect(page.locator("#root")).to_be_attached()
            await expect(page).to_have_url(f"{server.url}/book")


@sentence("E", "Для клиентов", "Push-уведомления и напоминания",
          at="POST /api/push-subscriptions; push: booking-confirmed, booking-tomorrow, "
          "booking-soon")  # fmt: skip
@sentence("E", "1. Компоненты системы", "Отправка email, SMS, push-уведомлений",
          at="POST /api/push-subscriptions")  # fmt: skip
@sentence("E", "1. Компоненты системы", "Mobile App: Запись, уведомления, чат",
          at="/account, /push-worker.js")  # fmt: skip
async def test_a_browser_that_subscribed_shows_what_is_booked_and_reminds_of_it(
    shop: Market, studio: PhotoStudio, client: Buyer, service: PushService
) -> None:
    """Encrypted for it alone, read by its keys, shown by the page's worker."""
    key = answered(await client.get("/api/config"))["pushKey"]
    browser = service.subscribe(key)
    async with opened_page(shop.url, **PHONE) as page:
        await enter(page, client.http)
        await page.add_init_script(subscribing(browser))
        await page.goto("/account")
        await press(page, page.get_by_role("button", name="Switch on"))
        await expect(page.get_by_role("button", name="Switch off")).to_be_visible()
        booking = await pay(client, answered(await hold(client, studio, 9, 10)))
        await remind_of(shop, booking["start"])

        async def three() -> list[Pushed] | None:
            found = service.to(browser)
            return found if len(found) == 3 else None

        told = await eventually(three, PATIENCE, "it is told three times")
        (worker,) = page.context.service_workers
        await worker.evaluate(NOTES)
        for one in told:
            await deliver(page, shop.url, one.data)
        shown = await worker.evaluate(SHOWN, 3)
    for one, seen in zip(told, shown, strict=True):
        assert (seen["title"], seen["body"]) == (one.data["title"], one.data["body"])
        assert f"Portrait in {studio.name}" in seen["title"] + seen["body"]
    titles = [one["title"] for one in shown]  # in whichever order two lanes send them
    for words in ("confirmed", "coming up", "In an hour"):
        assert any(words in one for one in titles), titles


async def deliver(page: Page, origin: str, data: object) -> None:
    """As the browser's push service does."""
    session = await page.context.new_cdp_session(page)
    told: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def hear(update: dict[str, Any]) -> None:
        for one in update["registrations"]:
            if not told.done():
                told.set_result(one["registrationId"])

    session.on("ServiceWorker.workerRegistrationUpdated", hear)
    await session.send("ServiceWorker.enable")
    registration = await asyncio.wait_for(told, PATIENCE)
    asked = {"origin": origin, "registrationId": registration, "data": json.dumps(data)}
    await session.send("ServiceWorker.deliverPushMessage", asked)
    await session.detach()
