"""The index as it is written."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar
from uuid import UUID

from tantivy import Query

from holdfast.search.engine import Document
from holdfast.search.schema import SCHEMA, fields_of, half, open_index, weight_of

__all__ = ["IndexWriter"]

HEAP: Final = 24_000_000
HEAP_OF_MAKING: Final = 160_000_000

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


class IndexWriter:
    """Of one generation; what is put or removed shows with the next ``commit``. Its methods block:
    an event loop has them ``run``."""

    def __init__(self, path: Path, *, making: bool = False) -> None:
        self._index = open_index(path)
        self._writer = self._index.writer(HEAP_OF_MAKING if making else HEAP, 1)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="search index")
        if making:
            self._writer.commit()

    async def run(
        self, method: Callable[_Given, _Result], *given: _Given.args, **named: _Given.kwargs
    ) -> _Result:
        """One of the methods below, in this writer's own thread: one at a time, and to its end even
        when who waits for it is cancelled."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: method(*given, **named))

    def put(self, documents: Iterable[Document], *, new: bool = False) -> None:
        """In place of what there was of them; ``new``: there was nothing."""
        for one in documents:
            if not new:
                self._writer.delete_documents_by_term("id", one.id.hex)
            self._writer.add_document(fields_of(one))

    def remove(self, ids: Iterable[UUID]) -> None:
        for one in ids:
            self._writer.delete_documents_by_term("id", one.hex)

    def commit(self) -> None:
        self._writer.commit()

    def close(self) -> None:
        """What was not committed is forgotten; another may write."""
        self._thread.shutdown(wait=False)
        self._writer.rollback()
        self._writer.wait_merging_threads()
        del self._writer

    def standing_in(self, categories: Iterable[UUID]) -> list[UUID]:
        """The products that the index has in these categories."""
        words = [one.hex for one in categories]
        return self._ids(Query.term_set_query(SCHEMA, "categories", words))

    def differing(self, standing: Sequence[tuple[UUID, bool, int]]) -> list[UUID]:
        """Of products with whether they are free and how many were sold, those that the index has
        otherwise, or not at all."""
        words = [one.hex for one, _, _ in standing]
        query = Query.term_set_query(SCHEMA, "id", words)
        rows = self._rows(query, ("high", "low", "free", "weight"))
        known = {(high, low): (free, weight) for high, low, free, weight in rows}
        return [
            one
            for one, free, sales in standing
            if known.get(half(one.int)) != (free, weight_of(sales))
        ]

    def _ids(self, query: Query) -> list[UUID]:
        return [UUID(int=high << 64 | low) for high, low in self._rows(query, ("high", "low"))]

    def _rows(self, query: Query, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """These values of what the query matches, as of the last commit."""
        self._index.reload()
        searcher = self._index.searcher()
        hits = searcher.search(query, max(1, searcher.num_docs), count=False).hits
        places = [place for _, place in hits]
        return zip(*(searcher.fast_field_values(name, places) for name in names), strict=True)
