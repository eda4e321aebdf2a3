"""Somebody asks to sell, is approved, offers goods, sells and is paid out; staff see to it."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_fits, shot, toast
from tests.e2e.member import Member
from tests.e2e.studios import aside
from tests.e2e.till import enter_as_staff
from tests.support.market import eventually
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.pictures import png
from tests.support.server import ServerProcess, until

HOME = {
    "country": "NL", "name": "An Buyer", "street": "Dam 1", "city": "Amsterdam",
    "postalCode": "1012 JS",
}  # fmt: skip


def by_staff(staff: Page, url: str, path: str, body: object = None, method: str = "POST") -> None:
    answer = staff.request.fetch(f"{url}{path}", method=method, data=body, headers={"origin": url})
    assert answer.ok, answer.text()


def sold(staff: Page, buyer: Page, url: str, *products: dict[str, str]) -> str:
    """To a guest who pays at the desk; the order's id."""
    items = [
        {"productId": one["id"], "variantId": one["variantId"], "quantity": 1} for one in products
    ]
    asked = {"items": items, "shippingAddress": HOME}
    answer = buyer.request.post(f"{url}/api/orders/reserve", data=asked, headers={"origin": url})
    assert answer.ok, answer.text()
    order: str = answer.json()["orderId"]
    by_staff(staff, url, f"/api/staff/orders/{order}/mark-paid")
    return order


def done(page: Page, act: str, **fields: str) -> None:
    dialog = page.get_by_role("dialog")
    for label, value in fields.items():
        dialog.get_by_label(label.replace("_", " ")).fill(value)
    dialog.get_by_role("button", name=act, exact=True).click()
    expect(dialog).to_have_count(0)


def make_product(page: Page) -> str:
    """In two colours, with a picture; the name."""
    goods = f"Linen {uuid4().hex[:8]}"
    page.get_by_role("link", name="Add a product").click()
    page.get_by_label("Name", exact=True).fill(goods)
    page.get_by_text("Active", exact=True).click()
    page.get_by_label("Add pictures").set_input_files(
        {"name": "linen.png", "mimeType": "image/png", "buffer": png(40)}
    )
    page.get_by_label("Alt text", exact=True).fill("Linen on a table")
    page.get_by_role("button", name="Add an option").click()
    page.get_by_label("Option name").fill("Colour")
    page.get_by_label("Add a value").fill("Black, White")
    page.get_by_label("Add a value").press("Enter")
    for number, price in enumerate(("800", "900")):
        page.locator(f"[name='variants[{number}].price']").fill(price)
    page.locator("[name='variants[0].stock']").fill("3")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(goods)
    expect(page).to_have_url(re.compile("/selling/products/[0-9a-f-]{36}"))
    page.get_by_role("group", name="White").get_by_role("button", name="Change").click()
    done(page, "Save", Items_you_have="2")
    page.get_by_role("group", name="White").get_by_role("button", name="Change").click()
    page.get_by_role("button", name="When is it low?").click()
    shot(page, "seller-low")
    assert_fits(page, "when a seller's own is low")
    done(page, "Save", Warn_when_stock_is_at_or_below="3")
    assert_clean_everywhere(page, "a seller's product")
    shot(page, "seller-product")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_test_id("preview")).to_contain_text(goods)
    page.get_by_role("button", name="Back to editing").click()
    page.goto("/selling/products")
    return goods


def take_back(page: Page, buyer: Page, url: str, order: str) -> None:
    """The buyer sends it back; the seller decides, and looks at it."""
    lines = [{"line": 0, "quantity": 1, "reason": "does-not-fit"}]
    asked = {"lines": lines, "note": "Too long"}
    path = f"{url}/api/orders/{order}/returns"
    answer = buyer.request.post(path, data=asked, headers={"origin": url})
    assert answer.ok, answer.text()
    page.goto("/selling/returns")
    row = page.get_by_role("row").filter(has_text="Does not fit")
    expect(row).to_contain_text("Requested")
    assert_clean_everywhere(page, "a seller's returns")
    shot(page, "seller-returns")
    row.get_by_role("link").click()
    expect(page.get_by_text("Too long")).to_be_visible()
    page.get_by_role("button", name="Approve").click()
    done(page, "Approve", What_the_customer_should_know="To the mill")
    page.get_by_role("button", name="Mark as received").click()
    expect(page.get_by_label("Back on sale")).to_be_visible()
    expect(page.get_by_label("Deduct")).to_have_count(0)
    assert_clean_everywhere(page, "a seller looks at what came back")
    shot(page, "seller-return")
    page.get_by_role("button", name="Finish and refund").click()
    expect(page.get_by_text("Done", exact=True)).to_be_visible()


def leaves(page: Page) -> None:
    """Says so, and what is still open; then stays after all."""
    page.goto("/selling/page")
    page.get_by_role("button", name="Stop selling").click()
    page.get_by_role("dialog").get_by_role("button", name="Stop selling").click()
    expect(page.get_by_text("This account is closing")).to_be_visible()
    expect(page.get_by_role("list", name="Still open")).to_be_visible()
    assert_clean_everywhere(page, "a seller who leaves")
    shot(page, "seller-leaves")
    page.get_by_role("button", name="Keep selling").click()
    expect(page.get_by_text("This account is closing")).to_have_count(0)


def pauses(page: Page) -> None:
    """All of it off sale, and on again."""
    line = page.get_by_role("list", name="Products").get_by_role("listitem")
    page.get_by_role("button", name="Pause sales").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Pause sales")).to_be_focused()
    assert_clean_everywhere(page, "pausing")
    dialog.get_by_role("button", name="Pause sales").click()
    expect(page.get_by_text("Your sales are paused")).to_be_visible()
    expect(line).to_contain_text("Off sale")
    expect(page.get_by_role("button", name="Pause sales")).to_have_count(0)
    assert_clean_everywhere(page, "a seller who paused")
    shot(page, "seller-paused")
    page.get_by_role("button", name="Resume sales").click()
    expect(line).to_contain_text("On sale")
    expect(page.get_by_text("Your sales are paused")).to_have_count(0)


def test_from_asking_to_sell_to_the_payout(server: ServerProcess, visitor: Visitor) -> None:
    staff = visitor(server.url)
    enter_as_staff(staff)
    # Nothing waits for its return here, and no timer comes between.
    settings = {"payoutHoldDays": 0, "payoutDays": 0}
    by_staff(staff, server.url, "/api/staff/settings", settings, "PATCH")
    name = f"Mill {uuid4().hex[:8]}"
    with Member(server) as member:
        page = member.enter(visitor(server.url))
        page.goto("/selling")
        page.get_by_role("button", name="Ask to sell").click()
        expect(page.get_by_label("Name you sell under")).to_be_focused()
        assert_clean_everywhere(page, "asking to sell")
        page.get_by_label("Name you sell under").fill(name)
        page.get_by_label("What we should know").fill("Linen from Porto")
        page.get_by_role("button", name="Ask to sell").click()
        expect(page.get_by_text("Under review")).to_be_visible()

        staff.goto("/staff/sellers")
        staff.get_by_role("link", name=name).click()
        expect(staff.get_by_text("Linen from Porto")).to_be_visible()
        staff.get_by_role("button", name="Approve").click()
        done(staff, "Approve")
        expect(toast(staff, f"{name}: Active")).to_be_visible()

        staff.goto("/staff/commission")
        staff.get_by_role("button", name="Add a rule").click()
        dialog = staff.get_by_role("dialog")
        dialog.get_by_role("button", name="Save").click()
        expect(dialog.get_by_label("Percent of the price")).to_be_focused()
        dialog.get_by_label("Seller").select_option(label=name)
        done(staff, "Save", Percent_of_the_price="12.5")
        expect(staff.get_by_role("row").filter(has_text=name)).to_contain_text("12.5%")
        assert_clean_everywhere(staff, "commission")
        shot(staff, "commission")

        log_in(member.http, member.email)  # with the role it has now
        member.enter(page)
        page.goto("/selling/products")
        goods = make_product(page)
        line = page.get_by_role("list", name="Products").get_by_role("listitem")
        expect(line).to_contain_text("2 variants · 5 in stock")
        assert_clean_everywhere(page, "a seller's products")
        shot(page, "seller-products")
        pauses(page)

        own = member.http.get("/api/seller").json()["sellers"][0]["id"]
        (row,) = member.http.get(f"/api/seller/{own}/products").json()["products"]
        made = member.http.get(f"/api/seller/{own}/products/{row['id']}").json()["product"]
        product = {"id": made["id"], "variantId": made["variants"][0]["id"]}
        buyer = visitor(server.url)
        order_id = sold(staff, buyer, server.url, product)

        async def noted() -> bool:
            return bool(member.http.get(f"/api/seller/{own}/orders").json()["orders"])

        aside(eventually(noted, PATIENCE, "the seller sees the order"))
        leaves(page)
        page.goto("/selling")
        steps = page.get_by_role("list", name="Still to do")
        expect(steps.get_by_role("link", name="Enter account")).to_be_visible()
        order = page.get_by_role("listitem").filter(has_text=goods).first
        expect(order).to_contain_text("1012 JS Amsterdam")
        expect(order).to_contain_text("Not shipped")
        order.get_by_role("button", name="Pack what is left").click()
        expect(order.get_by_text("Parcel 1")).to_be_visible()
        expect(order.get_by_role("button", name="Buy a label: Demo Post")).to_be_visible()
        expect(order.get_by_role("link", name="Packing slip")).to_be_visible()
        assert_clean_everywhere(page, "a seller's parcel")
        shot(page, "seller-parcel")
        order.get_by_role("button", name=re.compile("^Mark [A-Z0-9]{8} as shipped")).click()
        page.get_by_role("dialog").get_by_role("button", name="Mark as shipped").click()
        expect(page.get_by_label("Carrier")).to_be_focused()
        done(page, "Mark as shipped", Carrier="PostNL", Tracking_number="3S17")
        expect(order).to_contain_text("Shipped")
        expect(order.get_by_role("button", name="Mark as shipped")).to_have_count(0)
        assert_clean_everywhere(page, "a seller's orders")
        buyer.goto(f"/orders/{order_id}")
        sender = buyer.get_by_role("list", name="Sellers").get_by_role("listitem").first
        expect(sender).to_contain_text(name)
        expect(sender).to_contain_text("Shipped")
        expect(buyer.get_by_text("PostNL")).to_be_visible()
        shot(buyer, "buyer-of-sellers")
        staff.goto(f"/staff/orders/{order_id}")
        part = staff.get_by_role("list", name="Sellers").get_by_role("listitem").first
        expect(part).to_contain_text(name)
        assert_clean_everywhere(staff, "an order of sellers")
        shot(staff, "staff-order-of-sellers")
        order.get_by_role("button", name="Mark as delivered").click()
        done(page, "Mark as delivered")

        async def earned() -> bool:
            standings = member.http.get(f"/api/seller/{own}/money").json()["standings"]
            return bool(standings and standings[0]["earned"])

        aside(eventually(earned, PATIENCE, "what was sold is earned"))
        page.goto("/selling/money")
        movements = page.get_by_role("list", name="All transactions")
        expect(movements.get_by_text("Commission")).to_be_visible()
        expect(page.get_by_text("No transactions in these days.")).to_be_visible()
        last = page.get_by_label("Last day")
        last.fill((datetime.now(UTC) + timedelta(days=1)).date().isoformat())
        statement = page.get_by_role("list", name="Statement")
        expect(statement.get_by_text("Commission")).to_be_visible()
        sums = page.get_by_role("definition").filter(has_text="₽700")
        expect(sums.last).to_be_visible()
        expect(page.get_by_text("12.5%")).to_be_visible()
        shot(page, "seller-money")
        expect(page.get_by_role("definition").first).to_have_text("₽700")
        assert_clean_everywhere(page, "a seller's money")
        shot(page, "seller-money")
        page.goto("/selling")
        expect(order).to_contain_text("₽800 less ₽100 commission: ₽700")
        shot(page, "seller-orders")

        staff.goto(f"/staff/sellers/{own}")
        staff.get_by_role("button", name="Set aside ₽700 for a payout").click()
        expect(toast(staff, "₽700 set aside")).to_be_visible()
        assert_clean_everywhere(staff, "a seller")
        shot(staff, "staff-seller")
        staff.goto("/staff/payouts")
        staff.get_by_role("button", name=f"Mark the payout to {name} as sent").click()
        done(staff, "Sent", Reference_of_the_transfer="SEPA 17")
        row = staff.get_by_role("table", name="Payouts").get_by_role("row").filter(has_text=name)
        expect(row).to_contain_text("SEPA 17")
        holders = staff.get_by_role("table", name="Who has money here")
        expect(holders.get_by_role("row").filter(has_text=name)).to_contain_text("Seller")
        assert_clean_everywhere(staff, "payouts")
        page.goto("/selling/money")
        payouts = page.get_by_role("list", name="Payouts")
        expect(payouts).to_contain_text("SEPA 17")

        page.goto("/selling/trade")
        totals = page.get_by_test_id("trade-totals")
        expect(totals).to_contain_text("₽800")
        expect(page.get_by_role("img", name="Pieces by hour of the day")).to_be_visible()
        best = page.get_by_role("table").filter(has_text="Orders per visit")
        expect(best.get_by_role("link", name=goods)).to_be_visible()
        assert_clean_everywhere(page, "a seller's sales")
        shot(page, "seller-trade")
        staff.goto("/staff/trade")
        expect(staff.get_by_role("columnheader", name="First order")).to_be_visible()
        shot(staff, "staff-trade-all")
        staff.get_by_label("Whose goods").select_option(label=name)
        expect(staff.get_by_test_id("trade-totals")).to_contain_text("₽800")
        expect(staff.get_by_test_id("trade-totals")).to_contain_text("Only goods are counted")
        assert_clean_everywhere(staff, "sales of goods")
        staff.get_by_text("Last 7 days").click()
        expect(staff).to_have_url(re.compile("days=7"))
        shot(staff, "staff-trade")

        take_back(page, buyer, server.url, order_id)

        staff.goto(f"/staff/sellers/{own}")
        staff.get_by_role("button", name="Suspend").click()
        done(staff, "Suspend", Reason="Not sent")
        page.goto("/selling/products")
        expect(page.get_by_text("Your products are off sale")).to_be_visible()
        expect(line).to_contain_text("Off sale")


def made_by(staff: Page, url: str, name: str) -> dict[str, str]:
    """Goods of a new seller, on sale."""
    origin = {"origin": url}
    answer = staff.request.post(f"{url}/api/staff/sellers", data={"name": name}, headers=origin)
    assert answer.ok, answer.text()
    asked = {
        "name": f"Cup of {name}", "status": "active", "variants": [{"price": 700, "stock": 5}],
        "sellerId": answer.json()["seller"]["id"],
    }  # fmt: skip
    answer = staff.request.post(f"{url}/api/staff/products", data=asked, headers=origin)
    assert answer.ok, answer.text()
    product = answer.json()["product"]
    return {"id": product["id"], "variantId": product["variants"][0]["id"]}


@pytest.mark.long
def test_who_sends_back_goods_of_two_sellers_has_two_returns(
    server: ServerProcess, visitor: Visitor
) -> None:
    staff, buyer = visitor(server.url), visitor(server.url)
    enter_as_staff(staff)
    names = [f"{kind} {uuid4().hex[:8]}" for kind in ("Kiln", "Loom")]
    goods = [made_by(staff, server.url, name) for name in names]
    order = sold(staff, buyer, server.url, *goods)
    path = f"{server.url}/api/orders/{order}/sellers"
    until(
        lambda: len(buyer.request.get(path).json()["sellers"]) == 2, PATIENCE, "the order is noted"
    )
    by_staff(staff, server.url, f"/api/staff/orders/{order}/complete")
    buyer.goto(f"/orders/{order}/return")
    for name in names:
        buyer.get_by_label(f"How many of Cup of {name}").select_option("1")
        buyer.get_by_label(f"Why are you sending back Cup of {name}").select_option("does-not-fit")
    buyer.get_by_role("button", name="Continue").click()
    expect(buyer.get_by_test_id("return-sum")).to_contain_text("₽14")
    buyer.get_by_role("button", name="Request the return").click()
    asked = buyer.get_by_test_id("return-asked")
    expect(asked).to_contain_text("It is from several sellers, so it becomes 2 returns.")
    for number, name in enumerate(names, 1):
        expect(asked).to_contain_text(f"Return {number}: 1 × Cup of {name}")
    shot(buyer, "returns-of-sellers")
    assert_clean_everywhere(buyer, "returns of two sellers")
    buyer.get_by_role("link", name="Back to the order").click()
    for number, name in enumerate(names, 1):
        expect(buyer.get_by_test_id(f"return-{number}")).to_contain_text(f"Cup of {name}")
