"""Options: what a buyer chooses (colour, memory, size), by code, in any language of the shop."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from holdfast.kit.slugs import CYRILLIC

COLOR: Final = "color"
MEMORY: Final = "memory"

_KNOWN: Final = {
    COLOR: ("color", "colour", "colors", "colours", "цвет", "색상", "색"),
    MEMORY: ("memory", "storage", "capacity", "память", "объем памяти", "용량", "저장 용량"),
    "size": ("size", "sizes", "размер", "사이즈", "크기"),
    "material": ("material", "fabric", "материал", "소재"),
    "style": ("style", "стиль", "스타일"),
}


@lru_cache(maxsize=8192)
def fold(value: str) -> str:
    """What two spellings of one value share: ``"256 GB"`` and ``"256gb"``, ``ё`` and ``е``."""
    return "".join(unicodedata.normalize("NFKC", value).casefold().replace("ё", "е").split())


_CODES: Final = {fold(name): code for code, names in _KNOWN.items() for name in names}


@lru_cache(maxsize=8192)
def option_code(name: str) -> str:
    """The code of an option's name: ``Colour`` and ``Цвет`` are ``color``, others a latin slug."""
    known = _CODES.get(fold(name))
    if known is not None:
        return known
    latin = "".join(
        CYRILLIC.get(letter, letter).replace("_", "") for letter in name.casefold().strip()
    )
    slug = re.sub(r"[^a-z0-9]+", "-", unicodedata.normalize("NFKD", latin)).strip("-")
    if slug:
        return slug
    # A script we have no letters for: a stable code from its own code points.
    return "option-" + "-".join(f"{ord(letter):x}" for letter in name.strip()[:8])
