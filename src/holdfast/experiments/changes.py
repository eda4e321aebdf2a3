"""What a variant may change, which is bounded: sentences of the pages that people buy and book on,
and how some of them are arranged."""

import re
from collections.abc import Iterator, Mapping
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

from holdfast.kit import FieldError
from holdfast.kit.sentences import LANGUAGES, say

__all__ = [
    "ARRANGED", "MAX_SENTENCE", "SENTENCES", "Change", "SentenceKey", "Where", "change_faults",
]  # fmt: skip

SentenceKey: TypeAlias = Literal[
    "product.add", "product.buyNow", "product.added", "product.goCart", "product.description",
    "shop.best", "home.all", "cart.checkout", "cart.empty", "checkout.pay", "checkout.heldText",
    "paying.order", "book.title", "book.text", "book.take", "book.toPay", "book.ask",
    "book.chooseTime",
]  # fmt: skip
"""The keys of the pages' own sentences, which a test holds these against."""

SENTENCES: Final[Mapping[str, frozenset[str]]] = {
    key: frozenset({"price"} if key in ("checkout.pay", "paying.order", "book.toPay") else ())
    for key in get_args(SentenceKey)
}
"""Each with the values that stand in it, as ``{{price}}``."""
Where: TypeAlias = Literal["product-text", "free-times"]
ARRANGED: Final[Mapping[str, tuple[str, str]]] = {
    "product-text": ("below", "above"),
    "free-times": ("calendar", "list"),
}
"""How a place of a page is arranged, and how it may be instead. A product's description stands
below what is bought by, or above it; free times are chosen on a calendar, or of a list."""
MAX_SENTENCE: Final = 120

_VALUE: Final = re.compile(r"{{(\w+)}}")
_MEANS_MORE: Final = re.compile(r"{{|}}|\$t\(")
"""To who fills sentences in: what is left once the values are out is text, and nothing else."""


class Change(Struct, frozen=True):
    """``words`` by sentence and language, ``arranged`` by place."""

    words: Mapping[str, Mapping[str, str]] = {}
    arranged: Mapping[str, str] = {}

    @property
    def is_something(self) -> bool:
        return bool(self.words or self.arranged)

    @property
    def touches(self) -> frozenset[str]:
        """What is another with it: two experiments at once never touch the same."""
        return frozenset(self.words) | frozenset(self.arranged)

    def missing(self, languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """Sentences that are not there in one of the languages: who reads that would see what is
        shown now, and be counted with this."""
        for key, said in self.words.items():
            for language in languages:
                if not said.get(language):
                    yield key, language

    def over(self, other: "Change") -> "Change":
        """This one, and of the other what it leaves."""
        return Change({**other.words, **self.words}, {**other.arranged, **self.arranged})


def change_faults(change: Change, at: str) -> Iterator[FieldError]:
    """What is wrong with it; ``at``: its place in what was asked."""
    for key, said in change.words.items():
        field = f"{at}.words.{key}"
        if key not in SENTENCES:
            yield FieldError(field, "unknown", say("This sentence cannot be changed."))
            continue
        for language, text in said.items():
            yield from _text_faults(key, language, text, field)
    for place, how in change.arranged.items():
        field = f"{at}.arranged.{place}"
        if place not in ARRANGED:
            yield FieldError(field, "unknown", say("This cannot be arranged in another way."))
        elif how != ARRANGED[place][1]:
            wanted = ARRANGED[place][1]
            yield FieldError(field, "unknown", say("This can be {other} only.", other=wanted))


def _text_faults(key: str, language: str, text: str, at: str) -> Iterator[FieldError]:
    field = f"{at}.{language}"
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        yield FieldError(field, "unknown", say("Use only these languages: {known}.", known=known))
    elif not text.strip() or len(text) > MAX_SENTENCE:
        most = say("Write 1 to {most} characters.", most=MAX_SENTENCE)
        yield FieldError(field, "length", most)
    elif not _is_said(text, SENTENCES[key]):
        values = ", ".join(f"{{{{{one}}}}}" for one in sorted(SENTENCES[key]))
        said = (
            say("Write the sentence with each of these once: {values}.", values=values)
            if values
            else say("Write plain text, with no values in it.")
        )
        yield FieldError(field, "values", said)


def _is_said(text: str, values: frozenset[str]) -> bool:
    rest = _VALUE.sub("", text)
    whole = sorted(_VALUE.findall(text)) == sorted(values)
    return whole and text.isprintable() and not _MEANS_MORE.search(rest)
