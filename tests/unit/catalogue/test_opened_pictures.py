"""A picture's file is read while it is sent: who reads slowly holds a piece of it in memory."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from holdfast.catalog.pictures import BucketStore, BucketTerms, FolderStore, Store, StoreAway
from tests.support.bucket import NAME, opened_bucket

FILE = bytes(range(256)) * 10_001
LARGEST_PIECE = 2**20


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "folder":
        yield FolderStore(tmp_path)
        return
    with opened_bucket() as bucket:
        terms = BucketTerms(f"s3://{NAME}", endpoint=bucket.endpoint, key="k", secret="s")
        yield BucketStore(terms)


async def test_a_large_file_comes_in_pieces(store: Store) -> None:
    await store.put("large.jpg", FILE, "image/jpeg")
    opened = await store.open("large.jpg")
    assert opened is not None
    pieces = [piece async for piece in opened.pieces]
    assert opened.size == len(FILE)
    assert b"".join(pieces) == FILE
    assert len(pieces) > 1
    assert max(map(len, pieces)) <= LARGEST_PIECE
    assert await store.open("none.jpg") is None


async def test_a_large_file_goes_in_piece_by_piece_and_comes_out_in_parts(store: Store) -> None:
    await store.put_pieces("goods_large", _cut(FILE), "application/octet-stream")
    opened = await store.open("goods_large", 1000, 2_000_000)
    assert opened is not None
    assert opened.size == 1_999_000
    assert b"".join([piece async for piece in opened.pieces]) == FILE[1000:2_000_000]
    beyond = await store.open("goods_large", len(FILE) - 5, len(FILE) + 5)
    assert beyond is not None
    assert beyond.size == 5
    assert b"".join([piece async for piece in beyond.pieces]) == FILE[-5:]


async def test_what_breaks_off_on_its_way_is_not_there(store: Store) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield FILE
        raise ConnectionError("gone")

    with pytest.raises((ConnectionError, StoreAway)):
        await store.put_pieces("goods_broken", broken(), "application/octet-stream")
    assert await store.open("goods_broken") is None


async def _cut(file: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(file), 65_536):
        yield file[start : start + 65_536]
