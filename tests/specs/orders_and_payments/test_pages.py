"""The pages: the five steps in a browser, and what makes them pleasant."""

import asyncio
import re
import secrets

from playwright.async_api import Page, expect

from tests.specs.sentences import sentence
from tests.support.browser import opened_page
from tests.support.market import Market
from tests.support.patience import PATIENCE


async def become(page: Page, user_id: str) -> None:
    await page.get_by_label("User ID", exact=True).fill(user_id)
    await page.get_by_label("User ID", exact=True).press("Enter")
    await expect(page.get_by_role("button", name="Stop acting as this user")).to_be_visible()


async def open_wallet(page: Page, amount: str) -> None:
    await page.goto("/wallet")
    await page.get_by_role("button", name="Open a wallet").click()
    await page.get_by_label("Amount", exact=True).fill(amount)
    await page.get_by_role("button", name=re.compile("^Top up")).click()
    await expect(page.get_by_test_id("balance")).to_have_text(f"{amount} points")


async def place_order(page: Page, amount: str, description: str) -> None:
    await page.goto("/orders")
    await page.get_by_role("button", name="Pay a custom amount").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Amount", exact=True).fill(amount)
    await dialog.get_by_label("Description").fill(description)
    await dialog.get_by_role("button", name=re.compile("from the wallet")).click()


@sentence("C", "Как пользоваться", "Введите User ID (любое число, например, 1) в шапке сайта.",
          at="the header of every page")  # fmt: skip
@sentence("C", "Как пользоваться", "Наблюдайте за сменой статуса (NEW -> FINISHED) и всплывающими "
          "уведомлениями.", at="/orders")  # fmt: skip
async def test_the_five_steps_in_a_browser(market: Market) -> None:
    async with opened_page(market.url) as page:
        await page.goto("/")
        await expect(page.get_by_test_id("demo-strip")).to_contain_text("enter any ID")
        await become(page, secrets.token_hex(4))
        await open_wallet(page, "100")
        await place_order(page, "60", "A lesson")
        await expect(page.get_by_test_id("outcome")).to_contain_text("Thank you for your order")
        await page.get_by_role("navigation").get_by_role("link", name="My orders").click()
        row = page.get_by_role("listitem").filter(has_text="A lesson")
        await expect(row.get_by_text("Paid", exact=True)).to_be_visible()
        await page.get_by_role("navigation").get_by_role("link", name="Wallet").click()
        await expect(page.get_by_test_id("balance")).to_have_text("40 points")


@sentence("C", "Как пользоваться", "всплывающими уведомлениями", at="every page")
async def test_what_turns_elsewhere_pops_up_wherever_one_is(market: Market) -> None:
    """Reserved in one browser and paid in another; the first looks at the shop meanwhile."""
    goods, user = market.goods(1), secrets.token_hex(4)
    async with opened_page(market.url) as page:
        await page.goto("/")
        await become(page, user)
        held = await page.request.post(
            "/api/orders/reserve",
            data={"items": [goods.line()]},
            headers={"X-User-Id": user, "Origin": market.url},
        )
        reservation = await held.json()
        told = asyncio.Event()

        def hear(frame: str | bytes) -> None:
            if reservation["orderId"] in str(frame):
                told.set()

        page.on("websocket", lambda opened: opened.on("framereceived", hear))
        await page.goto("/orders")
        waits = page.get_by_role("listitem").get_by_text("Awaiting payment", exact=True)
        await expect(waits).to_be_visible()
        await page.get_by_role("navigation").get_by_role("link", name="Shop").click()
        await asyncio.wait_for(told.wait(), PATIENCE)  # from now on the page sees it turn
        asked = {"reservationId": reservation["reservationId"], "provider": "demo"}
        headers = {"X-User-Id": user, "Origin": market.url}
        paid = await (await page.request.post("/api/payments", data=asked, headers=headers)).json()
        asked = {"reservationId": reservation["reservationId"], "paymentId": paid["paymentId"]}
        await page.request.post("/api/orders/create", data=asked, headers=headers)
        words = f"Order {reservation['number']}: Paid"
        await expect(page.get_by_text(words, exact=True).first).to_be_visible()


@sentence("C", "Дополнительно", "Dark mode", at="every page")
async def test_the_pages_are_dark_for_who_likes_them_so(market: Market) -> None:
    paper = "getComputedStyle(document.documentElement).backgroundColor"

    def brightness(colour: str) -> float:
        numbers = [float(one) for one in re.findall(r"[\d.]+", colour)[:3]]
        return sum(numbers) / (3 if max(numbers) <= 1 else 3 * 255)

    async with opened_page(market.url, color_scheme="dark") as page:
        await page.goto("/")
        assert brightness(await page.evaluate(paper)) < 0.3
        await page.get_by_role("button", name="Menu").click()
        await page.get_by_role("menuitemradio", name="Light").click()
        assert brightness(await page.evaluate(paper)) > 0.8
        await page.reload()
        assert brightness(await page.evaluate(paper)) > 0.8


@sentence("C", "Дополнительно", "скелетоны", at="every page")
async def test_skeletons_stand_where_the_content_will_be(market: Market) -> None:
    async with opened_page(market.url) as page:
        await page.goto("/")
        await become(page, secrets.token_hex(4))
        await open_wallet(page, "10")
        await page.route(re.compile("/api/wallets$"), lambda _: None)  # never answered
        await page.goto("/wallet")
        skeleton = page.get_by_role("status", name=re.compile("Loading", re.IGNORECASE))
        await expect(skeleton).to_be_visible()
        before = await skeleton.bounding_box()
        await page.unroute(re.compile("/api/wallets$"))
        await page.reload()
        card = page.get_by_role("main").get_by_role("list")
        await expect(card).to_be_visible()
        after = await card.bounding_box()
        assert before is not None
        assert after is not None
        assert (before["x"], before["y"]) == (after["x"], after["y"])
        assert abs(before["height"] - after["height"]) <= 4


@sentence("C", "Дополнительно", "анимации", at="every page")
async def test_what_appears_moves_quietly_and_not_at_all_for_who_asks(market: Market) -> None:
    moves = (
        "getComputedStyle(document.querySelector('[role=dialog]')).animationName !== 'none' &&"
        " parseFloat(getComputedStyle(document.querySelector('[role=dialog]')).animationDuration)"
    )
    for motion, moving in (("no-preference", True), ("reduce", False)):
        async with opened_page(market.url, reduced_motion=motion) as page:
            await page.goto("/")
            await become(page, secrets.token_hex(4))
            await page.goto("/orders")
            await page.get_by_role("button", name="Pay a custom amount").click()
            await expect(page.get_by_role("dialog")).to_be_visible()
            lasts = await page.evaluate(moves)
            assert bool(lasts) is moving
            assert lasts < 0.5
