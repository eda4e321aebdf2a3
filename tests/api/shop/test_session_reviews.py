"""Photographers and studios over HTTP: their pages, what clients say of them after a session, and
who may answer."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.shop.wallet_buyers import NOBODYS, Visit, member
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.past_sessions import it_took_place
from tests.support.patience import PATIENCE
from tests.support.photo_studio import PhotoStudio, hold, open_hours, pay, set_up
from tests.support.postgres import fetch
from tests.support.studio import EVERY_DAY

Json = dict[str, Any]


@pytest.fixture(scope="module")
def studio(market: Market) -> PhotoStudio:
    return set_up(market)


async def client_of(market: Market, visit: Visit, studio: PhotoStudio, day: int) -> Buyer:
    """Somebody new, whose session was on a day of their own."""
    client = await member(market, visit)
    held = expect(await hold(client, studio, day, 10))
    await pay(client, held)
    await it_took_place(market.database_url, market.staff, held["bookingId"])
    return client


async def put(client: Buyer, resource: str, rating: object, text: object = "") -> httpx.Response:
    path = f"/api/resources/{resource}/review"
    return await client.http.put(path, json={"rating": rating, "text": text})


async def reply(client: Buyer, review: str, text: object) -> httpx.Response:
    return await client.http.put(f"/api/reviews/{review}/reply", json={"text": text})


async def page(client: Buyer, resource: str, kind: str = "photographers") -> Json:
    return expect(await client.get(f"/api/{kind}/{resource}"))


async def said_of(client: Buyer, resource: str) -> list[Json]:
    found: list[Json] = expect(await client.get(f"/api/resources/{resource}/reviews"))["reviews"]
    return found


async def test_a_session_is_reviewed_answered_and_counts_on_both_pages(
    market: Market, visit: Visit, studio: PhotoStudio
) -> None:
    guest, anna, loft = visit(market), studio.photographer, studio.studio
    early = await member(market, visit)
    held = expect(await hold(early, studio, 3, 10))
    await pay(early, held)
    own = expect(await early.get(f"/api/resources/{anna}/review"))
    assert (own["review"], own["mayReply"]) == (None, False)
    assert (own["mayWrite"], own["whyNot"]) == (False, "no-session")
    problem = refusal(await put(early, anna, 5), 403, "no-session")
    assert problem["detail"] == "You can write a review after your session."
    refusal(await put(guest, anna, 5), 401, "login-required")
    await it_took_place(market.database_url, market.staff, held["bookingId"])

    for resource, stars in ((anna, 4), (loft, 5), (loft, 3)):
        own = expect(await put(early, resource, stars, "Warm light."))
        assert (own["review"]["rating"], own["mayWrite"]) == (stars, True)
    other = await client_of(market, visit, studio, 4)
    expect(await put(other, anna, 5))
    of_anna, of_loft = await page(guest, anna), await page(guest, loft, "studios")
    assert (of_anna["rating"], of_anna["reviewsCount"]) == (4.5, 2)
    assert (of_loft["starCounts"], of_loft["mayReply"]) == ([0, 0, 1, 0, 0], False)
    listed = expect(await guest.get("/api/photographers"))["photographers"]
    card = next(one for one in listed if one["id"] == anna)
    assert (card["rating"], card["reviewsCount"], card["slug"]) == (4.5, 2, of_anna["slug"])
    places = expect(await guest.get("/api/studios"))["studios"]
    assert next(one["rating"] for one in places if one["id"] == loft) == 3.0

    first = (await said_of(guest, anna))[-1]
    for who in (early, other):
        refusal(await reply(who, first["id"], "No"), 404, "review-not-found")
    refusal(await reply(guest, first["id"], "No"), 401, "login-required")
    person = await member(market, visit, role="photographer")
    user = expect(await person.get("/api/session"))["user"]["id"].removeprefix("user:")
    terms = "UPDATE resources SET user_id = $2::uuid WHERE id = $1::uuid"
    await fetch(market.database_url, terms, anna, user)
    assert (await page(person, anna))["mayReply"]
    assert not (await page(person, loft, "studios"))["mayReply"]
    (of_place,) = await said_of(guest, loft)
    refusal(await reply(person, of_place["id"], "Mine?"), 404, "review-not-found")
    for text in ("Thank you, <b>come</b> again.", "Thank you."):
        assert (await reply(person, first["id"], text)).status_code == 204
    assert (await said_of(guest, anna))[-1]["reply"]["text"] == "Thank you."
    (kept,) = expect(market.staff.get("/api/staff/reviews", params={"resourceId": loft}))["reviews"]
    assert (kept["resourceKind"], kept["productId"], kept["bought"]) == ("studio", None, True)
    body = {"action": "hide", "reviews": [{"id": kept["id"], "version": kept["version"]}]}
    done = market.staff.post("/api/staff/reviews", json=body | {"reason": "Rude"})
    assert expect(done)["changed"] == []
    assert (await page(guest, loft, "studios"))["reviewsCount"] == 0
    assert expect(await early.get(f"/api/resources/{loft}/review"))["review"]["hidden"]
    refusal(await reply(person, kept["id"], ""), 404, "review-not-found")
    for _ in range(2):
        gone = await early.http.delete(f"/api/resources/{anna}/review")
        assert expect(gone)["review"] is None
    assert (await page(guest, anna))["rating"] == 5.0


async def test_a_page_is_found_by_the_end_of_its_address_whatever_it_is_called_by_then(
    market: Market, visit: Visit, studio: PhotoStudio
) -> None:
    guest = visit(market)
    found = await page(guest, studio.photographer)
    assert found["slug"].startswith("anna-of-studio-")
    assert (await page(guest, f"once-called-{found['slug'][-12:]}"))["id"] == found["id"]
    assert [one["id"] for one in found["services"]] == [studio.service]
    place = await page(guest, studio.studio, "studios")
    assert studio.service in {one["id"] for one in place["services"]}
    assert (place["address"], place["kind"]) == ("Rosenthaler Str. 40, Berlin", "studio")
    for path in (
        f"/api/studios/{found['slug']}",  # a photographer is no studio
        f"/api/photographers/{NOBODYS}",
        "/api/photographers/%27%3B--",
        f"/api/photographers/{'x' * 900}",
        f"/api/resources/{studio.kit}/reviews",
        f"/api/resources/{NOBODYS}/review",
        "/api/resources/nobody/reviews",
    ):
        refusal(await guest.get(path), 404, "resource-not-found")


async def test_the_best_rated_is_chosen_first_where_a_service_says_so(
    market: Market, visit: Visit
) -> None:
    studio = set_up(market)
    best = studio.resource("photographer", f"Best of {studio.name}", tags=["portrait"])
    needs = [
        {"role": "photographer", "kind": "photographer", "choice": "rating",
         "resources": sorted((studio.photographer, best))},
        {"role": "studio", "kind": "studio", "resources": [studio.studio]},
    ]  # fmt: skip
    service = studio.another_service(needs=needs)
    for resource, stars in ((studio.photographer, 3), (best, 5)):
        fill = """
        INSERT INTO resource_ratings (resource_id, stars, reviews_version)
        SELECT $1::uuid, array_agg((n = $2::int)::int ORDER BY n), 1 FROM generate_series(1, 5) n
        """
        review = """
        INSERT INTO reviews (id, subject, subject_id, author, stars)
        VALUES (gen_random_uuid(), 'resource', $1::uuid, gen_random_uuid(), $2::int)
        """
        await fetch(market.database_url, fill, resource, stars)
        await fetch(market.database_url, review, resource, stars)
        # A change of its hours makes it be read again at once, not in half a minute.
        open_hours(
            market, resource, {"weekdays": list(EVERY_DAY), "start": "09:00", "end": "17:00"}
        )

    async def best_first() -> bool:
        client = await member(market, visit)
        studio.service, before = service, studio.service
        held = expect(await hold(client, studio, 9, 9))
        studio.service = before
        took = {one["resourceId"] for one in held["booking"]["resources"]}
        expect(await client.post(f"/api/bookings/{held['bookingId']}/cancel", {}, uuid4().hex))
        return best in took

    assert await eventually(best_first, PATIENCE, "the best rated comes first")


@pytest.mark.parametrize("text", [None, 5, "x" * 2001, ["x"]])
async def test_what_is_no_reply_is_refused_by_its_field(
    market: Market, visit: Visit, text: object
) -> None:
    client = await member(market, visit)
    answer = refusal(await reply(client, NOBODYS, text), 422, "invalid-request")
    assert answer["errors"][0]["field"] == "text"
    refusal(await reply(client, "nobody", "x"), 404, "review-not-found")
