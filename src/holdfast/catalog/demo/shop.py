"""The demo shop's goods as product drafts, and the pictures they point to."""

import re
from functools import lru_cache
from itertools import cycle
from typing import Final

from msgspec import UNSET

from holdfast.catalog.categories import CategoryDraft
from holdfast.catalog.demo.drawings import PLACES, SIZE, draw, draw_at_home
from holdfast.catalog.demo.facts import facts_of
from holdfast.catalog.demo.gifts import GIFTS
from holdfast.catalog.demo.goods import GOODS, WINDOW, Good
from holdfast.catalog.demo.refills import REFILLS
from holdfast.catalog.demo.words import COLORS, OPTIONS, SHELVES, UNITS
from holdfast.catalog.products import (
    Discount,
    Image,
    Option,
    OptionTranslation,
    ProductDraft,
    Translation,
    VariantDraft,
)

NAME: Final = "Holdfast Electronics"
CURRENCY: Final = "RUB"
PICTURES: Final = "/media/demo"

_BY_HANDLE: Final = {good.handle: good for good in (*GOODS, *GIFTS, *REFILLS)}
_COLOR_SLUGS: Final = {color.lower().replace(" ", "-"): color for color in COLORS}
_SWITCHES: Final = {
    "Red": ("Красные", "적축"), "Brown": ("Коричневые", "갈축"), "Blue": ("Синие", "청축"),
}  # fmt: skip


def demo_products() -> tuple[ProductDraft, ...]:
    """All of the shop, always the same: the window first, then a thing of each shelf in turn."""
    turn: dict[str, int] = {}
    places = {}
    for good in GOODS:
        turn[good.shelf] = turn.get(good.shelf, 0) + 1
        places[good.handle] = turn[good.shelf]
    for place, handle in enumerate(WINDOW):
        places[handle] = place - len(WINDOW)
    return tuple(_draft(good) for good in sorted(GOODS, key=lambda one: places[one.handle]))


def points_products() -> tuple[ProductDraft, ...]:
    """What there is for points, which have no minor units."""
    return tuple(_draft(good, minor=1) for good in GIFTS)


def repeated_products() -> tuple[ProductDraft, ...]:
    """What may be ordered again and again."""
    return tuple(_draft(good) for good in REFILLS)


@lru_cache(maxsize=256)
def demo_picture(name: str) -> str | None:
    """The SVG of ``<handle>.<colour>.svg``, or of ``<handle>.<colour>.<place>.svg`` as a buyer took
    it; None when there is no such thing in that colour, or no such place."""
    handle, _, rest = name.partition(".")
    slug, _, place = rest.removesuffix(".svg").partition(".")
    good = _BY_HANDLE.get(handle)
    color = _COLOR_SLUGS.get(slug)
    if good is None or color not in good.colors or not rest.endswith(".svg"):
        return None
    detail = "" if good.shape == "handheld" and color != "Neon" else good.detail
    if place:
        known = place in PLACES
        return draw_at_home(good.shape, COLORS[color].hex, place, name, detail) if known else None
    return draw(good.shape, COLORS[color].hex, SHELVES[good.shelf].accent, detail)


def demo_snapshot(handle: str, color: str, place: str) -> Image:
    """What a buyer of the thing sent of it."""
    return Image(_picture(_BY_HANDLE[handle], f"{color}.{place}"), "", SIZE, SIZE)


def _picture(good: Good, color: str) -> str:
    return f"{PICTURES}/{good.handle}.{color.lower().replace(' ', '-')}.svg"


def _draft(good: Good, minor: int = 100) -> ProductDraft:
    shelf = SHELVES[good.shelf]
    russian, korean = good.names or (None, None)
    return ProductDraft(
        handle=good.handle,
        name=good.name,
        description=f"<p>{good.en}</p>",
        category=(CategoryDraft(shelf.en, {"ru": shelf.ru, "ko": shelf.ko}),),
        vendor=good.vendor,
        tags=(good.shelf,),
        attributes=facts_of(good.handle),
        options=_options(good),
        images=tuple(
            Image(_picture(good, color), f"{good.name}, {color}", SIZE, SIZE)
            for color in good.colors
        ),
        translations={
            "ru": Translation(russian, f"<p>{good.ru}</p>", _words(good, "ru")),
            "ko": Translation(korean, f"<p>{good.ko}</p>", _words(good, "ko")),
        },
        variants=_variants(good, minor),
    )


def _options(good: Good) -> tuple[Option, ...]:
    swatches = {color: COLORS[color].hex for color in good.colors}
    options = [Option("color", OPTIONS["color"][0], good.colors, swatches)]
    if good.choices:
        values = tuple(value for value, _ in good.choices)
        options.append(Option(good.option, OPTIONS[good.option][0], values))
    return tuple(options)


def _variants(good: Good, minor: int) -> tuple[VariantDraft, ...]:
    stock = cycle(good.stock)
    return tuple(
        VariantDraft(
            options={"color": color} | ({good.option: choice} if choice else {}),
            price=(good.price + more) * minor,
            sku=_sku(good, color, choice),
            compare_at_price=(good.was + more) * minor if good.was else None,
            discount=Discount((good.now + more) * minor) if good.now else UNSET,
            image_url=_picture(good, color),
            stock=next(stock),
            low_stock_threshold=good.threshold,
        )
        for color in good.colors
        for choice, more in good.choices or (("", 0),)
    )


def _sku(good: Good, color: str, choice: str) -> str:
    """``IPM-BLA-256``: short, and different for each variant of the shop."""
    name = "".join(word[:3] for word in good.handle.split("-")).upper()
    parts = (name, "".join(word[:3] for word in color.split()).upper(), choice[:3].upper())
    return "-".join(part for part in parts if part)


def _words(good: Good, locale: str) -> dict[str, OptionTranslation]:
    russian = locale == "ru"
    colors = {color: getattr(COLORS[color], locale) for color in good.colors}
    words = {"color": OptionTranslation(OPTIONS["color"][1 if russian else 2], colors)}
    if good.choices:
        values = {
            value: word
            for value, _ in good.choices
            if (word := _value(good.option, value, russian=russian)) != value
        }
        words[good.option] = OptionTranslation(OPTIONS[good.option][1 if russian else 2], values)
    return words


def _value(option: str, value: str, *, russian: bool) -> str:
    if option == "switch":
        return _SWITCHES[value][0 if russian else 1]
    match = re.fullmatch(r"(\d+)([A-Za-z]+)", value)
    if match is None or not russian:
        return value
    return f"{match[1]} {UNITS.get(match[2], match[2])}"
