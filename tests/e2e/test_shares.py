"""What of a session is whose, with its receipt: staff pay it out, a photographer sees their own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot, toast
from tests.e2e.studios import BERLIN, Studio, aside
from tests.e2e.till import enter_as_staff
from tests.support.market import eventually
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, add_person, log_in
from tests.support.prepared import PreparedShops
from tests.support.studio import Someone

pytestmark = pytest.mark.long

EMAIL = "anna@shares.example"


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[Studio]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        yield Studio(running)


def a_penalty(studio: Studio) -> UUID:
    """Of 90 euros that are all kept, 60% are Anna's and 25% the loft's; her resource."""
    with ThreadPoolExecutor() as pool:
        pool.submit(add_person, studio.server.database_url, EMAIL, ["photographer"]).result()
    with httpx.Client(base_url=studio.server.url, timeout=PATIENCE) as hers:
        log_in(hers, EMAIL)
        user = hers.get("/api/session").json()["user"]["id"]
    anna = Someone(kind="photographer", name="Anna", zone=BERLIN, more={"user_id": UUID(user)})
    studio.move_in(anna, Someone(kind="studio", name="Loft", zone=BERLIN))
    portrait = studio.service(
        "Portrait", "photographer", "studio",
        policy={"steps": [{"minutes": 500_000, "percent": 100}]},
        shares={"photographer": 6_000, "studio": 2_500},
    )  # fmt: skip
    made = studio.booked(portrait, 5, "10:00")
    studio.staff.patch("/api/staff/settings", json={"payoutHoldDays": 0, "payoutDays": 0})
    studio.staff.post(f"/api/bookings/{made['id']}/cancel", json={}).raise_for_status()

    async def there() -> bool:
        found = studio.staff.get(f"/api/staff/resources/{anna.id}/money").json()["standings"]
        return bool(found and found[0]["payable"] == 5_400)

    aside(eventually(there, PATIENCE, "it is shared"))
    return anna.id


def test_a_share_is_seen_paid_out_and_on_the_receipt(studio: Studio, visitor: Visitor) -> None:
    resource = a_penalty(studio)
    staff = visitor(studio.server.url)
    enter_as_staff(staff)
    staff.goto("/staff/bookings?status=cancelled")
    staff.get_by_role("button", name="Receipt").first.click()
    paper = staff.get_by_role("dialog")
    expect(paper).to_contain_text("Anna (60%)")
    expect(paper).to_contain_text("€54")
    expect(paper).to_contain_text("Platform")
    assert_clean_everywhere(staff, "a receipt")
    shot(staff, "receipt")
    staff.goto(f"/staff/resources/{resource}")
    staff.get_by_role("button", name="Set aside €54 for a payout").click()
    expect(toast(staff, "€54 set aside")).to_be_visible()
    shot(staff, "resource-money")
    staff.goto("/staff/payouts")
    expect(staff.get_by_role("button", name="Mark the payout to Anna as sent")).to_be_visible()
    holders = staff.get_by_role("table", name="Who has money here")
    expect(holders.get_by_role("row").filter(has_text="Loft")).to_contain_text("€22.50")
    assert_clean_everywhere(staff, "payouts")
    shot(staff, "payouts")

    page = visitor(studio.server.url, timezone_id=BERLIN)
    page.goto("/login?next=/my/income")
    page.locator("main [name=email]").fill(EMAIL)
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    mine = page.get_by_role("region", name="Your share")
    expect(mine).to_contain_text("Session")
    expect(mine.get_by_role("list", name="Payouts")).to_contain_text("€54")
    assert_clean_everywhere(page, "one's own share")
    shot(page, "own-share")
