"""Whether what a form names by id or code is there."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import convert
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog.attributes import AttributeType
from holdfast.catalog.products import AttributeValue
from holdfast.kit.errors import FieldError
from holdfast.kit.sentences import Sentence, say

_CATEGORY: Final = sa.text("SELECT EXISTS (SELECT FROM categories WHERE id = :id)")
_TYPES: Final = sa.text("""
SELECT code, name, kind, translations, unit, values, facet, position
FROM attribute_types WHERE code = ANY(:codes)
""")


async def reference_faults(
    connection: AsyncConnection, category_id: UUID | None, attributes: Mapping[str, AttributeValue]
) -> list[FieldError]:
    """What is wrong with the category, and with each attribute and its value."""
    faults = []
    if category_id is not None:
        known = await connection.execute(_CATEGORY, {"id": category_id})
        if not known.scalar_one():
            faults.append(FieldError("categoryId", "unknown", "There is no such category."))
    if not attributes:
        return faults
    rows = await connection.execute(_TYPES, {"codes": list(attributes)})
    types = {row["code"]: convert(dict(row), AttributeType) for row in rows.mappings()}
    for code, value in attributes.items():
        kind, at = types.get(code), f"attributes.{code}"
        if kind is None:
            detail = say("There is no attribute {code}.", code=code)
            faults.append(FieldError(at, "unknown", detail))
        elif not kind.admits(value):
            faults.append(FieldError(at, "not-a-value", _wanted(kind)))
    return faults


def _wanted(kind: AttributeType) -> Sentence:
    match kind.kind:
        case "text":
            return say("{name} is a text.", name=kind.name)
        case "number":
            return say("{name} is a number.", name=kind.name)
        case "bool":
            return say("{name} is yes or no.", name=kind.name)
        case "choice":
            return say("{name} is one of the values it lists.", name=kind.name)
