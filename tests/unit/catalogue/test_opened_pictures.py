"""A picture's file is read while it is sent: who reads slowly holds a piece of it in memory."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.catalog.pictures import BucketStore, BucketTerms, FolderStore, Store
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
