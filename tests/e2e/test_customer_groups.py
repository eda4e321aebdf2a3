"""Staff sell to a group of customers on other terms, by clicks: the group, who is in it, their
discount, and what its members and others then see and pay."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_clean_in, settled, shot, toast
from tests.e2e.member import Member
from tests.e2e.shop import Goods, Shop
from tests.e2e.till import enter_as_staff, fill_in, put_in_cart
from tests.support.people import PASSWORD
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def running(prepared: PreparedShops) -> Iterator[ServerProcess]:
    """One of these tests' own: in others everybody pays the same."""
    with prepared.opened(HOLDFAST_LIMITS="off") as opened:
        yield opened


@pytest.fixture
def shop(running: ServerProcess) -> Iterator[Shop]:
    with Shop(running.url) as opened:
        opened.settle_on(preset="none")
        yield opened


@pytest.fixture
def somebody(running: ServerProcess) -> Iterator[Callable[[], Member]]:
    opened: list[Member] = []

    def come() -> Member:
        opened.append(Member(running))
        return opened[-1]

    yield come
    for one in opened:
        one.http.close()


def price_for(page: Page, goods: Goods) -> Locator:
    """What the product's page says that it costs whoever looks, once it has asked."""
    with page.expect_response(re.compile("/api/products/")):
        page.goto(goods.page)
    settled(page)
    return page.get_by_test_id("member-price")


def test_a_group_its_members_and_their_discount(
    shop: Shop, visitor: Visitor, somebody: Callable[[], Member]
) -> None:
    goods, anna, boris = shop.goods("mx-master-3s", stock=20), somebody(), somebody()
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto("/staff/groups")
    expect(page.get_by_text("No groups yet")).to_be_visible()
    shot(page, "groups-none")
    page.get_by_role("button", name="New group").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Enter a name")).to_be_visible()
    expect(dialog.get_by_label("Name", exact=True)).to_be_focused()
    dialog.get_by_label("Name", exact=True).fill("Wholesale")
    dialog.get_by_text("Name in other languages").click()
    dialog.get_by_label("한국어", exact=True).fill("도매 고객")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Wholesale", level=1)).to_be_visible()
    expect(page.get_by_text("Nobody is in this group yet")).to_be_visible()

    page.get_by_role("button", name="Add members").click()
    field = dialog.get_by_label("Email addresses")
    expect(field).to_be_focused()
    field.fill(f"Anna <{anna.email}>, nobody@test.example")
    dialog.get_by_role("button", name="Add", exact=True).click()
    told = dialog.get_by_test_id("added")
    expect(told).to_contain_text("1 customer added.")
    expect(told).to_contain_text("1 address has no account here.")
    expect(field).to_have_value("nobody@test.example")
    shot(page, "group-unknown", whole=False)
    assert_clean_everywhere(page, "addresses without an account")
    page.set_viewport_size({"width": 1280, "height": 900})
    dialog.get_by_role("button", name="Done").click()
    row = page.locator("tr[data-row]", has_text=anna.email)
    expect(row).to_be_visible()

    page.get_by_role("link", name="New promotion for this group").click()
    expect(page.get_by_role("button", name="Remove Wholesale")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("Trade price")
    page.get_by_label("Discount", exact=True).last.fill("20")
    shot(page, "group-promotion")
    assert_clean_everywhere(page, "a discount for a group")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="Start promotion").click()
    row = page.locator("tr[data-row]", has_text="Trade price")
    expect(row).to_contain_text("for Wholesale")
    page.goto("/staff/groups")
    page.get_by_role("link", name="Wholesale", exact=True).click()
    expect(page.get_by_text("Trade price")).to_be_visible()
    shot(page, "group")
    assert_clean_everywhere(page, "a group")
    for locale, width in (("ru-RU", 360), ("ko-KR", 1280)):
        other = visitor(shop.url, locale=locale, width=width)
        enter_as_staff(other)
        other.goto(page.url)
        expect(other.get_by_text(anna.email).first).to_be_attached()
        shot(other, f"group-{locale}")
        assert_clean_in(other, "a group", locale)

    member = anna.enter(visitor(shop.url))
    mine = price_for(member, goods)
    expect(mine).to_contain_text("Your price:")
    expect(mine).to_contain_text("Trade price")
    shot(member, "member-price")
    assert_clean_everywhere(member, "a member's price")
    asked: list[str] = []
    member.on("request", lambda it: asked.append(it.url) if "/member-prices" in it.url else None)
    member.goto("/")
    card = member.locator(f"[data-product={goods.handle}]").first
    expect(card.get_by_test_id("card-member-price")).to_contain_text("Your price")
    assert len(asked) == 1, "all cards of a page ask once"
    shot(member, "member-prices")
    assert_clean_everywhere(member, "cards with a member's prices")
    put_in_cart(member, goods)
    member.goto("/cart")
    parts = member.get_by_test_id("price-parts").locator("dt")
    expect(parts).to_have_text([re.compile("^Goods"), re.compile("^Trade price")])
    outsider = boris.enter(visitor(shop.url))
    expect(price_for(outsider, goods)).to_have_count(0)
    outsider.goto("/")
    settled(outsider)
    expect(outsider.get_by_test_id("card-member-price")).to_have_count(0)
    put_in_cart(outsider, goods)
    outsider.goto("/cart")
    expect(outsider.get_by_text("Trade price")).to_have_count(0)
    guest = visitor(shop.url)
    expect(price_for(guest, goods)).to_have_count(0)


def test_who_logs_in_next_in_the_same_browser_does_not_see_the_price_of_who_was_there(
    shop: Shop, visitor: Visitor, somebody: Callable[[], Member]
) -> None:
    goods, anna, boris = shop.goods("homepod-mini", stock=20), somebody(), somebody()
    shop.sell_to_group(goods, anna.id)
    page = anna.enter(visitor(shop.url))
    mine = price_for(page, goods)
    expect(mine).to_contain_text("Friends")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("menuitem", name=re.compile("Log out")).click()
    expect(mine).to_have_count(0)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("menuitem", name="Log in").click()
    page.wait_for_url(re.compile("/login"))
    fill_in(page, email=boris.email, password=PASSWORD)
    page.locator("main form button[type=submit]").click()
    expect(page).not_to_have_url(re.compile("/login"))
    page.get_by_role("navigation").get_by_role("link", name="Shop").click()
    page.get_by_role("link", name=goods.name).first.click()
    expect(page.get_by_role("heading", name=goods.name, level=1)).to_be_visible()
    settled(page)
    expect(mine).to_have_count(0)


def test_a_customer_is_put_into_a_group_and_taken_out_on_their_page_and_on_its_own(
    shop: Shop, visitor: Visitor, somebody: Callable[[], Member]
) -> None:
    anna = somebody()
    name = anna.email.partition("@")[0]
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto("/staff/groups")
    page.get_by_role("button", name="New group").click()
    page.get_by_role("dialog").get_by_label("Name", exact=True).fill("Club")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Club", level=1)).to_be_visible()
    group = page.url
    page.goto(f"/staff/people/{anna.id}")
    theirs = page.get_by_test_id("their-groups")
    expect(theirs).to_contain_text("In no group")
    theirs.get_by_label("Add to a group").select_option("Club")
    expect(theirs.get_by_role("link", name="Club")).to_be_visible()
    shot(page, "person-groups")
    assert_clean_everywhere(page, "a person's groups")
    theirs.get_by_role("button", name="Remove from “Club”").click()
    expect(theirs).to_contain_text("In no group")
    theirs.get_by_label("Add to a group").select_option("Club")
    theirs.get_by_role("link", name="Club").click()
    page.wait_for_url(group)
    page.get_by_role("button", name=f"Remove {name} from the group").click()
    expect(page.get_by_text("Nobody is in this group yet")).to_be_visible()
    toast(page, "is not in the group any more").get_by_role("button", name="Put back").click()
    expect(page.get_by_role("link", name=name)).to_be_visible()
    page.get_by_role("button", name="Delete group").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete group").click()
    page.wait_for_url(re.compile("/staff/groups$"))
    expect(page.get_by_role("link", name="Club")).to_have_count(0)


def test_what_staff_order_for_a_member_is_priced_for_the_member(
    shop: Shop, visitor: Visitor, somebody: Callable[[], Member]
) -> None:
    goods, anna = shop.goods("ipad-air-11", stock=20), somebody()
    shop.sell_to_group(goods, anna.id)
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto("/staff/orders/new")
    find = page.get_by_role("searchbox", name="Add goods")
    find.fill(goods.name)
    expect(page.get_by_role("button", name=goods.name).first).to_be_visible()
    find.press("Enter")
    parts = page.get_by_test_id("price-parts").locator("dt")
    expect(parts).to_have_text([re.compile("^Goods")])
    choose(page.get_by_role("radio", name="Somebody known"))
    page.get_by_role("searchbox", name="Client: name").fill(anna.email)
    page.get_by_role("button", name=re.compile(anna.email)).click()
    expect(parts).to_have_text([re.compile("^Goods"), re.compile("^Friends")])
    page.get_by_role("button", name="Take the order of").click()
    page.wait_for_url(lambda url: "/staff/orders/" in url and not url.endswith("/new"))
    expect(page.get_by_text("Friends").first).to_be_visible()
