"""Ways to search a catalogue, to be measured against each other."""

from bench.searchers.bare_tantivy import BareTantivy
from bench.searchers.fulltext import FullText
from bench.searchers.holdfast_search import HoldfastSearch
from bench.searchers.searcher import Searcher, texts_of
from bench.searchers.substring import Substring

__all__ = ["BareTantivy", "FullText", "HoldfastSearch", "Searcher", "Substring", "texts_of"]
