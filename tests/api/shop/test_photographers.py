"""Photographers to choose from over HTTP: by skill, studio, service, and who is free on a day."""

from typing import Any
from uuid import uuid4

import pytest

from tests.api.shop.wallet_buyers import NOBODYS, Visit
from tests.support.market import Market, expect, refusal
from tests.support.photo_studio import CURRENCY, HOUR, PhotoStudio, hold, set_up
from tests.support.studio import day_ahead

Json = dict[str, Any]
SKILL = f"skill-{uuid4().hex[:6]}"


@pytest.fixture(scope="module")
def studio(market: Market) -> PhotoStudio:
    """Where Anna works, and Ben, whose skill nobody else has and whom no service asks for."""
    made = set_up(market)
    made.more["ben"] = made.resource(
        "photographer", f"Ben of {made.name}", tags=[SKILL], studioId=made.studio
    )
    return made


async def listed(visit: Visit, market: Market, **query: Any) -> Json:
    found: Json = expect(await visit(market).get("/api/photographers", **query))
    return found


def ids(answer: Json) -> list[str]:
    return [one["id"] for one in answer["photographers"]]


async def test_each_says_where_they_are_at_home_and_from_which_price(
    market: Market, visit: Visit, studio: PhotoStudio
) -> None:
    answer = await listed(visit, market)
    by_id = {one["id"]: one for one in answer["photographers"]}
    anna, ben = by_id[studio.photographer], by_id[studio.more["ben"]]
    assert (anna["studio"], anna["priceFrom"], anna["currency"]) == (None, HOUR, CURRENCY)
    assert (ben["studio"], ben["priceFrom"], ben["currency"]) == (studio.name, None, None)
    assert anna["free"] is None, "no day was asked for"
    assert {SKILL, "portrait"} <= set(answer["skills"])
    assert {"id": studio.studio, "name": studio.name} in answer["studios"]
    assert studio.service in [one["id"] for one in answer["services"]]


async def test_a_level_has_its_own_price(market: Market, visit: Visit, studio: PhotoStudio) -> None:
    senior = studio.resource("photographer", f"Cleo of {studio.name}", level="senior")
    need = {"role": "photographer", "kind": "photographer", "resources": [senior]}
    price = {"rule": "hourly", "amount": HOUR, "levels": {"senior": 2 * HOUR}}
    studio.another_service(needs=[need], price=price)
    known = {one["id"]: one for one in (await listed(visit, market))["photographers"]}
    assert known[senior]["priceFrom"] == 2 * HOUR


async def test_they_are_looked_for_by_skill_by_studio_and_by_service(
    market: Market, visit: Visit, studio: PhotoStudio
) -> None:
    anna, ben = studio.photographer, studio.more["ben"]
    assert ids(await listed(visit, market, skill=SKILL)) == [ben]
    assert ids(await listed(visit, market, studio=studio.studio)) == [ben]
    assert ids(await listed(visit, market, service=studio.service)) == [anna]
    nobody = await listed(visit, market, service=studio.service, skill=SKILL)
    assert ids(nobody) == []
    assert SKILL in nobody["skills"], "one can still look for others"
    assert ids(await listed(visit, market, studio=NOBODYS)) == []


async def test_on_a_day_there_are_those_who_are_free_with_their_first_time(
    market: Market, visit: Visit, studio: PhotoStudio
) -> None:
    day = str(day_ahead(9))
    found = await listed(visit, market, day=day, service=studio.service)
    (anna,) = found["photographers"]
    assert anna["free"] | {"start": ""} == {
        "serviceId": studio.service,
        "service": f"Portrait in {studio.name}",
        "start": "",
        "zone": "Europe/Berlin",
        "local": f"{day}T09:00",
    }
    assert studio.more["ben"] not in ids(await listed(visit, market, day=day)), "no service"
    expect(await hold(visit(market), studio, 9, 9))
    await studio.offers(9, "10:00", taken="09:00")
    (anna,) = (await listed(visit, market, day=day, service=studio.service))["photographers"]
    assert anna["free"]["local"] == f"{day}T10:00"
    gone = await listed(visit, market, day=str(day_ahead(-1)), service=studio.service)
    assert ids(gone) == []


async def test_the_cheapest_or_the_best_rated_come_first(
    market: Market, visit: Visit, studio: PhotoStudio
) -> None:
    by_price = (await listed(visit, market, sort="price"))["photographers"]
    paid = [one for one in by_price if one["priceFrom"] is not None]
    assert by_price[: len(paid)] == paid, "who has no price comes last"
    known = [(one["currency"], one["priceFrom"]) for one in paid]
    assert known == sorted(known)
    by_rating = [
        one["rating"] for one in (await listed(visit, market, sort="rating"))["photographers"]
    ]
    assert by_rating == sorted(by_rating, reverse=True)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"day": "tomorrow"}, "day"),
        ({"day": "2026-02-30"}, "day"),
        ({"studio": "here"}, "studio"),
        ({"sort": "luck"}, "sort"),
        ({"skill": "x" * 101}, "skill"),
    ],
)
async def test_what_is_not_understood_names_its_field(
    market: Market, visit: Visit, query: Json, field: str
) -> None:
    problem = refusal(
        await visit(market).get("/api/photographers", **query), 422, "invalid-request"
    )
    named = [one["field"] for one in problem.get("errors", [problem])]
    assert named == [field]


async def test_a_service_that_is_not_there_is_said(market: Market, visit: Visit) -> None:
    refusal(
        await visit(market).get("/api/photographers", service=NOBODYS), 404, "service-not-found"
    )
