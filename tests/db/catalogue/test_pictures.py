"""Copying pictures: within bounds, from public addresses, once."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from ipaddress import ip_address
from pathlib import Path

import pytest

from holdfast.catalog import Image, KeptPicture, picture_name
from holdfast.catalog.pictures import (
    FolderStore,
    PictureBounds,
    PictureKindUnknown,
    PictureRefused,
    Pictures,
    Workshop,
)
from holdfast.flows.inventory.catalogue_import import ImportTerms, import_catalogue
from holdfast.flows.inventory.image_copies import ImageCopies
from holdfast.flows.inventory.pictures import PictureRoom, keeping
from holdfast.kit.public_network import is_public
from tests.db.catalogue.conftest import Shop, Write
from tests.support.pictures import made_up, png

PNG = png(3, 5)
ANY_PORT = PictureBounds(each_bytes=1000, seconds=60.0, ports=None)


class Site:
    """A web server that answers what it is told to, and counts."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.port = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = (await reader.readuntil(b"\r\n\r\n")).decode()
        path = request.split()[1]
        self.asked.append(path)
        kind, status, body, more = "image/png", "200 OK", PNG, ""
        if path.startswith("/text"):
            kind, body = "text/html", b"<h1>hello</h1>"
        elif path.startswith("/lies"):
            body = b"<svg onload=alert(1)>"
        elif path.startswith("/svg"):
            kind, body = "image/svg+xml", b"<svg/>"
        elif path.startswith("/large"):
            body = PNG + b"\x00" * 5000
        elif path.startswith("/loop"):
            status, more = "302 Found", "Location: /loop\r\n"
        elif path.startswith("/moved"):
            status, more = "301 Moved", "Location: /a.png\r\n"
        elif path.startswith("/inside"):
            status, more = "302 Found", "Location: http://169.254.169.254/meta-data\r\n"
        elif path.startswith("/astray"):
            status, more = "302 Found", "Location: http://[1::bad/x.png\r\n"
        elif path.startswith("/gone"):
            status = "404 Not Found"
        elif path.startswith("/silent"):
            await reader.read()
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}Connection: close\r\n"
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        writer.close()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    server = await asyncio.start_server(site.answer, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    async with server:
        yield site


def _here(address: object) -> bool:
    """The site itself counts as public, nothing else inside does."""
    return str(address) == "127.0.0.1"


class Kept:
    """What was handed on to be kept."""

    def __init__(self) -> None:
        self.pictures: list[bytes] = []

    async def __call__(self, data: bytes) -> KeptPicture:
        if not data.startswith(b"\x89PNG"):
            raise PictureKindUnknown
        self.pictures.append(data)
        return made_up(data)


async def test_a_picture_is_kept_under_a_name_of_its_content(site: Site) -> None:
    kept = Kept()
    async with Pictures(kept, ANY_PORT, _here) as pictures:
        first = await pictures.fetch(Image(site.url("/a.png"), "front"))
        again = await pictures.fetch(Image(site.url("/a.png"), "back"))
        moved = await pictures.fetch(Image(site.url("/moved")))
    assert (first.width, first.height, first.source) == (3, 5, site.url("/a.png"))
    assert (again.url, again.alt) == (first.url, "back")
    assert moved.url == first.url
    assert site.asked == ["/a.png", "/moved", "/a.png"]
    assert kept.pictures == [PNG, PNG]
    assert (first.url, first.picture) == (made_up(PNG).url, picture_name(PNG))


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/text", "it is text/html"),
        ("/svg", "it is image/svg+xml"),
        ("/lies", "its content is not a picture"),
        ("/large", "larger than 1000 bytes"),
        ("/loop", "more than 3 redirects"),
        ("/gone", "the server answered 404"),
        ("/inside", "its address is not a public one"),
        ("/astray", "not a web address"),
    ],
)
async def test_what_is_not_kept(site: Site, path: str, why: str) -> None:
    kept = Kept()
    async with Pictures(kept, ANY_PORT, _here) as pictures:
        with pytest.raises(PictureRefused, match=re.escape(why)):
            await pictures.fetch(Image(site.url(path)))
    assert kept.pictures == []


@pytest.mark.parametrize(
    "host", ["a..b", ".shop.example", "a" * 70 + ".example", "shop.example:99999", "shop.example:x"]
)
async def test_an_address_that_leads_nowhere_is_refused(host: str) -> None:
    async with Pictures(Kept()) as pictures:
        with pytest.raises(PictureRefused, match="not a web address"):
            await pictures.fetch(Image(f"https://{host}/a.png"))


async def test_a_silent_server_is_given_up(site: Site) -> None:
    bounds = PictureBounds(seconds=0.2, ports=None)
    async with Pictures(Kept(), bounds, _here) as pictures:
        with pytest.raises(PictureRefused, match="no answer"):
            await pictures.fetch(Image(site.url("/silent")))


async def test_by_default_nothing_inside_is_reached(site: Site) -> None:
    async with Pictures(Kept(), ANY_PORT) as pictures:
        for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"):
            with pytest.raises(PictureRefused):
                await pictures.fetch(Image(f"http://{host}:{site.port}/a.png"))
    async with Pictures(Kept(), PictureBounds(), _here) as pictures:
        with pytest.raises(PictureRefused, match="not a port of web pages"):
            await pictures.fetch(Image(site.url("/a.png")))
    assert site.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1",
        "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "ff02::1", "2001::1",
        "fec0::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


def test_addresses_that_are_public() -> None:
    for address in ("8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"):
        assert is_public(ip_address(address))


async def test_an_import_with_copies_keeps_them(
    shop: Shop, write: Write, site: Site, scratch: Path
) -> None:
    file = write(
        f"mug,Mug,,,,,,,,,,,2,9.00,,{site.url('/a.png')},1,Front,{site.url('/a.png')},",
        f"mug,,,,,,,,,,,,,,,{site.url('/gone')},2,,,",
    )
    room = PictureRoom(
        database=shop.database, workshop=Workshop(), store=FolderStore(scratch / "media")
    )
    for _ in range(2):
        async with Pictures(keeping(room, "cli"), ANY_PORT, _here) as pictures:
            copies = ImageCopies(shop.database, pictures)
            report = await import_catalogue(
                shop.database, shop.ledger, file, ImportTerms("EUR"), fetch=copies
            )
        assert [notice.handle for notice in report.notices] == ["mug"]
    assert site.asked == ["/a.png", "/gone", "/gone"]  # the copy is not fetched again
    await shop.load(file, currency="EUR")  # nor given up for the link
    ((images, variant),) = await shop.rows(
        "SELECT images::text, image_url FROM products p JOIN variants v ON v.product_id = p.id"
    )
    files = {path.name for path in (scratch / "media").iterdir()}
    assert files == {f"{picture_name(PNG)}-3.webp", f"{picture_name(PNG)}-3.avif"}
    (image,) = [one for one in json.loads(str(images)) if one.get("picture")]
    assert (image["url"], image["widths"]) == (f"/media/{picture_name(PNG)}-3.webp", [3])
    assert image["stand_in"].startswith("data:image/webp;base64,")
    assert variant == image["url"]
