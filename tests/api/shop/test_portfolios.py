"""The pictures of photographers' and studios' pages: sent, put in order and told in words by staff
and by the photographer; whoever saves over another's save is told."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.shop.wallet_buyers import NOBODYS, Visit
from tests.support.market import Buyer, Market, expect, refusal
from tests.support.people import PASSWORD, add_person
from tests.support.photo_studio import PhotoStudio, set_up
from tests.support.pictures import png
from tests.support.postgres import fetch

Json = dict[str, Any]


@pytest.fixture(scope="module")
def studio(market: Market) -> PhotoStudio:
    return set_up(market)


async def photographer(market: Market, visit: Visit, resource: str | None = None) -> Buyer:
    """Somebody new with that role; the resource is theirs."""
    email = f"{uuid4().hex}@test.example"
    await asyncio.to_thread(add_person, market.database_url, email, ["photographer"])
    who = visit(market)
    expect(await who.post("/api/session/login", {"email": email, "password": PASSWORD}))
    if resource is not None:
        theirs = (
            "UPDATE resources SET user_id = (SELECT id FROM users WHERE email = $2)"
            " WHERE id = $1::uuid"
        )
        await fetch(market.database_url, theirs, resource, email)
    return who


def path(resource: str, what: str = "portfolio") -> str:
    return f"/api/staff/resources/{resource}/{what}"


async def send(who: Buyer, resource: str, data: bytes) -> httpx.Response:
    headers = {"content-type": "image/png", "idempotency-key": uuid4().hex}
    return await who.http.post(path(resource, "pictures"), content=data, headers=headers)


async def save(who: Buyer, resource: str, images: object, version: int) -> httpx.Response:
    headers = {"If-Match": f'"{version}"'}
    return await who.http.put(path(resource), json={"images": images}, headers=headers)


async def test_a_photographer_shows_pictures_in_an_order_with_words(
    market: Market, visit: Visit, studio: PhotoStudio
) -> None:
    resource, guest = studio.photographer, visit(market)
    anna = await photographer(market, visit, resource)
    assert expect(await anna.get(path(resource))) == {"images": [], "version": 0}
    wide = [expect(await send(anna, resource, png(300 + n, 200)), 201)["url"] for n in range(3)]
    images = [{"url": url, "alt": f"No {n}"} for n, url in enumerate(wide)]
    first = expect(await save(anna, resource, images, 0))
    assert ([one["url"] for one in first["images"]], first["version"]) == (wide, 1)
    words = {"alts": {"ru": "Третья", "ko": ""}}
    turned = [images[2] | words, images[0]]
    kept = await save(anna, resource, turned, 1)
    assert (expect(kept)["version"], kept.headers["etag"]) == (2, '"2"')
    assert expect(await save(anna, resource, turned, 2))["version"] == 2  # the same: nothing
    shown = expect(await guest.get(f"/api/photographers/{resource}", locale="ru"))["images"]
    assert [(one["url"], one["alt"]) for one in shown] == [(wide[2], "Третья"), (wide[0], "No 0")]
    assert "302w" in shown[0]["srcset"] and shown[0]["standIn"].startswith("data:")
    listed = expect(await guest.get("/api/photographers"))["photographers"]
    card = next(one for one in listed if one["id"] == resource)
    assert card["picture"]["url"] == wide[2]
    file = await guest.http.get(wide[2])
    assert (file.status_code, file.headers["content-type"]) == (200, "image/webp")

    refusal(await save(anna, resource, images, 1), 412, "portfolio-changed")
    both = await asyncio.gather(*(save(anna, resource, [one], 2) for one in images))
    assert sorted(one.status_code for one in both) == [200, 412, 412]
    log = "SELECT count(*) FROM audit_log WHERE action = 'portfolio.changed' AND subject = $1"
    ((count,),) = await fetch(market.database_url, log, resource)
    assert count == 3


async def test_nobody_else_s_pictures_are_seen_or_changed(
    market: Market, visit: Visit, studio: PhotoStudio
) -> None:
    other = await photographer(market, visit)
    for resource in (studio.photographer, studio.studio, NOBODYS):
        refusal(await other.get(path(resource)), 404, "resource-not-found")
        refusal(await save(other, resource, [], 0), 404, "resource-not-found")
        refusal(await send(other, resource, png(9, 9)), 404, "resource-not-found")
    refusal(market.staff.get(path(studio.kit)), 404, "resource-not-found")
    refusal(await visit(market).get(path(studio.studio)), 401, "login-required")


async def test_what_cannot_be_shown_is_refused_by_its_place(
    market: Market, studio: PhotoStudio
) -> None:
    resource = studio.studio
    sent = market.staff.post(
        path(resource, "pictures"),
        content=png(320, 200),
        headers={"content-type": "image/png", "idempotency-key": uuid4().hex},
    )
    url = expect(sent, 201)["url"]
    for images, field in (
        ([{"url": "/media/" + "0" * 32 + "-9.webp"}], "images[0].url"),
        ([{"url": "https://elsewhere.example/a.webp"}], "images[0].url"),
        ([{"url": url}, {"url": url}], "images[1].url"),
    ):
        answer = market.staff.put(
            path(resource), json={"images": images}, headers={"If-Match": '"0"'}
        )
        assert refusal(answer, 422, "bad-portfolio")["errors"][0]["field"] == field
    without = market.staff.put(path(resource), json={"images": []})
    refusal(without, 428, "version-missing")
    many = [{"url": url}] * 51
    answer = market.staff.put(path(resource), json={"images": many}, headers={"If-Match": '"0"'})
    refusal(answer, 422, "invalid-request")
    broken = market.staff.post(
        path(resource, "pictures"),
        content=b"<svg onload=alert(1)>",
        headers={"content-type": "image/png", "idempotency-key": uuid4().hex},
    )
    refusal(broken, 422, "picture-kind-unknown")
