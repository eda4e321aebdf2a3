"""Sentences for people, in the shop's languages. English stands in the code, where it is said; what
it is in the others, by the English: a noun's in its own folder, ``sentences.ru.json`` and
``sentences.ko.json``, all others in ``ru.json`` and ``ko.json`` beside this.

raise TooMuch(say("Adding {quantity} would exceed the limit of {limit}.", quantity=7, limit=100))

A sentence is its English text to whoever reads it as text. A plain text is a sentence without
values; values are never translated, unless they are sentences, or money.
"""

from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any, Final

import msgspec

from holdfast.kit.money import Money

LANGUAGES: Final = ("en", "ru", "ko")
_MONEY: Final = "{amount} {currency}"
"""Stands for money where sentences are stored."""


class Sentence(str):
    """A sentence with its values kept apart."""

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]


def say(template: str, **values: object) -> Sentence:
    """The sentence; ``{name}`` stands for the value of that name."""
    sentence = Sentence(template.format_map(values))
    sentence.template = template
    sentence.values = values
    return sentence


def joined(*sentences: str, by: str = " ") -> Sentence:
    """Several sentences, or names with commas between, as one text."""
    parts = {
        f"s{at}": one if isinstance(one, Sentence) else say(one) for at, one in enumerate(sentences)
    }
    return say(by.join(f"{{{name}}}" for name in parts), **parts)


def called(name: str, translations: Mapping[str, str]) -> Sentence:
    """What somebody called a thing; in another language as they called it there, if they did."""
    return say("{name}", **{**translations, "name": name})


def in_language(text: str, language: str) -> str:
    """The sentence in one of :data:`LANGUAGES`; as it is, where it has no translation."""
    if isinstance(text, Sentence) and (own := text.values.get(language)):
        return str(own)
    known = _CATALOGUES.get(language)
    if known is None:
        return str(text)
    if not isinstance(text, Sentence):
        return known.get(text, text)
    values = {name: _value(value, language) for name, value in text.values.items()}
    return known.get(text.template, text.template).format_map(values)


def all_in_language(said: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The same, each sentence in it, however deep, in the language."""
    return {name: _said(one, language) for name, one in said.items()}


def _said(one: Any, language: str) -> Any:
    if isinstance(one, Sentence):
        return in_language(one, language)
    if isinstance(one, Mapping):
        return all_in_language(one, language)
    return [_said(each, language) for each in one] if isinstance(one, list | tuple) else one


def teller(language: str) -> Callable[[object], str]:
    """What an encoder asks that meets a sentence: it in the language."""

    def tell(value: object) -> str:
        if isinstance(value, Sentence):
            return in_language(value, language)
        raise TypeError(f"not a sentence, but a {type(value).__name__}")

    return tell


def _value(value: object, language: str) -> object:
    if isinstance(value, Money):
        return value.text(language)
    return in_language(value, language) if isinstance(value, Sentence) else value


class KeptSentence(msgspec.Struct, frozen=True):
    """A sentence as it is stored, to be told in any language later."""

    template: str
    values: "dict[str, int | str | KeptSentence]" = {}


def kept(sentence: Sentence) -> KeptSentence:
    """To store it; values are numbers, texts, money and sentences."""
    values = {name: _kept(value) for name, value in sentence.values.items()}
    return KeptSentence(sentence.template, values)


def _kept(value: object) -> int | str | KeptSentence:
    match value:
        case Sentence():
            return kept(value)
        case Money(amount=amount, currency=currency):
            return KeptSentence(_MONEY, {"amount": amount, "currency": currency})
        case int():
            return value
    return str(value)


def recalled(found: KeptSentence) -> Sentence:
    """What was stored."""
    return say(found.template, **{name: _recalled(value) for name, value in found.values.items()})


def _recalled(value: int | str | KeptSentence) -> object:
    match value:
        case KeptSentence(template=found, values=said) if found == _MONEY:
            return Money(int(str(said["amount"])), str(said["currency"]))
        case KeptSentence():
            return recalled(value)
    return value


def catalogue(language: str) -> dict[str, str]:
    """What every sentence is in this language, by the English."""
    said: dict[str, str] = {}
    own = [room.joinpath(f"sentences.{language}.json") for room in files("holdfast").iterdir()]
    for kept in (files(__package__).joinpath(f"{language}.json"), *own):
        if kept.is_file():
            said |= msgspec.json.decode(kept.read_bytes(), type=dict[str, str])
    return said


_CATALOGUES: Final = {language: catalogue(language) for language in LANGUAGES[1:]}
