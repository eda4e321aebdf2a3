"""Search: which products a text, filters and an order find. The index is made from the database
and kept beside it; nothing is decided by it."""

from holdfast.search.book import (
    MAX_GROUPS,
    MAX_PHRASES,
    Miss,
    Synonyms,
    count_misses,
    drop_misses,
    load_synonyms,
    locked_synonyms,
    read_misses,
    read_synonyms,
    replace_synonyms,
    shop_of,
    synonyms_revision,
)
from holdfast.search.engine import (
    MOST_PASSED,
    Asked,
    Completed,
    Counts,
    Document,
    Filters,
    Found,
    Order,
    SearchEngine,
    SearchNotReady,
)
from holdfast.search.folder import Place, SearchFolder
from holdfast.search.reader import IndexReader
from holdfast.search.text import Marker, first_marked, marked, normal
from holdfast.search.writer import IndexWriter
