"""The search of a process, put together."""

from holdfast.db.engine import Database
from holdfast.roles.lifespan import Part
from holdfast.search import IndexReader, SearchFolder
from holdfast.settings import Settings
from holdfast.views.products import ProductReads
from holdfast.views.search.documents import DocumentReads
from holdfast.views.search.results import SearchReads
from holdfast.worker.indexer import Indexer
from holdfast.worker.search_misses import MissCounter

__all__ = ["search_of"]


def search_of(
    settings: Settings, database: Database, products: ProductReads
) -> tuple[SearchReads, tuple[Part, ...]]:
    """What answers, and what is to be started once the shop is furnished."""
    folder = SearchFolder(settings.data / "search")
    reader = IndexReader(folder)
    indexer = Indexer(database, folder, DocumentReads(database, settings.partitions), reader)
    misses = MissCounter(database)
    parts = (
        (reader.start, reader.stop),
        (indexer.start, indexer.stop),
        (misses.start, misses.stop),
    )
    return SearchReads(reader, products, database, misses.count), parts
