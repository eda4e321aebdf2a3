"""The head of a page, as values."""

from typing import Any, Literal, TypeAlias

from msgspec import Struct

__all__ = ["Head", "HeadAsked", "Picture", "absolute", "address_in", "short"]

Json: TypeAlias = dict[str, Any]
MOST_LETTERS = 200  # of a description; search engines show fewer


class HeadAsked(Struct, frozen=True):
    """The head of which page: ``pattern`` is its route (``/product/$handle``), ``word`` what stands
    in it, ``named`` the language that its address names, ``preferred`` what the reader's browser
    asks for, ``origin`` the shop's address as the reader has it (``https://shop.example``),
    ``path`` what was asked for."""

    pattern: str
    word: str
    named: str | None
    preferred: str | None
    origin: str
    path: str = ""


class Picture(Struct, frozen=True):
    url: str
    alt: str = ""
    width: int | None = None
    height: int | None = None


class Head(Struct, frozen=True):
    """``path`` is the page's address in the shop's first language, None for one that is not to be
    found by search; ``languages``: of its other addresses, the shop's first one first. With
    ``moved`` the page is at that path now. ``data`` is schema.org's, one object a thing; ``style``
    the shop's own colours; ``home`` what its home page shows, as JSON; ``icon`` the shop's own.
    """

    title: str
    shop: str
    locale: str
    languages: tuple[str, ...]
    status: int = 200
    moved: str | None = None
    path: str | None = None
    description: str = ""
    kind: Literal["website", "product", "article"] = "website"
    picture: Picture | None = None
    price: tuple[str, str] | None = None
    data: tuple[Json, ...] = ()
    style: str = ""
    home: str = ""
    icon: str = ""


def address_in(locale: str, path: str, languages: tuple[str, ...]) -> str:
    """A page's address in that language: the plain one is in the shop's first."""
    if locale == languages[0]:
        return path
    return f"{path}{'&' if '?' in path else '?'}locale={locale}"


def absolute(origin: str, address: str) -> str:
    return f"{origin}{address}" if address.startswith("/") else address


def short(text: str, most: int = MOST_LETTERS) -> str:
    """At most so many letters, cut between words."""
    if len(text) <= most:
        return text
    cut = text[:most]
    return f"{cut.rpartition(' ')[0] or cut[:-1]}…"
