"""A product's handle is made of its name, in whatever script it is written."""

import pytest

from holdfast.kit.slugs import slug_of


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Morning mug, 350 ml", "morning-mug-350-ml"),
        ("Кружка «Утро», 350 мл", "kruzhka-utro-350-ml"),
        ("Ещё один ёж", "eshche-odin-ezh"),
        ("한글 머그컵", "hangeul-meogeukeop"),
        ("Crème brûlée", "creme-brulee"),
        ("Men's shirt", "mens-shirt"),
        ("茶碗", ""),
        ("!!!", ""),
    ],
)
def test_a_name_becomes_an_address(name: str, handle: str) -> None:
    assert slug_of(name) == handle


def test_a_long_name_is_cut_between_words() -> None:
    handle = slug_of("word " * 60)
    assert len(handle) <= 80
    assert handle.endswith("word")
    assert len(slug_of("w" * 300)) == 80
