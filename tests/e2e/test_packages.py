"""Staff put a package on sale, look after what clients have of it and see what is owed; a
certificate's code pays at the till."""

import re
from uuid import uuid4

from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, in_all_looks, settled, shot, toast
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.studios import aside
from tests.e2e.till import enter_as_staff, go_to_till, pay
from tests.support.market import eventually
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess


def answer_dialog(page: Page, act: str, why: str = "", **fields: str) -> None:
    dialog = page.get_by_role("dialog")
    for label, value in fields.items():
        dialog.get_by_label(label.replace("_", " ")).fill(value)
    if why:
        dialog.get_by_label("Reason").fill(why)
    dialog.get_by_role("button", name=act, exact=True).click()
    expect(dialog).to_have_count(0)


def buys(member: Member, staff: Page, package: str) -> dict[str, str]:
    """Bought and paid at the desk; what the member has of it, by kind."""
    placed = member.http.post(f"/api/packages/{package}/buy", json={}).raise_for_status().json()
    by_hand = {"reservationId": placed["reservationId"], "provider": "manual"}
    member.http.post("/api/payments", json=by_hand).raise_for_status()
    url = str(member.http.base_url).rstrip("/")
    order = f"{url}/api/staff/orders/{placed['orderId']}"
    assert staff.request.post(f"{order}/mark-paid", headers={"origin": url}).ok

    async def there() -> list[dict[str, str]]:
        found: list[dict[str, str]] = member.http.get("/api/prepaid").json()["grants"]
        return found

    mine = aside(eventually(there, PATIENCE, "what was bought"))
    staff.goto(f"/staff/prepaid?q={member.email}")
    expect(staff.get_by_role("link", name=member.email.split("@")[0])).to_have_count(2)
    return {one["kind"]: one["id"] for one in mine}


def taken_back_by_the_shop(member: Member, page: Page) -> None:
    """Its order says who takes back what is left; it offers no refund that is refused."""
    bought = member.http.get("/api/prepaid").json()["grants"][0]["orderId"]
    member.enter(page).goto(f"/orders/{bought}")
    said = page.get_by_test_id("prepaid-order")
    expect(said).to_contain_text("Ask the shop to take back what is left of it")
    expect(page.get_by_role("button", name="Cancel and refund")).to_have_count(0)
    shot(page, "order-of-a-package")
    said.get_by_role("link", name="My packages and certificates").click()
    expect(page).to_have_url(re.compile("/prepaid$"))


def test_a_package_is_put_on_sale_looked_after_and_its_code_pays(
    server: ServerProcess, shop: Shop, visitor: Visitor
) -> None:
    staff = visitor(server.url)
    enter_as_staff(staff)
    name = f"Season of light {uuid4().hex[:8]}"
    staff.goto("/staff/packages/new")
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.get_by_label("Name", exact=True)).to_be_focused()
    expect(staff.get_by_text("Enter a name")).to_be_visible()
    staff.get_by_label("Name", exact=True).fill(name)
    staff.get_by_label("How many hours").fill("10.5")
    staff.get_by_label("Price of one").fill("1050")
    staff.get_by_role("button", name="Add a certificate", exact=True).click()
    certificate = staff.get_by_role("group", name="Certificate (2)")
    certificate.get_by_label("Amount on it").fill("1000")
    certificate.get_by_label("Price of one").fill("900")
    certificate.get_by_label("How many").fill("21")
    expect(staff.get_by_text("₽19,950 in all")).to_be_visible()
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(certificate.get_by_label("How many")).to_be_focused()
    certificate.get_by_label("How many").fill("1")
    assert_clean_everywhere(staff, "a new package")
    in_all_looks(staff, "package-new")
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.get_by_role("heading", level=1, name=name)).to_be_visible()
    package = staff.url.rsplit("/", 1)[1]
    about = staff.get_by_label("Description", exact=True)
    about.fill("Until the leaves fall")
    staff.get_by_role("button", name="Take off sale").click()
    expect(staff.get_by_text("Off sale", exact=True)).to_be_visible()
    expect(about).to_have_value("Until the leaves fall")
    under_way: list[Route] = []
    saves = f"**/api/staff/packages/{package}"
    staff.route(saves, lambda route: under_way.append(route))
    with staff.expect_request(saves):
        staff.get_by_role("button", name="Save", exact=True).click()
    put_on = staff.get_by_role("button", name="Put on sale")
    expect(put_on).to_be_disabled()
    with staff.expect_response(saves):
        under_way[0].continue_()
    staff.unroute(saves)
    put_on.click()
    expect(staff.get_by_role("button", name="Take off sale")).to_be_visible()
    expect(about).to_have_value("Until the leaves fall")
    staff.goto("/staff/packages")
    row = staff.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text("10 hours 30 minutes prepaid, Certificate of")
    expect(row).to_contain_text("₽1,950")
    assert_clean_everywhere(staff, "packages")
    in_all_looks(staff, "packages")

    with Member(server) as member:
        has = buys(member, staff, package)
        taken_back_by_the_shop(member, visitor(server.url))
        assert_clean_everywhere(staff, "what clients have")
        in_all_looks(staff, "prepaid")
        staff.goto(f"/staff/prepaid/{has['hours']}")
        staff.get_by_role("button", name="Pause it").click()
        dialog = staff.get_by_role("dialog")
        dialog.get_by_role("button", name="Pause it").click()
        expect(dialog.get_by_label("Reason")).to_be_focused()
        answer_dialog(staff, "Pause it", "In hospital")
        expect(staff.get_by_text("Paused", exact=True).first).to_be_visible()
        staff.get_by_role("button", name="Resume it").click()
        answer_dialog(staff, "Resume it")
        staff.get_by_role("button", name="Give it more time").click()
        answer_dialog(staff, "Save", "Kindness", Good_until="2040-05-06")
        expect(staff.get_by_text("May 6, 2040").first).to_be_visible()
        staff.get_by_role("button", name="Take some of it back").click()
        dialog.get_by_label("Hours to take back").fill("11")
        dialog.get_by_role("button", name="Take some of it back").click()
        expect(dialog.get_by_text("At most 10 hours 30 minutes are left")).to_be_visible()
        answer_dialog(staff, "Take some of it back", "Moved away", Hours_to_take_back="1.5")
        expect(toast(staff, "₽150 given back")).to_be_visible()
        told = staff.get_by_role("main")
        for words in ("In hospital", "Kindness", "Moved away", "left: 9 hours", "Resumed"):
            expect(told).to_contain_text(words)
        assert_clean_everywhere(staff, "what a client has")
        in_all_looks(staff, "grant")

        staff.goto("/staff/prepaid")
        staff.get_by_role("button", name="Give a package").click()
        dialog.get_by_role("button", name="Give", exact=True).click()
        expect(dialog.get_by_label("Package")).to_be_focused()
        dialog.get_by_label("Package").select_option(label=name)
        answer_dialog(staff, "Give", "Won the draw", Email_of_their_account=member.email)
        expect(toast(staff, f"Given to {member.email}")).to_be_visible()
        mine = member.http.get("/api/prepaid").json()["grants"]
        assert len(mine) == 4
        code = member.http.post(f"/api/prepaid/{has['certificate']}/code").json()["code"]

        staff.get_by_label("Code of a certificate").fill("0000-0000-0000-0000")
        staff.get_by_role("button", name="Find", exact=True).click()
        expect(
            staff.get_by_role("alert").filter(has_text="the whole code was typed")
        ).to_be_visible()
        staff.get_by_label("Code of a certificate").fill(code.lower())
        staff.get_by_role("button", name="Find", exact=True).click()
        expect(staff.get_by_role("heading", level=1, name=name)).to_be_visible()
        expect(staff).to_have_url(re.compile(has["certificate"]))

    guest = visitor(server.url)
    go_to_till(guest, shop.goods("anker-737", stock=3))
    guest.get_by_role("button", name="Enter a certificate's code").click()
    guest.get_by_label("Code of the certificate").fill("wrong")
    guest.keyboard.press("Enter")
    expect(guest.get_by_text("the whole code was typed")).to_be_visible()
    assert_clean_everywhere(guest, "a wrong code at the till")
    in_all_looks(guest, "till-wrong-code")
    guest.get_by_label("Code of the certificate").fill(code)
    guest.get_by_role("button", name="Add", exact=True).click()
    expect(
        guest.get_by_role("checkbox", name=re.compile(f"1. {name}: up to ₽1,000"))
    ).to_be_checked()
    expect(guest.get_by_role("button", name="Enter a certificate's code")).to_be_focused()
    in_all_looks(guest, "till-code")
    pay(guest)
    expect(guest.get_by_text("Thank you for your order")).to_be_visible()
    paid = guest.get_by_test_id("paid-parts").get_by_role("listitem")
    expect(paid).to_contain_text(["Gift certificate · ₽1,000", "Demo payment"])

    staff.reload()
    expect(
        staff.get_by_text("left: ₽0.00").or_(staff.get_by_text("left: ₽0")).first
    ).to_be_visible()
    staff.goto("/staff/liability")
    expect(staff.get_by_text("To be served").first).to_be_visible()
    expect(staff.get_by_role("row").filter(has_text="May 2040")).to_contain_text("9 hours")
    with staff.expect_download() as sheet:
        staff.get_by_role("link", name="Download CSV").click()
    assert sheet.value.suggested_filename == "liability.csv"
    assert_clean_everywhere(staff, "what is owed")
    in_all_looks(staff, "liability")
    for language in ("ru-RU", "ko-KR"):
        other = visitor(server.url, locale=language, width=360)
        enter_as_staff(other)
        for path in ("/staff/packages/new", "/staff/prepaid", "/staff/liability"):
            other.goto(path)
            settled(other)
            shot(other, f"{path.strip('/').replace('/', '-')}-{language}")
            assert other.evaluate("document.documentElement.scrollWidth") <= 360, (language, path)
