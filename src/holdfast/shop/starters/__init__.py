"""Texts to begin with, from what a shop has decided already: a merchant takes them over and changes
them. What a shop cannot know stands in square brackets. Pure.

Each language has a file: paragraphs by text, each with the word that has to hold (``!`` before it:
that must not), ``units`` of time, one, few and many of it, and ``words`` that are put in.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any, Final

import msgspec
from msgspec import Struct

from holdfast.kit.locales import LOCALES
from holdfast.shop.policies import PolicyName
from holdfast.shop.settings import ShopSettings

_DAY: Final = 24 * 60
_FEW: Final = (2, 3, 4)


class SessionRules(Struct, frozen=True):
    """What cancelling and moving a session costs who booked it, in minutes before its start, with
    the ``steps`` in the order in which they come; none are sold where there are no such rules."""

    steps: tuple[tuple[int, int], ...] = ()
    moves: int = 0
    move_minutes: int = 0
    no_show_minutes: int | None = None
    weather: int = 0


class _Words(Struct, frozen=True):
    units: Mapping[str, Sequence[str]]
    texts: Mapping[PolicyName, Sequence[tuple[str, str]]]
    words: Mapping[str, str]


def starter_text(
    name: PolicyName,
    locale: str,
    shop: ShopSettings,
    sessions: SessionRules | None = None,
    *,
    sellers: bool = False,
    analytics: Sequence[str] = (),
) -> str:
    """One text, as plain paragraphs of HTML. ``sessions``: their rules, where the shop sells any;
    ``sellers``: whether others sell here; ``analytics``: services that are told of visitors."""
    here = _WORDS[locale]
    values = _values(here, locale, shop, sessions, analytics)
    holds = _holding(shop, sessions, sellers, bool(analytics))
    shown = (
        text.format_map(values)
        for wanted, text in here.texts[name]
        if not wanted or (wanted.removeprefix("!") in holds) != wanted.startswith("!")
    )
    return "".join(f"<p>{escape(one, quote=False).replace(chr(10), '<br>')}</p>" for one in shown)


def _holding(
    shop: ShopSettings, sessions: SessionRules | None, sellers: bool, analytics: bool
) -> set[str]:
    back = shop.returns
    holds = {
        "issuer": bool(shop.invoice_issuer.strip()),
        "delivers": bool(shop.shipping_methods),
        "takes_back": back.days > 0,
        "by_category": bool(back.categories),
        f"way_{back.way_back}": back.days > 0,
        "return_address": back.days > 0 and bool(back.address.strip()),
        "repeats": shop.repeats.on,
        "points": shop.point_worth > 0,
        "sellers": sellers,
        "analytics": analytics,
        "sessions": sessions is not None,
    }
    if sessions is not None:
        holds |= {
            "steps": any(percent for _, percent in sessions.steps),
            "moves": sessions.moves > 0,
            "no_show": sessions.no_show_minutes is not None,
            "weather_free": sessions.weather == 0,
        }
    return {word for word, held in holds.items() if held}


def _values(
    here: _Words,
    locale: str,
    shop: ShopSettings,
    sessions: SessionRules | None,
    analytics: Sequence[str],
) -> dict[str, Any]:
    told = sessions or SessionRules()
    said = here.words
    return {
        "name": shop.name,
        "issuer": shop.invoice_issuer.strip(),
        "methods": ", ".join(one.name_in(locale) for one in shop.shipping_methods),
        "days": _time(here, locale, shop.returns.days * _DAY, days=True),
        "return_address": shop.returns.address.strip(),
        "currency": shop.currency or "[EUR]",
        "tax": said["taxIncluded" if shop.tax_included or not shop.tax_rates else "taxAdded"],
        "analytics": ", ".join(analytics),
        "steps": " ".join(_steps(here, locale, told)),
        "moves_times": said["once"] if told.moves == 1 else said["times"].format(count=told.moves),
        "move_time": _time(here, locale, told.move_minutes),
        "no_show": _time(here, locale, told.no_show_minutes or 0),
    }


def _steps(here: _Words, locale: str, sessions: SessionRules) -> Iterator[str]:
    costly = [step for step in sessions.steps if step[1]]
    if costly:
        yield here.words["free"].format(time=_time(here, locale, costly[0][0]))
    for minutes, percent in costly:
        way = "step" if minutes else "stepAlways"
        yield here.words[way].format(time=_time(here, locale, minutes), percent=percent)


def _time(here: _Words, locale: str, minutes: int, *, days: bool = False) -> str:
    """In hours where they come out even; ``days``: in days."""
    unit, size = (
        ("day", _DAY) if days or (minutes >= 3 * _DAY and minutes % _DAY == 0) else ("hour", 60)
    )
    if minutes % size:
        unit, size = "minute", 1
    count, forms = minutes // size, here.units[unit]
    gap = "" if locale == "ko" else " "
    return f"{count}{gap}{forms[_form(count, len(forms))]}"


def _form(count: int, forms: int) -> int:
    """Which of them a number takes: one and many; with three of them one, few and many."""
    if forms < 3:
        return 0 if count == 1 else forms - 1
    if count % 100 not in range(11, 15):
        if count % 10 == 1:
            return 0
        if count % 10 in _FEW:
            return 1
    return 2


_WORDS: Final[Mapping[str, _Words]] = {
    locale: msgspec.json.decode(
        files(__package__).joinpath(f"{locale}.json").read_bytes(), type=_Words
    )
    for locale in LOCALES
}
