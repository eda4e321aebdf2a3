"""From an empty directory to the first sale of a product with variants and pictures, in the browser
alone: what docs/merchants.md tells in "The first sale", in its order. ``HOLDFAST_SCREENSHOTS``
makes its pictures again."""

import re
import time

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_fits, shot, toast
from tests.e2e.till import fill_in, setup_link
from tests.support.length import LONG
from tests.support.pictures import mug
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long

NAME = "Harbour mug"
PICTURES = ("A blue mug with its handle to the right", "The same mug from behind", "From above")
PRICES = {
    "Blue, Small": "12.50",
    "Blue, Large": "16",
    "White, Small": "12.50",
    "White, Large": "16",
}
STOCK = {"Blue, Small": "5", "Blue, Large": "4", "White, Small": "3", "White, Large": "2"}
BOUGHT = "Blue, Large"
BUYER = "sam@home.example"
MOST_SECONDS = 180


def open_shop(owner: Page, link: str) -> None:
    """The owner's account, the shop's name and its currency."""
    owner.goto(link)
    fill_in(owner, name="Olga Owner", email="olga@shop.example", password="a long enough password")
    owner.get_by_role("button", name="Create account").click()
    expect(owner.get_by_role("heading", name="First steps")).to_be_visible()
    shot(owner, "1-first-steps", whole=False)
    owner.get_by_role("link", name="Enter name").click()
    fill_in(owner, name="Nine Lives")
    owner.locator("[name=currency]").select_option("EUR")
    owner.get_by_role("button", name="Save: Name and currency").click()
    expect(toast(owner, "Saved")).to_be_visible()
    owner.get_by_role("link", name="First steps").click()
    expect(owner.get_by_text("2 of 5 done")).to_be_visible()


def add_pictures(owner: Page) -> None:
    """Three files, each with its words."""
    files: list[FilePayload] = [
        {"name": f"{handle}.png", "mimeType": "image/png", "buffer": mug(handle=handle)}
        for handle in ("right", "left", "above")
    ]
    owner.locator("input[type=file]").set_input_files(files)
    shown = owner.locator("main ol li[data-picture]")
    expect(shown).to_have_count(len(PICTURES))
    for place, words in enumerate(PICTURES):
        shown.nth(place).get_by_label("Alt text", exact=True).fill(words)


def add_product(owner: Page) -> None:
    """Two options with two values each: four variants; on sale when it is saved."""
    owner.get_by_role("link", name="Add product").click()
    owner.get_by_label("Name", exact=True).fill(NAME)
    owner.get_by_label("Description", exact=True).fill("Stoneware, made by hand.")
    add_pictures(owner)
    owner.get_by_label("Price", exact=True).fill("12.50")
    for option, values in (("Colour", "Blue, White"), ("Size", "Small, Large")):
        owner.get_by_role("button", name="Add an option").click()
        owner.get_by_role("group", name="Option").last.get_by_label("Option name").fill(option)
        adding = owner.get_by_role("group", name=option).get_by_label("Add a value")
        adding.fill(values)
        adding.press("Enter")
    for words, price in PRICES.items():
        variant = owner.get_by_role("group", name=words, exact=True)
        variant.get_by_label("Price", exact=True).fill(price)
        variant.get_by_label("Stock").fill(STOCK[words])
    owner.get_by_text("Active", exact=True).click()
    owner.set_viewport_size({"width": 1200, "height": 1450})
    owner.get_by_text("HTML", exact=True).evaluate("each => each.scrollIntoView()")
    shot(owner, "2-product", whole=False)
    owner.set_viewport_size({"width": 1200, "height": 900})
    owner.get_by_role("button", name="Save").click()
    expect(owner.get_by_role("heading", name=NAME)).to_be_visible()
    expect(owner.get_by_role("link", name="View in shop")).to_be_visible()


def choose_payment(owner: Page) -> None:
    """As a new shop is paid: on pick-up."""
    owner.get_by_role("link", name="First steps").click()
    owner.get_by_role("button", name="Keep pay on pick-up").click()
    expect(owner.get_by_text("4 of 5 done")).to_be_visible()


def choose(shopper: Page) -> None:
    """Found on the shop's first page, looked at from all sides, and one of it chosen."""
    shopper.goto("/")
    shopper.locator("article").filter(has_text=NAME).get_by_role("link").first.click()
    expect(shopper.get_by_role("heading", name=NAME)).to_be_visible()
    gallery = shopper.get_by_role("region", name=re.compile(NAME))
    thumbs = gallery.get_by_role("button", name=re.compile(r"^Picture \d of 3"))
    expect(thumbs).to_have_count(len(PICTURES))
    for place, words in enumerate(PICTURES):
        thumbs.nth(place).click()
        expect(gallery.get_by_role("img", name=words)).to_be_visible()
    thumbs.first.click()
    for value in BOUGHT.split(", "):
        shopper.get_by_text(value, exact=True).first.click()
    expect(shopper.locator("main").get_by_text("€16", exact=True).first).to_be_visible()
    shot(shopper, "3-in-the-shop", whole=False)


def buy(shopper: Page) -> str:
    """From the cart to an order that is paid on pick-up; its number."""
    shopper.get_by_role("button", name="Add to cart").click()
    expect(shopper.get_by_text("Added to cart")).to_be_visible()
    shopper.locator("main").get_by_role("link", name="View cart").click()
    shopper.get_by_role("link", name="Checkout").click()
    expect(shopper.get_by_role("heading", name="Pay on pick-up")).to_be_visible()
    # The shop sends no mail, and it goes to no address: still it is somebody's.
    shopper.get_by_label("Your email").fill(BUYER)
    shopper.get_by_role("button", name=re.compile("^Place order.*16")).click()
    expect(shopper.get_by_test_id("outcome")).to_be_visible()
    title = shopper.get_by_role("heading", level=1, name=re.compile("^Order ")).inner_text()
    return title.removeprefix("Order ")


def test_the_first_sale_in_the_browser_alone(empty_shop: ServerProcess, visitor: Visitor) -> None:
    begun = time.monotonic()
    owner = visitor(empty_shop.url, width=1200)
    open_shop(owner, setup_link(empty_shop))
    add_product(owner)
    choose_payment(owner)

    shopper = visitor(empty_shop.url, width=1200)
    choose(shopper)
    assert_fits(shopper, "a product with three pictures")
    number = buy(shopper)

    # Staff see that it is to be paid, and say that it was.
    owner.goto("/staff")
    owner.locator("[data-todo=unpaid]").click()
    owner.get_by_role("link", name=number).click()
    expect(owner.get_by_role("main")).to_contain_text(NAME)
    expect(owner.get_by_role("link", name=BUYER).first).to_be_visible()
    owner.get_by_role("button", name="Mark as paid").click()
    owner.get_by_role("dialog").get_by_role("button", name="Mark as paid").click()
    expect(owner.get_by_test_id("standing")).to_contain_text("Paid; items not handed over yet")
    shot(owner, "4-first-sale", whole=False)
    expect(shopper.get_by_role("list", name="Order history")).to_contain_text("Paid")

    owner.goto("/staff/start")
    expect(owner.get_by_text("Your shop is ready")).to_be_visible()
    owner.goto("/staff")
    expect(owner.get_by_test_id("today")).to_contain_text("€16")
    owner.goto("/staff/products")
    owner.get_by_role("link", name=NAME).click()
    sold = owner.get_by_role("group", name=BOUGHT, exact=True)
    expect(sold).to_contain_text(re.compile(r"Stock\s*3\D"))
    if LONG:
        assert time.monotonic() - begun < MOST_SECONDS
