"""A photographer's page: found from booking, reviewed from the cabinet after the session, answered
by the photographer; and the studio's."""

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.loft import BERLIN, furnish
from tests.e2e.looks import assert_clean_everywhere, assert_fits, shot, toast
from tests.e2e.member import Member
from tests.support.market import STAFF
from tests.support.past_sessions import it_took_place
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess
from tests.support.studio import day_ahead

Studio = tuple[ServerProcess, str]
WORDS = {
    "en-US": ("Write a review", "Post review", "Photographers"),
    "ru-RU": ("Написать отзыв", "Опубликовать", "Фотографы"),
    "ko-KR": ("리뷰 쓰기", "리뷰 올리기", "사진가"),
}
LONG = "Patient with the children, quick with the light.\n\n" + "So it goes. " * 30 + "w" * 200


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[Studio]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        yield running, furnish(running)


def aside(work: Any) -> Any:
    """In a thread of its own: here the browser's loop runs."""
    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(asyncio.run, work).result()


def had_session(server: ServerProcess, service: str, client: Member, day: int, who: str) -> None:
    """Booked, paid, and over."""
    asked = {"serviceId": service, "start": f"{day_ahead(day)}T10:00", "resources": [who]}
    post = {"Idempotency-Key": uuid4().hex}
    held = client.http.post("/api/bookings/hold", json=asked, headers=post).raise_for_status()
    found = held.json()
    paying = {"reservationId": found["reservationId"], "provider": "demo"}
    begun = client.http.post("/api/payments", json=paying).raise_for_status().json()
    paid = {"reservationId": found["reservationId"], "paymentId": begun["paymentId"]}
    client.http.post("/api/orders/create", json=paid).raise_for_status()
    with httpx.Client(base_url=server.url, timeout=PATIENCE) as staff:
        staff.post("/api/session/login", json=STAFF).raise_for_status()
        aside(it_took_place(server.database_url, staff, found["bookingId"]))


def called(server: ServerProcess, name: str) -> dict[str, Any]:
    listed = httpx.get(f"{server.url}/api/photographers").json()["photographers"]
    found: dict[str, Any] = next(one for one in listed if one["name"] == name)
    return found


@pytest.mark.parametrize(
    ("locale", "width", "day"), [("en-US", 1280, 30), ("ru-RU", 360, 31), ("ko-KR", 360, 32)]
)
def test_a_client_reviews_the_photographer_from_the_cabinet_after_the_session(
    studio: Studio, visitor: Visitor, locale: str, width: int, day: int
) -> None:
    (server, service), (write, send, photographers) = studio, WORDS[locale]
    anna = called(server, "Anna")
    with Member(server) as client:
        page = client.enter(visitor(server.url, locale=locale, width=width, timezone_id=BERLIN))
        page.goto("/book")
        page.get_by_role("link", name=photographers).click()
        page.locator(f"a[href$='/{anna['slug']}']").click()
        reviews = page.locator("#reviews")
        expect(reviews).to_be_visible()
        expect(reviews.get_by_role("button", name=write)).to_have_count(0)
        had_session(server, service, client, day, anna["id"])
        page.goto("/bookings")
        after = page.locator("[data-booking]").get_by_role("link", name="Anna")
        shot(page, f"review-from-cabinet-{locale[:2]}-{width}")
        after.click()
        reviews.get_by_role("button", name=write).press("Enter")
        page.keyboard.press("Tab")
        reviews.get_by_role("radio").last.press("Space")
        reviews.get_by_role("textbox").fill(LONG)
        reviews.get_by_role("button", name=send).press("Enter")
        listed = page.get_by_test_id("reviews").locator("li").filter(has_text="Patient")
        expect(listed.first).to_be_visible()
        page.evaluate("scrollTo(0, 0)")
        assert_clean_everywhere(page, f"a photographer's page {locale}")
        assert_fits(page, f"photographer {locale} {width}")
        shot(page, f"photographer-{locale[:2]}-{width}")
        page.goto("/photographers")
        expect(page.locator("main li", has_text="Anna").get_by_role("img")).to_be_visible()
        assert_clean_everywhere(page, f"photographers {locale}")
        shot(page, f"photographers-{locale[:2]}-{width}")


def test_the_photographer_answers_and_booking_begins_with_them(
    studio: Studio, visitor: Visitor
) -> None:
    server, service = studio
    boris = called(server, "Boris")
    with Member(server) as client, Member(server) as person:
        had_session(server, service, client, 33, boris["id"])
        said = {"rating": 2, "text": "Late, and then in a hurry."}
        review = f"/api/resources/{boris['id']}/review"
        client.http.put(review, json=said).raise_for_status()
        is_he = "UPDATE resources SET user_id = $2::uuid WHERE id = $1::uuid"
        aside(fetch(server.database_url, is_he, boris["id"], person.id))
        page = person.enter(visitor(server.url))
        page.goto(f"/photographers/{boris['slug']}")
        item = page.get_by_test_id("reviews").locator("li")
        item.get_by_role("button", name="Reply").click()
        item.get_by_role("textbox", name="Reply").fill("The tram stood still. Come again, on me.")
        assert_clean_everywhere(page, "a reply being written")
        item.get_by_role("button", name="Post reply").click()
        expect(toast(page, "Your reply is saved")).to_be_visible()
        expect(item).to_contain_text("The tram stood still.")
        shot(page, "photographer-replied")
        guest = visitor(server.url, width=360)
        guest.goto(f"/photographers/{boris['slug']}")
        theirs = guest.get_by_test_id("reviews").locator("li")
        expect(theirs).to_contain_text("The tram stood still.")
        expect(theirs.get_by_role("button")).to_have_count(0)
        guest.get_by_role("link", name="Book a session: Portrait").click()
        expect(guest.get_by_role("radio", name=re.compile("Boris"))).to_be_checked()
        guest.goto("/studios")
        guest.get_by_role("link", name="Loft", exact=True).click()
        expect(guest.get_by_text("Red room")).to_be_visible()
        assert_clean_everywhere(guest, "a studio's page")
        shot(guest, "studio-page-360")
        guest.goto("/photographers/nobody-000000000000")
        expect(guest.get_by_role("heading", name=re.compile("not|No"))).to_be_visible()
