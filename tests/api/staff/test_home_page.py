"""The home page that a merchant arranges: kept as it was meant, shown as of now, on record."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from PIL import Image

from tests.api.conftest import CUSTOMER, MANAGER
from tests.api.staff.drafts import made, put
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.pictures import BLUE, saved
from tests.support.postgres import fetch
from tests.support.server import ServerProcess

PAGE, HOME, PREVIEW = "/api/staff/home-page", "/api/home", "/api/home/preview"


@pytest.fixture(scope="module")
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        expect(opened.patch("/api/staff/settings", json={"currency": "EUR"}))
        yield opened


def save(staff: httpx.Client, *blocks: dict[str, Any]) -> httpx.Response:
    version = {"If-Match": staff.get(PAGE).headers["etag"]}
    return staff.put(PAGE, json={"blocks": list(blocks)}, headers=version)


def collection(source: str, **more: Any) -> dict[str, Any]:
    return {"kind": "collection", "source": source, **more}


def names(block: dict[str, Any]) -> list[str]:
    assert block["count"] == len(block["products"])
    return [one["name"] for one in block["products"]]


def a_picture(staff: httpx.Client) -> str:
    data = saved(Image.new("RGB", (900, 300), BLUE), "PNG")
    sent = staff.post("/api/staff/pictures", content=data, headers={"content-type": "image/png"})
    url: str = expect(sent, 201)["url"]
    return url


async def test_blocks_are_shown_in_their_order_and_the_readers_language(
    staff: httpx.Client, client: httpx.Client, shop: ServerProcess
) -> None:
    assert expect(client.get(HOME)) == {"arranged": False, "blocks": [], "stock": {}}
    assert expect(staff.get(PAGE))["blocks"] is None
    url = a_picture(staff)
    banner = {
        "kind": "banner", "picture": url, "link": "/category/lamps",
        "words": {
            "en": {"title": "Light", "text": "For dark days", "link": "See all", "alt": "A lamp"},
            "ru": {"title": "Свет"}, "ko": {},
        },
    }  # fmt: skip
    told = {"kind": "text", "words": {"ru": {"text": "<p>Привет</p><script>1</script>"}}}
    kept = expect(save(staff, banner, told))
    assert [one["kind"] for one in kept["blocks"]] == ["banner", "text"]
    assert set(kept["blocks"][0]["words"]) == {"en", "ru"}  # with nothing to say, it is left out
    assert kept["blocks"][0]["picture"]["url"] == url
    first, text = expect(client.get(f"{HOME}?locale=ru"))["blocks"]
    assert (first["title"], first["text"], first["link"]) == ("Свет", "", "/category/lamps")
    assert first["picture"]["width"] == 900 and "320w" in first["picture"]["srcset"]
    assert text["html"] == "<p>Привет</p>"
    korean, text = expect(client.get(f"{HOME}?locale=ko"))["blocks"]
    assert (korean["title"], korean["alt"]) == ("Light", "A lamp")  # the shop's first language
    assert text["html"] == "<p>Привет</p>"  # that of any, if no other
    assert client.get(first["picture"]["url"]).status_code == 200

    stale = {"If-Match": '"1"'}
    refusal(staff.put(PAGE, json={"blocks": []}, headers=stale), 412, "settings-changed")
    refusal(staff.put(PAGE, json={"blocks": []}), 428, "version-missing")
    assert expect(save(staff))["blocks"] == []
    assert expect(client.get(HOME))["arranged"] is True
    version = {"If-Match": staff.get(PAGE).headers["etag"]}
    assert expect(staff.put(PAGE, json={"blocks": None}, headers=version))["blocks"] is None
    rows = await fetch(
        shop.database_url,
        "SELECT data->'blocks'->0, data->'blocks'->1 FROM audit_log"
        " WHERE action = 'home.changed' ORDER BY id",
    )
    before, after = ([json.loads(row[at]) for row in rows] for at in (0, 1))
    assert before[0] is None and after[-1] is None and before[1:] == after[:-1]
    assert [one["kind"] for one in after[0]] == ["banner", "text"] and after[1] == []


def test_collections_have_what_is_on_sale_now(staff: httpx.Client, client: httpx.Client) -> None:
    word = uuid4().hex[:6]
    tree = expect(staff.post("/api/staff/categories", json={"name": f"Lamps {word}"}), 201)
    root = next(one for one in tree["categories"] if one["name"] == f"Lamps {word}")
    below = {"name": f"Desk {word}", "parentId": root["id"]}
    tree = expect(staff.post("/api/staff/categories", json=below), 201)
    desk = next(one for one in tree["categories"] if one["name"] == f"Desk {word}")
    plain = made(staff, name="Plain", categoryId=root["id"])
    less = {"price": 500, "stock": 4, "discount": {"price": 300}}
    cheap = made(staff, name="Cheap", categoryId=desk["id"], options=[], variants=[less])
    later = {"price": 500, "stock": 4, "discount": {"price": 300, "begins": "2090-01-01T00:00Z"}}
    made(staff, name="Later", options=[], variants=[later])
    blocks = (
        collection("category", categoryId=root["id"]),
        collection("products", productIds=[cheap["id"], plain["id"]], words={"en": {"title": "X"}}),
        collection("newest", count=2),
        collection("offers"),
        collection("popular", count=1),
        collection("best"),
    )
    seen = expect(staff.post(PREVIEW, json={"blocks": blocks}))  # nothing is kept
    assert expect(client.get(HOME))["arranged"] is False
    expect(save(staff, *blocks))
    shown = expect(client.get(HOME))
    assert shown == seen
    category, chosen, newest, offers, popular, best = shown["blocks"]
    assert set(names(category)) == {"Plain", "Cheap"}
    assert (category["title"], category["link"]) == (f"Lamps {word}", f"/category/lamps-{word}")
    assert names(chosen) == ["Cheap", "Plain"] and chosen["title"] == "X"
    assert names(newest) == ["Later", "Cheap"] and newest["title"] == ""
    assert names(offers) == ["Cheap"]
    assert len(names(popular)) == 1 and names(best) == []
    assert shown["stock"][cheap["id"]] == 4

    stock = f"/api/staff/variants/{cheap['variants'][0]['id']}/stock"
    expect(staff.post(stock, json={"set": 1, "reason": "counted"}))
    assert expect(client.get(HOME))["stock"][cheap["id"]] == 1  # as of now, whatever is kept
    expect(put(staff, plain, status="draft"))
    assert names(expect(client.get(HOME))["blocks"][1]) == ["Cheap"]
    expect(staff.post("/api/staff/promotions", json={
        "name": word, "rule": "percent", "value": 5, "categories": [root["id"]],
    }), 201)  # fmt: skip
    expect(save(staff, collection("offers"), collection("category", categoryId=desk["id"])))
    assert names(expect(client.get(HOME))["blocks"][0]) == ["Cheap"]


def test_a_logo_stands_for_the_shop(
    staff: httpx.Client, client: httpx.Client, shop: ServerProcess
) -> None:
    settings = "/api/staff/settings"
    for url in ("/media/none.webp", "https://x.example/a.png", f"/media/{'0' * 32}-320.webp"):
        refused = refusal(staff.patch(settings, json={"logo": url}), 422, "logo-not-sent")
        assert refused["field"] == "logo"
    url = a_picture(staff)
    kept = expect(staff.patch(settings, json={"logo": url}))
    assert kept["logo"]["url"] == url and kept["logo"]["width"] == 900
    assert expect(staff.get(settings))["settings"]["logo"] == kept["logo"]
    assert client.get("/api/config").json()["logo"] == kept["logo"]
    assert expect(staff.patch(settings, json={"logo": None}))["logo"] is None
    assert client.get("/api/config").json()["logo"] is None


@pytest.mark.parametrize(
    ("block", "code", "field"),
    [
        ({"kind": "banner"}, "home-invalid", "blocks[0].picture"),
        ({"kind": "banner", "picture": "/media/none.webp"}, "home-invalid", "blocks[0].picture"),
        ({"kind": "banner", "picture": "https://x.example/a.png"}, "home-invalid",
         "blocks[0].picture"),
        *(
            ({"kind": "banner", "link": link, "words": {"en": {"title": "A"}}}, "home-invalid",
             "blocks[0].link")
            for link in ("javascript:alert(1)", "//evil.example", "http://x.example", "/\\evil",
                         'https://x.example/"onload', "https://user@x.example", "lamps")
        ),
        ({"kind": "banner", "words": {"en": {"title": "A", "link": "Go"}}}, "home-invalid",
         "blocks[0].link"),
        ({"kind": "text", "words": {"en": {"text": "<script>1</script>"}}}, "home-invalid",
         "blocks[0].words"),
        (collection("category"), "home-invalid", "blocks[0].categoryId"),
        (collection("category", categoryId=str(uuid4())), "home-invalid", "blocks[0].categoryId"),
        (collection("products"), "home-invalid", "blocks[0].productIds"),
        (collection("products", productIds=[str(uuid4())]), "home-invalid", "blocks[0].productIds"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named(
    staff: httpx.Client, block: dict[str, Any], code: str, field: str
) -> None:
    assert refusal(save(staff, block), 422, code)["field"] == field
    assert refusal(staff.post(PREVIEW, json={"blocks": [block]}), 422, code)["field"] == field


def test_a_home_page_has_bounds(staff: httpx.Client, client: httpx.Client) -> None:
    newest = collection("newest")
    for blocks in (
        [newest] * 13,
        [newest | {"count": 25}],
        [newest | {"count": 0}],
        [newest | {"source": "random"}],
        [newest | {"productIds": [str(uuid4()) for _ in range(25)]}],
        [{"kind": "carousel"}],
        [newest | {"words": {"de": {"title": "A"}}}],
        [newest | {"words": {"en": {"title": "A" * 201}}}],
        [newest | {"colour": "red"}],
    ):
        answer = save(staff, *blocks)
        assert answer.status_code == 422, answer.text
    refusal(client.get(PAGE), 401, "login-required")
    refusal(client.post(PREVIEW, json={"blocks": []}), 401, "login-required")
    log_in(client, CUSTOMER)
    refusal(client.put(PAGE, json={"blocks": []}, headers={"If-Match": '"1"'}), 403, "forbidden")
