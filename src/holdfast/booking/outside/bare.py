"""Of an event, as somebody's program wrote it, what says when it takes place and whose it is; so
much at most. Whoever can put an event into somebody's calendar could else keep the shop busy with
it for good: by a clock that changes each second, by a megabyte of lines nobody needs. Pure."""

import re
from collections.abc import Iterator
from typing import Final

from holdfast.booking.outside.ours import MARK

__all__ = ["MOST_TEXT", "bare"]

MOST_TEXT: Final = 64 * 1024
"""Letters of what is left: a series with some hundred exceptions."""
MOST_ZONE_LINES: Final = 100
NOTHING: Final = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
_KEPT: Final = frozenset({
    "BEGIN", "END", "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE",
    "RECURRENCE-ID", "SEQUENCE", "STATUS", "TRANSP", "TZID", "TZOFFSETFROM", "TZOFFSETTO",
    "TZNAME", MARK,
})  # fmt: skip
_FOLD: Final = re.compile(r"\r?\n[ \t]")
_NAME: Final = re.compile(r"[A-Za-z0-9-]{1,30}")
# How a clock changes: once a year, on one day of a month.
_YEARLY: Final = re.compile(
    r"RRULE:(?=[^\n]*FREQ=YEARLY)(?:(?:FREQ=YEARLY|INTERVAL=1|BYMONTH=[0-9]{1,2}|WKST=[A-Z]{2}"
    r"|BYDAY=[+-]?[0-9]{0,2}[A-Z]{2}|BYMONTHDAY=-?[0-9]{1,2}(?:,-?[0-9]{1,2}){0,6}"
    r"|UNTIL=[0-9TZ]{8,16});?)+"
)
_LONG_AGO: Final = re.compile(r"(DTSTART[^:]{0,40}:)(?:[01][0-9]{3}|20[01][0-9])(?=[0-9]{4})")
_SINCE: Final = r"\g<1>2020"


def bare(text: str) -> str:
    """As iCalendar; of what is still too long nothing. Of a clock that is described beside it, what
    no clock does is left out, and what it did before 2020."""
    kept: list[str] = []
    zone: list[str] | None = None
    for ended in _FOLD.sub("", text).split("\n"):
        line = ended.rstrip("\r")
        name = _NAME.match(line)
        if name is None or name[0].upper() not in _KEPT:
            continue
        begins = line.upper().startswith("BEGIN:VTIMEZONE")
        if begins or zone is not None:
            zone = [] if zone is None else zone
            zone.append(line)
            if line.upper().startswith("END:VTIMEZONE"):
                kept += _clock(zone)
                zone = None
        else:
            kept.append(line)
    whole = "".join(f"{line}\r\n" for line in kept)
    return whole if len(whole) <= MOST_TEXT else NOTHING


def _clock(lines: list[str]) -> Iterator[str]:
    """A description of a clock, or nothing of one that is none."""
    rules = [line for line in lines if line.upper().startswith("RRULE")]
    if len(lines) > MOST_ZONE_LINES or not all(map(_YEARLY.fullmatch, rules)):
        return
    recurs = False
    for at, line in enumerate(lines):
        if line.upper().startswith("BEGIN"):
            recurs = _recurs(lines, at)
        yield _LONG_AGO.sub(_SINCE, line) if recurs else line


def _recurs(lines: list[str], begin: int) -> bool:
    """Whether the part that begins there has a rule."""
    for line in lines[begin + 1 :]:
        if line.upper().startswith(("BEGIN", "END")):
            return False
        if line.upper().startswith("RRULE"):
            return True
    return False
