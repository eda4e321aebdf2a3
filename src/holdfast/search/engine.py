"""What the shop asks of a search engine, and what it answers: plain values. Tantivy stands behind
it here (``index.py``); another may."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, Protocol, TypeAlias
from uuid import UUID

from msgspec import Struct, field

from holdfast.kit.errors import Problem

__all__ = [
    "MOST_PASSED", "MOST_WORDS", "Asked", "Completed", "Counts", "Document", "Filters", "Found",
    "Order", "SearchEngine", "SearchNotReady",
]  # fmt: skip

MOST_PASSED: Final = 10_000
MOST_WORDS: Final = 12
"""Of a search; what is said beyond them is not looked at."""

Order: TypeAlias = Literal[
    "relevance", "price_asc", "price_desc", "popular", "rating", "new", "name"
]


class SearchNotReady(Problem):
    """The index of this process is still being made."""

    status = 503
    code = "search-not-ready"
    title = "The search is not ready yet"

    def __init__(self) -> None:
        super().__init__("Try again in a moment.", headers={"retry-after": "2"})


class Document(Struct, frozen=True):
    """A product as it is found. ``name``, ``about`` (what it is said to be in few words: category,
    maker, attributes, tags, options) and ``text`` are in every language; ``codes`` are numbers of
    articles, which no search is completed with.

    ``categories`` go up to the root; ``facets`` are attributes and options as code and value;
    ``rating`` is in thousandths, ``made`` in milliseconds; ``reduced``: it costs less than it did.
    """

    id: UUID
    title: str
    name: tuple[str, ...]
    about: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    categories: tuple[UUID, ...] = ()
    seller: UUID | None = None
    facets: tuple[tuple[str, str], ...] = ()
    price: int = 0
    free: bool = False
    reduced: bool = False
    rating: int = 0
    sales: int = 0
    made: int = 0


class Filters(Struct, frozen=True):
    """``attributes``: by code, of which values one must be; ``rating``: at least, in
    thousandths."""

    category: UUID | None = None
    least: int | None = None
    most: int | None = None
    free: bool = False
    reduced: bool = False
    rating: int | None = None
    seller: UUID | None = None
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Asked(Struct, frozen=True):
    """A page of what is found. ``synonyms``: phrases of which each stands for the others."""

    text: str = ""
    filters: Filters = Filters()
    order: Order = "relevance"
    offset: int = 0
    limit: int = 20
    counts: bool = False
    typing: bool = False
    synonyms: tuple[tuple[str, ...], ...] = ()


class Counts(Struct, frozen=True):
    """How many of what is found there are with each further choice; a filter that is set does not
    count for its own choices."""

    categories: Mapping[UUID, int] = field(default_factory=dict)
    attributes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    sellers: Mapping[UUID, int] = field(default_factory=dict)
    ratings: Mapping[int, int] = field(default_factory=dict)
    free: int = 0
    reduced: int = 0
    least: int | None = None
    most: int | None = None


class Found(Struct, frozen=True):
    """``meant``: what was looked for in place of what was typed, if that is not the same;
    ``maybe``: what may have been meant, though something was found. ``partly``: nothing has all of
    the words. ``stems``: what to mark."""

    ids: tuple[UUID, ...]
    total: int
    stems: frozenset[str] = frozenset()
    meant: str | None = None
    maybe: str | None = None
    partly: bool = False
    counts: Counts | None = None


class Completed(Struct, frozen=True):
    """Searches that begin like this, the most fruitful first."""

    texts: tuple[str, ...]


class SearchEngine(Protocol):
    """Raises :class:`SearchNotReady` until its index is there."""

    async def find(self, asked: Asked) -> Found: ...

    async def complete(self, text: str, limit: int) -> Completed: ...

    async def known_facets(self, codes: Sequence[str]) -> frozenset[str]:
        """Of these codes, those that something on sale has."""
        ...
