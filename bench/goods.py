"""The catalogue that searches are measured on: what `holdfast seed --seed 18` makes, and nothing of
it in a database."""

from functools import cache
from typing import Final

from holdfast.catalog.seeds import Goods, load_words, make_goods

__all__ = ["SAMPLE", "SEED", "sample"]

SEED: Final = 18
SAMPLE: Final = 20_000


@cache
def sample() -> tuple[Goods, ...]:
    """What is on sale of the first 20,000 products."""
    words = load_words()
    goods = (make_goods(words, SEED, number) for number in range(SAMPLE))
    return tuple(one for one in goods if one.status == "active")
