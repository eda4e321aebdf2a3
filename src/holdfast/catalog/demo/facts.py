"""What the demo's goods are described by, so that they can be compared."""

from collections.abc import Mapping
from typing import Final

from holdfast.catalog.attributes import AttributeKind, AttributeType
from holdfast.catalog.products import AttributeValue, OptionTranslation


def _type(
    position: int, code: str, kind: AttributeKind, en: str, ru: str, ko: str, unit: str = ""
) -> AttributeType:
    called = {"ru": OptionTranslation(ru), "ko": OptionTranslation(ko)}
    return AttributeType(code, en, kind, called, unit, position=position)


FACTS: Final = (
    _type(0, "screen-size", "number", "Screen size", "Диагональ экрана", "화면 크기", "″"),
    _type(1, "battery-life", "number", "Battery life", "Время работы", "배터리 사용 시간", "h"),
    _type(2, "net-weight", "number", "Net weight", "Вес нетто", "순중량", "g"),
    _type(3, "water-resistant", "bool", "Water resistant", "Защита от воды", "방수"),
)

# Screen, hours, grams, whether water harms it; what there is nothing to say of is None.
_SAID: Final[Mapping[str, tuple[float | None, int | None, int | None, bool | None]]] = {
    "iphone-15-pro-max": (6.7, 29, 221, True),
    "iphone-15": (6.1, 20, 171, True),
    "galaxy-s24-ultra": (6.8, 30, 232, True),
    "pixel-8-pro": (6.7, 24, 213, True),
    "xiaomi-14": (6.36, 24, 193, True),
    "macbook-air-13": (13.6, 18, 1240, False),
    "macbook-pro-14": (14.2, 18, 1610, False),
    "zenbook-14-oled": (14, 15, 1200, False),
    "thinkpad-x1-carbon": (14, 15, 1120, False),
    "ipad-air-11": (11, 10, 462, False),
    "galaxy-tab-s9": (11, 15, 498, True),
    "kindle-paperwhite": (6.8, None, 205, True),
    "airpods-pro-2": (None, 6, 51, True),
    "sony-wh-1000xm5": (None, 30, 250, False),
    "marshall-major-iv": (None, 80, 165, False),
    "jbl-charge-5": (None, 20, 960, True),
    "homepod-mini": (None, None, 345, False),
    "apple-watch-9": (1.9, 18, 39, True),
    "galaxy-watch-6": (1.5, 40, 33, True),
    "garmin-fenix-7": (1.3, 432, 79, True),
    "sony-a7-iv": (3, None, 658, False),
    "fujifilm-x100vi": (3, None, 521, False),
    "gopro-hero12": (2.27, None, 154, True),
    "instax-mini-12": (None, None, 306, False),
    "playstation-5": (None, None, 3200, False),
    "nintendo-switch-oled": (7, 9, 420, False),
    "steam-deck-oled": (7.4, 12, 640, False),
    "dualsense": (None, 12, 280, False),
    "keychron-k3": (None, 34, 396, False),
    "mx-master-3s": (None, None, 141, False),
    "anker-737": (None, None, 632, False),
}


def facts_of(handle: str) -> dict[str, AttributeValue | None]:
    """By the code of what it is described by."""
    said = zip(FACTS, _SAID.get(handle, ()), strict=False)
    return {one.code: value for one, value in said if value is not None}
