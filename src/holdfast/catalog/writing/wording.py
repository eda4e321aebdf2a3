"""What a product, its options and their values are called in other languages, as a form says it.
Pure.

A form has its words in the order of its options and their values, the catalogue by their codes and
the values themselves: so a word stays with its value when that is written anew.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from holdfast.catalog.options import fold
from holdfast.catalog.products import OptionTranslation, Translation
from holdfast.kit.errors import FieldError
from holdfast.kit.locales import LOCALES
from holdfast.kit.sentences import say


class OptionWords(Struct, frozen=True):
    """``values`` in the order of the option's; what is empty stays as it is."""

    name: str = ""
    values: tuple[str, ...] = ()


class ProductWords(Struct, frozen=True):
    """In one language; ``description`` is clean, ``options`` in the order of the product's. What is
    empty stays as it is."""

    name: str = ""
    description: str = ""
    options: tuple[OptionWords, ...] = ()


def words_faults(
    words: Mapping[str, ProductWords], options: Sequence[tuple[str, Sequence[str]]]
) -> Iterator[FieldError]:
    """``options``: names and values of the form."""
    for locale, said in words.items():
        at = f"texts.{locale}"
        if locale not in LOCALES:
            detail = say("The shop speaks {languages}.", languages=", ".join(LOCALES))
            yield FieldError(at, "not-a-language", detail)
            continue
        if len(said.options) > len(options):
            detail = say("There are {count} options.", count=len(options))
            yield FieldError(f"{at}.options", "too-many", detail)
            continue
        for place, ((_, values), option) in enumerate(zip(options, said.options, strict=False)):
            yield from _value_faults(option.values, values, f"{at}.options[{place}].values")


def _value_faults(words: Sequence[str], values: Sequence[str], at: str) -> Iterator[FieldError]:
    if len(words) > len(values):
        yield FieldError(at, "too-many", say("There are {count} values.", count=len(values)))
        return
    seen: set[str] = set()
    for number, word in enumerate(words):
        if word and fold(word) in seen:
            detail = say("{value} is listed twice.", value=word)
            yield FieldError(f"{at}[{number}]", "twice", detail)
        seen.add(fold(word))


def translations_of(
    words: Mapping[str, ProductWords], options: Sequence[tuple[str, Sequence[str]]]
) -> dict[str, Translation]:
    """As the catalogue keeps them. ``options``: codes and values; the words have no faults."""
    made = {locale: _translation(said, options) for locale, said in words.items()}
    return {locale: one for locale, one in made.items() if one != Translation()}


def _translation(said: ProductWords, options: Sequence[tuple[str, Sequence[str]]]) -> Translation:
    called: dict[str, OptionTranslation] = {}
    for (code, values), option in zip(options, said.options, strict=False):
        words = zip(values, option.values, strict=False)
        one = OptionTranslation(option.name or None, {value: word for value, word in words if word})
        if one != OptionTranslation():
            called[code] = one
    return Translation(said.name or None, said.description or None, called)
