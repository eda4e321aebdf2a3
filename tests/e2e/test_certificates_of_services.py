"""Staff offer a service as a certificate; somebody gives it; whoever has the code books the session
with it, on an evening that costs more, and sees what is left."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.loft import BERLIN, TAKE, choose_time, furnish, to_day
from tests.e2e.looks import assert_clean_everywhere, in_all_looks, settled, shot
from tests.e2e.member import Member
from tests.e2e.studios import aside
from tests.e2e.till import enter_as_staff, pay
from tests.support.market import eventually
from tests.support.patience import PATIENCE
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[tuple[ServerProcess, str]]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        yield running, furnish(running)


def offered(staff: Page, url: str, service: str, name: str) -> str:
    """From the service's page; the package's id."""
    staff.goto(f"{url}/staff/services/{service}")
    expect(staff.get_by_role("heading", name="Gift certificates")).to_be_visible()
    assert_clean_everywhere(staff, "a service with its certificates")
    staff.get_by_role("link", name="Offer it as a certificate").click()
    expect(staff.get_by_label("Name", exact=True)).to_have_value("Portrait")
    staff.get_by_label("Name", exact=True).fill(name)
    item = staff.get_by_role("group", name="Certificate of a service (1)")
    expect(item.get_by_label("Service")).to_have_value(service)
    expect(item.get_by_label("Length of a session")).to_have_value("60")
    item.get_by_label("How many sessions").fill("2")
    assert_clean_everywhere(staff, "a new certificate of a service")
    in_all_looks(staff, "certificate-new")
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.get_by_role("heading", level=1, name=name)).to_be_visible()
    expect(staff.get_by_text("€180").first).to_be_visible()
    package = staff.url.rsplit("/", 1)[1]
    staff.goto(f"{url}/staff/services/{service}")
    expect(staff.get_by_role("link", name=name)).to_be_visible()
    return package


def test_a_session_is_given_and_booked_by_its_code(
    studio: tuple[ServerProcess, str], visitor: Visitor
) -> None:
    server, service = studio
    staff = visitor(server.url)
    enter_as_staff(staff)
    name = f"Portrait for you {uuid4().hex[:8]}"
    offered(staff, server.url, service, name)

    with Member(server) as member:
        giver = member.enter(visitor(server.url, timezone_id=BERLIN))
        giver.goto(f"/book?service={service}")
        giver.get_by_role("link", name="Give it as a present").click()
        giver.wait_for_url("**/packages?service=*")
        card = giver.get_by_role("listitem").filter(has_text=name)
        expect(card).to_contain_text("2 × Portrait, 60 minutes")
        expect(card).to_contain_text("whatever the session costs when it is booked")
        card.get_by_label("It is a present").check()
        card.get_by_label("For whom").fill("Mina")
        # A shop that sends no mails promises none.
        expect(card.get_by_text("You give them the code yourself")).to_be_visible()
        expect(card.get_by_label("Their email")).to_have_count(0)
        assert_clean_everywhere(giver, "giving a session")
        in_all_looks(giver, "certificate-buy")
        card.get_by_role("button", name="Buy").click()
        giver.wait_for_url("**/checkout/*")
        pay(giver)
        expect(giver.get_by_text("Thank you for your order")).to_be_visible()

        async def there() -> list[dict[str, str]]:
            found: list[dict[str, str]] = member.http.get("/api/prepaid").json()["grants"]
            return found

        aside(eventually(there, PATIENCE, "what was bought"))
        giver.goto("/prepaid")
        expect(giver.get_by_test_id("left")).to_have_text("2 sessions")
        giver.get_by_role("button", name="Show the code").click()
        code = giver.get_by_test_id("code").inner_text()
        expect(giver.get_by_role("button", name="Save as PDF")).to_be_focused()
        assert_clean_everywhere(giver, "what was bought")
        in_all_looks(giver, "certificate-mine")

    # Whoever has the code books an evening, which costs half as much again.
    friend = visitor(server.url, timezone_id=BERLIN)
    to_day(friend, 4)
    choose_time(friend, "17:00")
    friend.get_by_role("button", name=TAKE).click()
    friend.wait_for_url("**/checkout/*")
    friend.get_by_role("button", name="Enter a certificate's code").click()
    friend.get_by_label("Code of the certificate").fill(code.lower())
    friend.get_by_role("button", name="Add", exact=True).click()
    expect(
        friend.get_by_role("checkbox", name=re.compile(f"1. {name}: up to €135"))
    ).to_be_checked()
    assert_clean_everywhere(friend, "paying with a code")
    in_all_looks(friend, "certificate-till")
    pay(friend, "(Pay|Confirm|Place)")
    friend.wait_for_url("**/orders/*")
    friend.goto("/packages")
    friend.get_by_label("Code", exact=True).fill(code)
    friend.get_by_role("button", name="Show", exact=True).click()
    expect(friend.get_by_role("status").filter(has_text="1 session")).to_contain_text(
        "2 × Portrait, 60 minutes"
    )
    in_all_looks(friend, "certificate-balance")

    staff.goto("/staff/liability")
    expect(staff.get_by_role("row").filter(has_text="Certificate of a service")).to_contain_text(
        "€90"
    )
    staff.goto("/staff/prepaid?kind=sessions")
    expect(staff.get_by_role("row").filter(has_text=name)).to_contain_text("1 session")
    for language in ("ru-RU", "ko-KR"):
        other = visitor(server.url, locale=language, width=360)
        for path in ("/packages", f"/book?service={service}"):
            other.goto(path)
            settled(other)
            shot(other, f"certificate-{path[1:5]}-{language}")
            assert other.evaluate("document.documentElement.scrollWidth") <= 360, (language, path)


def test_hours_are_given_and_put_on_an_account_by_their_code(
    studio: tuple[ServerProcess, str], visitor: Visitor
) -> None:
    server, _ = studio
    staff = visitor(server.url)
    enter_as_staff(staff)
    name = f"Ten hours {uuid4().hex[:8]}"
    asked: dict[str, Any] = {
        "name": name,
        "currency": "EUR",
        "items": [{"kind": "hours", "units": 600, "price": 50_000}],
    }
    made = staff.request.post(
        f"{server.url}/api/staff/packages", data=asked, headers={"origin": server.url}
    )
    assert made.ok
    with Member(server) as member, Member(server) as other:
        giver = member.enter(visitor(server.url))
        giver.goto("/packages")
        card = giver.get_by_role("listitem").filter(has_text=name)
        card.get_by_label("It is a present").check()
        expect(card).to_contain_text("Its hours go to whoever has their code")
        assert_clean_everywhere(giver, "giving hours")
        in_all_looks(giver, "hours-buy")
        card.get_by_role("button", name="Buy").click()
        giver.wait_for_url("**/checkout/*")
        pay(giver)
        expect(giver.get_by_text("Thank you for your order")).to_be_visible()

        async def there() -> list[dict[str, str]]:
            found: list[dict[str, str]] = member.http.get("/api/prepaid").json()["grants"]
            return found

        (mine,) = aside(eventually(there, PATIENCE, "what was bought"))
        code = member.http.post(f"/api/prepaid/{mine['id']}/code").json()["code"]
        friend = other.enter(visitor(server.url))
        friend.goto("/packages")
        friend.get_by_label("Code", exact=True).fill(code)
        friend.get_by_role("button", name="Show", exact=True).click()
        expect(friend.get_by_role("status").filter(has_text="10 hours")).to_be_visible()
        in_all_looks(friend, "hours-claim")
        typed = friend.get_by_label("Code", exact=True)
        typed.fill("another")  # of which nothing is known
        expect(friend.get_by_role("button", name="Put these hours on my account")).to_have_count(0)
        typed.fill(code)
        friend.get_by_role("button", name="Put these hours on my account").click()
        friend.get_by_role("link", name="They are yours: view them").click()
        expect(friend.get_by_test_id("left")).to_have_text("10 hours")
        expect(friend.get_by_role("button", name="Show the code")).to_have_count(0)
        giver.goto("/prepaid")
        expect(giver.get_by_test_id("left")).to_have_text("0 hours")


def test_a_season_says_its_days_where_it_is_made_and_where_it_is_sold(
    studio: tuple[ServerProcess, str], visitor: Visitor
) -> None:
    server, _ = studio
    staff = visitor(server.url)
    enter_as_staff(staff)
    name = f"Spring {uuid4().hex[:8]}"
    staff.goto(f"{server.url}/staff/packages/new")
    staff.get_by_label("Name", exact=True).fill(name)
    staff.get_by_label("Price of one").fill("500")
    staff.get_by_label("First day of a season").fill("2040-03-01")
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.get_by_text("Say its last day, too.")).to_be_visible()
    staff.get_by_label("Last day of a season").fill("2040-05-31")
    assert_clean_everywhere(staff, "a new season")
    in_all_looks(staff, "season-new")
    staff.get_by_role("button", name="Save", exact=True).click()
    expect(staff.get_by_role("heading", level=1, name=name)).to_be_visible()
    guest = visitor(server.url)
    guest.goto("/packages")
    card = guest.get_by_role("listitem").filter(has_text=name)
    expect(card).to_contain_text("Good from March 1, 2040 to May 31, 2040")
    in_all_looks(guest, "season-sold")
