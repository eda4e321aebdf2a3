"""The index as it is written, from an event loop that may leave at any moment."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.search import Document, IndexWriter
from tests.unit.search.shelves import GOODS


async def test_a_writer_that_is_closed_while_it_writes_ends_that_first(tmp_path: Path) -> None:
    writing, go_on = threading.Event(), threading.Event()
    put: list[str] = []

    def slowly() -> Iterator[Document]:
        writing.set()
        go_on.wait()
        for one in GOODS:
            put.append(one.title)
            yield one

    path = tmp_path / "index"
    path.mkdir()
    writer = IndexWriter(path, making=True)
    task = asyncio.create_task(writer.run(writer.put, slowly(), new=True))
    await asyncio.to_thread(writing.wait)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    closing = asyncio.create_task(writer.run(writer.close))
    go_on.set()
    await closing
    assert put == [one.title for one in GOODS]
