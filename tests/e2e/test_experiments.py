"""A merchant compares two words on a button: visitors see one or the other, one of them buys, and
staff see it."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.loft import BERLIN, furnish
from tests.e2e.looks import assert_clean_everywhere, in_all_looks
from tests.e2e.shop import Goods, Shop
from tests.e2e.till import enter_as_staff, go_to_payment, pay
from tests.support.patience import PATIENCE
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess, until

pytestmark = pytest.mark.long

AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36"
"""Of a person's browser: one without a window says that it is none."""
NOW, OTHER = "Add to cart", "Get it today"
MOST_TRIES = 40  # until both were seen: not once in a million million runs more


@pytest.fixture(scope="module")
def own_shop(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        yield running


def draft(staff: Page) -> None:
    staff.goto("/staff/experiments")
    expect(staff.get_by_text("No experiments yet")).to_be_visible()
    staff.get_by_role("link", name="New experiment").click()
    staff.get_by_role("button", name="Save draft").click()
    expect(staff.get_by_label("Name", exact=True).first).to_be_focused()
    staff.get_by_label("Name", exact=True).first.fill("What the button says")
    staff.get_by_label("Key").fill("buy-button")
    staff.get_by_label("Share of visitors who do that now").fill("3")
    staff.get_by_label("Smallest difference that matters").fill("1")
    staff.get_by_label("Change a sentence").select_option("product.add")
    for language, text in (("English", OTHER), ("Русский", "Забрать"), ("한국어", "오늘 받기")):
        staff.get_by_label(f"Instead ({language})").fill(text)
    assert_clean_everywhere(staff, "a new experiment")
    in_all_looks(staff, "experiment-new")
    staff.get_by_role("button", name="Save draft").click()
    expect(staff.get_by_test_id("needed")).to_contain_text("5,301")
    staff.get_by_label("Smallest difference that matters").fill("2")
    expect(staff.get_by_text("Save what you changed before you start it.")).to_be_visible()
    expect(staff.get_by_role("button", name="Start", exact=True)).to_be_disabled()
    staff.get_by_label("Smallest difference that matters").fill("1")
    staff.get_by_role("button", name="Save draft").click()


def start(staff: Page) -> None:
    staff.get_by_role("button", name="Start", exact=True).click()
    staff.get_by_role("dialog").get_by_role("button", name="Start", exact=True).click()
    expect(staff.get_by_test_id("said")).to_contain_text("Nothing can be said yet")


def both(shop: ServerProcess, visitor: Visitor, goods: Goods) -> tuple[dict[str, Page], int]:
    """A visitor of each variant, by what the button says, and how many came until there was one."""
    found: dict[str, Page] = {}
    buttons = f"button:text-is('{NOW}'), button:text-is('{OTHER}')"
    for tries in range(1, MOST_TRIES):
        page = visitor(shop.url, user_agent=AGENT)
        with page.expect_response("**/seen"):
            page.goto(goods.page)
        button = page.locator(buttons)
        expect(button).to_be_visible()
        said = button.inner_text()
        page.reload()
        expect(page.get_by_role("button", name=said, exact=True)).to_be_visible()
        found[said] = page
        if len(found) == 2:
            return found, tries
    raise AssertionError("all of them see the same")


def outcomes(staff: Page) -> list[dict[str, Any]]:
    (one,) = staff.request.get("/api/staff/experiments").json()["experiments"]
    return [each["outcome"] for each in one["variants"]]


def test_visitors_see_different_words_and_staff_see_who_buys(
    own_shop: ServerProcess, visitor: Visitor
) -> None:
    staff = visitor(own_shop.url)
    enter_as_staff(staff)
    draft(staff)
    start(staff)
    with Shop(own_shop.url) as behind:
        goods = behind.goods("gopro-hero12", stock=5)
    seen, visitors = both(own_shop, visitor, goods)
    unasked = visitor(own_shop.url, user_agent=AGENT)
    unasked.add_init_script("Object.defineProperty(navigator, 'doNotTrack', {value: '1'})")
    unasked.goto(goods.page)
    expect(unasked.get_by_role("button", name=NOW, exact=True)).to_be_visible()

    buyer = seen[OTHER]
    with buyer.expect_response("**/seen"):  # whose browser it is is known from here on
        buyer.get_by_role("button", name=OTHER, exact=True).click()
    expect(buyer.get_by_text("Added to cart")).to_be_visible()
    go_to_payment(buyer)
    pay(buyer)
    expect(buyer.get_by_test_id("outcome")).to_contain_text("Thank you")
    until(lambda: outcomes(staff)[1]["orders"] == 1, PATIENCE, lambda: outcomes(staff))
    now, other = outcomes(staff)
    assert now["visitors"] + other["visitors"] == visitors
    assert now["orders"] == 0

    staff.reload()
    row = staff.get_by_role("row").filter(has_text="B").last
    expect(row.get_by_role("cell").nth(2)).to_have_text("1")
    expect(staff.get_by_test_id("said")).to_contain_text("each variant needs 5,301 visitors")
    assert_clean_everywhere(staff, "an experiment that runs")
    in_all_looks(staff, "experiment-running")
    staff.get_by_role("button", name="End", exact=True).click()
    staff.get_by_role("dialog").get_by_role("button", name="End", exact=True).click()
    staff.get_by_role("button", name="Use “B” for everybody").click()
    expect(staff.get_by_text("Everybody sees “B”.")).to_be_visible()
    in_all_looks(staff, "experiment-ended")
    staff.goto("/staff/experiments")
    expect(staff.get_by_role("link", name="What the button says")).to_be_visible()
    in_all_looks(staff, "experiments")
    unasked.goto(goods.page)
    expect(unasked.get_by_role("button", name=OTHER, exact=True)).to_be_visible()


def test_pages_are_arranged_in_another_way(own_shop: ServerProcess, visitor: Visitor) -> None:
    """For everybody, since it was kept: what is bought by stands below the text, and free times are
    a list."""
    furnish(own_shop)
    staff = visitor(own_shop.url)
    enter_as_staff(staff)
    arranged = {"product-text": "above", "free-times": "list"}
    asked = {
        "key": "arranged", "name": "Arranged", "goal": "booking-confirmed", "baseRate": 300,
        "leastDifference": 100,
        "variants": [{"name": "As now"}, {"name": "B", "arranged": arranged}],
    }  # fmt: skip
    origin = {"origin": own_shop.url}

    def ask(path: str, data: object = None) -> Any:
        answer = staff.request.post(f"/api/staff/experiments{path}", data=data, headers=origin)
        assert answer.ok, answer.text()
        return answer.json()

    made = ask("", asked)["id"]
    for step, said in (("start", None), ("end", None), ("keep", {"variant": 1})):
        ask(f"/{made}/{step}", said)
    guest = visitor(own_shop.url, timezone_id=BERLIN)
    with Shop(own_shop.url) as behind:
        guest.goto(behind.goods("gopro-hero12").page)
    text = guest.get_by_role("region", name="Description").bounding_box()
    button = guest.get_by_role("button", name="Buy now").bounding_box()
    assert text and button and text["y"] < button["y"]
    in_all_looks(guest, "product-text-above")
    guest.goto("/book")
    guest.locator("main li a").first.click()
    times = guest.get_by_test_id("next-times")
    expect(times.get_by_role("radio")).to_have_count(6)
    assert_clean_everywhere(guest, "a list of free times")
    in_all_looks(guest, "free-times-list")
    times.locator("label").nth(1).click()
    expect(guest.get_by_role("region", name="What you chose")).to_be_visible()
    times.get_by_role("button", name="Choose another day").click()
    expect(guest.get_by_role("group", name="Day")).to_be_visible()
