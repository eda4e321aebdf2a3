"""Whatever colour a merchant picks, words in it and on it can be read in both schemes."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.shop.accent import (
    DARK_PAPERS,
    ENOUGH,
    LIGHT_PAPERS,
    accent_of,
    channels_of,
    contrast,
    is_colour,
)

TOKENS = Path(__file__).parents[3] / "web" / "src" / "design" / "styles" / "tokens.css"


@given(st.integers(0, 0xFFFFFF))
def test_any_colour_becomes_legible(number: int) -> None:
    found = accent_of(f"#{number:06x}")
    for shades, papers in ((found.light, LIGHT_PAPERS), (found.dark, DARK_PAPERS)):
        on = channels_of(shades.on_accent)
        for paper in (*papers, on, channels_of(shades.soft)):
            assert contrast(channels_of(shades.accent), paper) >= ENOUGH
        assert contrast(channels_of(shades.strong), on) >= ENOUGH
        assert ENOUGH <= shades.contrast <= 21


def test_a_colour_that_is_legible_stays() -> None:
    assert accent_of("#2447d3").light.accent == "#2447d3"
    assert accent_of("#9db0ff").dark.accent == "#9db0ff"


def test_the_papers_are_those_of_the_pages() -> None:
    css = TOKENS.read_text()
    for place, name in enumerate(("paper", "raised", "sunken")):
        found = re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\)", css)
        assert found is not None
        assert (channels_of(found[1]), channels_of(found[2])) == (
            LIGHT_PAPERS[place],
            DARK_PAPERS[place],
        )


@pytest.mark.parametrize("text", ["red", "#fff", "#ggg000", "#2447d3;", "2447d3", "", "#2447D3"])
def test_what_is_no_colour(text: str) -> None:
    assert not is_colour(text)
