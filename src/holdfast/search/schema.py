"""The fields of the index, and a document in them. ``FORMAT`` is raised with any change here."""

from collections.abc import Iterable
from math import log2
from pathlib import Path
from typing import Final

import tantivy

from holdfast.search.engine import Document
from holdfast.search.text import index_text, new_analyzer, normal, words_in

__all__ = ["BETWEEN", "FORMAT", "SCHEMA", "facet", "fields_of", "half", "open_index", "weight_of"]

FORMAT: Final = 2
SALES_WEIGHT: Final = 0.02
"""What each doubling of its sales adds to a product's relevance: of equals the best seller is
first, and no best seller goes before what fits better."""

BETWEEN: Final = "\x1f"
_STEMS: Final = "stems"
_PLAIN: Final = "plain"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("high", fast=True)
    builder.add_unsigned_field("low", fast=True)
    for name in ("name", "about", "all"):
        builder.add_text_field(name, tokenizer_name=_STEMS, index_option="freq")
    builder.add_text_field("words", tokenizer_name=_PLAIN, index_option="basic")
    builder.add_text_field("title", tokenizer_name="raw", fast=True, index_option="basic")
    for name in ("categories", "seller", "facets"):
        builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
    for name in ("price", "rating", "made"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_unsigned_field("sales", fast=True)
    builder.add_float_field("weight", fast=True)
    for name in ("free", "reduced"):
        builder.add_boolean_field(name, indexed=True, fast=True)
    return builder.build()


SCHEMA: Final = _schema()


def open_index(path: Path | None) -> tantivy.Index:
    """What is there, else a new one; without a path, in memory. Raises :class:`ValueError`."""
    index = tantivy.Index(SCHEMA, path=None if path is None else str(path))
    index.register_tokenizer(_STEMS, new_analyzer())
    index.register_tokenizer(
        _PLAIN, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    )
    index.config_reader("manual")
    return index


def half(number: int) -> tuple[int, int]:
    """A UUID's number as the two that the index keeps."""
    return number >> 64, number & (2**64 - 1)


def facet(code: str, value: str = "") -> str:
    """An attribute's value as one word; without a value, how all of that attribute begin."""
    return f"{code}{BETWEEN}{value}"


def weight_of(sales: int) -> float:
    return 1 + SALES_WEIGHT * int(log2(1 + max(0, sales)))


def fields_of(one: Document) -> tantivy.Document:
    """The document as the index takes it."""
    made = tantivy.Document()
    high, low = half(one.id.int)
    made.add_text("id", one.id.hex)
    made.add_unsigned("high", high)
    made.add_unsigned("low", low)
    name, about = index_text(one.name), index_text((*one.about, *one.codes))
    made.add_text("name", name)
    made.add_text("about", about)
    made.add_text("all", f"{name} {about} {index_text(one.text)}")
    made.add_text("words", " ".join(_words(one)))
    made.add_text("title", normal(one.title)[:200])
    for category in one.categories:
        made.add_text("categories", category.hex)
    if one.seller is not None:
        made.add_text("seller", one.seller.hex)
    for code, value in one.facets:
        made.add_text("facets", facet(code, value))
    made.add_integer("price", one.price)
    made.add_integer("rating", one.rating)
    made.add_integer("made", one.made)
    made.add_unsigned("sales", max(0, one.sales))
    made.add_float("weight", weight_of(one.sales))
    made.add_boolean("free", one.free)
    made.add_boolean("reduced", one.reduced)
    return made


def _words(one: Document) -> Iterable[str]:
    """What searches are completed with and repaired from: whole words, not those of prose."""
    return dict.fromkeys(word for text in (*one.name, *one.about) for word in words_in(text))
