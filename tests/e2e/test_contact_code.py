"""A guest asks for a time on a phone where the studio wants confirmed contacts: a code is mailed,
and comes back on the same page. Staff say so on a page of theirs."""

import re
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.loft import BERLIN, choose_time, furnish
from tests.e2e.looks import assert_clean_everywhere, settled, shot
from tests.support.mail_server import MailServer, mail_settings, running_mail_server
from tests.support.market import STAFF
from tests.support.patience import PATIENCE
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess, until
from tests.support.studio import day_ahead

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def post() -> Iterator[MailServer]:
    with running_mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops, post: MailServer) -> Iterator[tuple[ServerProcess, str]]:
    with prepared.opened(HOLDFAST_LIMITS="off", **mail_settings(post)) as running:
        service = furnish(running)
        with httpx.Client(base_url=running.url, timeout=PATIENCE) as staff:
            staff.post("/api/session/login", json=STAFF).raise_for_status()
            path = f"/api/staff/services/{service}"
            found = staff.get(path).raise_for_status()
            body = {name: one for name, one in found.json().items() if name != "id"}
            headers = {"If-Match": f'"{body.pop("revision")}"'}
            staff.put(path, json=body | {"requestHours": 24}, headers=headers).raise_for_status()
        yield running, service


def test_staff_ask_for_confirmed_contacts_and_a_guest_confirms_theirs_by_the_way(
    studio: tuple[ServerProcess, str], post: MailServer, visitor: Visitor
) -> None:
    server, service = studio
    desk = visitor(server.url)
    assert desk.request.post(f"{server.url}/api/session/login", data=STAFF).ok
    desk.goto("/staff/services/rules")
    desk.get_by_text("Only who confirmed an address").click()
    desk.get_by_label("Open at once of one client").fill("1")
    desk.get_by_role("button", name="Add a level").click()
    desk.get_by_label("Level 1", exact=True).fill("senior")
    desk.get_by_label("Share of level 1").fill("55.5")
    shot(settled(desk), "studio-rules-requests")
    assert_clean_everywhere(desk, "the rules of requests")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Saved", exact=True).first).to_be_visible()

    email = f"guest-{uuid4().hex}@test.example"
    page = visitor(server.url, width=360, timezone_id=BERLIN)
    page.goto(f"/book?service={service}&day={day_ahead(5)}")
    choose_time(page, "10:00")
    asking = page.get_by_role("button", name="Ask for this time")
    expect(page.get_by_test_id("confirm-contact")).to_be_visible()
    expect(asking).to_be_disabled()
    page.get_by_label("E-mail").fill(email)
    shot(settled(page), "contact-ask")
    assert_clean_everywhere(page, "asking for a code")
    page.get_by_role("button", name="Send the code").click()
    code = page.get_by_label("Code", exact=True)
    expect(code).to_be_focused()
    until(lambda: bool(post.to(email)), PATIENCE, "the code")
    (sent,) = re.findall(r"^(\d{6}) is your code", str(post.to(email)[0].mail["Subject"]))
    code.fill(f"{(int(sent) + 1) % 1_000_000:06}")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("This is not the code")).to_be_visible()
    shot(settled(page), "contact-code-wrong")
    assert_clean_everywhere(page, "a wrong code")
    code.fill(sent)
    page.keyboard.press("Enter")
    expect(asking).to_be_enabled()
    expect(page.get_by_test_id("confirm-contact")).to_have_count(0)
    who = page.get_by_test_id("who-asks")
    expect(who.get_by_label("Email")).to_have_value(email)
    who.get_by_label("Name").fill("Gus")
    asking.click()
    page.wait_for_url("**/orders/**")
    expect(page.get_by_test_id("outcome")).to_contain_text("nothing is charged")
