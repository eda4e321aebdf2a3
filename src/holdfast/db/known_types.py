"""Connections that ask what PostgreSQL's own types are once a process, not once each.

asyncpg asks the server about `text[]`, `uuid[]` and their like when a statement first names them,
on every connection anew: some milliseconds each, a quarter of all that a test's database is asked.
What was there before the first table has the same id and shape in every database.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import asyncpg
from msgspec import Struct

__all__ = ["KnowingConnection"]

FIRST_OF_OTHERS: Final = 10_000
"""Ids below it are written in PostgreSQL's sources (its FirstGenbkiObjectId)."""


class _NotAsked(Struct, frozen=True):
    """In the place of the statement that asks: what was prepared before is still prepared."""

    name: str = "not asked"


_known: Final[dict[int, Sequence[Any]]] = {}
"""By the id of such a type: what the server said of it and of what it is made of."""


class KnowingConnection(asyncpg.Connection):  # type: ignore[misc]  # the library has no types
    """Overrides a method that the library keeps to itself, within the bound of `pyproject.toml`;
    ``tests/db/test_known_types.py`` says when it no longer serves."""

    async def _introspect_types(
        self,
        typeoids: Iterable[int],
        timeout: float | None,  # noqa: ASYNC109  # named by the library
    ) -> Any:
        found: list[Any] = []
        asking: Any = _NotAsked()
        others = []
        for oid in typeoids:
            if oid >= FIRST_OF_OTHERS:
                others.append(oid)
                continue
            if oid not in _known:
                _known[oid], asking = await super()._introspect_types([oid], timeout)
            found += _known[oid]
        if others:
            rows, asking = await super()._introspect_types(others, timeout)
            found += rows
        return found, asking
