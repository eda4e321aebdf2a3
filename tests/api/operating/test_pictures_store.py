"""Where pictures are kept: a bucket, or a folder; the same for all servers of a shop."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from holdfast.catalog.pictures import BucketStore, BucketTerms, Workshop
from holdfast.db.engine import Database
from holdfast.flows.inventory.pictures import PictureRoom, take_picture
from holdfast.flows.inventory.unused_pictures import clear_pictures
from holdfast.kit import utc_now
from tests.api.conftest import MANAGER
from tests.api.staff.drafts import in_shop, made
from tests.support.bucket import NAME, Bucket, opened_bucket
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.pictures import png
from tests.support.postgres import execute, fetch, run
from tests.support.server import ServerProcess

Start = Callable[..., ServerProcess]


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    with opened_bucket() as opened:
        yield opened


async def test_a_large_picture_is_put_in_one_call(bucket: Bucket) -> None:
    """So that none that breaks off leaves parts, which no list shows."""
    terms = BucketTerms(f"s3://{NAME}/of/ours", bucket.endpoint, key="a-key", secret="a-secret")
    await BucketStore(terms).put("large_one.jpg", bytes(11 * 2**20), "image/jpeg")
    kept = bucket.get("/media/large_one.jpg")
    assert len(kept.content) == 11 * 2**20
    assert "-" not in kept.headers["etag"], "of parts it is told by how many"


def staff_of(server: ServerProcess, database_url: str) -> httpx.Client:
    add_person(database_url, MANAGER, ["manager"])
    client = httpx.Client(base_url=server.url, timeout=PATIENCE)
    log_in(client, MANAGER)
    expect(client.patch("/api/staff/settings", json={"currency": "EUR"}))
    return client


def send(staff: httpx.Client, data: bytes) -> httpx.Response:
    headers = {"content-type": "image/png"}
    return staff.post("/api/staff/pictures", content=data, headers=headers)


def begun(data: Path, database_url: str, environment: dict[str, str]) -> tuple[int, str]:
    """How a server ends that is not to start, and what it says."""
    words = ["serve", "--port", "0", "--data", str(data), "--database-url", database_url]
    done = subprocess.run(
        [sys.executable, "-m", "holdfast.cli", *words],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=100, check=False,
        env={**os.environ, **environment},
    )  # fmt: skip
    return done.returncode, done.stdout


@pytest.mark.long
def test_pictures_of_two_servers_that_share_no_disk_lie_in_one_bucket(
    start_server: Start, bucket: Bucket, database_url: str, scratch: Path
) -> None:
    first = start_server(
        data=scratch / "one", database_url=database_url, environment=bucket.environment
    )
    other = start_server(
        data=scratch / "two", database_url=database_url, environment=bucket.environment
    )
    staff = staff_of(first, database_url)
    found = expect(send(staff, png(400, 300)), 201)
    assert not (scratch / "one" / "media").exists()
    kept = bucket.get(found["url"])
    assert kept.headers["content-type"] == "image/webp"
    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    for server in (first, other):
        shown = httpx.get(server.url + found["url"])
        assert shown.content == kept.content
        assert shown.headers["content-type"] == "image/webp"
        assert shown.headers["cache-control"] == "public, max-age=31536000, immutable"
        again = httpx.get(
            server.url + found["url"], headers={"if-none-match": shown.headers["etag"]}
        )
        assert (again.status_code, again.content) == (304, b"")
        head = httpx.head(server.url + found["url"])
        assert (head.content, head.headers["content-length"]) == (b"", str(len(kept.content)))
        for name in (f"{'0' * 32}-320.webp", "home", "..%2Fsecret"):
            assert httpx.get(f"{server.url}/media/{name}").status_code == 404
    log_in(other_staff := httpx.Client(base_url=other.url, timeout=PATIENCE), MANAGER)
    product = made(other_staff, images=[{"url": found["url"]}])
    with httpx.Client(base_url=first.url) as client:
        assert in_shop(client, product)["images"][0]["srcset"] == found["srcset"]

    # A third without the bucket, or with another one, does not start.
    code, said = begun(scratch / "three", database_url, {})
    assert (code, "are not in" in said, "HOLDFAST_BUCKET" in said) == (6, True, True), said
    none = bucket.environment | {"HOLDFAST_BUCKET": "s3://nowhere"}
    code, said = begun(scratch / "three", database_url, none)
    assert (code, "are not in s3://nowhere" in said) == (6, True), said
    no_key = {key: value for key, value in bucket.environment.items() if key[:3] != "AWS"}
    code, said = begun(scratch / "three", database_url, no_key)
    assert (code, "AWS_ACCESS_KEY_ID" in said) == (2, True), said


@pytest.mark.long
def test_a_second_server_with_a_folder_of_its_own_is_refused(
    start_server: Start, database_url: str, scratch: Path
) -> None:
    server = start_server(data=scratch / "one", database_url=database_url)
    code, said = begun(scratch / "two", database_url, {})
    assert code == 6
    assert f"The shop's pictures are not in {scratch / 'two' / 'media'}" in said
    assert httpx.get(f"{server.url}/media/home").status_code == 404
    word = (scratch / "one" / "media" / "home").read_text()
    assert word in said  # what to write there if the pictures were moved
    (scratch / "two" / "media" / "home").write_text(f"{word}\n")
    assert f"The secret in {scratch / 'two' / 'secret'} is not that of" in said
    (scratch / "two" / "secret").unlink()  # it is given the first one's
    start_server(data=scratch / "two", database_url=database_url)


async def test_a_bucket_that_is_away_keeps_nothing_and_is_swept_later(
    database_url: str, bucket: Bucket
) -> None:
    terms = BucketTerms(f"s3://{NAME}/of/ours", bucket.endpoint, key="k", secret="s")
    database = Database(database_url)
    await database.start()
    try:
        room = PictureRoom(database=database, workshop=Workshop(), store=BucketStore(terms))
        kept = await take_picture(room, png(9, 9), "staff")
        assert bucket.get(kept.url).status_code == 200
        long_ago = "UPDATE pictures SET wanted_at = now() - interval '2 days'"
        await execute(database_url, long_ago)
        assert await clear_pictures(room, utc_now()) == 1
        assert bucket.get(kept.url).status_code == 404
        assert await clear_pictures(room, utc_now()) == 0
    finally:
        await database.close()


def test_who_sends_a_picture_is_told_that_the_bucket_is_away(
    start_server: Start, database_url: str, scratch: Path
) -> None:
    with opened_bucket() as bucket:
        server = start_server(
            data=scratch / "one",
            database_url=database_url,
            environment=bucket.environment,
        )
        staff = staff_of(server, database_url)
        found: dict[str, Any] = expect(send(staff, png(7, 7)), 201)
    refusal(send(staff, png(8, 8)), 503, "pictures-away")
    refusal(staff.get(found["url"]), 503, "pictures-away")
    code, said = begun(scratch / "two", database_url, bucket.environment)
    assert (code, "Pictures cannot be kept. s3://" in said) == (6, True), said
    rows = run(fetch(database_url, "SELECT state FROM pictures ORDER BY state"))
    assert [row[0] for row in rows] == ["ready", "unfinished"]
    assert staff.get("/health/ready").status_code == 200  # the shop sells on
