"""What a specification's tables are as views: the words that several of them share."""

from typing import Final

from msgspec import Struct

from holdfast.kit.money import uneven_exponents

__all__ = ["SpecifiedTables", "person", "unit"]

_UNITS: Final = " ".join(
    f"WHEN '{code}' THEN {10**decimals}" for code, decimals in sorted(uneven_exponents().items())
)


class SpecifiedTables(Struct, frozen=True):
    """``views`` in ``schema``, over the tables ``needed``."""

    schema: str
    needed: frozenset[str]
    views: tuple[str, ...]


def unit(currency: str) -> str:
    """How many minor units the currency in this column has in one of its own; numeric."""
    return f"(CASE {currency} {_UNITS} ELSE 100 END)::numeric"


def person(owner: str) -> str:
    """The id of the user or guest in this column."""
    return f"substring({owner} FROM '[0-9a-f-]{{36}}$')::uuid"
