"""The shop's own search: its index and its reading of what was typed, without HTTP."""

import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from holdfast.catalog.seeds import load_words
from holdfast.search import Asked, Document, IndexReader, IndexWriter, SearchFolder

__all__ = ["HoldfastSearch"]


class HoldfastSearch:
    """``told``: with the synonyms that a merchant might give it."""

    def __init__(self, *, told: bool) -> None:
        self.name = "Holdfast, with synonyms" if told else "Holdfast"
        self._synonyms = _synonyms() if told else ()
        self._path = Path(tempfile.mkdtemp(prefix="holdfast-bench-"))
        self._loop = asyncio.new_event_loop()

    def fill(self, documents: Sequence[Document]) -> None:
        folder = SearchFolder(self._path / "search")
        name = folder.new()
        writer = IndexWriter(folder.path / name, making=True)
        writer.put(documents, new=True)
        writer.commit()
        writer.close()
        folder.switch(name)
        self._places = {one.id: place for place, one in enumerate(documents)}
        self._reader = IndexReader(folder)
        self._loop.run_until_complete(self._reader.start())

    def ask(self, text: str) -> list[int]:
        asked = Asked(text, limit=10, synonyms=self._synonyms)
        found = self._loop.run_until_complete(self._reader.find(asked))
        return [self._places[one] for one in found.ids]

    def close(self) -> None:
        self._loop.run_until_complete(self._reader.stop())
        self._loop.close()
        shutil.rmtree(self._path, ignore_errors=True)


def _synonyms() -> tuple[tuple[str, ...], ...]:
    """What things are called and the other words for them, in each language."""
    return tuple(
        (getattr(kind, locale), *others)
        for kind in load_words().kinds
        for locale, others in kind.others.items()
    )
