"""What a search can be narrowed by, in words: choices with how many products each leaves."""

from collections.abc import Iterator
from typing import Any

from holdfast.catalog import AttributeType
from holdfast.search import Counts, Filters
from holdfast.views.directory import Directory

__all__ = ["facets_json"]

_PLAIN = AttributeType("", "", "text")


def facets_json(
    counts: Counts, filters: Filters, directory: Directory, locale: str
) -> dict[str, Any]:
    """A ``FacetsBody``."""
    tree = directory.categories
    return {
        "categories": [
            {
                "id": str(one.id),
                "slug": one.slug,
                "name": one.name_in(locale),
                "count": counts.categories[one.id],
            }
            for one in tree.below(filters.category)
            if counts.categories.get(one.id)
        ],
        "price": {"min": counts.least, "max": counts.most},
        "inStock": counts.free,
        "ratings": [
            {"from": at // 1000, "count": count}
            for at, count in sorted(counts.ratings.items(), reverse=True)
        ],
        "attributes": list(_attributes(counts, filters, directory, locale)),
        "sellers": [
            {"id": str(one), "name": known.name, "count": count}
            for one, count in counts.sellers.items()
            if (known := directory.sellers.get(one))
        ],
    }


def _attributes(
    counts: Counts, filters: Filters, directory: Directory, locale: str
) -> Iterator[dict[str, Any]]:
    """Attributes that staff let lists be filtered by, in their order; then options."""
    shown = [code for code, kind in directory.attributes.items() if kind.facet]
    shown += sorted(code for code in counts.attributes if code not in directory.attributes)
    for code in shown:
        values = dict(counts.attributes.get(code, {}))
        chosen = filters.attributes.get(code, ())
        for value in chosen:
            values.setdefault(value, 0)
        if not values:
            continue
        kind = directory.attributes.get(code, _PLAIN)
        yield {
            "code": code,
            "name": kind.name_in(locale) or code,
            "unit": kind.unit,
            "values": [
                {
                    "value": value,
                    "name": str(kind.value_in(value, locale)),
                    "count": count,
                    "chosen": value in chosen,
                }
                for value, count in values.items()
            ],
        }
