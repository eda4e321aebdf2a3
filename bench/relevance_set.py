"""The labelled queries, and how well an answer does by them.

`queries.json` was made once by `label_queries.py`, before there was any index: each query says
what it wants of a product (its kind, brand, series, feature, colour, material), and whether a
product is that is known from the generator, not from its texts. So no search had a hand in it.
"""

import json
from collections.abc import Sequence
from math import log2
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct

from holdfast.catalog.seeds import Goods

__all__ = ["Query", "Wants", "gain", "gains_of", "load_queries", "ndcg", "save_queries"]

FILE: Final = Path(__file__).with_name("queries.json")
DEPTH: Final = 10
_WHOLE, _PART = 3, 1

Locale = Literal["en", "ru", "ko"]


class Wants(Struct, frozen=True, omit_defaults=True):
    """What is asked for; None: whatever."""

    kind: str | None = None
    brand: str | None = None
    series: str | None = None
    feature: str | None = None
    color: str | None = None
    material: str | None = None


class Query(Struct, frozen=True, omit_defaults=True):
    """``typo``: the same with a typo in one word of six letters or more, if it has such a word.
    ``held_out``: nothing is tuned on it."""

    text: str
    locale: Locale
    form: str
    wants: Wants
    typo: str | None = None
    held_out: bool = False


def load_queries() -> tuple[Query, ...]:
    return msgspec.json.decode(FILE.read_bytes(), type=tuple[Query, ...])


def save_queries(queries: Sequence[Query]) -> None:
    """A line each."""
    lines = (json.dumps(msgspec.to_builtins(one), ensure_ascii=False) for one in queries)
    FILE.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def grade(wants: Wants, goods: Goods) -> int:
    """3: all of what is wanted. 1: of the kind (if one is wanted), and half of it or more."""
    truth = goods.truth
    colors = {truth.color} | {v for o in goods.options if o.code == "color" for v in o.values}
    is_so = [
        wants.kind is None or wants.kind == truth.kind,
        wants.brand is None or wants.brand == truth.brand,
        wants.series is None or wants.series == truth.series,
        wants.feature is None or wants.feature in truth.features,
        wants.color is None or wants.color in colors,
        wants.material is None or wants.material == truth.material,
    ]
    if all(is_so):
        return _WHOLE
    asked = sum(getattr(wants, one) is not None for one in wants.__struct_fields__)
    met = asked - is_so.count(False)
    return _PART if is_so[0] and 2 * met >= asked else 0


def gain(wants: Wants, goods: Goods) -> int:
    return int(2 ** grade(wants, goods)) - 1


def gains_of(wants: Wants, goods: Sequence[Goods]) -> list[int]:
    """The most that an answer can gain: the best ones, in their order."""
    return sorted((gain(wants, one) for one in goods), reverse=True)[:DEPTH]


def ndcg(found: Sequence[int], best: Sequence[int]) -> float:
    """The discounted gain of the first ten, as a part of what the best answer has."""
    return _discounted(found) / _discounted(best)


def _discounted(gains: Sequence[int]) -> float:
    return sum(one / log2(place + 2) for place, one in enumerate(gains[:DEPTH]))
