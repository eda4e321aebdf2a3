"""What was typed with the keyboard of another language: English, Russian and Korean ones."""

import re
import unicodedata
from typing import Final

__all__ = ["swapped", "to_hangul", "to_latin_keys"]

_LATIN: Final = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_CYRILLIC: Final = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_TO_CYRILLIC: Final = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN: Final = str.maketrans(_CYRILLIC + "е", _LATIN + "t")

# The Korean keyboard (two sets): each letter by its keys, in the order Unicode has them. A capital
# is not told from a small letter by a search, so a doubled consonant is found by its plain key.
_LEADS: Final = tuple("rrseefaqqttdwwczxvg")
_VOWELS: Final = (
    "k", "o", "i", "o", "j", "p", "u", "p", "h", "hk", "ho", "hl", "y", "n", "nj", "np", "nl", "b",
    "m", "ml", "l",
)  # fmt: skip
_TAILS: Final = (
    "", "r", "r", "rt", "s", "sw", "sg", "e", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a",
    "q", "qt", "t", "t", "d", "w", "c", "z", "x", "v", "g",
)  # fmt: skip
_FIRST: Final = 0xAC00
_LEAD, _VOWEL, _TAIL = 0x1100, 0x1161, 0x11A7
_KEYS_OF: Final = {
    **{chr(_LEAD + at): keys for at, keys in enumerate(_LEADS)},
    **{chr(_VOWEL + at): keys for at, keys in enumerate(_VOWELS)},
    **{chr(_TAIL + at): keys for at, keys in enumerate(_TAILS) if keys},
}
# Two keys in a row may be one letter; of a doubled one and its plain one the plain one is typed.
_LEAD_OF: Final = {keys: at for at, keys in reversed(list(enumerate(_LEADS)))}
_VOWEL_OF: Final = {keys: at for at, keys in reversed(list(enumerate(_VOWELS)))}
_TAIL_OF: Final = {keys: at for at, keys in reversed(list(enumerate(_TAILS)))}


def _one_of(found: dict[str, int]) -> str:
    return "|".join(sorted(filter(None, found), key=len, reverse=True))


# A consonant before a vowel begins the next syllable: it ends none.
_SYLLABLE: Final = re.compile(
    f"({_one_of(_LEAD_OF)})({_one_of(_VOWEL_OF)})((?:{_one_of(_TAIL_OF)})(?!{_one_of(_VOWEL_OF)}))?"
)


def swapped(text: str) -> str:
    """The same keys on the other keyboard, Russian or English."""
    if re.search("[а-яё]", text):
        return text.translate(_TO_LATIN)
    return text.translate(_TO_CYRILLIC).replace("ё", "е")


def to_hangul(text: str) -> str | None:
    """What the keys of these small letters write in Korean: whole syllables, two at least."""
    syllables, at = [], 0
    while at < len(text):
        found = _SYLLABLE.match(text, at)
        if found is None:
            return None
        lead, vowel, tail = found[1], found[2], found[3] or ""
        number = (_LEAD_OF[lead] * len(_VOWELS) + _VOWEL_OF[vowel]) * len(_TAILS) + _TAIL_OF[tail]
        syllables.append(chr(_FIRST + number))
        at = found.end()
    return "".join(syllables) if len(syllables) > 1 else None


def to_latin_keys(text: str) -> str | None:
    """What the keys of this Korean write in English; nothing, where it is no Korean alone."""
    letters = unicodedata.normalize("NFKD", text)
    keys = [_KEYS_OF.get(one) for one in letters]
    return "".join(one for one in keys if one) if letters and all(keys) else None
