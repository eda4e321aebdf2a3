"""The shared terms of campaigns and promotions as they are read from their rows."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import msgspec

from holdfast.promotions.terms import DiscountTerms

_NAMES: Final = DiscountTerms.__struct_fields__
_SETS: Final = ("scope", "categories", "sellers")
_DOCUMENTS: Final = (*_SETS, "translations")
decode_ids: Final = msgspec.json.Decoder(frozenset[UUID]).decode
_decode_names = msgspec.json.Decoder(dict[str, str]).decode


def discount_columns(table: str) -> str:
    """To be selected, in the order :func:`discount_terms` takes them in."""
    return ", ".join(f"{table}.{name}{'::text' if name in _DOCUMENTS else ''}" for name in _NAMES)


def discount_terms(values: Sequence[Any]) -> dict[str, Any]:
    """The terms by name."""
    found = dict(zip(_NAMES, values, strict=True))
    for name in _SETS:
        if found[name] is not None:
            found[name] = decode_ids(found[name])
    return found | {"translations": _decode_names(found["translations"])}
