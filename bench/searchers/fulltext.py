"""PostgreSQL's full text search, as its manual shows it: weighted vectors of each language's
configuration, ranked by ``ts_rank``; what has all words first, then what has some of them.
"""

import asyncio
from collections.abc import Sequence
from typing import Final

import asyncpg

from bench.searchers.searcher import texts_of
from holdfast.search import Document

__all__ = ["FullText"]

_LANGUAGES: Final = ("english", "russian", "simple")
_VECTOR: Final = " || ".join(
    f"setweight(to_tsvector('{one}', {text}), '{weight}')"
    for one in _LANGUAGES
    for text, weight in (("g.name", "A"), ("g.tags", "B"), ("g.about", "C"))
)
_ALL: Final = " || ".join(f"plainto_tsquery('{one}', $1)" for one in _LANGUAGES)
_SOME: Final = " || ".join(
    f"coalesce(nullif(replace(plainto_tsquery('{one}', $1)::text, '&', '|'), ''), '''''')::tsquery"
    for one in _LANGUAGES
)
_ASK: Final = f"""
WITH asked AS (SELECT {_ALL} AS every, {_SOME} AS part)
SELECT place FROM fulltext, asked WHERE vector @@ part
ORDER BY vector @@ every DESC, ts_rank(vector, part) DESC, place LIMIT 10
"""


class FullText:
    """In a database of its own."""

    name = "PostgreSQL full text"

    def __init__(self, url: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._connection = self._loop.run_until_complete(asyncpg.connect(url))

    def fill(self, documents: Sequence[Document]) -> None:
        self._loop.run_until_complete(self._fill(documents))

    def ask(self, text: str) -> list[int]:
        rows = self._loop.run_until_complete(self._connection.fetch(_ASK, text))
        return [row[0] for row in rows]

    def close(self) -> None:
        self._loop.run_until_complete(self._connection.close())
        self._loop.close()

    async def _fill(self, documents: Sequence[Document]) -> None:
        texts = [texts_of(one) for one in documents]
        await self._connection.execute(
            "CREATE TABLE fulltext (place integer PRIMARY KEY, vector tsvector)"
        )
        await self._connection.execute(
            f"""
            INSERT INTO fulltext SELECT place, {_VECTOR}
            FROM unnest($1::int[], $2::text[], $3::text[], $4::text[]) AS g (place, name, about,
                                                                             tags)
            """,
            list(range(len(documents))),
            *map(list, zip(*texts, strict=True)),
        )
        await self._connection.execute("CREATE INDEX ON fulltext USING gin (vector)")
        await self._connection.execute("ANALYZE fulltext")
