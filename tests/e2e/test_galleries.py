"""Pictures of a session, from the photographer's phone to the client's, and on to the family."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.cabinet import enter, with_account
from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, in_all_looks, shot
from tests.e2e.studios import BERLIN, Studio, aside
from tests.e2e.till import pay, saved
from tests.support.pictures import png
from tests.support.postgres import fetch
from tests.support.prepared import PreparedShops
from tests.support.studio import Someone, day_ahead

EMAIL = "ann@studio.example"
BEGUN = """
UPDATE bookings SET starts_at = now() - interval '20 minutes',
    ends_at = now() + interval '40 minutes'
WHERE id = $1::uuid
"""


@pytest.fixture(scope="module")
def ann() -> Someone:
    return Someone(kind="photographer", name="Ann", zone=BERLIN)


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops, ann: Someone) -> Iterator[Studio]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        made = Studio(running)
        ann.more["user_id"] = with_account(running, EMAIL)
        made.move_in(ann)
        yield made


def begun(studio: Studio, client: Page, who: UUID) -> str:
    """A session of the client that is under way, paid at the desk; its id."""
    asked = {
        "serviceId": studio.service(f"Portrait {uuid4().hex[:6]}", "photographer"),
        "start": f"{day_ahead(5)}T10:00",
        "resources": [str(who)],
    }
    key = {"Idempotency-Key": uuid4().hex}
    answer = client.request.post("/api/bookings/hold", data=asked, headers=key)
    assert answer.ok, answer.text()
    held = answer.json()
    by_hand = {"reservationId": held["reservationId"], "provider": "manual"}
    assert client.request.post("/api/payments", data=by_hand, headers=key).ok
    booking: str = held["bookingId"]
    studio.staff.post(f"/api/staff/bookings/{booking}/confirm", headers=key).raise_for_status()
    aside(fetch(studio.server.database_url, BEGUN, booking))
    return booking


def files(*sides: int) -> list[FilePayload]:
    return [
        {"name": f"IMG_{side}.png", "mimeType": "image/png", "buffer": png(side)} for side in sides
    ]


def look_on_a_phone(client: Page) -> None:
    """What can be done with a picture leaves the way out of it in sight."""
    wide = client.viewport_size
    client.set_viewport_size({"width": 360, "height": 740})
    client.get_by_role("button", name="Look at IMG_63.png").click()
    over = client.get_by_role("dialog")
    for one in ("Buy · €7 IMG_63.png", "Next picture", "Close"):
        expect(over.get_by_role("button", name=one)).to_be_in_viewport(ratio=1)
    shot(client, "gallery-near")
    over.get_by_role("button", name="Close").click()
    expect(over).to_have_count(0)
    assert wide is not None
    client.set_viewport_size(wide)


def test_pictures_are_sent_chosen_bought_and_shown_to_the_family(
    studio: Studio, ann: Someone, visitor: Visitor
) -> None:
    client = visitor(studio.server.url, timezone_id=BERLIN)
    booking = begun(studio, client, ann.id)
    own = enter(studio, visitor, EMAIL, f"/my/pictures/{booking}", width=390)
    proofs = own.locator("section").filter(has_text="To choose from")
    words: FilePayload = {"name": "notes.png", "mimeType": "image/png", "buffer": b"no picture"}
    proofs.locator("input[type=file]").set_input_files([*files(61, 62, 63), words])
    expect(proofs.get_by_role("button", name="Look at IMG_")).to_have_count(3)
    expect(proofs.get_by_role("listitem").filter(has_text="notes.png")).to_be_visible()
    proofs.get_by_label("Price of an extra picture").fill("9")
    proofs.get_by_role("button", name="Save price").click()
    saved(proofs.get_by_role("button", name="Save price"))
    proofs.get_by_label("Price of an extra picture").fill("7")  # goes along with the pictures
    proofs.get_by_label("May choose").fill("1")
    proofs.get_by_role("button", name="Deliver 3 new pictures").click()
    expect(own.get_by_text("The client has the pictures until")).to_be_visible()
    in_all_looks(own, "own-pictures")

    client.goto(f"/bookings/{booking}/pictures")
    client.get_by_role("button", name="Choose IMG_61.png").click()
    expect(client.get_by_role("status").filter(has_text="1 of 1 chosen").first).to_be_visible()
    expect(client.get_by_role("button", name="Buy · €7 IMG_61.png")).to_have_count(0)
    client.get_by_role("button", name="Buy · €7 IMG_62.png").click()
    expect(client.get_by_text("1 more picture, €7")).to_be_visible()
    in_all_looks(client, "gallery-choosing")
    assert_clean_everywhere(client, "a gallery with something to buy")
    look_on_a_phone(client)
    client.get_by_role("button", name="Order and pay").click()
    expect(client.get_by_role("timer")).to_be_visible()
    pay(client)
    expect(client.get_by_test_id("outcome")).to_contain_text("Thank you")
    client.get_by_role("link", name="Open the pictures").click()
    expect(
        client.get_by_role("link", name="Download all 1").or_(
            client.get_by_role("link", name="Download 1 picture")
        )
    ).to_be_visible()

    client.get_by_role("button", name="Make a link").click()
    expect(client.get_by_label("Link", exact=True)).to_be_focused()
    link = client.get_by_label("Link", exact=True).input_value()
    family = visitor(studio.server.url, width=390)
    family.goto(link)
    expect(family.get_by_role("button", name="Look at IMG_")).to_have_count(3)
    expect(family.get_by_role("link", name="Download")).to_have_count(0)
    in_all_looks(family, "gallery-family")
    assert_clean_everywhere(family, "a gallery by its link")
    client.get_by_role("button", name="Turn off").click()
    client.get_by_role("dialog").get_by_role("button", name="Turn off").click()
    expect(client.get_by_role("button", name="Make a link")).to_be_visible()
    family.reload()
    expect(family.get_by_text("This link shows no pictures")).to_be_visible()
