"""What stands in a seeded shop before its products: categories, attributes, sellers."""

from random import Random
from typing import Final
from uuid import UUID

from asyncpg.pgproto import pgproto

from holdfast.catalog.attributes import AttributeType
from holdfast.catalog.categories import CategoryDraft
from holdfast.catalog.products import OptionTranslation
from holdfast.catalog.seeds.words import Phrase, load_words

__all__ = ["SELLERS", "attribute_types", "category_paths", "seller_id", "seller_name"]

SELLERS: Final = 200
_FIRST: Final = "Alma Baltic Cedar Dockside Evergreen Fairway Golden Harbour Island Juniper".split()
_LAST: Final = (
    "Trade|Goods|House|Market|Supply|Store|Works|Corner|Depot|Outlet|Merchants|Bazaar|Atelier"
    "|Traders|Collective|Emporium|Provisions|Imports|Warehouse|Direct"
).split("|")


def category_paths() -> list[tuple[CategoryDraft, ...]]:
    """The leaves of the tree, named from the root on: each kind of goods is one."""
    return [
        (
            *kind.path,
            CategoryDraft(kind.en.capitalize(), {"ru": kind.ru.capitalize(), "ko": kind.ko}),
        )
        for kind in load_words().kinds
    ]


def attribute_types() -> list[AttributeType]:
    """What products are described by."""
    words = load_words()
    return [
        _choice("color", ("Colour", "Цвет", "색상"), words.colors, 0),
        _choice("material", ("Material", "Материал", "소재"), words.materials, 1),
        AttributeType(
            "warranty",
            "Warranty",
            "number",
            {"ru": OptionTranslation("Гарантия"), "ko": OptionTranslation("보증")},
            unit="months",
            facet=True,
            position=2,
        ),
    ]


def _choice(
    code: str, names: tuple[str, str, str], values: tuple[Phrase, ...], position: int
) -> AttributeType:
    _, russian, korean = names
    translations = {
        "ru": OptionTranslation(russian, {one.en: one.ru.removeprefix("из ") for one in values}),
        "ko": OptionTranslation(korean, {one.en: one.ko for one in values}),
    }
    known = tuple(one.en for one in values)
    return AttributeType(code, names[0], "choice", translations, "", known, True, position)


def seller_id(number: int) -> UUID:
    """The same in every shop."""
    made: UUID = pgproto.UUID(Random(f"seller {number}").randbytes(16))
    return made


def seller_name(number: int) -> str:
    first, last = _FIRST[number % len(_FIRST)], _LAST[number // len(_FIRST) % len(_LAST)]
    return f"{first} {last}"
