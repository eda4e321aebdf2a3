"""Pictures in messages: for those who take part and staff, nobody else; what is no picture leaves
no trace."""

import asyncio
import io
from typing import Any
from uuid import uuid4

import httpx
import pytest
from PIL import Image

from tests.api.seller.own_sales import Mill, a_mill
from tests.api.shop.wallet_buyers import NOBODYS, Visit, member
from tests.support.market import Buyer, Market, expect, refusal
from tests.support.pictures import bomb, held_on_its_side, moving, png, saved
from tests.support.postgres import fetch

pytestmark = pytest.mark.alone

OWN = "/api/conversations"
PHOTOS = "/api/message-photos"
STAFF = "/api/staff/conversations"


async def send(
    who: Buyer, data: bytes, kind: str = "image/png", path: str = PHOTOS
) -> httpx.Response:
    return await who.http.post(path, content=data, headers={"Content-Type": kind})


async def photo(who: Buyer, side: int = 40) -> dict[str, Any]:
    return expect(await send(who, png(side)), 201)


async def write(who: Buyer, path: str, *photos: dict[str, Any], key: str = "") -> httpx.Response:
    asked = {"text": "Look", "photos": [one["id"] for one in photos]}
    return await who.post(path, asked, key or None)


async def asked(who: Buyer, mill: Mill, *photos: dict[str, Any]) -> dict[str, Any]:
    """A question with pictures about what the seller sells."""
    ids = [one["id"] for one in photos]
    body = {"text": "Is it torn?", "productId": mill.goods.product_id, "photos": ids}
    found: dict[str, Any] = expect(await who.post(OWN, body), 201)
    return found


async def count(market: Market) -> int:
    ((found,),) = await fetch(market.database_url, "SELECT count(*) FROM message_photos")
    return int(found)


async def sees(who: Buyer, url: str) -> bool:
    answer = await who.get(url)
    if answer.status_code != 200:
        refusal(answer, 404, "photo-not-found")
        return False
    kept = answer.headers["cache-control"], answer.headers["content-type"]
    assert kept == ("private, no-store", "image/webp")
    assert answer.content[8:12] == b"WEBP"
    return True


async def test_pictures_go_with_a_message_and_are_its_readers_alone(
    market: Market, visit: Visit
) -> None:
    mill, other = await a_mill(market, visit), await a_mill(market, visit)
    anna, ben, guest = await member(market, visit), await member(market, visit), visit(market)
    one, two = await photo(anna), await photo(anna, 50)
    assert await photo(anna) == one, "the same until a message has it"
    assert await sees(anna, one["url"])
    for who in (ben, mill.who):
        assert not await sees(who, one["url"])
    assert market.staff.get(one["url"]).status_code == 404, "no message has it"
    refusal(await guest.get(one["url"]), 401, "login-required")
    refusal(await send(guest, png(40)), 401, "login-required")

    made = await asked(anna, mill, two, one, two)
    (message,) = made["messages"]
    assert message["photos"] == [two["url"], one["url"]], "in their order, each once"
    for who in (anna, mill.who):
        assert await sees(who, one["url"])
    for who in (ben, other.who):
        assert not await sees(who, one["url"])
    refusal(await guest.get(one["url"]), 401, "login-required")
    refusal(await anna.get(f"{PHOTOS}/{NOBODYS}"), 404, "photo-not-found")
    refusal(await anna.get(f"{PHOTOS}/nonsense"), 404, "photo-not-found")

    place = f"{mill.place}/conversations/{made['conversation']['id']}"
    seen = expect(await mill.who.get(place))["messages"]
    assert seen[0]["photos"] == message["photos"]
    answer = await photo(mill.who)
    told = expect(await write(mill.who, f"{place}/messages", answer), 201)["messages"][-1]
    assert told["photos"] == [answer["url"]]
    assert await sees(anna, answer["url"])
    assert await photo(anna) != one, "that one is in a message"


async def test_staff_see_them_which_the_log_keeps_and_hide_them_with_the_message(
    market: Market, visit: Visit
) -> None:
    mill, anna = await a_mill(market, visit), await member(market, visit)
    made = await asked(anna, mill)
    one = made["conversation"]["id"]
    rude = await photo(mill.who)
    expect(await write(mill.who, f"{mill.place}/conversations/{one}/messages", rude), 201)
    report = f"{OWN}/{one}/messages/2/report"
    expect(await anna.post(report, {"reason": "Rude"}))
    looked = market.staff.get(rude["url"])
    assert looked.headers["content-type"] == "image/webp"
    ((times,),) = await fetch(
        market.database_url,
        "SELECT count(*) FROM audit_log WHERE action = 'conversation.read' AND subject = $1",
        one,
    )
    assert times == 1
    shown = expect(market.staff.get(f"{STAFF}/{one}"))["messages"][1]
    assert (shown["photos"], shown["reportedReason"]) == ([rude["url"]], "Rude")
    hide = f"{STAFF}/{one}/messages/2/hide"
    hidden = expect(market.staff.post(hide, json={"reason": "Rude"}))["messages"][1]
    assert hidden["photos"] == [rude["url"]], "staff see why"
    assert market.staff.get(rude["url"]).status_code == 200
    for who, place in ((anna, OWN), (mill.who, f"{mill.place}/conversations")):
        assert expect(await who.get(f"{place}/{one}"))["messages"][1]["photos"] == []
        assert not await sees(who, rude["url"])
    expect(market.staff.post(f"{STAFF}/{one}/messages/2/show"))
    assert await sees(anna, rude["url"])


async def test_a_picture_is_in_one_message_however_often_it_is_named(
    market: Market, visit: Visit
) -> None:
    mill, anna, ben = (
        await a_mill(market, visit), await member(market, visit), await member(market, visit),
    )  # fmt: skip
    first, second = await asked(anna, mill), await asked(ben, mill)
    one, key = await photo(anna), uuid4().hex
    path = f"{OWN}/{first['conversation']['id']}/messages"
    stolen = await write(ben, f"{OWN}/{second['conversation']['id']}/messages", one)
    assert refusal(stolen, 404, "photo-not-found")["field"] == "photos[0]"
    same = [await write(anna, path, one, key=key) for _ in range(2)]
    assert expect(same[0], 201)["messages"][-1]["photos"] == [one["url"]]
    assert expect(same[1], 201)["conversation"]["messages"] == 2, "told again, not written again"
    refusal(await write(anna, path, one), 404, "photo-not-found")
    raced = await photo(anna, 60)
    tries = await asyncio.gather(*(write(anna, path, raced) for _ in range(5)))
    assert sorted(one.status_code for one in tries) == [201, 404, 404, 404, 404]

    ids = [(await photo(anna, 100 + at))["id"] for at in range(12)]
    refusal(await anna.post(path, {"text": "All", "photos": ids[:5]}), 422, "invalid-request")
    refusal(await anna.post(path, {"text": "All", "photos": ["x"]}), 422, "invalid-request")
    refusal(await anna.post(path, {"text": " ", "photos": ids[:1]}), 422, "message-empty")
    refusal(await send(anna, png(200)), 409, "too-many-photos")
    expect(await anna.post(path, {"text": "Four", "photos": ids[:4]}), 201)
    expect(await send(anna, png(200)), 201)
    await fetch(
        market.database_url,
        "UPDATE message_photos SET sent_at = now() - interval '25 hours' WHERE id = ANY($1::uuid[])"
        " RETURNING id",
        ids,
    )
    expect(await send(ben, png(300)), 201)
    assert not await sees(anna, f"{PHOTOS}/{ids[5]}"), "no message had it for a day"
    assert await sees(anna, f"{PHOTOS}/{ids[0]}"), "a message has it"


async def test_what_is_no_picture_leaves_no_trace_and_a_picture_says_nothing_of_its_camera(
    market: Market, visit: Visit
) -> None:
    anna = await member(market, visit)
    before = await count(market)
    whole = saved(Image.effect_noise((300, 200), 60).convert("RGB"), "JPEG")
    for data, code in (
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
         "picture-kind-unknown"),
        (b"<!doctype html><script>alert(1)</script>", "picture-kind-unknown"),
        (b"", "picture-kind-unknown"),
        (bomb(50_000, 50_000), "picture-too-large"),
        (bomb(7_000, 7_000), "picture-damaged"),
        (whole[: len(whole) // 2], "picture-damaged"),
        (moving("WEBP"), "picture-animated"),
    ):  # fmt: skip
        refusal(await send(anna, data), 422, code)
    large = png() + b"\0" * 8 * 1024 * 1024
    kind = {"Content-Type": "image/png"}
    refusal(market.staff.post(PHOTOS, content=large, headers=kind), 413, "body-too-large")
    refusal(await send(anna, png(9), "text/html"), 415, "unsupported-media-type")
    assert await count(market) == before
    taken = expect(await send(anna, held_on_its_side(1500, 1000), "image/jpeg"), 201)
    shown = Image.open(io.BytesIO((await anna.get(taken["url"])).content))
    assert max(shown.size) <= 1800
    assert shown.size[0] < shown.size[1], "upright"
    assert not shown.getexif()
    assert "icc_profile" not in shown.info


@pytest.mark.parametrize("suspended", [False, True])
async def test_who_works_for_a_suspended_seller_still_reads(
    market: Market, visit: Visit, suspended: bool
) -> None:
    mill, anna = await a_mill(market, visit), await member(market, visit)
    one = await photo(anna)
    await asked(anna, mill, one)
    if suspended:
        seller = mill.place.rpartition("/")[2]
        path = f"/api/staff/sellers/{seller}/suspend"
        expect(market.staff.post(path, json={"reason": "Late"}))
    assert await sees(mill.who, one["url"])
