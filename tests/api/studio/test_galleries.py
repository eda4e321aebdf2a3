"""Who photographed delivers pictures; the client alone looks at them and downloads them, until a
day."""

import asyncio
import io
import zipfile
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
from PIL import Image

from tests.api.studio.house import House, opened_house
from tests.api.studio.sessions import (
    begun,
    booked,
    chosen,
    delivered,
    gallery,
    looked_at,
    send,
    sent,
)
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, token_for
from tests.support.pictures import png, saved
from tests.support.postgres import fetch
from tests.support.server import ServerProcess


@pytest.fixture(scope="module")
def house(shop: ServerProcess, shop_database_url: str) -> Iterator[House]:
    with opened_house(shop, shop_database_url) as opened:
        yield opened


@pytest.fixture
def eva(house: House, shop_database_url: str) -> Iterator[httpx.Client]:
    """A client with an account."""
    email = f"eva-{uuid4().hex[:6]}@house.example"
    add_person(shop_database_url, email, ["customer"])
    bearer = {"Authorization": f"Bearer {token_for(shop_database_url, email)}"}
    with httpx.Client(base_url=house.shop.url, timeout=PATIENCE, headers=bearer) as client:
        yield client


@pytest.fixture
def session(house: House, eva: httpx.Client, shop_database_url: str) -> str:
    """Of Ann, with Eva, that has begun."""
    booking = booked(house, eva, "shoot", "ann", "white", "lamp")
    return asyncio.run(begun(shop_database_url, booking))


def test_pictures_are_the_clients_once_they_are_delivered(
    house: House, eva: httpx.Client, session: str
) -> None:
    own = sent(house, session, 700, 40)
    assert [one["title"] for one in own["pictures"]] == ["IMG_0040.PNG", "IMG_0700.PNG"]
    assert looked_at(eva, session)["pictures"] == []
    hidden = own["pictures"][0]["smallUrl"]

    done = delivered(house, session, days=30)
    assert done["status"] == "delivered"
    found = looked_at(eva, session)
    first, second = found["pictures"]
    assert (first["width"], second["width"]) == (40, 700)
    assert found["until"] == done["until"]
    small, full = eva.get(second["smallUrl"]), eva.get(second["fullUrl"])
    assert Image.open(io.BytesIO(small.content)).size == (640, 3)
    assert Image.open(io.BytesIO(full.content)).format == "JPEG"
    assert Image.open(io.BytesIO(full.content)).size == (700, 3)
    assert full.headers["cache-control"].startswith("private")
    assert full.headers["content-disposition"] == "inline; filename*=UTF-8''IMG_0700.jpg"
    with httpx.Client(base_url=house.shop.url, timeout=PATIENCE) as nobody:
        assert nobody.get(hidden).status_code == 200, "the address alone opens it, for hours"
        for spoilt in ("", "x", hidden.rpartition("=")[2].replace(".", "1.")):
            path = hidden.rpartition("=")[0]
            refusal(nobody.get(f"{path}={spoilt}"), 404, "gallery-picture-not-found")


def test_what_is_not_delivered_has_no_address_for_the_client(
    house: House, eva: httpx.Client, session: str
) -> None:
    sent(house, session, 41)
    delivered(house, session)
    shown = looked_at(eva, session)["pictures"][0]
    later = sent(house, session, 42)["pictures"][1]
    key = shown["fullUrl"].partition("?")[2]
    refusal(
        eva.get(f"/api/gallery-pictures/{later['id']}/full?{key}"),
        404, "gallery-picture-not-found",
    )  # fmt: skip
    assert eva.get(f"/api/gallery-pictures/{shown['id']}/full?{key}").status_code == 200


def test_all_of_it_comes_in_one_archive_by_the_names_of_its_files(
    house: House, eva: httpx.Client, session: str
) -> None:
    for side in (43, 44):
        expect(send(house.who["ann"], session, png(side), "../Свадьба.JPG"), 201)
    delivered(house, session)
    url = looked_at(eva, session)["archiveUrl"]
    answer = eva.get(url)
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as made:
        assert made.testzip() is None
        names = made.namelist()
        sizes = {Image.open(made.open(one)).width for one in names}
    assert names == [".._Свадьба.jpg".lstrip("."), "_Свадьба-2.jpg"]
    assert sizes == {43, 44}
    refusal(eva.get(url.partition("?")[0]), 404, "pictures-not-delivered")


def test_a_picture_that_is_sent_again_is_the_same(house: House, session: str) -> None:
    first = expect(send(house.who["ann"], session, png(45)), 201)
    again = expect(send(house.who["ann"], session, png(45)), 201)
    assert again["id"] == first["id"]
    refusal(send(house.who["ann"], session, b"no picture"), 422, "picture-kind-unknown")
    assert len(sent(house, session)["pictures"]) == 1


def test_nothing_but_pixels_is_kept(house: House, eva: httpx.Client, session: str) -> None:
    camera = Image.new("RGB", (60, 40), "teal")
    exif = camera.getexif()
    exif[0x0112], exif[0x010F] = 6, "A camera"
    expect(send(house.who["ann"], session, saved(camera, "JPEG", exif=exif)), 201)
    delivered(house, session)
    (one,) = looked_at(eva, session)["pictures"]
    full = Image.open(io.BytesIO(eva.get(one["fullUrl"]).content))
    assert full.size == (40, 60), "turned as it was held"
    assert not full.getexif()


def test_a_picture_is_taken_out_and_nobody_finds_it(
    house: House, eva: httpx.Client, session: str
) -> None:
    sent(house, session, 46, 47)
    delivered(house, session)
    first, second = looked_at(eva, session)["pictures"]
    path = f"{gallery(session)}/pictures/{first['id']}"
    assert house.who["ann"].delete(path).status_code == 204
    refusal(house.who["ann"].delete(path), 404, "gallery-picture-not-found")
    refusal(eva.get(first["fullUrl"]), 404, "gallery-picture-not-found")
    assert [one["id"] for one in looked_at(eva, session)["pictures"]] == [second["id"]]
    expect(send(house.who["ann"], session, png(46)), 201), "and can be sent anew"


def test_a_session_is_delivered_once_it_began_and_to_its_own_client(
    house: House, eva: httpx.Client, shop_database_url: str
) -> None:
    booking = booked(house, eva, "shoot", "ann", "white", "lamp")
    refusal(send(house.who["ann"], booking["id"], png(48)), 409, "not-begun")
    session = asyncio.run(begun(shop_database_url, booking))
    refusal(house.who["ann"].post(f"{gallery(session)}/deliver", json={}), 409,
            "nothing-to-deliver")  # fmt: skip
    sent(house, session, 48)
    delivered(house, session)
    for other in ("lea", "max"):
        refusal(house.who[other].get(gallery(session)), 404, "booking-not-found")
        refusal(send(house.who[other], session, png(49)), 404, "booking-not-found")
    with httpx.Client(base_url=house.shop.url, timeout=PATIENCE) as guest:
        refusal(guest.get(f"/api/bookings/{session}/gallery"), 404, "booking-not-found")
        assert guest.get(gallery(session)).status_code == 401
    assert eva.get(gallery(session)).status_code == 403


def test_where_nobody_photographs_the_studio_delivers(
    house: House, eva: httpx.Client, shop_database_url: str
) -> None:
    booking = booked(house, eva, "room", "white")
    session = asyncio.run(begun(shop_database_url, booking))
    assert sent(house, session, 50, who="lea")["pictures"][0]["shown"] is False
    delivered(house, session, "lea")
    assert len(looked_at(eva, session)["pictures"]) == 1


def test_delivered_again_the_client_is_told_of_what_is_new_alone(
    house: House, session: str, shop_database_url: str
) -> None:
    sent(house, session, 51, 52)
    delivered(house, session)
    delivered(house, session, days=30)
    sent(house, session, 53)
    delivered(house, session)
    told = asyncio.run(
        fetch(
            shop_database_url,
            "SELECT data ->> 'pictures' FROM events WHERE type = 'booking.pictures-delivered'"
            " AND subject = $1 ORDER BY xid, id",
            session,
        )
    )
    assert [one[0] for one in told] == ["2", "1"]


def test_what_a_client_was_told_to_have_is_never_had_less_long(
    house: House, eva: httpx.Client, session: str
) -> None:
    sent(house, session, 54)
    long = delivered(house, session, days=365)["until"]
    sent(house, session, 55)
    assert delivered(house, session, days=7)["until"] == long
    assert looked_at(eva, session)["until"] == long


def test_a_client_chooses_as_many_as_are_included_and_says_so(
    house: House, eva: httpx.Client, session: str
) -> None:
    sent(house, session, 61, 62, 63, part="proof")
    delivered(house, session, part="proof", choose=2)
    found = looked_at(eva, session)
    assert (found["status"], found["choose"], found["archiveUrl"]) == ("choosing", 2, None)
    one, two, three = found["pictures"]
    assert one["fullUrl"] is None
    refusal(eva.get(one["largeUrl"].replace("/large", "/full")), 404, "gallery-picture-not-found")
    done = f"/api/bookings/{session}/gallery/done"
    refusal(eva.post(done), 409, "nothing-chosen")
    for _ in range(2):
        assert chosen(eva, session, one).status_code == 204
    assert chosen(eva, session, two).status_code == 204
    refusal(chosen(eva, session, three), 409, "too-many-chosen")
    path = f"/api/bookings/{session}/gallery/favourites/{one['id']}"
    assert eva.delete(path).status_code == 204
    assert chosen(eva, session, three).status_code == 204
    for _ in range(2):
        assert expect(eva.post(done))["status"] == "chosen"
    refusal(chosen(eva, session, one), 409, "not-to-choose")
    own = expect(house.who["ann"].get(gallery(session)))
    assert [one["favourite"] for one in own["pictures"]] == [False, True, True]
    for other in (house.who["ann"], house.who["lea"]):
        refusal(chosen(other, session, one), 404, "booking-not-found")

    sent(house, session, 64)
    assert len(looked_at(eva, session)["pictures"]) == 3
    assert delivered(house, session)["status"] == "delivered"
    (kept,) = [one for one in looked_at(eva, session)["pictures"] if one["part"] == "final"]
    assert kept["fullUrl"]


async def test_of_a_gallery_that_is_over_nothing_is_chosen(
    house: House, eva: httpx.Client, session: str, shop_database_url: str
) -> None:
    """From its end on, though its files may go an hour later: nobody is told of a choice then."""
    sent(house, session, 66, 67, part="proof")
    delivered(house, session, part="proof", choose=1)
    one, two = looked_at(eva, session)["pictures"]
    assert chosen(eva, session, one).status_code == 204
    ended = "UPDATE galleries SET until_at = now() - interval '1 s' WHERE booking_id = $1::uuid"
    await fetch(shop_database_url, ended, session)
    refusal(chosen(eva, session, two), 409, "gallery-ended")
    path = f"/api/bookings/{session}/gallery"
    refusal(eva.delete(f"{path}/favourites/{one['id']}"), 409, "gallery-ended")
    refusal(eva.post(f"{path}/done"), 409, "gallery-ended")
    told = "SELECT FROM events WHERE subject = $1 AND type = 'booking.pictures-chosen'"
    assert await fetch(shop_database_url, told, session) == []


async def test_two_who_choose_at_once_choose_no_more_than_are_included(
    house: House, eva: httpx.Client, session: str
) -> None:
    sides = range(70, 76)
    sent(house, session, *sides, part="proof")
    delivered(house, session, part="proof", choose=2)
    pictures = looked_at(eva, session)["pictures"]
    headers = dict(eva.headers)
    async with httpx.AsyncClient(base_url=house.shop.url, headers=headers) as both:
        path = f"/api/bookings/{session}/gallery/favourites/"
        answers = await asyncio.gather(*(both.put(path + one["id"]) for one in pictures))
    assert sorted(one.status_code for one in answers) == [204, 204, 409, 409, 409, 409]
    assert looked_at(eva, session)["chosen"] == 2


def test_finished_ones_that_come_meanwhile_end_no_choice(
    house: House, eva: httpx.Client, session: str
) -> None:
    sent(house, session, 80, 81, part="proof")
    delivered(house, session, part="proof", choose=1)
    sent(house, session, 82)
    assert delivered(house, session)["status"] == "choosing"
    assert delivered(house, session)["status"] == "choosing", "delivered again it is the same"
    found = looked_at(eva, session)
    assert found["archiveUrl"]
    proof = next(one for one in found["pictures"] if one["part"] == "proof")
    assert chosen(eva, session, proof).status_code == 204
    done = f"/api/bookings/{session}/gallery/done"
    assert expect(eva.post(done))["status"] == "chosen"
    assert delivered(house, session)["status"] == "delivered"
    assert delivered(house, session, part="proof", choose=2)["status"] == "choosing", "once more"


def test_fewer_that_may_be_chosen_since_are_taken_out_before_the_choice_is_sent(
    house: House, eva: httpx.Client, session: str
) -> None:
    sent(house, session, 83, 84, part="proof")
    delivered(house, session, part="proof", choose=2)
    pictures = looked_at(eva, session)["pictures"]
    for one in pictures:
        assert chosen(eva, session, one).status_code == 204
    delivered(house, session, part="proof", choose=1)
    done = f"/api/bookings/{session}/gallery/done"
    refusal(eva.post(done), 409, "too-many-chosen")
    path = f"/api/bookings/{session}/gallery/favourites/{pictures[0]['id']}"
    assert eva.delete(path).status_code == 204
    assert expect(eva.post(done))["chosen"] == 1


def test_what_staff_choose_for_a_client_is_in_the_audit_log(
    house: House, session: str, shop_database_url: str
) -> None:
    sent(house, session, 85, part="proof")
    delivered(house, session, part="proof", choose=1)
    staff = house.who["staff"]
    (one,) = looked_at(staff, session)["pictures"]
    assert chosen(staff, session, one).status_code == 204
    expect(staff.post(f"/api/bookings/{session}/gallery/done"))
    log = "SELECT action FROM audit_log WHERE subject = $1 AND action LIKE 'gallery.%' ORDER BY id"
    told = asyncio.run(fetch(shop_database_url, log, session))
    assert [one[0] for one in told] == ["gallery.marked", "gallery.chosen"]


def test_staff_find_what_is_kept_for_whom_and_how_much_room_it_takes(
    house: House, eva: httpx.Client, session: str
) -> None:
    sent(house, session, 86, 87)
    delivered(house, session)
    sent(house, session, 88)
    staff = house.who["staff"]
    number = looked_at(eva, session)["number"]
    found = expect(staff.get("/api/staff/galleries", params={"q": number}))
    (one,) = found["galleries"]
    assert (one["bookingId"], one["status"]) == (session, "delivered")
    assert (one["pictures"], one["shown"]) == (3, 2)
    own = expect(house.who["ann"].get(gallery(session)))
    assert one["bytes"] == sum(picture["bytes"] for picture in own["pictures"]) <= found["bytes"]
    assert one["until"] == own["until"]
    other = {"q": number, "status": "choosing"}
    assert expect(staff.get("/api/staff/galleries", params=other))["galleries"] == []
    walked: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page: dict[str, str | int] = {"limit": 1} | ({"cursor": cursor} if cursor else {})
        answer = expect(staff.get("/api/staff/galleries", params=page))
        walked += [row["bookingId"] for row in answer["galleries"]]
        cursor = answer["nextCursor"]
    assert len(walked) == len(set(walked))
    assert session in walked
    refusal(eva.get("/api/staff/galleries"), 403, "forbidden")
