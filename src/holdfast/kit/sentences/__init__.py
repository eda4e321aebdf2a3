"""Sentences for people, in the shop's languages. English stands in the code, where it is said; what
it is in the others, by the English: a noun's in its own folder, ``sentences.ru.json`` and
``sentences.ko.json``, all others in ``ru.json`` and ``ko.json`` beside this.

raise TooMuch(say("Adding {quantity} would exceed the limit of {limit}.", quantity=7, limit=100))

A sentence is its English text to whoever reads it as text. A plain text is a sentence without
values; values are never translated, unless they are sentences.
"""

from collections.abc import Mapping
from importlib.resources import files
from typing import Final

import msgspec

LANGUAGES: Final = ("en", "ru", "ko")


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


def joined(*sentences: str) -> Sentence:
    """Several sentences as one text."""
    parts = {
        f"s{at}": one if isinstance(one, Sentence) else say(one) for at, one in enumerate(sentences)
    }
    return say(" ".join(f"{{{name}}}" for name in parts), **parts)


def in_language(text: str, language: str) -> str:
    """The sentence in one of :data:`LANGUAGES`; as it is, where it has no translation."""
    known = _CATALOGUES.get(language)
    if known is None:
        return str(text)
    if not isinstance(text, Sentence):
        return known.get(text, text)
    values = {
        name: in_language(value, language) if isinstance(value, Sentence) else value
        for name, value in text.values.items()
    }
    return known.get(text.template, text.template).format_map(values)


class KeptSentence(msgspec.Struct, frozen=True):
    """A sentence as it is stored, to be told in any language later."""

    template: str
    values: "dict[str, int | str | KeptSentence]" = {}


def kept(sentence: Sentence) -> KeptSentence:
    """To store it; values are numbers, texts and sentences."""
    return KeptSentence(
        sentence.template,
        {
            name: kept(value)
            if isinstance(value, Sentence)
            else value
            if isinstance(value, int)
            else str(value)
            for name, value in sentence.values.items()
        },
    )


def recalled(found: KeptSentence) -> Sentence:
    """What was stored."""
    values = {
        name: recalled(value) if isinstance(value, KeptSentence) else value
        for name, value in found.values.items()
    }
    return say(found.template, **values)


def catalogue(language: str) -> dict[str, str]:
    """What every sentence is in this language, by the English."""
    said: dict[str, str] = {}
    own = [room.joinpath(f"sentences.{language}.json") for room in files("holdfast").iterdir()]
    for kept in (files(__package__).joinpath(f"{language}.json"), *own):
        if kept.is_file():
            said |= msgspec.json.decode(kept.read_bytes(), type=dict[str, str])
    return said


_CATALOGUES: Final = {language: catalogue(language) for language in LANGUAGES[1:]}
