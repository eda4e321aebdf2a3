"""Pictures that no product has are gone a day after somebody last wanted them."""

import os
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from holdfast.catalog.pictures import keep, kept
from holdfast.db.engine import Database
from holdfast.flows.inventory.unused_pictures import clear_pictures
from holdfast.kit import utc_now
from tests.support.postgres import fetch

LONG_AGO = timedelta(hours=25)


def picture(folder: Path, number: int, *, age: timedelta = LONG_AGO) -> str:
    """Uploaded so long ago; its address."""
    data = b"\x89PNG\r\n\x1a\n" + number.to_bytes(4) * 8
    url = keep(folder, data).url
    at = (utc_now() - age).timestamp()
    os.utime(folder / url.removeprefix("/media/"), (at, at))
    return url


async def product(url: str, image: str, variant: str, text: str) -> None:
    (row,) = await fetch(
        url,
        "INSERT INTO products (id, handle, name, currency, status, images, description)"
        " VALUES (gen_random_uuid(), $1, 'A product', 'EUR', 'archived',"
        "         jsonb_build_array(jsonb_build_object('url', $2::text)), $3) RETURNING id",
        uuid4().hex, image, f'<p><img src="{text}"></p>',
    )  # fmt: skip
    await fetch(
        url,
        "INSERT INTO variants (id, product_id, price, image_url)"
        " VALUES (gen_random_uuid(), $1, 1, $2)",
        row[0], variant,
    )  # fmt: skip


async def test_what_no_product_has_goes_after_a_day(database_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "media"
    used = [picture(folder, number) for number in range(3)]
    await product(database_url, *used)
    unused, young = picture(folder, 3), picture(folder, 4, age=timedelta(hours=23))
    wanted, saved = picture(folder, 5), picture(folder, 6)
    keep(folder, b"\x89PNG\r\n\x1a\n" + (5).to_bytes(4) * 8)  # uploaded once more
    assert kept(folder, saved)  # named by a form that is being saved
    (folder / "notes.txt").write_text("not a picture of ours")
    os.utime(folder / "notes.txt", (0, 0))
    database = Database(database_url)
    await database.start()
    try:
        assert await clear_pictures(database, folder, utc_now()) == 1
        assert await clear_pictures(database, folder, utc_now()) == 0
        left = {f"/media/{path.name}" for path in folder.iterdir()}
        assert left == {*used, young, wanted, saved, "/media/notes.txt"}
        assert unused not in left
        assert await clear_pictures(database, folder, utc_now() + timedelta(days=1)) == 3
        assert await clear_pictures(database, tmp_path / "none", utc_now()) == 0
    finally:
        await database.close()
