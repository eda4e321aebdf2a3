"""What a search can be narrowed by, in words: choices with how many products each leaves."""

from collections.abc import Iterator, Mapping
from typing import Any

from holdfast.catalog import AttributeType
from holdfast.search import Counts, Filters
from holdfast.views.directory import Directory

__all__ = ["facets_json", "options_in"]

_PLAIN = AttributeType("", "", "text")
Names = Mapping[tuple[str, str | None], str]


def facets_json(
    counts: Counts, filters: Filters, directory: Directory, names: Names, locale: str
) -> dict[str, Any]:
    """A ``FacetsBody``; ``names`` are those of options and their values."""
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
        "reduced": counts.reduced,
        "ratings": [
            {"from": at // 1000, "count": count}
            for at, count in sorted(counts.ratings.items(), reverse=True)
        ],
        "attributes": list(_attributes(counts, filters, directory, names, locale)),
        "sellers": [
            {"id": str(one), "name": known.name, "count": count}
            for one, count in counts.sellers.items()
            if (known := directory.sellers.get(one))
        ],
    }


def options_in(counts: Counts, filters: Filters, directory: Directory) -> dict[str, frozenset[str]]:
    """Options and their values that are counted or chosen; what has no type is one."""
    chosen = filters.attributes
    return {
        code: frozenset((*counts.attributes.get(code, ()), *chosen.get(code, ())))
        for code in {*counts.attributes, *chosen}
        if code not in directory.attributes
    }


def _attributes(
    counts: Counts, filters: Filters, directory: Directory, names: Names, locale: str
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
            "name": kind.name_in(locale) or names.get((code, None), code),
            "unit": kind.unit,
            "values": [
                {
                    "value": value,
                    "name": names.get((code, value)) or str(kind.value_in(value, locale)),
                    "count": count,
                    "chosen": value in chosen,
                }
                for value, count in values.items()
            ],
        }
