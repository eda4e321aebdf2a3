"""One product of a seeded catalogue, from the seed and its number alone. Pure."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from asyncpg.pgproto import pgproto
from msgspec import Struct

from holdfast.catalog.products import Discount, Option, OptionTranslation, Status, Translation
from holdfast.catalog.seeds.ground import SELLERS, seller_id
from holdfast.catalog.seeds.words import Kind, Phrase, Words
from holdfast.kit.slugs import slug_of

__all__ = ["Goods", "SeededVariant", "Truth", "make_goods"]

_FIRST_DAY: Final = datetime(2024, 1, 1, tzinfo=UTC)
_APART: Final = 6.0  # seconds between one product and the next
_ENDS: Final = datetime(2027, 6, 1, tzinfo=UTC)  # of discounts that end
_MOST_SALES: Final = 250_000
_AXES: Final[dict[str, tuple[tuple[str, str, str], tuple[str, ...]]]] = {
    "memory": (("Memory", "Память", "메모리"), ("128 GB", "256 GB", "512 GB")),
    "diameter": (("Diameter", "Диаметр", "지름"), ("20 cm", "24 cm", "28 cm")),
    "bed": (("Bed size", "Размер кровати", "침대 크기"), ("single", "double", "king")),
    "size": (("Size", "Размер", "사이즈"), ("S", "M", "L", "XL")),
    "shoes": (("Size", "Размер", "사이즈"), ("38", "40", "42", "44")),
    "weight": (("Weight", "Вес", "무게"), ("2 kg", "5 kg", "10 kg")),
    "volume": (("Volume", "Объём", "용량"), ("50 ml", "200 ml")),
    "length": (("Length", "Длина", "길이"), ("15 m", "25 m")),
}
_COLOR: Final = ("Colour", "Цвет", "색상")
_CODES: Final = {"shoes": "size"}


class Truth(Struct, frozen=True):
    """What a product is, whatever its texts say. ``color``: if it comes in one only."""

    kind: str
    brand: str
    series: str
    features: tuple[str, ...]
    material: str
    color: str | None


class SeededVariant(Struct, frozen=True):
    id: UUID
    sku: str
    options: dict[str, str]
    price: int
    discount: Discount | None
    weight_grams: int
    stock: int


class Goods(Struct, frozen=True):
    """A product with its variants, what was sold of it and how often it was looked at."""

    truth: Truth
    id: UUID
    handle: str
    name: str
    description: str
    seller_id: UUID | None
    status: Status
    vendor: str
    tags: tuple[str, ...]
    translations: dict[str, Translation]
    options: tuple[Option, ...]
    attributes: dict[str, str | int]
    created_at: datetime
    variants: tuple[SeededVariant, ...]
    sales: int
    views: int


def make_goods(words: Words, seed: int, number: int, unit: int = 100) -> Goods:
    """The product with this number; a price of one costs ``unit`` minor units."""
    random = Random(seed << 40 | number)
    kind = random.choice(words.kinds)
    truth, features, material, color = _truth(random, words, kind)
    other = random.choice(words.kinds)
    created_at = _FIRST_DAY + timedelta(seconds=_APART * number)
    axes, values = _axes(random, words, kind, color)
    sales = min(_MOST_SALES, int(2 / (1 - random.random()) - 2))
    chance = random.random()
    name = _english(truth, kind, features, color)
    return Goods(
        truth=truth,
        id=_id(random, created_at),
        handle=f"{slug_of(name)}-{number}",
        name=name,
        description=_described(kind, features, material, other),
        seller_id=seller_id(int(SELLERS * random.random() ** 2)) if chance < 0.8 else None,
        status="draft" if chance < 0.02 else "archived" if chance > 0.98 else "active",
        vendor=truth.brand,
        tags=_tags(random, kind, features),
        translations=_translations(truth, kind, features, material, color, other, axes, words),
        options=tuple(axes),
        attributes=_attributes(random, material, color),
        created_at=created_at,
        variants=_variants(random, kind, number, created_at, axes, values, unit),
        sales=sales,
        views=sales * random.randint(12, 60) + random.randint(0, 80),
    )


def _truth(
    random: Random, words: Words, kind: Kind
) -> tuple[Truth, list[Phrase], Phrase, Phrase | None]:
    features = random.sample(kind.features, min(len(kind.features), random.choice((1, 1, 2))))
    material = random.choice(kind.materials)
    has_color = "color" in kind.choices
    color = random.choice(words.colors) if has_color and random.random() < 0.75 else None
    brand, series = random.choice(kind.brands), random.choice(words.series)
    known = tuple(one.key for one in features)
    truth = Truth(kind.key, brand, series, known, material.key, color.key if color else None)
    return truth, features, material, color


def _id(random: Random, moment: datetime) -> UUID:
    """A UUIDv7 as one made then, so that indexes grow at their end."""
    stamp = int(moment.timestamp() * 1000)
    number = stamp << 80 | 7 << 76 | random.getrandbits(12) << 64 | 2 << 62 | random.getrandbits(62)
    made: UUID = pgproto.UUID(number.to_bytes(16))
    return made


def _english(truth: Truth, kind: Kind, features: list[Phrase], color: Phrase | None) -> str:
    said = f"{truth.brand} {truth.series} {features[0].en.title()} {kind.en.title()}"
    return f"{said}, {color.en.title()}" if color else said


def _russian(truth: Truth, kind: Kind, features: list[Phrase], color: Phrase | None) -> str:
    first = features[0]
    said = first.russian(kind.gender)
    front = kind.ru.capitalize() if first.behind else f"{said.capitalize()} {kind.ru}"
    name = f"{front} {truth.brand} {truth.series}" + (f" {said}" if first.behind else "")
    return f"{name}, {color.russian(kind.gender)}" if color else name


def _korean(truth: Truth, kind: Kind, features: list[Phrase], color: Phrase | None) -> str:
    name = f"{truth.brand} {truth.series} {features[0].ko} {kind.ko}"
    return f"{name}, {color.ko}" if color else name


def _described(kind: Kind, features: list[Phrase], material: Phrase, other: Kind) -> str:
    like = ", ".join(one.en for one in features).capitalize()
    return f"{like} {kind.en} made of {material.en}. Often bought together: {other.en}."


def _translations(
    truth: Truth,
    kind: Kind,
    features: list[Phrase],
    material: Phrase,
    color: Phrase | None,
    other: Kind,
    axes: list[Option],
    words: Words,
) -> dict[str, Translation]:
    like = ", ".join(one.russian(kind.gender) for one in features)
    russian = f"{kind.ru.capitalize()} {material.ru}: {like}. С этим берут: {other.ru}."
    like = ", ".join(one.ko for one in features)
    korean = f"{material.ko} 소재의 {like} {kind.ko}. 함께 구매: {other.ko}."
    return {
        "ru": Translation(
            _russian(truth, kind, features, color), russian, _axes_in(axes, "ru", words)
        ),
        "ko": Translation(
            _korean(truth, kind, features, color), korean, _axes_in(axes, "ko", words)
        ),
    }


def _axes_in(axes: list[Option], locale: str, words: Words) -> dict[str, OptionTranslation]:
    place = 1 if locale == "ru" else 2
    names = {_COLOR[0]: _COLOR[place]} | {said[0]: said[place] for said, _ in _AXES.values()}
    colors = {one.en: getattr(one, locale) for one in words.colors}
    return {
        one.code: OptionTranslation(
            names[one.name], {value: colors[value] for value in one.values if value in colors}
        )
        for one in axes
    }


def _tags(random: Random, kind: Kind, features: list[Phrase]) -> tuple[str, ...]:
    """Its features, and now and then another word for it, as sellers add them."""
    others = [word for words in kind.others.values() for word in words]
    more = (random.choice(others),) if random.random() < 0.3 else ()
    return (*(one.en for one in features), *more)


def _attributes(random: Random, material: Phrase, color: Phrase | None) -> dict[str, str | int]:
    found: dict[str, str | int] = {"material": material.en, "warranty": random.choice((6, 12, 24))}
    return found | {"color": color.en} if color else found


def _axes(
    random: Random, words: Words, kind: Kind, color: Phrase | None
) -> tuple[list[Option], list[dict[str, str]]]:
    """What its variants differ in, and each variant's values."""
    axes: list[Option] = []
    for choice in kind.choices:
        if choice == "color":
            values = (
                (color.en,)
                if color
                else tuple(one.en for one in random.sample(words.colors, random.choice((2, 2, 3))))
            )
            name = _COLOR[0]
        else:
            (name, *_), known = _AXES[choice]
            values = known[: random.randint(1, len(known))]
        if len(values) > 1:
            axes.append(Option(_CODES.get(choice, choice), name, values))
    found: list[dict[str, str]] = [{}]
    for axis in axes:
        found = [one | {axis.code: value} for one in found for value in axis.values]
    return axes, found[:8]


def _variants(
    random: Random,
    kind: Kind,
    number: int,
    created_at: datetime,
    axes: list[Option],
    values: list[dict[str, str]],
    unit: int,
) -> tuple[SeededVariant, ...]:
    low, high = kind.prices
    least = low * (high / low) ** random.random()
    off = random.choice((0.6, 0.7, 0.75, 0.8, 0.9)) if random.random() < 0.15 else None
    ends = _ENDS + timedelta(days=random.randint(0, 400)) if random.random() < 0.2 else None
    grams = random.randint(40, 4000)
    dearer = axes and axes[0].code in ("memory", "diameter", "bed", "weight", "volume", "length")
    found = []
    for place, one in enumerate(values):
        rise = 1 + 0.25 * axes[0].values.index(one[axes[0].code]) if dearer else 1
        price = round(least * rise) * unit - unit // 100
        found.append(
            SeededVariant(
                id=_id(random, created_at),
                sku=f"{kind.key[:3].upper()}-{number}-{place + 1}",
                options=one,
                price=price,
                discount=Discount(round(price * off), created_at, ends) if off else None,
                weight_grams=grams,
                stock=_stock(random),
            )
        )
    return tuple(found)


def _stock(random: Random) -> int:
    chance = random.random()
    if chance < 0.06:
        return 0
    return random.randint(1, 5) if chance < 0.2 else random.randint(6, 300)
