"""Attributes: what products are described by, each of a kind that staff chose."""

from typing import Final, Literal, TypeAlias

import asyncpg
import msgspec
from msgspec import Struct, field

from holdfast.catalog.products import AttributeValue, OptionTranslation

MAX_ATTRIBUTES: Final = 500
MAX_NUMBER: Final = 10**15
"""So large, or so far below zero, is a number at most."""

AttributeKind: TypeAlias = Literal["text", "number", "bool", "choice"]

_ALL: Final = """
SELECT code, name, translations::text, kind, unit, values::text, facet, position
FROM attribute_types ORDER BY position, code
"""
_translations = msgspec.json.Decoder(dict[str, OptionTranslation])
_values = msgspec.json.Decoder(tuple[str, ...])


class AttributeType(Struct, frozen=True):
    """``values`` are what a ``choice`` is among; ``facet``: lists are filtered by it."""

    code: str
    name: str
    kind: AttributeKind
    translations: dict[str, OptionTranslation] = field(default_factory=dict)
    unit: str = ""
    values: tuple[str, ...] = ()
    facet: bool = False
    position: int = 0

    def name_in(self, locale: str) -> str:
        said = self.translations.get(locale)
        return (said.name if said else None) or self.name

    def value_in(self, value: AttributeValue, locale: str) -> AttributeValue:
        """What the value is called in that language."""
        said = self.translations.get(locale)
        return said.values.get(value, value) if said and isinstance(value, str) else value

    def read(self, text: str) -> AttributeValue | None:
        """The value that a text of a file stands for."""
        value: AttributeValue | None = text
        match self.kind:
            case "number":
                value = _number(text)
            case "bool":
                value = {"true": True, "yes": True, "false": False, "no": False}.get(text.lower())
        return value if value is not None and self.admits(value) else None

    def admits(self, value: AttributeValue) -> bool:
        match self.kind:
            case "text":
                return isinstance(value, str) and bool(value)
            case "number":
                return (
                    isinstance(value, int | float)
                    and not isinstance(value, bool)
                    and -MAX_NUMBER <= value <= MAX_NUMBER  # so neither infinite nor none at all
                )
            case "bool":
                return isinstance(value, bool)
            case "choice":
                return value in self.values


def _number(text: str) -> int | float | None:
    try:
        return int(text) if text.lstrip("-").isdecimal() else float(text)
    except ValueError:
        return None


async def load_attribute_types(pool: asyncpg.Pool) -> dict[str, AttributeType]:
    """Every one by its code, in their order."""
    return {
        row[0]: AttributeType(
            code=row[0],
            name=row[1],
            translations=_translations.decode(row[2]),
            kind=row[3],
            unit=row[4],
            values=_values.decode(row[5]),
            facet=row[6],
            position=row[7],
        )
        for row in await pool.fetch(_ALL)
    }
