"""How often something recurs, by what its rule says: whether that is anybody's appointment, and can
be laid out in a moment. Whoever can put an event into somebody's calendar writes such rules. Pure.
"""

from datetime import date, datetime
from math import prod
from typing import Any, Final

from dateutil.rrule import rrulestr

from holdfast.booking.outside.nonsense import NONSENSE

__all__ = ["MOST_A_DAY", "MOST_TIMES", "recurs_too_often"]

MOST_A_DAY: Final = 10  # by one rule
MOST_TIMES: Final = 50_000
"""By one rule since its first time: from there on it is unfolded."""
MOST_VALUES: Final = 100
"""Of one part of a rule: days of a month are thirty-one."""
_TOO_OFTEN: Final = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_TIMES: Final = ("BYHOUR", "BYMINUTE", "BYSECOND")
_DAYS: Final = ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYEASTER")
_SHORT: Final = frozenset({"DAILY", "WEEKLY"})
_OF_LONGER: Final = ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYEASTER", "BYSETPOS")
"""What no program says of days and weeks."""
_MONTHS: Final = frozenset(range(1, 13))
_YEAR: Final = 366
_FIRST_LIKE_OURS: Final = 1901
_LIKE_OURS: Final = 8000
"""Years after which each day has the weekday, and each year the length, that it has now."""
_SAME_AGAIN: Final = 28
"""Years after which they have that as well, as long as no leap year is left out: from 1901 to 2099,
and from 9901 on."""


def recurs_too_often(event: Any, end: datetime) -> bool:
    """Or never, or as no program could say."""
    rules = event.get("RRULE") or []
    every = rules if isinstance(rules, list) else [rules]
    begins = event["DTSTART"].dt
    years = max(end.year - begins.year, 0) + 1
    try:
        return any(_too_often(rule, years) or not _comes_true(rule, begins) for rule in every)
    except NONSENSE:
        return True


def _too_often(rule: Any, years: int) -> bool:
    """Counted from above: what it says of days is not looked at, but where there is none."""
    if any(len(values) > MOST_VALUES for values in rule.values() if isinstance(values, list)):
        return True
    every = {str(one).upper() for one in rule.get("FREQ", ())}
    months = {int(one) for one in rule.get("BYMONTH", ())}
    odd = every & _SHORT and any(part in rule for part in _OF_LONGER)
    if every & _TOO_OFTEN or odd or not months <= _MONTHS:
        return True
    a_day = prod(len(set(rule.get(part, ()))) or 1 for part in _TIMES)
    yearly = every == {"YEARLY"} and not any(part in rule for part in _DAYS)
    days = len(months) or 1 if yearly else _YEAR
    return a_day > MOST_A_DAY or a_day * days * years > MOST_TIMES


def _comes_true(rule: Any, begins: date) -> bool:
    """Within a lifetime. What never does is looked for until the year 9999, and for good where each
    time is no later than the one before. So it is tried in the last years that there are, which are
    like those that it is for."""
    if any(int(one) < 1 for one in rule.get("INTERVAL", ())):
        return False
    year = (begins.year - _FIRST_LIKE_OURS) % _SAME_AGAIN + _FIRST_LIKE_OURS + _LIKE_OURS
    hour, minute, second = begins.timetuple()[3:6]
    first = datetime(year, begins.month, begins.day, hour, minute, second)  # noqa: DTZ001
    bare = type(rule)({name: rule[name] for name in rule if name not in ("COUNT", "UNTIL")})
    return next(iter(rrulestr(bare.to_ical().decode(), dtstart=first)), None) is not None
