"""A photographer's page: found from booking, reviewed from the cabinet after the session, answered
by the photographer; and the studio's."""

import asyncio
import json
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
from tests.e2e.looks import assert_clean_everywhere, assert_clean_in, assert_fits, shot, toast
from tests.e2e.member import Member
from tests.e2e.test_picture_editor import file
from tests.e2e.till import saved
from tests.support.market import STAFF
from tests.support.past_sessions import it_took_place
from tests.support.patience import PATIENCE
from tests.support.pictures import png
from tests.support.postgres import fetch
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess
from tests.support.studio import day_ahead

pytestmark = pytest.mark.long

Studio = tuple[ServerProcess, str]
WORDS = {
    "en-US": ("Write a review", "Post review", "Photographers", ("portrait", "walk")),
    "ru-RU": ("Написать отзыв", "Опубликовать", "Фотографы", ("портрет", "прогулка")),
    "ko-KR": ("리뷰 쓰기", "리뷰 올리기", "사진가", ("인물", "산책")),
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
    (server, service), (write, send, photographers, tags) = studio, WORDS[locale]
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
        listed = page.get_by_test_id("reviews").locator("> li").filter(has_text="Patient")
        expect(listed.first).to_be_visible()
        page.evaluate("scrollTo(0, 0)")
        assert_clean_in(page, "a photographer's page", locale)
        assert_fits(page, f"photographer {locale} {width}")
        shot(page, f"photographer-{locale[:2]}-{width}")
        page.goto("/photographers")
        card = page.locator("main li", has=page.locator("h2", has_text="Anna"))
        expect(card.get_by_role("img")).to_be_visible()
        # In the reader's words where the shop has them, else as staff wrote them.
        expect(card.get_by_role("listitem")).to_have_text([*tags, "Ambrotype"])
        assert_clean_in(page, "photographers", locale)
        shot(page, f"photographers-{locale[:2]}-{width}")


def test_the_photographer_answers_and_booking_begins_with_them(
    studio: Studio, visitor: Visitor
) -> None:
    server, service = studio
    boris = called(server, "Boris")
    with Member(server) as client, Member(server, "photographer") as person:
        had_session(server, service, client, 33, boris["id"])
        said = {"rating": 2, "text": "Late, and then in a hurry."}
        review = f"/api/resources/{boris['id']}/review"
        client.http.put(review, json=said).raise_for_status()
        is_he = "UPDATE resources SET user_id = $2::uuid WHERE id = $1::uuid"
        aside(fetch(server.database_url, is_he, boris["id"], person.id))
        page = person.enter(visitor(server.url))
        page.goto(f"/photographers/{boris['slug']}")
        item = page.get_by_test_id("reviews").locator("> li")
        item.get_by_role("button", name="Reply").click()
        item.get_by_role("textbox", name="Reply").fill("The tram stood still. Come again, on me.")
        assert_clean_everywhere(page, "a reply being written")
        item.get_by_role("button", name="Post reply").click()
        expect(toast(page, "Your reply is saved")).to_be_visible()
        expect(item).to_contain_text("The tram stood still.")
        shot(page, "photographer-replied")
        guest = visitor(server.url, width=360)
        guest.goto(f"/photographers/{boris['slug']}")
        theirs = guest.get_by_test_id("reviews").locator("> li")
        expect(theirs).to_contain_text("The tram stood still.")
        expect(theirs.get_by_role("button", name=re.compile("reply"))).to_have_count(0)
        guest.get_by_role("link", name="Book a session: Portrait").click()
        expect(guest.get_by_role("radio", name=re.compile("Boris"))).to_be_checked()
        guest.goto("/studios")
        guest.get_by_role("link", name="Loft", exact=True).click()
        expect(guest.get_by_text("Red room")).to_be_visible()
        assert_clean_everywhere(guest, "a studio's page")
        shot(guest, "studio-page-360")
        guest.goto("/photographers/nobody-000000000000")
        expect(guest.get_by_role("heading", name=re.compile("not|No"))).to_be_visible()


def test_staff_arrange_the_pictures_of_a_page_and_search_engines_read_it(
    studio: Studio, visitor: Visitor
) -> None:
    server, _ = studio
    anna = called(server, "Anna")
    with httpx.Client(base_url=server.url, timeout=PATIENCE) as desk:
        desk.post("/api/session/login", json=STAFF).raise_for_status()
        staff = visitor(server.url)
        for name, value in desk.cookies.items():
            staff.context.add_cookies([{"name": name, "value": value, "url": server.url}])
    staff.goto(f"/staff/resources/{anna['id']}")
    sent = [file(f"{name}.svg-as-png.png", png(400 + at, 300)) for at, name in enumerate("ab")]
    staff.locator("input[type=file]").set_input_files(sent)
    items = staff.locator("li[data-picture]")
    expect(items).to_have_count(2)
    staff.get_by_role("button", name="Move picture 2 forward").press("Enter")
    items.first.get_by_label("Alt text", exact=True).fill("A bride by the window")
    shot(staff, "portfolio-editor")
    assert_clean_everywhere(staff, "a resource with pictures")
    staff.get_by_role("button", name="Save pictures").click()
    saved(staff.get_by_role("button", name="Save pictures"))
    guest = visitor(server.url, width=360)
    guest.goto(f"/photographers/once-{anna['slug'][-12:]}")
    guest.wait_for_url(f"**/photographers/{anna['slug']}")
    front = guest.get_by_role("img", name="A bride by the window").first
    expect(front).to_be_visible()
    assert "401w" in (front.get_attribute("srcset") or "")
    assert_clean_everywhere(guest, "a page with pictures")
    shot(guest, "photographer-with-pictures-360")
    with Member(server, "photographer") as person:
        is_she = "UPDATE resources SET user_id = $2::uuid WHERE id = $1::uuid"
        aside(fetch(server.database_url, is_she, anna["id"], person.id))
        own = person.enter(visitor(server.url, width=360))
        own.goto("/my/hours")
        own.get_by_role("link", name="My page").click()
        expect(own.locator("li[data-picture]")).to_have_count(2)
        own.get_by_role("button", name="Remove picture 2").click()
        own.get_by_role("button", name="Save pictures").click()
        saved(own.get_by_role("button", name="Save pictures"))
        assert_clean_everywhere(own, "one's own pictures")
        shot(own, "my-page-360")
        own.get_by_role("link", name="View page").click()
        expect(own.get_by_role("img", name="A bride by the window").first).to_be_visible()
    html = httpx.get(f"{server.url}/photographers/{anna['slug']}").text
    assert f'<link rel="canonical" href="{server.url}/photographers/{anna["slug"]}' in html
    told = [json.loads(one) for one in re.findall(r'ld\+json">(.*?)</script>', html)]
    page = next(one for one in told if one["@type"] == "Service")
    assert page["provider"] == {"@type": "Person", "name": "Anna"}
    assert page["image"][0].endswith("-401.webp")
    assert page["offers"][0]["priceCurrency"] == "EUR"
    assert httpx.get(f"{server.url}/photographers/nobody-0123456789ab").status_code == 404
    place = next(
        one for one in httpx.get(f"{server.url}/api/studios").json()["studios"]
        if one["name"] == "Loft"
    )  # fmt: skip
    assert '"LocalBusiness"' in httpx.get(f"{server.url}/studios/{place['slug']}").text
    assert "Photographers" in httpx.get(f"{server.url}/photographers").text


@pytest.mark.parametrize(("width", "day"), [(1280, 40), (360, 41)])
def test_whom_one_looks_for_is_found_by_day_and_skill_and_booked_at_their_first_time(
    studio: Studio, visitor: Visitor, width: int, day: int
) -> None:
    page = visitor(studio[0].url, width=width, timezone_id=BERLIN)
    page.goto("/photographers")
    cards = page.locator("main li", has=page.locator("h2"))
    expect(cards).to_have_count(2)
    expect(cards.first).to_contain_text("from €90")
    page.get_by_label("What", exact=True).select_option(label="Portrait")
    page.get_by_label("Free on").fill(str(day_ahead(day)))
    page.get_by_role("link", name="walk", exact=True).click()
    expect(cards).to_have_count(1)
    expect(page).to_have_url(re.compile(f"day={day_ahead(day)}.*skill=walk|skill=walk.*day="))
    assert_fits(page, f"photographers looked for, {width}")
    assert_clean_everywhere(page, "photographers looked for")
    shot(page, f"photographers-found-{width}")
    page.get_by_label("Free on").fill("2020-01-01")
    expect(page.get_by_text("Nobody of these is free that day.")).to_be_visible()
    assert_clean_everywhere(page, "no photographer that day")
    page.get_by_role("link", name="Show all photographers").click()
    expect(cards).to_have_count(2)
    page.get_by_label("Free on").fill(str(day_ahead(day)))
    cards.filter(has_text="Anna").get_by_role("link", name="Book Anna, Portrait").click()
    expect(page).to_have_url(re.compile(f"/book.*day={day_ahead(day)}"))
    expect(page.get_by_role("radio", name=re.compile("Anna"))).to_be_checked()
