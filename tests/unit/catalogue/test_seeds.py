"""Seeded catalogues: the same from the same seed, believable, and said in three languages."""

from collections import Counter

import pytest

from holdfast.catalog.seeds import agreeing, category_paths, load_words, make_goods

WORDS = load_words()
GOODS = [make_goods(WORDS, 7, number) for number in range(2000)]


@pytest.mark.parametrize(
    ("adjective", "agreed"),
    [
        ("чёрный", "чёрный чёрная чёрное чёрные"),
        ("синий", "синий синяя синее синие"),
        ("лёгкий", "лёгкий лёгкая лёгкое лёгкие"),
        ("складной", "складной складная складное складные"),
        ("большой", "большой большая большое большие"),
        ("дышащий", "дышащий дышащая дышащее дышащие"),
    ],
)
def test_russian_adjectives_agree(adjective: str, agreed: str) -> None:
    assert " ".join(agreeing(adjective, gender) for gender in "mfnp") == agreed


def test_a_product_is_the_same_from_the_same_seed_and_number() -> None:
    assert GOODS[1234] == make_goods(WORDS, 7, 1234)
    assert GOODS[1234] != make_goods(WORDS, 8, 1234)
    for of in ("id", "handle"):
        assert len({getattr(one, of) for one in GOODS}) == len(GOODS)
    variants = [variant for one in GOODS for variant in one.variants]
    assert len({variant.id for variant in variants}) == len(variants)
    assert len({variant.sku for variant in variants}) == len(variants)


def test_it_is_said_in_three_languages() -> None:
    assert len(category_paths()) == len(WORDS.kinds) == len({one.key for one in WORDS.kinds})
    kinds = {one.key: one for one in WORDS.kinds}
    for one in GOODS:
        kind = kinds[one.truth.kind]
        assert kind.en in one.name.lower()
        assert kind.ru in (one.translations["ru"].name or "").lower()
        assert kind.ko in (one.translations["ko"].name or "")
        for option in one.options:
            assert {option.code} <= one.translations["ru"].options.keys()


def test_it_sells_as_shops_do() -> None:
    sales = sorted((one.sales for one in GOODS), reverse=True)
    assert sum(sales[:20]) > sum(sales) / 3  # a hundredth of the goods
    assert sales[len(sales) // 2] < 5
    states = Counter(one.status for one in GOODS)
    assert states["active"] > 1900 and states["draft"] and states["archived"]
    variants = [variant for one in GOODS for variant in one.variants]
    assert len(variants) < 2 * len(GOODS)
    assert 0.03 < sum(not one.stock for one in variants) / len(variants) < 0.1
    assert all(0 < (one.discount.price if one.discount else 1) <= one.price for one in variants)
