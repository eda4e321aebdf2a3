"""What seeded catalogues are made of, as `words.toml` has it: kinds of goods with their brands,
features, materials and colours, each in English, Russian and Korean.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from msgspec import Struct

from holdfast.catalog.categories import CategoryDraft

__all__ = ["Kind", "Phrase", "Words", "agreeing", "load_words"]

_BEHIND: Final = "~"  # what follows the noun, in Russian
_HARD: Final = {"m": "", "f": "ая", "n": "ое", "p": "ые"}
_SOFT: Final = {"m": "", "f": "яя", "n": "ее", "p": "ие"}
_VELAR: Final = {"m": "", "f": "ая", "n": "ое", "p": "ие"}
_HUSHING: Final = {"m": "", "f": "ая", "n": "ее", "p": "ие"}


class Phrase(Struct, frozen=True):
    """A feature, a material or a colour. ``behind``: in Russian it follows the noun and stays as it
    is; otherwise it is an adjective."""

    key: str
    en: str
    ru: str
    ko: str
    behind: bool

    def russian(self, gender: str) -> str:
        """As it stands beside a noun of that gender."""
        return self.ru if self.behind else agreeing(self.ru, gender)


class Kind(Struct, frozen=True):
    """A kind of goods: its names, what it costs from and to, what it may be like. ``others`` are
    other words for it, by language, that no name of a product has."""

    key: str
    en: str
    ru: str
    gender: str
    ko: str
    prices: tuple[int, int]
    features: tuple[Phrase, ...]
    materials: tuple[Phrase, ...]
    choices: tuple[str, ...]
    others: dict[str, tuple[str, ...]]
    brands: tuple[str, ...]
    path: tuple[CategoryDraft, ...]


class Words(Struct, frozen=True):
    kinds: tuple[Kind, ...]
    colors: tuple[Phrase, ...]
    series: tuple[str, ...]
    materials: tuple[Phrase, ...]


@cache
def load_words() -> Words:
    """All of it, read once."""
    text = files("holdfast.catalog.seeds").joinpath("words.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    colors = tuple(_phrase(line, None) for line in told["colors"])
    materials = {one.key: one for one in (_phrase(line, None) for line in told["materials"])}
    features = {key: _phrase(line, key) for key, line in told["features"].items()}
    kinds = tuple(
        _kind(line, shelf, told["brands"], features, materials)
        for shelf in told["shelf"]
        for line in shelf["kinds"]
    )
    return Words(kinds, colors, tuple(told["series"]["names"].split()), tuple(materials.values()))


def agreeing(adjective: str, gender: str) -> str:
    """A Russian adjective in its dictionary form, made to agree."""
    if gender == "m":
        return adjective
    stem, ending = adjective[:-2], adjective[-2:]
    if ending == "ий" and stem[-1] == "н":
        return stem + _SOFT[gender]
    if ending == "ий" and stem[-1] in "жшчщ":
        return stem + _HUSHING[gender]
    return stem + (_VELAR if stem[-1] in "гкхжшчщ" else _HARD)[gender]


def _phrase(line: str, key: str | None) -> Phrase:
    en, ru, ko = line.split("|")
    return Phrase(key or en, en, ru.removeprefix(_BEHIND), ko, ru.startswith(_BEHIND))


def _kind(
    line: str,
    shelf: dict[str, Any],
    brands: dict[str, str],
    features: dict[str, Phrase],
    materials: dict[str, Phrase],
) -> Kind:
    key, en, noun, ko, prices, like, of, choices, others = line.split("|")
    ru, gender = noun.split(",")
    low, high = prices.split("-")
    words = zip(("en", "ru", "ko"), others.split(";"), strict=True)
    return Kind(
        key=key,
        en=en,
        ru=ru,
        gender=gender,
        ko=ko,
        prices=(int(low), int(high)),
        features=tuple(features[one] for one in like.split()),
        materials=tuple(materials[one] for one in of.split()),
        choices=tuple(choices.split()),
        others={locale: tuple(said.split(",")) for locale, said in words},
        brands=tuple(brands[shelf["brands"]].split()),
        path=tuple(map(_category, shelf["way"])),
    )


def _category(line: str) -> CategoryDraft:
    en, ru, ko = line.split("|")
    return CategoryDraft(en, {"ru": ru, "ko": ko})
