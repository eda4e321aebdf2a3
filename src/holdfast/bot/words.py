"""Days, places and ids as a chat writes them: buttons carry 64 bytes, so an id is 22 letters."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date, datetime
from typing import Final
from uuid import UUID

from holdfast.booking import Resource
from holdfast.kit.zones import hour_text, zone

__all__ = [
    "clock_text", "day_text", "moment_text", "place_text", "read_id", "short_id", "span_text",
]  # fmt: skip

_WEEKDAYS: Final = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "ru": ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    "ko": ("월", "화", "수", "목", "금", "토", "일"),
}


def short_id(one: UUID) -> str:
    return urlsafe_b64encode(one.bytes).decode().rstrip("=")


def read_id(text: str) -> UUID:
    """Raises :class:`ValueError` for what is none."""
    return UUID(bytes=urlsafe_b64decode(text + "=="))


def day_text(day: date, language: str) -> str:
    """``Tue 01.12.``"""
    return f"{_WEEKDAYS.get(language, _WEEKDAYS['en'])[day.weekday()]} {day:%d.%m}."


def moment_text(at: datetime, place: str, language: str) -> str:
    """By the clock of the place: ``Tue 01.12. 10:00``."""
    local = at.astimezone(zone(place))
    return f"{day_text(local.date(), language)} {hour_text(local)}"


def span_text(start: datetime, end: datetime, place: str) -> str:
    """``10:00–11:00``, by the clock of the place."""
    clock = zone(place)
    return f"{hour_text(start.astimezone(clock))}–{hour_text(end.astimezone(clock))}"


def clock_text(place: str) -> str:
    """Whose clock it is, as mails name it: ``Europe/Berlin``."""
    return place.replace("_", " ")


def place_text(one: Resource, language: str) -> str:
    """A studio, and where it is."""
    return ", ".join(filter(None, (one.name_in(language), one.address)))
