"""What buyers and staff do on the pages, in steps the tests share."""

import re

from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.e2e.choosing import choose
from tests.e2e.shop import Goods
from tests.support.postgres import execute, run
from tests.support.server import ServerProcess

__all__ = [
    "add_to_cart", "buy_and_complete", "choose_scenario", "end_hold", "enter_as_staff",
    "enter_stock_table", "fill_in", "go_to_payment", "go_to_till", "hears_nothing", "open_section",
    "order_id", "pay", "put_in_cart", "saved", "say_who_comes", "setup_link", "supply",
]  # fmt: skip


END_HOLD = (
    "UPDATE ledger_holds SET expires_at = clock_timestamp() WHERE id ="
    " (SELECT hold_id FROM orders WHERE id = '{}')"
)
OFFER = r"open (http://\S+/setup#\S+)"


def setup_link(server: ServerProcess) -> str:
    """What a new shop's log offers whoever started it."""
    return server.wait_said(OFFER)[1].replace("localhost", "127.0.0.1")


def fill_in(page: Page, **fields: str) -> None:
    """Fields by their names."""
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)


def supply(page: Page, part: str = "words") -> Locator:
    """What a product's page says of how many there are. Once it is read to its end, others are
    recommended there, each with its own."""
    return page.get_by_role("article").get_by_test_id(f"supply-{part}")


def add_to_cart(page: Page, goods: Goods) -> None:
    page.goto(goods.page)
    page.get_by_role("button", name="Add to cart").click()
    expect(page.get_by_text("Added to cart")).to_be_visible()


def go_to_payment(page: Page) -> None:
    """From the cart to a running countdown."""
    page.goto("/cart")
    page.get_by_role("link", name="Checkout").click()
    expect(page.get_by_role("timer")).to_be_visible()


def put_in_cart(page: Page, *goods: Goods) -> None:
    """One of each, in the cart of whoever is in this browser, before a page shows it."""
    for one in goods:
        asked = {"productId": one.product_id, "variantId": one.variant_id, "quantity": 1}
        answer = page.request.post("/api/cart/items", data=asked)
        assert answer.ok, answer.text()


def go_to_till(page: Page, *goods: Goods) -> None:
    """With these in the cart, by the till's own address, to a running countdown. (The way there
    through the pages is that of :func:`add_to_cart` and :func:`go_to_payment`.)"""
    put_in_cart(page, *goods)
    page.goto("/checkout")
    expect(page.get_by_role("timer")).to_be_visible()


def hears_nothing(page: Page) -> None:
    """As where nobody tells the page what goes, and its asking finds nobody either: from the next
    page on it does not know better."""
    page.route_web_socket(re.compile("socket.io"), lambda socket: socket.close())
    page.route("**/api/products/stock*", lambda route: route.abort())


def choose_scenario(page: Page, words: str) -> None:
    choose(page.get_by_role("radio", name=re.compile(words)))


def pay(page: Page, word: str = "Pay ") -> None:
    """By the till's own button: the page one comes from stands until the till is loaded, though the
    address is the till's already, and may have others that pay. A guest who books says first who
    comes."""
    button = page.locator("[data-paybar]").get_by_role("button", name=re.compile(f"^{word}"))
    expect(button).to_be_visible()
    say_who_comes(page)
    button.click()


def say_who_comes(place: Page | FrameLocator) -> None:
    """Where the till that is there asks it, of a guest who books."""
    asked = place.get_by_test_id("who-comes")
    if asked.count():
        asked.locator("[autocomplete=name]").fill("Ann Lee")
        asked.locator("[type=tel]").fill("+49 30 901820")


def saved(button: Locator) -> None:
    """What it sends is kept, so that nothing is left to save. (It is off while that is under way,
    too.)"""
    expect(button.and_(button.page.locator("[aria-disabled]:not([aria-busy])"))).to_be_visible()


def order_id(page: Page) -> str:
    return page.url.rstrip("/").rsplit("/", 1)[1].split("?")[0]


def enter_as_staff(page: Page, who: str = "manager") -> None:
    """A manager is there, or the admin, from the next page on. (That one logs in on a page is shown
    where that is meant; here it would be two pages more.)"""
    asked = {"email": f"{who}@example.com", "password": f"holdfast-{who}"}
    answer = page.request.post("/api/session/login", data=asked)
    assert answer.ok, answer.text()


def enter_stock_table(page: Page) -> None:
    """A manager at the stock table."""
    enter_as_staff(page)
    page.goto("/staff/stock")
    expect(page.locator("tr[data-row]").first).to_be_visible()


def open_section(page: Page, title: str) -> None:
    """Another section of the settings, by its link."""
    page.get_by_role("navigation", name="Sections").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()


def end_hold(server: ServerProcess, page: Page) -> None:
    """What is held for the order of this page is so no longer, before its time."""
    run(execute(server.database_url, END_HOLD.format(order_id(page))))


def buy_and_complete(buyer: Page, staff: Page, goods: Goods) -> str:
    """A paid order that staff say is completed; its id. Both stay on its page."""
    go_to_till(buyer, goods)
    pay(buyer)
    expect(buyer.get_by_test_id("outcome")).to_contain_text("Thank you")
    bought = order_id(buyer)
    enter_as_staff(staff)
    staff.goto(f"/staff/orders/{bought}")
    staff.get_by_role("button", name="Mark as completed").click()
    dialog = staff.get_by_role("dialog")
    dialog.get_by_role("button", name="Mark as completed").click()
    expect(staff.get_by_test_id("standing")).to_contain_text("Completed")
    return bought
