"""Staff and sellers send pictures: what comes out of good ones, and what of bad ones."""

import io
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.api.conftest import MANAGER
from tests.api.staff.drafts import in_shop, made, put
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.pictures import BLUE, RED, bomb, held_on_its_side, moving, of_scans, png, saved
from tests.support.postgres import fetch
from tests.support.server import ServerProcess

PICTURES = "/api/staff/pictures"


@pytest.fixture(scope="module")
def staff(shop: ServerProcess) -> Any:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        expect(opened.patch("/api/staff/settings", json={"currency": "EUR"}))
        yield opened


def send(
    who: httpx.Client, data: bytes, kind: str = "image/png", path: str = PICTURES
) -> httpx.Response:
    return who.post(path, content=data, headers={"content-type": kind})


def sizes(srcset: str) -> dict[int, str]:
    """Addresses by width."""
    found = (one.split() for one in srcset.split(", "))
    return {int(width.removesuffix("w")): url for url, width in found}


def near(pixel: Any, colour: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 25 for one, other in zip(pixel, colour, strict=True))


def test_a_picture_is_upright_without_what_the_camera_wrote_and_in_sizes(
    staff: httpx.Client, client: httpx.Client
) -> None:
    found = expect(send(staff, held_on_its_side(1500, 1000), "image/jpeg"), 201)
    assert (found["width"], found["height"]) == (1000, 1500)
    webp, avif = sizes(found["srcset"]), sizes(found["avifSrcset"])
    assert list(webp) == list(avif) == [320, 640, 1000]
    assert found["url"] == webp[1000]
    for width, url in (*webp.items(), *avif.items()):
        answer = client.get(url)
        kind = url.rpartition(".")[2]
        assert answer.headers["content-type"] == f"image/{kind}"
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        shown = Image.open(io.BytesIO(answer.content))
        assert shown.size == (width, width * 3 // 2)
        assert not shown.getexif()
        assert "icc_profile" not in shown.info
        pixels = shown.convert("RGB")
        assert near(pixels.getpixel((width - 5, 9)), BLUE)  # what was above is on the right
        assert near(pixels.getpixel((5, 9)), RED)
    assert found["standIn"].startswith("data:image/webp;base64,")
    assert len(found["standIn"]) < 500


def test_the_same_picture_is_kept_once_and_shown_in_order_with_its_words(
    staff: httpx.Client, client: httpx.Client
) -> None:
    front, back = (expect(send(staff, png(size, 3)), 201) for size in (400, 5))
    assert expect(send(staff, png(400, 3), "image/jpeg"), 201) == front  # whatever it is called
    images = [
        {"url": back["url"], "alt": "The back", "alts": {"ru": "Сзади", "ko": ""}},
        {"url": front["url"]},
    ]
    product = made(staff, images=images)
    shown = in_shop(client, product)["images"]
    assert [one["url"] for one in shown] == [back["url"], front["url"]]
    assert [shown[1][key] for key in ("srcset", "avifSrcset", "standIn", "width")] == [
        front[key] for key in ("srcset", "avifSrcset", "standIn", "width")
    ]
    for language, alt in (("ru", "Сзади"), ("ko", "The back"), ("en", "The back")):
        answer = client.get(f"/api/products/{product['id']}", headers={"accept-language": language})
        assert expect(answer)["product"]["images"][0]["alt"] == alt
    product = expect(put(staff, product, images=images[:1]))["product"]
    (kept,) = product["images"]
    assert (kept["alt"], kept["alts"], kept["width"]) == ("The back", {"ru": "Сзади"}, 5)
    turned = expect(put(staff, product, images=[images[1], images[0]]))["product"]
    assert [one["url"] for one in turned["images"]] == [front["url"], back["url"]]


def hostile() -> dict[str, tuple[bytes, str]]:
    """What is sent as image/png, and the code it is refused with."""
    whole = saved(Image.effect_noise((300, 200), 60).convert("RGB"), "JPEG")
    return {
        "an SVG that runs": (
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
            "picture-kind-unknown",
        ),
        "a page": (b"<!doctype html><script>alert(1)</script>", "picture-kind-unknown"),
        "a GIF": (saved(Image.new("P", (9, 9)), "GIF"), "picture-kind-unknown"),
        "nothing": (b"", "picture-kind-unknown"),
        "a bomb": (bomb(50_000, 50_000), "picture-too-large"),
        "a long bomb": (bomb(12_001, 1), "picture-too-large"),
        "a bomb within bounds": (bomb(7_000, 7_000), "picture-damaged"),
        "a JPEG of many scans": (of_scans(200), "picture-too-costly"),
        "half a JPEG": (whole[: len(whole) // 2], "picture-damaged"),
        "the head of a PNG": (png()[:18], "picture-damaged"),
        "a page behind a PNG's first bytes": (png()[:8] + b"<script>", "picture-damaged"),
        "a WebP that moves": (moving("WEBP"), "picture-animated"),
        "a PNG that moves": (moving("PNG"), "picture-animated"),
        "an AVIF that moves": (moving("AVIF"), "picture-animated"),
    }


async def test_hostile_pictures_get_a_clear_answer_and_leave_no_trace(
    staff: httpx.Client, shop: ServerProcess
) -> None:
    count = "SELECT count(*) FROM pictures"
    before = {*(shop.data / "media").iterdir()}
    (rows,) = await fetch(shop.database_url, count)
    for name, (data, code) in hostile().items():
        answer = send(staff, data)
        assert (answer.status_code, answer.json()["code"]) == (422, code), name
        assert answer.json()["detail"], name
    other = refusal(send(staff, png(), "text/html"), 415, "unsupported-media-type")
    assert other["title"] == "The body is of a type that is not taken"
    assert other["detail"] == "Send a file of this kind: image/*."
    refusal(send(staff, png() + b"\0" * 8 * 1024 * 1024), 413, "body-too-large")
    told = send(staff, bomb(12_001, 1)).json()["detail"]
    assert "12001 x 1 pixels" in told
    assert {*(shop.data / "media").iterdir()} == before
    assert await fetch(shop.database_url, count) == [rows]
    expect(send(staff, png() + b"\0" * 7 * 1024 * 1024), 201)  # large, and a picture
    expect(send(staff, of_scans(20)), 201)  # of more scans than most, and a picture
