"""What a typed text asks for: its words as the catalogue has them, in place of those it does not
know the likeliest ones.

A word that is known is taken as it stands. Else, in this order: the same keys on another keyboard
(English, Russian, Korean), the beginning of a word, a Latin name that was written in Russian by its
sound, two words typed as one, a word that is nearly the same, a name that sounds nearly the same.
What none of it explains stays, and finds nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Final, Literal, Protocol, TypeAlias

from msgspec import Struct

from holdfast.search.engine import MOST_WORDS
from holdfast.search.keyboards import swapped, to_hangul, to_latin_keys
from holdfast.search.sounds import spellings
from holdfast.search.text import (
    STOP,
    grams,
    is_hangul,
    normal,
    parts,
    stems,
    tokens,
)

__all__ = ["Dictionary", "Meaning", "Unit", "understand"]

COMPLETIONS: Final = 12
LEAST_PREFIX: Final = 3
LEAST_HALF: Final = 3
RARE: Final = 3
LEAST_SOUNDING: Final = 5  # letters: of shorter words too many are one letter apart
SPELLINGS_REPAIRED: Final = 8  # each is looked for among all words
OFTEN: Final = 20

Stems: TypeAlias = tuple[str, ...]
How: TypeAlias = Literal["exact", "begun", "repaired", "unknown"]


class Dictionary(Protocol):
    """What the catalogue's words are."""

    def count(self, stem: str) -> int:
        """How many products have it."""
        ...

    def beginning(self, letters: str, most: int) -> list[str]: ...

    def nearest(self, word: str, most: int | None = None) -> list[str]: ...

    def frequency(self, word: str) -> int:
        """How many products have the word itself, in what they are called or said to be."""
        ...


class Unit(Struct, frozen=True):
    """One thing that is asked for: all stems of one of its ``ways``. ``shown``: as it is said."""

    shown: str
    ways: tuple[Stems, ...]
    how: How = "exact"
    optional: bool = False


class Meaning(Struct, frozen=True):
    """``maybe``: what may have been meant instead, though all words are known."""

    units: tuple[Unit, ...]
    meant: str | None = None
    maybe: str | None = None


def understand(
    text: str,
    words: Dictionary,
    synonyms: Sequence[Sequence[str]] = (),
    *,
    typing: bool = False,
) -> Meaning:
    """``typing``: the last word may not be whole yet."""
    units: list[Unit] = []
    changed = False
    chunks = normal(text).split()[:MOST_WORDS]
    phrases = _phrases(tuple(map(tuple, synonyms)))
    for place, chunk in enumerate(chunks):
        if len(units) >= MOST_WORDS:
            break
        found = _known(chunk, words)
        last = typing and place == len(chunks) - 1
        if found is None:
            other = _by_other_keys(chunk, words, phrases.said)
            if other is not None and len(chunk) > 1:
                found, changed = other, True
        if found is None:
            least = 1 if typing and place == len(chunks) - 1 else LEAST_PREFIX
            # Without spaces, two hundred letters may be a hundred words, each to be repaired.
            some = tokens(chunk)[: MOST_WORDS - len(units)]
            found = [unit for token in some for unit in _unit(token, words, least)]
            changed = changed or any(unit.how == "repaired" for unit in found)
        elif last and found and found[-1].how == "exact":
            found[-1] = _begun(found[-1], words)
        units += found
    units = _joined(units, words)[:MOST_WORDS]
    maybe = None if changed else _maybe(units, words)
    units = _with_synonyms(units, phrases)
    if any(not unit.optional for unit in units):
        units = [unit for unit in units if not unit.optional]
    meant = " ".join(unit.shown for unit in units) if changed else None
    return Meaning(tuple(units), meant, maybe)


def _known(chunk: str, words: Dictionary) -> list[Unit] | None:
    """What is written without a space between, if every word of it is known."""
    found = []
    for token in tokens(chunk):
        ways = _ways(token, words)
        if not ways:
            return None
        found.append(Unit(token, ways, optional=token in STOP))
    return found


class _Phrases(Struct, frozen=True):
    """What is said in place of words of the catalogue: ``said`` in one form, ``instead`` of each
    what else will do, ``longest`` in words."""

    said: frozenset[str]
    instead: Mapping[Stems, Sequence[Stems]]
    longest: int


@lru_cache(maxsize=4)
def _phrases(groups: tuple[tuple[str, ...], ...]) -> _Phrases:
    """Worked out once: a shop may have forty thousand, and everybody who searches asks for them."""
    instead: dict[Stems, list[Stems]] = {}
    for group in groups:
        phrases = [
            tuple(stem for token in tokens(normal(phrase)) for stem in stems(token))
            for phrase in group
        ]
        for phrase in phrases:
            instead.setdefault(phrase, []).extend(one for one in phrases if one != phrase)
    said = frozenset(normal(phrase) for group in groups for phrase in group)
    return _Phrases(said, instead, max(map(len, instead), default=0))


def _by_other_keys(chunk: str, words: Dictionary, said: Collection[str]) -> list[Unit] | None:
    """What another keyboard makes of the keys, if every word of it is known, or all of it is said
    in place of a known one."""
    others = [swapped(chunk), to_latin_keys(chunk), to_hangul(chunk)]
    typed = [other for other in others if other is not None]
    for other in typed:
        if (found := _known(other, words)) is not None:
            return found
    return next(([Unit(other, ())] for other in typed if other in said), None)


def _ways(token: str, words: Dictionary) -> tuple[Stems, ...]:
    """How it may stand in the catalogue just so."""
    ways = [own for own in (stems(token),) if all(map(words.count, own))]
    if not is_hangul(token) and len(pieces := parts(token)) > 1:
        split = tuple(stem for piece in pieces for stem in stems(piece))
        if all(map(words.count, split)):
            ways.append(split)
    if not ways and token in STOP:
        ways.append(stems(token))
    return tuple(ways)


def _unit(token: str, words: Dictionary, least: int) -> list[Unit]:
    """``least``: so many letters are enough for the beginning of a word."""
    ways = _ways(token, words)
    if ways:
        return [Unit(token, ways, optional=token in STOP)]
    if is_hangul(token):
        return [_korean(token, words)]
    if len(token) >= least and (begun := words.beginning(token, COMPLETIONS)):
        return [Unit(token, _all(begun), "begun")]
    said = spellings(token) if len(token) >= LEAST_PREFIX else []
    if same := [one for one in said if words.frequency(one)] or _uninflected(token, words):
        best = max(same, key=words.frequency)
        return [Unit(best, _all(same), "repaired")]
    if halves := _halves(token, words):
        return [Unit(half, (stems(half),), "repaired") for half in halves]
    near = words.nearest(token)
    if near:
        return [Unit(near[0], _all(near[:3]), "repaired")]
    if sounding := _nearly_sounding(token, said, words):
        return [Unit(sounding, (stems(sounding),), "repaired")]
    keys = swapped(token)
    if keys.isalpha() and (near := words.beginning(keys, 3) or words.nearest(keys)):
        return [Unit(near[0], _all(near[:3]), "repaired")]
    return [Unit(token, (), "unknown")]


def _uninflected(token: str, words: Dictionary) -> list[str]:
    """A name that has a Russian ending, without it."""
    root = stems(token)[0]
    if root == token or len(root) <= LEAST_PREFIX:
        return []
    return [one for one in spellings(root) if words.frequency(one)]


def _nearly_sounding(token: str, said: Sequence[str], words: Dictionary) -> str | None:
    """The most frequent of the catalogue's words that differ from a spelling by one letter; else
    of those that begin with one."""
    tried = said[:SPELLINGS_REPAIRED]
    near: list[str] = []
    if len(token) >= LEAST_SOUNDING:
        near = [one for spelling in tried for one in words.nearest(spelling, 1)[:1]]
    if not near and len(token) > LEAST_PREFIX:
        near = [one for spelling in tried for one in words.beginning(spelling, 1)]
    return max(near, key=words.frequency, default=None)


def _korean(token: str, words: Dictionary) -> Unit:
    """Most of its syllables: an ending that the catalogue's word does not have is let go."""
    known = tuple(one for one in grams(token) if words.count(one))
    if len(token) == 1:
        begun = [one for one in words.beginning(token, COMPLETIONS) if is_hangul(one)]
        return Unit(token, tuple(tuple(grams(one)) for one in begun), "begun")
    enough = len(known) * 2 >= len(token) - 1
    return Unit(token, (known,) if known and enough else (), "begun" if known else "unknown")


def _halves(token: str, words: Dictionary) -> tuple[str, str] | None:
    """Two words that were typed as one, the more frequent pair."""
    best: tuple[int, str, str] | None = None
    for at in range(LEAST_HALF, len(token) - LEAST_HALF + 1):
        one, other = token[:at], token[at:]
        count = min(words.frequency(one), words.frequency(other))
        if count and (best is None or count > best[0]):
            best = count, one, other
    return (best[1], best[2]) if best else None


def _begun(unit: Unit, words: Dictionary) -> Unit:
    """As it stands, or longer."""
    longer = words.beginning(unit.shown, COMPLETIONS)
    return Unit(unit.shown, tuple(dict.fromkeys((*unit.ways, *_all(longer)))), "begun")


def _all(found: Sequence[str]) -> tuple[Stems, ...]:
    return tuple(dict.fromkeys(stems(one) for one in found))


def _joined(units: Sequence[Unit], words: Dictionary) -> list[Unit]:
    """One word that was typed as two is looked for as one, too."""
    found: list[Unit] = []
    for unit in units:
        before = found[-1] if found else None
        if before is not None and not before.optional and not unit.optional:
            joined = before.shown + unit.shown
            plain = joined.isalpha() and not is_hangul(joined) and before.how != "begun"
            if plain and len(joined) > 4 and words.count(stems(joined)[0]):
                apart: tuple[Stems, ...] = ()
                if before.ways and unit.ways:
                    apart = tuple(one + other for one in before.ways for other in unit.ways)
                found[-1] = Unit(joined, (stems(joined), *apart))
                continue
        found.append(unit)
    return found


def _maybe(units: Sequence[Unit], words: Dictionary) -> str | None:
    """Where a word is so rare that it may be the catalogue's own slip: with the frequent one."""
    said, other = [], False
    for unit in units:
        better = None
        plain = unit.how == "exact" and unit.shown.isalpha() and not is_hangul(unit.shown)
        if plain and len(unit.shown) > 3 and words.count(stems(unit.shown)[0]) <= RARE:
            near = [one for one in words.nearest(unit.shown) if stems(one) not in unit.ways]
            better = next((one for one in near if words.frequency(one) >= OFTEN), None)
        said.append(better or unit.shown)
        other = other or better is not None
    return " ".join(said) if other else None


def _with_synonyms(units: Sequence[Unit], phrases: _Phrases) -> list[Unit]:
    """Where the units say a phrase of a group, any phrase of the group will do."""
    known = phrases.instead
    found: list[Unit] = []
    at = 0
    while at < len(units):
        for many in range(min(phrases.longest, len(units) - at), 0, -1):
            span = units[at : at + many]
            others = [
                other
                for said in _sayings(span)
                for other in known.get(said, ())
            ]  # fmt: skip
            if others:
                own = _sayings(span)
                shown = " ".join(unit.shown for unit in span)
                found.append(Unit(shown, tuple(dict.fromkeys((*own, *others)))))
                at += many
                break
        else:
            found.append(units[at])
            at += 1
    return found


def _sayings(span: Sequence[Unit]) -> list[Stems]:
    said: list[Stems] = [()]
    for unit in span:
        ways = unit.ways or (stems(unit.shown),)
        said = [before + way for before in said for way in ways][:16]
    return said
