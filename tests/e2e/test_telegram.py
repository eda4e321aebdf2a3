"""The account's page links a chat with the shop's bot, says so, and ends it."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, in_all_looks, settled
from tests.e2e.member import Member
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess
from tests.support.telegram import BOT, TelegramServer

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def telegram() -> Iterator[TelegramServer]:
    with TelegramServer() as opened:
        yield opened


@pytest.fixture(scope="module")
def with_bot(prepared: PreparedShops, telegram: TelegramServer) -> Iterator[ServerProcess]:
    ours = {"HOLDFAST_LIMITS": "off", "HOLDFAST_PUBLIC_URL": "https://shop.example"}
    with prepared.opened(**ours, **telegram.settings) as opened:
        yield opened


def arrived(visitor: Visitor, server: ServerProcess, who: Member) -> Page:
    page = visitor(server.url)
    page.context.add_cookies(
        [{"name": one.name, "value": one.value or "", "url": server.url}
         for one in who.http.cookies.jar]
    )  # fmt: skip
    return page


def panel(page: Page) -> Locator:
    return page.locator("section").filter(has=page.get_by_role("heading", name="Telegram"))


def refused(code: str, status: int) -> Callable[[Route], None]:
    """What is answered in the shop's place."""
    body = json.dumps({"code": code, "status": status})
    return lambda route: route.fulfill(
        status=status, content_type="application/problem+json", body=body
    )


def seen(page: Page, name: str) -> None:
    """In all looks, and without faults."""
    settled(page)
    in_all_looks(page, name)
    page.evaluate("scrollTo(0, 0)")  # where nothing lies below the frame of the page
    assert_clean_everywhere(page, name)


def test_the_page_links_a_chat_and_ends_it(
    with_bot: ServerProcess, telegram: TelegramServer, visitor: Visitor
) -> None:
    """By keyboard; that it is linked is seen though nobody comes back to the page."""
    chat = telegram.chat("Ann Lee of a rather long name that Telegram allows")
    with Member(with_bot) as ann:
        page = arrived(visitor, with_bot, ann)
        page.goto("/account")
        link = panel(page).get_by_role("button", name="Link a chat")
        link.focus()
        page.keyboard.press("Enter")
        opens = panel(page).get_by_role("link", name="https://t.me/")
        address = opens.get_attribute("href") or ""
        found = re.fullmatch(rf"https://t\.me/{BOT}\?start=([\w-]+)", address)
        assert found is not None, address
        expect(panel(page).locator("code")).to_have_text(f"/start {found[1]}")
        seen(page, "telegram-code")
        panel(page).get_by_role("button", name="Make a new link").click()
        expect(panel(page).locator("code")).not_to_have_text(f"/start {found[1]}")
        word = panel(page).locator("code").inner_text()
        assert "from now on" in chat.writes(word).text
        expect(panel(page)).to_contain_text(f"Linked with the chat of {chat.name}")
        expect(panel(page).get_by_role("checkbox").first).to_be_visible()
        seen(page, "telegram-linked")
        panel(page).get_by_role("button", name="Unlink").click()
        expect(panel(page).get_by_role("button", name="Link a chat")).to_be_visible()
        assert "/account" in chat.writes("/my").text


def test_it_waits_and_says_what_went_wrong(with_bot: ServerProcess, visitor: Visitor) -> None:
    """While it is asked, where that fails, and where no code is made; a shop without a bot has no
    such panel (the other tests of the account's page)."""
    with Member(with_bot) as ann:
        page = arrived(visitor, with_bot, ann)
        page.route("**/api/telegram", lambda _: None)  # for good
        page.goto("/account")
        expect(panel(page).locator("[data-skeleton]").first).to_be_attached()
        in_all_looks(page, "telegram-waits")
        page.unroute("**/api/telegram")
        page.route("**/api/telegram", refused("not-found", 404))
        page.reload()
        expect(panel(page).get_by_role("alert").first).to_be_visible()
        in_all_looks(page, "telegram-failed")
        page.unroute("**/api/telegram")
        panel(page).get_by_role("button", name="Try again").click()
        page.route("**/api/telegram/codes", refused("telegram-needs-session", 409))
        panel(page).get_by_role("button", name="Link a chat").click()
        expect(panel(page)).to_contain_text("only where you are logged in")
        in_all_looks(page, "telegram-refused")
