"""A product's handle is made of its name, in whatever script it is written."""

import pytest

from holdfast.catalog import handle_of


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
    assert handle_of(name) == handle


def test_a_long_name_is_cut_between_words() -> None:
    handle = handle_of("word " * 60)
    assert len(handle) <= 80
    assert handle.endswith("word")
    assert len(handle_of("w" * 300)) == 80
