"""Pictures that nothing in the shop shows are gone a day after somebody last wanted them."""

import json
import os
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from holdfast.catalog import KeptPicture
from holdfast.catalog.pictures import FolderStore, Workshop
from holdfast.db.engine import Database
from holdfast.flows.inventory.pictures import PictureRoom, take_picture
from holdfast.flows.inventory.unused_pictures import clear_pictures
from holdfast.kit import utc_now
from tests.support.pictures import png
from tests.support.postgres import fetch

LONG_AGO = timedelta(hours=25)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "media"


@pytest.fixture
async def room(database_url: str, folder: Path) -> AsyncIterator[PictureRoom]:
    database = Database(database_url)
    await database.start()
    yield PictureRoom(database=database, workshop=Workshop(), store=FolderStore(folder))
    await database.close()


async def product(url: str, image: str, name: str | None, variant: str, text: str) -> None:
    (row,) = await fetch(
        url,
        "INSERT INTO products (id, handle, name, currency, status, images, description)"
        " VALUES (gen_random_uuid(), $1, 'A product', 'EUR', 'archived', jsonb_build_array("
        "   jsonb_strip_nulls(jsonb_build_object('url', $2::text, 'picture', $3::text))), $4)"
        " RETURNING id",
        uuid4().hex, image, name, f'<p><img src="{text}"></p>',
    )  # fmt: skip
    await fetch(
        url,
        "INSERT INTO variants (id, product_id, price, image_url)"
        " VALUES (gen_random_uuid(), $1, 1, $2)",
        row[0], variant,
    )  # fmt: skip


async def category(url: str, image: str) -> None:
    await fetch(
        url,
        "INSERT INTO categories (id, slug, name, image, path)"
        " SELECT id, 'cups', 'Cups', $1, ARRAY[id] FROM (SELECT gen_random_uuid() AS id) AS new",
        image,
    )


async def aged(url: str, picture: KeptPicture, age: timedelta = LONG_AGO) -> KeptPicture:
    await fetch(
        url, "UPDATE pictures SET wanted_at = $2 WHERE name = $1", picture.name, utc_now() - age
    )
    return picture


async def test_what_nothing_shows_goes_after_a_day(
    room: PictureRoom, folder: Path, database_url: str
) -> None:
    sent = [await take_picture(room, png(3 + size), "staff") for size in range(10)]
    image, variant, text, group, unused, young, again, saved, banner, work = sent
    for one in sent:
        await aged(database_url, one)
    await product(database_url, image.url, image.name, variant.url, text.url)
    await category(database_url, group.url)
    home = json.dumps([{"kind": "banner", "picture": {"name": banner.name}}])
    await fetch(database_url, "INSERT INTO shop_home (blocks) VALUES ($1)", home)
    shown = json.dumps([{"url": work.url, "picture": work.name}])
    portfolio = "INSERT INTO portfolios VALUES (gen_random_uuid(), $1::jsonb, 1)"
    await fetch(database_url, portfolio, shown)
    await aged(database_url, young, timedelta(hours=23))
    assert await take_picture(room, png(9), "staff") == again  # sent once more
    assert set(await room.book.want([saved.name])) == {saved.name}  # named by a form being saved

    assert await clear_pictures(room, utc_now()) == 1
    assert await clear_pictures(room, utc_now()) == 0
    left = {path.name for path in folder.iterdir()}
    assert left == {file for one in sent if one is not unused for file in one.files}
    rows = await fetch(database_url, "SELECT name FROM pictures WHERE state = 'ready'")
    assert {row[0] for row in rows} == {one.name for one in sent if one is not unused}
    assert await clear_pictures(room, utc_now() + timedelta(days=1)) == 3
    assert await room.book.want([unused.name, young.name, image.name]) == {image.name: image}
    assert await take_picture(room, png(7), "staff") == unused  # there is nothing left of it
    assert (folder / unused.files[0]).exists()


async def test_what_a_kept_draft_shows_stays_as_long_as_the_draft(
    room: PictureRoom, database_url: str
) -> None:
    shown, written = [await take_picture(room, png(3 + size), "staff") for size in range(2)]
    for one in (shown, written):
        await aged(database_url, one)
    form = {"images": [{"url": shown.url, "alt": ""}], "text": f'<img src="{written.url}">'}
    await fetch(
        database_url,
        "INSERT INTO drafts (owner, subject, title, based_on, form, version)"
        " VALUES ('u1', 'product-new', 'Mug', 0, $1::jsonb, 1)",
        json.dumps(form),
    )
    assert await clear_pictures(room, utc_now()) == 0
    assert set(await room.book.want([shown.name, written.name])) == {shown.name, written.name}
    await fetch(database_url, "DELETE FROM drafts")
    assert await clear_pictures(room, utc_now() + LONG_AGO) == 2


async def test_what_was_not_finished_goes_and_what_is_going_waits(
    room: PictureRoom, folder: Path, database_url: str
) -> None:
    made = (await room.workshop.make(png())).picture
    assert await room.book.begin(made, 1, "staff")  # and the process is killed
    assert await room.book.want([made.name]) == {}
    await room.store.put(made.files[0], b"half", "image/webp")
    await aged(database_url, made)
    await fetch(database_url, "UPDATE pictures SET state = 'going'")  # by another, killed too
    assert not await room.book.begin(made, 1, "staff")
    assert await clear_pictures(room, utc_now()) == 1
    assert list(folder.iterdir()) == []
    assert await room.book.begin(made, 1, "staff")


async def test_files_from_before_there_were_sizes_go_too(
    room: PictureRoom, folder: Path, database_url: str
) -> None:
    assert await clear_pictures(room, utc_now()) == 0
    folder.mkdir()
    names = [f"{number:032x}.png" for number in range(5)]
    for name in (*names, "notes.txt"):
        (folder / name).write_bytes(b"old")
        at = (utc_now() - LONG_AGO).timestamp()
        os.utime(folder / name, (at, at))
    os.utime(folder / names[4])
    used = [f"/media/{name}" for name in names]
    await product(database_url, used[0], None, used[1], used[2])
    assert await clear_pictures(room, utc_now()) == 1
    assert {path.name for path in folder.iterdir()} == {*names[:3], names[4], "notes.txt"}
