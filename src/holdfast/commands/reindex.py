"""`holdfast reindex`: the search index made anew, while the old one serves."""

import asyncio
from pathlib import Path

from holdfast.commands.progress import progress_bar
from holdfast.commands.where import CommandRefused, Where
from holdfast.db.engine import Database
from holdfast.search import SearchFolder
from holdfast.server.database import database_at
from holdfast.views.search.documents import DocumentReads
from holdfast.worker.indexer import make_generation

__all__ = ["reindex"]


def reindex(where: Where, partitions: int) -> int:
    """Make another generation, let it catch up, and let it serve; processes that run change over
    to it by themselves."""
    with database_at(where.data, where.database_url, where.tell) as url:
        products = asyncio.run(_reindex(url, where.data / "search", partitions))
    where.show({"products": products}, f"{products} products are indexed anew")
    return 0


async def _reindex(url: str, path: Path, partitions: int) -> int:
    folder = SearchFolder(path)
    database = Database(url, pool_size=2)
    await database.start()
    try:
        with folder.making() as alone, progress_bar() as show:
            if not alone:
                raise CommandRefused("The index is being made anew already.", 3)
            documents = DocumentReads(database, partitions)
            name = await make_generation(
                folder, database, documents, lambda done, total: show("products", done, total)
            )
            folder.switch(name)
        return await documents.how_many()
    finally:
        await database.close()
