"""Phones on an account's page: listed once an app registered there, chosen by kind, removed."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, in_all_looks, settled, shot
from tests.e2e.member import Member
from tests.support.due_mails import send_now
from tests.support.fcm import FcmServer
from tests.support.market import in_plenty
from tests.support.patience import PATIENCE
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long

LONG = (
    "The telephone of the whole studio that lies beside the till in Rosenthaler Straße 40, Berlin"
)


@pytest.fixture(scope="module")
def fcm() -> Iterator[FcmServer]:
    with FcmServer() as opened:
        yield opened


@pytest.fixture(scope="module")
def shop(prepared: PreparedShops, fcm: FcmServer) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off", **fcm.settings) as opened:
        yield opened


def registers(http: httpx.Client, fcm: FcmServer, name: str) -> str:
    """As the app does where its person logged in; its token."""
    token = fcm.install()
    assert http.post("/api/devices", json={"token": token, "name": name}).status_code == 201
    return token


def test_a_member_sees_their_phones_chooses_kinds_and_removes_one(
    shop: ServerProcess, fcm: FcmServer, visitor: Visitor
) -> None:
    """By keyboard."""
    with Member(shop) as ann:
        page = ann.enter(visitor(shop.url))
        page.goto(f"{shop.url}/account")
        section = page.locator("section").filter(has_text="Notifications on your phone")
        expect(section).to_contain_text("No phone yet")
        section.scroll_into_view_if_needed()
        settled(page)
        shot(page, "account-phones-none")
        registers(ann.http, fcm, "Pixel 9")
        registers(ann.http, fcm, LONG)
        page.reload()
        expect(section.get_by_text("Pixel 9", exact=True)).to_be_visible()
        expect(section.get_by_text("Since ")).to_have_count(2)
        kind = section.get_by_label("Reminder an hour before", exact=True)
        kind.click()
        expect(kind).not_to_be_checked()
        settled(page)
        in_all_looks(page, "account-phones")
        page.evaluate("scrollTo(0, 0)")  # where nothing lies below the frame of the page
        assert_clean_everywhere(page, "an account's phones")
        kinds = ann.http.get("/api/mail-preferences").json()["kinds"]
        wanted = {one["kind"]: one["wanted"] for one in kinds if one["channel"] == "app"}
        assert wanted["booking-soon"] is False
        remove = section.get_by_role("button", name=f"Remove {LONG}")
        remove.focus()
        remove.press("Enter")
        expect(remove).to_be_hidden(timeout=PATIENCE * 1000)
        (left,) = ann.http.get("/api/devices").json()["devices"]
        assert left["name"] == "Pixel 9"


def test_staff_see_that_it_went_to_a_phone(
    shop: ServerProcess, fcm: FcmServer, visitor: Visitor
) -> None:
    with Member(shop) as ben, Member(shop, "manager") as manager:
        phone = registers(ben.http, fcm, "Pixel 9")
        line = in_plenty(shop.url).line()
        made = ben.http.post("/api/orders/reserve", json={"items": [line]}).raise_for_status()
        send_now(shop, made.json())
        fcm.hears(phone)
        page = manager.enter(visitor(shop.url))
        page.goto("/staff/mails")
        expect(page.get_by_role("cell").get_by_text("App on a phone")).to_be_visible()
