"""A client shows their pictures to family and friends by a link, which they take back."""

import asyncio
from collections.abc import Iterator
from time import time
from typing import Any

import httpx
import pytest

from tests.api.studio.house import House, opened_house
from tests.api.studio.sessions import begun, booked, delivered, looked_at, sent
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import token_for
from tests.support.postgres import fetch
from tests.support.server import ServerProcess

UNKNOWN = "gallery-link-unknown"


@pytest.fixture(scope="module")
def house(shop: ServerProcess, shop_database_url: str) -> Iterator[House]:
    with opened_house(shop, shop_database_url) as opened:
        yield opened


@pytest.fixture
def eva(house: House) -> Iterator[httpx.Client]:
    """A guest."""
    with httpx.Client(base_url=house.shop.url, timeout=PATIENCE) as client:
        yield client


@pytest.fixture
def aunt(house: House) -> Iterator[httpx.Client]:
    """Who has nothing but the link."""
    with httpx.Client(base_url=house.shop.url, timeout=PATIENCE) as client:
        yield client


@pytest.fixture
def session(house: House, eva: httpx.Client, shop_database_url: str) -> str:
    """Of Ann, with Eva, that has begun."""
    booking = booked(house, eva, "shoot", "ann", "white", "lamp")
    return asyncio.run(begun(shop_database_url, booking))


def shared(who: httpx.Client, session: str, *, download: bool = False) -> httpx.Response:
    return who.put(f"/api/bookings/{session}/gallery/link", json={"download": download})


def standing(who: httpx.Client, session: str) -> Any:
    return expect(who.get(f"/api/bookings/{session}/gallery/link"))["link"]


def opened(who: httpx.Client, made: dict[str, Any], *, again: bool = False) -> httpx.Response:
    token = made["path"].partition("#")[2]
    return who.post("/api/gallery-links", json={"link": token, "again": again})


def test_family_looks_and_takes_files_only_if_that_is_allowed(
    house: House, eva: httpx.Client, aunt: httpx.Client, session: str
) -> None:
    refusal(shared(eva, session), 404, "pictures-not-delivered")
    sent(house, session, 40, 41)
    delivered(house, session)
    sent(house, session, 42)
    assert standing(eva, session) is None
    made = expect(shared(eva, session))
    assert expect(shared(eva, session))["path"] == made["path"], "one at a time"
    answer = opened(aunt, made)
    seen = expect(answer)
    assert answer.headers["x-robots-tag"] == "noindex"
    assert len(seen["pictures"]) == 2, "what its client was shown"
    assert "number" not in seen
    assert "favourite" not in seen["pictures"][0]
    assert (seen["archiveUrl"], seen["pictures"][0]["fullUrl"]) == (None, None)
    large = seen["pictures"][0]["largeUrl"]
    assert aunt.get(large).status_code == 200
    own = looked_at(eva, session)["pictures"][0]["largeUrl"]
    longer = own.replace("key=", "key=client.")
    for spoilt in (
        large.replace("/large", "/full"), large[:-1] + "!", large.replace("=", "=0"), longer,
    ):  # fmt: skip
        refusal(aunt.get(spoilt), 404, "gallery-picture-not-found")
    own = looked_at(eva, session)["pictures"][0]["largeUrl"]
    refusal(eva.get(own.replace("=", "=client.", 1)), 404, "gallery-picture-not-found")
    archive = f"/api/gallery-archives/{session}?{large.partition('?')[2]}"
    refusal(aunt.get(archive), 404, "pictures-not-delivered")

    expect(shared(eva, session, download=True))
    seen = expect(opened(aunt, made, again=True))
    assert aunt.get(seen["pictures"][0]["fullUrl"]).headers["content-type"] == "image/jpeg"
    assert aunt.get(seen["archiveUrl"]).headers["content-type"] == "application/zip"
    assert standing(eva, session)["views"] == 1
    refusal(aunt.get(f"/api/bookings/{session}/gallery"), 404, "booking-not-found")


def test_a_link_that_is_taken_back_shows_nothing_nor_do_addresses_by_it(
    house: House, eva: httpx.Client, aunt: httpx.Client, session: str
) -> None:
    sent(house, session, 43)
    delivered(house, session)
    made = expect(shared(eva, session, download=True))
    (one,) = expect(opened(aunt, made))["pictures"]
    (own,) = looked_at(eva, session)["pictures"]
    path = f"/api/bookings/{session}/gallery/link"
    for other in (aunt, house.who["max"]):
        refusal(other.delete(path), 404, "booking-not-found")
        refusal(shared(other, session), 404, "booking-not-found")
        refusal(other.get(path), 404, "booking-not-found")
    for _ in range(2):
        assert eva.delete(path).status_code == 204
    refusal(opened(aunt, made), 404, UNKNOWN)
    refusal(aunt.get(one["fullUrl"]), 404, "gallery-picture-not-found")
    assert eva.get(own["fullUrl"]).status_code == 200
    anew = expect(shared(eva, session))
    assert anew["path"] != made["path"]
    assert anew["views"] == 0
    refusal(opened(aunt, {"path": "#guessed"}), 404, UNKNOWN)


def test_it_ends_with_the_gallery(
    house: House, eva: httpx.Client, aunt: httpx.Client, session: str, shop_database_url: str
) -> None:
    sent(house, session, 44)
    delivered(house, session)
    made = expect(shared(eva, session))
    soon = "UPDATE galleries SET until_at = now() + interval '8 s' WHERE booking_id = $1::uuid"
    asyncio.run(fetch(shop_database_url, soon, session))
    (one,) = expect(opened(aunt, made))["pictures"]
    assert int(one["largeUrl"].rpartition("key=")[2].split(".")[1]) < time() + 9
    over = "UPDATE galleries SET until_at = now() - interval '1 s' WHERE booking_id = $1::uuid"
    asyncio.run(fetch(shop_database_url, over, session))
    refusal(opened(aunt, made), 404, UNKNOWN)
    refusal(shared(eva, session), 409, "gallery-ended")


async def test_who_takes_it_back_while_it_is_made_leaves_one_or_none(
    house: House, eva: httpx.Client, session: str
) -> None:
    sent(house, session, 45)
    delivered(house, session)
    path = f"/api/bookings/{session}/gallery/link"
    async with httpx.AsyncClient(
        base_url=house.shop.url, timeout=PATIENCE, cookies=eva.cookies
    ) as other:
        made = (other.put(path, json={"download": False}) for _ in range(16))
        back = (other.delete(path) for _ in range(8))
        answers = await asyncio.gather(*made, *back)
    assert {one.status_code for one in answers} == {200, 204}, answers
    stand = "SELECT FROM gallery_links WHERE booking_id = $1::uuid AND revoked_at IS NULL"
    assert len(await fetch(house.shop.database_url, stand, session)) <= 1


def test_addresses_of_who_photographed_end_with_their_account(
    house: House, eva: httpx.Client, aunt: httpx.Client, session: str, shop_database_url: str
) -> None:
    own = sent(house, session, 97)["pictures"][0]
    delivered(house, session)
    (theirs,) = looked_at(eva, session)["pictures"]
    (seen,) = looked_at(house.who["staff"], session)["pictures"]
    for one in (own, theirs, seen):
        assert aunt.get(one["fullUrl" if one is theirs else "smallUrl"]).status_code == 200
    ann = f"/api/staff/people/{house.users['ann']}"
    expect(house.who["staff"].post(f"{ann}/disable", json={"reason": "left"}))
    refusal(aunt.get(own["smallUrl"]), 404, "gallery-picture-not-found")
    refusal(aunt.get(own["smallUrl"].replace("own-", "staff-")), 404, "gallery-picture-not-found")
    for one in (theirs, seen):
        assert aunt.get(one["smallUrl"]).status_code == 200
    expect(house.who["staff"].post(f"{ann}/enable"))
    again = token_for(shop_database_url, "ann@house.example")
    house.who["ann"].headers["Authorization"] = f"Bearer {again}"
