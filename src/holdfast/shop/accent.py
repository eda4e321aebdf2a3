"""The shop's accent colour, made legible in both schemes.

A merchant picks one colour. It is darkened for light pages and lightened for dark ones, as little
as will do, until words in it, and words on it, have the contrast that WCAG asks for (AA: 4.5).
"""

import re
from typing import Final, TypeAlias

from msgspec import Struct

ENOUGH: Final = 4.5
_HEX: Final = re.compile(r"#[0-9a-f]{6}")
_STEPS: Final = 100
_WHITE: Final = (255, 255, 255)
_BLACK: Final = (0, 0, 0)
# Of web/src/design/styles/tokens.css: what words in the accent stand on.
LIGHT_PAPERS: Final = ((252, 252, 251), (255, 255, 255), (242, 242, 239))
DARK_PAPERS: Final = ((17, 19, 20), (25, 28, 30), (31, 35, 38))
_ON_DARK: Final = (13, 19, 48)  # words on the accent, on dark pages
_SOFT_LIGHT: Final = 0.9  # how much paper a soft accent has
_SOFT_DARK: Final = 0.82
_STRONGER: Final = 0.2

Colour: TypeAlias = tuple[int, int, int]


class Shades(Struct, frozen=True):
    """The accent on pages of one scheme, as ``#rrggbb``; ``contrast`` is the least that words in it
    or on it have."""

    accent: str
    strong: str
    soft: str
    on_accent: str
    contrast: float


class Accent(Struct, frozen=True):
    light: Shades
    dark: Shades


def is_colour(text: str) -> bool:
    return _HEX.fullmatch(text) is not None


def accent_of(colour: str) -> Accent:
    """Of a colour as ``#rrggbb``."""
    picked = channels_of(colour)
    return Accent(
        _shades(picked, _BLACK, LIGHT_PAPERS, _WHITE, _SOFT_LIGHT),
        _shades(picked, _WHITE, DARK_PAPERS, _ON_DARK, _SOFT_DARK),
    )


def contrast(one: Colour, other: Colour) -> float:
    """By WCAG 2: from 1, none, to 21, black on white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _shades(
    picked: Colour, end: Colour, papers: tuple[Colour, ...], on: Colour, softness: float
) -> Shades:
    for step in range(_STEPS + 1):
        accent = _mixed(picked, end, step / _STEPS)
        soft = _mixed(accent, papers[0], softness)
        least = min(contrast(accent, other) for other in (*papers, on, soft))
        if least >= ENOUGH:
            break
    return Shades(
        accent=_written(accent),
        strong=_written(_mixed(accent, end, _STRONGER)),
        soft=_written(soft),
        on_accent=_written(on),
        contrast=int(least * 100) / 100,
    )


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (each / 255 for each in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def channels_of(colour: str) -> Colour:
    number = int(colour[1:], 16)
    return number >> 16, number >> 8 & 255, number & 255


def _written(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
