"""What is wrong with a service as staff write it. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from holdfast.booking.bookings import (
    MOST_STEPS,
    SHARE_WHOLE,
    AskingRules,
    Policy,
    Shares,
    asking_faults,
    policy_faults,
)
from holdfast.booking.intake import question_faults
from holdfast.booking.keys import DAY
from holdfast.booking.services.terms import (
    MAX_EXTRAS,
    MAX_FIXED,
    MAX_GOODS,
    MAX_LENGTHS,
    MAX_MINUTES,
    MAX_NAMED,
    MAX_NEEDS,
    MAX_PEOPLE,
    MAX_PLACE,
    MAX_REQUEST_HOURS,
    MAX_SERIES,
    MAX_UPLIFTS,
    Lengths,
    Need,
    Point,
    Terms,
)
from holdfast.kit import FieldError, is_currency
from holdfast.kit.sentences import LANGUAGES, Sentence, say

MAX_NAME: Final = 200
MAX_LEVELS: Final = 20
MAX_ABOUT: Final = 5000
MAX_AMOUNT: Final = 10**12
STEP: Final = 5
"""Minutes: lengths and starts are whole multiples of it."""
_ID: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
_ROLE: Final = re.compile(r"[^\W\d_](?:[^\W_]|-| (?=\S)){0,39}")
"""In whatever language: staff read it."""
_TAG: Final = re.compile(r"\S.{0,59}")
_Fault = tuple[str, str, Sentence]


def service_faults(terms: Terms) -> tuple[FieldError, ...]:
    """Everything that is wrong with it, by field; nothing when it is sound."""
    parts = (_texts, _lengths, _grid, _price, _deposit, _needs, _policy, _extras, _request, _shares)
    found = tuple(FieldError(*fault) for part in parts for fault in part(terms))
    return *found, *question_faults(terms.questions)


def rules_faults(policy: Policy, shares: Shares, requests: AskingRules) -> tuple[FieldError, ...]:
    """Everything that is wrong with what holds for all services, by field."""
    faults = (
        *_cancelling(policy),
        *_no_amount(policy),
        *_shared(shares),
        *asking_faults(requests),
    )
    return tuple(FieldError(*fault) for fault in faults)


def _no_amount(policy: Policy) -> Iterator[_Fault]:
    """Services have currencies of their own."""
    if policy.move_fee is not None and policy.move_fee.amount:
        yield "policy.move_fee", "invalid", say("For all services, give it in percent.")


def _request(terms: Terms) -> Iterator[_Fault]:
    hours = terms.request_hours
    if hours is not None and not 1 <= hours <= MAX_REQUEST_HOURS:
        detail = say("Use a number from {least} to {most}.", least=1, most=MAX_REQUEST_HOURS)
        yield "requestHours", "invalid", detail


def _texts(terms: Terms) -> Iterator[_Fault]:
    if not terms.name.strip():
        yield "name", "missing", say("Give the service a name.")
    if len(terms.name) > MAX_NAME:
        yield "name", "too-long", say("Use at most {bound} characters.", bound=MAX_NAME)
    for language, text in terms.texts.items():
        if language not in LANGUAGES:
            known = ", ".join(LANGUAGES)
            yield "texts", "unknown", say("Use only these languages: {known}.", known=known)
        elif len(text.name) > MAX_NAME or len(text.about) > MAX_ABOUT:
            field = f"texts.{language}"
            yield field, "too-long", say("Use at most {bound} characters.", bound=MAX_ABOUT)
    if len(terms.about) > MAX_ABOUT:
        yield "about", "too-long", say("Use at most {bound} characters.", bound=MAX_ABOUT)
    if not is_currency(terms.currency):
        field, code = "currency", terms.currency[:20]
        yield field, "unknown", say("{currency} is not a currency.", currency=code)
    if not 1 <= terms.people <= MAX_PEOPLE:
        yield "people", "out-of-bounds", say("From 1 to {most}.", most=MAX_PEOPLE)


def _lengths(terms: Terms) -> Iterator[_Fault]:
    lengths = terms.lengths
    stepped = (lengths.least, lengths.most, lengths.step)
    if lengths.minutes and any(one is not None for one in stepped):
        yield (
            "lengths",
            "both",
            say("Give a list of lengths, or the least, the most and the step."),
        )
    elif lengths.minutes:
        yield from _listed(lengths)
    elif lengths.least is None or lengths.most is None or lengths.step is None:
        yield (
            "lengths",
            "missing",
            say("Give a list of lengths, or the least, the most and the step."),
        )
    else:
        yield from _stepped(lengths.least, lengths.most, lengths.step)


def _listed(lengths: Lengths) -> Iterator[_Fault]:
    field = "lengths.minutes"
    if len(lengths.minutes) > MAX_LENGTHS:
        yield field, "too-many", say("At most {most} lengths.", most=MAX_LENGTHS)
    if len(set(lengths.minutes)) < len(lengths.minutes):
        yield field, "twice", say("A length stands here twice.")
    if not all(_whole(one) and STEP <= one <= MAX_MINUTES for one in lengths.minutes):
        yield field, "invalid", _whole_minutes(MAX_MINUTES)


def _stepped(least: int, most: int, step: int) -> Iterator[_Fault]:
    for field, one in (("least", least), ("most", most), ("step", step)):
        if not (_whole(one) and STEP <= one <= MAX_MINUTES):
            yield f"lengths.{field}", "invalid", _whole_minutes(MAX_MINUTES)
            return
    if most < least:
        yield "lengths.most", "below-least", say("The most must not be below the least.")
    elif (most - least) % step:
        yield "lengths.most", "off-step", say("The steps must lead from the least to the most.")
    elif (most - least) // step >= MAX_LENGTHS:
        yield "lengths.step", "too-many", say("At most {most} lengths.", most=MAX_LENGTHS)


def _grid(terms: Terms) -> Iterator[_Fault]:
    grid = terms.grid
    if not (_whole(grid.step) and STEP <= grid.step <= DAY):
        yield "grid.step", "invalid", _whole_minutes(DAY)
    if len(grid.fixed) > MAX_FIXED:
        yield "grid.fixed", "too-many", say("At most {most} times.", most=MAX_FIXED)
    if not all(_whole(one) and 0 <= one < DAY for one in grid.fixed):
        yield "grid.fixed", "invalid", say("Use times of the day in whole 5 minutes.")
    if not (_whole(grid.gap) and 0 <= grid.gap <= DAY):
        yield "grid.gap", "invalid", _whole_minutes(DAY)


def _price(terms: Terms) -> Iterator[_Fault]:
    price = terms.price
    if not 0 <= price.amount <= MAX_AMOUNT:
        yield "price.amount", "out-of-bounds", say("The amount must not be below 0.")
    for level, amount in price.levels.items():
        if not level.strip() or len(level) > MAX_NAME or len(price.levels) > MAX_NAMED:
            yield "price.levels", "invalid", say("Give each level a name.")
        if not 0 <= amount <= MAX_AMOUNT:
            yield f"price.levels.{level}"[:200], "out-of-bounds", say(
                "The amount must not be below 0."
            )  # fmt: skip
    if len(price.uplifts) > MAX_UPLIFTS:
        yield "price.uplifts", "too-many", say("At most {most} rules.", most=MAX_UPLIFTS)
    for at, one in enumerate(price.uplifts):
        if not one.weekdays or not set(one.weekdays) <= set(range(1, 8)):
            yield f"price.uplifts[{at}].weekdays", "invalid", say("Name the days of the week.")
        if not 0 <= one.start < one.end <= DAY:
            yield (
                f"price.uplifts[{at}].end",
                "invalid",
                say("The end must be later than the start."),
            )
        if not -100 <= one.percent <= 1000:
            yield f"price.uplifts[{at}].percent", "out-of-bounds", say("From -100 to 1000 percent.")


def _deposit(terms: Terms) -> Iterator[_Fault]:
    rule, value = terms.deposit.rule, terms.deposit.value
    if rule == "percent" and not 1 <= value <= 100:
        yield "deposit.value", "out-of-bounds", say("From 1 to 100 percent.")
    elif rule == "fixed" and not 1 <= value <= MAX_AMOUNT:
        yield "deposit.value", "out-of-bounds", say("The amount must be above 0.")
    elif rule == "none" and value:
        yield "deposit.value", "needless", say("Without a deposit there is no value.")


def _needs(terms: Terms) -> Iterator[_Fault]:
    if not 1 <= len(terms.needs) <= MAX_NEEDS:
        yield "needs", "count", say("A service needs 1 to {most} roles.", most=MAX_NEEDS)
    roles = [need.role for need in terms.needs]
    for at, need in enumerate(terms.needs):
        yield from _need(f"needs[{at}]", need, roles)


def _need(field: str, need: Need, roles: Sequence[str]) -> Iterator[_Fault]:
    if not _ROLE.fullmatch(need.role):
        said = say("Begin with a letter; then letters, digits, spaces and hyphens.")
        yield f"{field}.role", "invalid", said
    elif roles.count(need.role) > 1:
        yield f"{field}.role", "twice", say("Each role has a name of its own.")
    if len(need.tags) > MAX_NAMED or not all(_TAG.fullmatch(one) for one in need.tags):
        yield f"{field}.tags", "invalid", say("Use at most {bound} characters.", bound=60)
    if len(need.resources) > MAX_NAMED:
        yield f"{field}.resources", "too-many", say("At most {most}.", most=MAX_NAMED)
    if need.within_km is not None and not 1 <= need.within_km <= 20_000:
        yield f"{field}.withinKm", "out-of-bounds", say("From 1 to {most}.", most=20_000)
    if need.around is not None:
        yield from _point(f"{field}.around", need.around)
        if need.within_km is None:
            yield f"{field}.withinKm", "missing", say("Say within how many kilometres.")


def _point(field: str, point: Point) -> Iterator[_Fault]:
    if len(point.name) > MAX_PLACE:
        yield field, "too-long", say("At most {most} characters.", most=MAX_PLACE)
    at = point.position
    if at is None:
        detail = say("Nobody knows where that is. Use latitude and longitude, as in 55.75, 37.62.")
        yield field, "unknown", detail
    elif not (-90 <= at.latitude <= 90 and -180 <= at.longitude <= 180):
        yield field, "invalid", say("It is no place on the globe.")


def _extras(terms: Terms) -> Iterator[_Fault]:
    if len(terms.extras) > MAX_EXTRAS:
        yield "extras", "too-many", say("At most {most}.", most=MAX_EXTRAS)
    if not 0 <= terms.series <= MAX_SERIES or terms.series == 1:
        yield "series", "invalid", say("Use 0, or a number from 2 to {most}.", most=MAX_SERIES)
    if len(terms.goods) > MAX_GOODS:
        yield "goods", "too-many", say("At most {most}.", most=MAX_GOODS)
    ids = [one.id for one in terms.extras]
    of_service = [need.role for need in terms.needs]
    roles = of_service + [one.need.role for one in terms.extras if one.need is not None]
    for at, one in enumerate(terms.extras):
        field = f"extras[{at}]"
        if not _ID.fullmatch(one.id) or ids.count(one.id) > 1:
            yield f"{field}.id", "invalid", say("Use small letters, digits and hyphens.")
        if not one.name.strip() or len(one.name) > MAX_NAME:
            yield f"{field}.name", "missing", say("Give it a name.")
        if not set(one.texts) <= set(LANGUAGES):
            known = ", ".join(LANGUAGES)
            yield (
                f"{field}.texts",
                "unknown",
                say("Use only these languages: {known}.", known=known),
            )
        if not 0 <= one.price <= MAX_AMOUNT:
            yield f"{field}.price", "out-of-bounds", say("The amount must not be below 0.")
        if not (_whole(one.minutes) and 0 <= one.minutes <= DAY):
            yield f"{field}.minutes", "invalid", _whole_minutes(DAY)
        if one.need is not None:
            yield from _need(f"{field}.need", one.need, roles)


_POLICY: Final = {
    "move_fee": say("Give an amount or a percentage of at most 100, and from when on."),
    "steps": say("At most {most} steps, each nearer to the start and dearer.", most=MOST_STEPS),
    "percent": say("From 0 to 100 percent."),
    "moves": say("The number must not be below 0."),
    "no_show": say("The number must not be below 0."),
}


def _policy(terms: Terms) -> Iterator[_Fault]:
    if terms.policy is not None:
        yield from _cancelling(terms.policy)


def _cancelling(policy: Policy) -> Iterator[_Fault]:
    for wrong in policy_faults(policy):
        yield f"policy.{wrong}", "invalid", _POLICY[wrong]


def _shares(terms: Terms) -> Iterator[_Fault]:
    if terms.shares is not None:
        yield from _shared(terms.shares)


def _shared(shares: Shares) -> Iterator[_Fault]:
    if min(shares.photographer, shares.studio, *shares.levels.values()) < 0:
        yield "shares", "invalid", say("The number must not be below 0.")
    elif shares.most() > SHARE_WHOLE:
        yield "shares", "invalid", say("Together they are at most 100 percent.")
    if len(shares.levels) > MAX_LEVELS or not all(_TAG.fullmatch(one) for one in shares.levels):
        yield "shares.levels", "invalid", say("At most {most}.", most=MAX_LEVELS)


def _whole(minutes: int) -> bool:
    return minutes % STEP == 0


def _whole_minutes(most: int) -> Sentence:
    return say("Use whole 5 minutes, {most} minutes at most.", most=most)
