"""`python -m bench.label_queries`: makes `queries.json`, 300 queries in three languages with their
labels. Run once; it makes the same again."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Final

from msgspec.structs import replace

from bench.goods import sample
from bench.relevance_set import Locale, Query, Wants, load_queries, save_queries
from holdfast.catalog.seeds import Goods, Kind, Phrase, load_words

SEED: Final = 2026
HELD_OUT: Final = 100
HOW_MANY: Final[dict[Locale, int]] = {"en": 120, "ru": 110, "ko": 70}
PARTS: Final = {
    "kind": 6, "feature": 14, "brand": 10, "series": 8, "color": 8, "material": 6, "several": 18,
    "synonym": 10, "inflected": 8, "mistyped": 10, "keyboard": 2,
}  # fmt: skip
_LATIN: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_CYRILLIC: Final = "йцукенгшщзхъфывапролджэячсмитьбю"
_LONG: Final = 6
_WORDS: Final = load_words()
_KINDS: Final = {one.key: one for one in _WORDS.kinds}


def main() -> None:
    random = Random(SEED)
    queries = [one for locale in HOW_MANY for one in _of(random, locale)]
    random.shuffle(queries)
    save_queries([replace(one, held_out=at < HELD_OUT) for at, one in enumerate(queries)])
    print(f"{len(load_queries())} queries")


def further_queries(count: int) -> list[Query]:
    """Others like them, for measuring how fast they are answered: each has its typo."""
    random, found = Random(SEED + 1), list[Query]()
    while len(found) < count:
        locale = random.choice(tuple(HOW_MANY))
        form = random.choice(("feature", "brand", "series", "color", "material", "several"))
        made = _FORMS[form](random, locale, random.choice(sample()))
        if made is not None:
            found.append(replace(made, form=form, typo=_typo(random, made) or made.text))
    return found


def _of(random: Random, locale: Locale) -> Iterator[Query]:
    seen: set[str] = set()
    forms = [form for form, part in PARTS.items() for _ in range(part)]
    for place in range(HOW_MANY[locale]):
        form = forms[place * len(forms) // HOW_MANY[locale]]
        while True:
            goods = random.choice(sample())
            made = _FORMS[form](random, locale, goods)
            if made is not None and made.text not in seen:
                break
        seen.add(made.text)
        yield replace(made, form=form, typo=None if made.typo else _typo(random, made))


def _plain(_: Random, locale: Locale, goods: Goods) -> Query:
    kind = _KINDS[goods.truth.kind]
    return Query(getattr(kind, locale), locale, "", Wants(kind=kind.key))


def _feature(random: Random, locale: Locale, goods: Goods) -> Query:
    kind = _KINDS[goods.truth.kind]
    phrase = _phrase(kind.features, random.choice(goods.truth.features))
    said = _with(kind, phrase, locale)
    return Query(said, locale, "", Wants(kind=kind.key, feature=phrase.key))


def _brand(random: Random, locale: Locale, goods: Goods) -> Query:
    kind, brand = _KINDS[goods.truth.kind], goods.truth.brand
    noun: str = getattr(kind, locale)
    said = random.choice((f"{brand} {noun}", f"{noun} {brand}")).lower()
    return Query(said, locale, "", Wants(kind=kind.key, brand=brand))


def _series(random: Random, locale: Locale, goods: Goods) -> Query:
    truth = goods.truth
    said = f"{truth.brand} {truth.series}"
    if random.random() < 0.5:
        return Query(said, locale, "", Wants(brand=truth.brand, series=truth.series))
    said = f"{said} {getattr(_KINDS[truth.kind], locale)}".lower()
    return Query(said, locale, "", Wants(kind=truth.kind, brand=truth.brand, series=truth.series))


def _color(_: Random, locale: Locale, goods: Goods) -> Query | None:
    if goods.truth.color is None:
        return None
    kind = _KINDS[goods.truth.kind]
    phrase = _phrase(_WORDS.colors, goods.truth.color)
    return Query(
        _with(kind, phrase, locale), locale, "", Wants(kind=kind.key, color=goods.truth.color)
    )


def _material(_: Random, locale: Locale, goods: Goods) -> Query:
    kind = _KINDS[goods.truth.kind]
    phrase = _phrase(kind.materials, goods.truth.material)
    return Query(_with(kind, phrase, locale), locale, "", Wants(kind=kind.key, material=phrase.key))


def _several(random: Random, locale: Locale, goods: Goods) -> Query | None:
    """Three things at once, so that few products are all of it."""
    truth, kind = goods.truth, _KINDS[goods.truth.kind]
    chosen = random.choice((("feature", "brand"), ("color", "brand"), ("feature", "material")))
    wants, said = Wants(kind=kind.key), getattr(kind, locale)
    for what in chosen:
        if what == "brand":
            wants, said = replace(wants, brand=truth.brand), f"{said} {truth.brand.lower()}"
            continue
        if what == "color" and truth.color is None:
            return None
        key = {"feature": truth.features[0], "material": truth.material, "color": truth.color}[what]
        known = {"feature": kind.features, "material": kind.materials, "color": _WORDS.colors}[what]
        phrase = _phrase(known, key or "")
        wants = replace(wants, **{what: phrase.key})
        word = phrase.russian(kind.gender) if locale == "ru" else getattr(phrase, locale)
        said = f"{said} {word}" if locale == "ru" and phrase.behind else f"{word} {said}"
    return Query(said, locale, "", wants)


def _synonym(random: Random, locale: Locale, goods: Goods) -> Query:
    kind = _KINDS[goods.truth.kind]
    return Query(random.choice(kind.others[locale]), locale, "", Wants(kind=kind.key))


def _inflected(_: Random, locale: Locale, goods: Goods) -> Query | None:
    """As people say it: plurals, cases, a word around it."""
    kind = _KINDS[goods.truth.kind]
    said = None
    if locale == "en" and not kind.en.endswith("s"):
        said = f"{kind.en}s"
    elif locale == "ko":
        said = f"{kind.ko} 추천"
    elif locale == "ru" and " " not in kind.ru:
        if kind.gender == "f" and kind.ru.endswith("а"):
            said = f"купить {kind.ru[:-1]}у"
        elif kind.gender == "m" and kind.ru[-1] in "фтсмнрдв":
            said = f"{kind.ru}ы"
        elif kind.gender == "m" and kind.ru.endswith("ик"):
            said = f"{kind.ru}и"
    return Query(said, locale, "", Wants(kind=kind.key)) if said else None


def _mistyped(random: Random, locale: Locale, goods: Goods) -> Query | None:
    """A query with a typo; in Korean, without the space."""
    make = random.choice((_plain, _feature, _brand, _color))
    made = make(random, locale, goods)
    if made is None:
        return None
    wrong = made.text.replace(" ", "") if locale == "ko" else _typo(random, made)
    return None if wrong in (None, made.text) else replace(made, text=wrong, typo=wrong)


def _keyboard(random: Random, locale: Locale, goods: Goods) -> Query | None:
    """Typed with the other layout; in Korean, a plain one."""
    made = _feature(random, locale, goods)
    if locale == "ko":
        return made
    keys = (_LATIN, _CYRILLIC) if locale == "en" else (_CYRILLIC, _LATIN)
    text = made.text.lower().translate(str.maketrans(*keys))
    return replace(made, text=text, typo=text)


def _typo(random: Random, query: Query) -> str | None:
    """One letter wrong, missing, doubled or changed with the next, in a word that is long."""
    words = query.text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) >= _LONG and word.isalpha()]
    if query.locale == "ko" or not long:
        return None
    at = random.choice(long)
    word, place = words[at], random.randint(1, len(words[at]) - 2)
    letters = _LATIN if word.isascii() else _CYRILLIC
    wrong = random.choice([one for one in letters if one.isalpha() and one != word[place]])
    words[at] = random.choice(
        (
            word[:place] + wrong + word[place + 1 :],
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        )
    )
    return " ".join(words) if words[at] != word else _typo(random, query)


def _with(kind: Kind, phrase: Phrase, locale: Locale) -> str:
    """The noun with what is said of it, in the order of the language."""
    if locale == "en":
        return f"{phrase.en} {kind.en}"
    if locale == "ko":
        return f"{phrase.ko} {kind.ko}"
    said = phrase.russian(kind.gender)
    return f"{kind.ru} {said}" if phrase.behind else f"{said} {kind.ru}"


def _phrase(known: tuple[Phrase, ...], key: str) -> Phrase:
    return next(one for one in known if one.key == key)


_FORMS: Final[dict[str, Callable[[Random, Locale, Goods], Query | None]]] = {
    "kind": _plain, "feature": _feature, "brand": _brand, "series": _series, "color": _color,
    "material": _material, "several": _several, "synonym": _synonym,
    "inflected": _inflected, "mistyped": _mistyped,
    "keyboard": _keyboard,
}  # fmt: skip


if __name__ == "__main__":
    main()
