"""How a name of Latin letters may be spelled that was written in Cyrillic ones, by its sound."""

from itertools import islice, product
from typing import Final

__all__ = ["MOST_SPELLINGS", "spellings"]

MOST_SPELLINGS: Final = 64

# The likeliest first; two or three letters that are one sound stand before the single ones.
_SOUNDS: Final[dict[str, tuple[str, ...]]] = {
    "дж": ("j", "g"), "кс": ("x", "ks"), "ай": ("i", "ai", "y"), "эй": ("a", "ai"),
    "ью": ("ew", "u"), "кв": ("qu", "kv"), "уо": ("wa", "uo"), "оу": ("ow", "o"),
    "а": ("a", "u"), "б": ("b",), "в": ("v", "w"), "г": ("g", "h"), "д": ("d",), "е": ("e",),
    "ж": ("j", "zh"), "з": ("z", "s"), "и": ("i", "y", "ee"), "й": ("y", "i"),
    "к": ("c", "k", "ck"), "л": ("l", "ll"), "м": ("m",), "н": ("n",), "о": ("o",),
    "п": ("p", "pp"), "р": ("r",), "с": ("s", "c"), "т": ("t",), "у": ("u", "oo"),
    "ф": ("f", "ph"), "х": ("h",),
    "ц": ("c", "ts", "z"), "ч": ("ch",), "ш": ("sh", "ch"), "щ": ("sch",), "ы": ("y",), "ь": ("",),
    "ъ": ("",), "э": ("e", "a"), "ю": ("u", "yu"), "я": ("ya", "ia"),
}  # fmt: skip


def spellings(word: str) -> list[str]:
    """Of a Cyrillic word, at most ``MOST_SPELLINGS``; of any other, none. Every letter that can
    be told in more than one way is, unless that makes too many: then the last ones alone."""
    ways: list[tuple[str, ...]] = []
    at = 0
    while at < len(word):
        long = 2 if word[at : at + 2] in _SOUNDS else 1
        sound = _SOUNDS.get(word[at : at + long])
        if sound is None:
            return []
        ways.append(sound)
        at += long
    return list(dict.fromkeys(map("".join, islice(product(*ways), MOST_SPELLINGS))))
