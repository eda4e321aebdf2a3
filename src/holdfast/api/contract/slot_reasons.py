"""Why no time is offered, in words for clients and for staff."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any, Final
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.slots import TimeBody
from holdfast.booking.schedule import Closed
from holdfast.booking.slots import (
    Bookable,
    Hindered,
)
from holdfast.kit.sentences import Sentence, in_language, say
from holdfast.views.booking.finding import Why

__all__ = ["Hindrance", "WhyBody", "hindrances"]


class Hindrance(Answer):
    role: str = Field(description="Empty: about all of them together")
    resource_id: UUID | None
    resource: str | None = Field(
        description="Its name, for staff; with its studio's, where another is called the same"
    )
    reason: str
    detail: str
    note: str | None = Field(description="What the schedule says of it, for staff")


class WhyBody(Answer):
    offered: bool
    zone: str
    reasons: list[Hindrance]
    taken: list[TimeBody] = Field(
        description="Where none is offered: those of the day that others have, which one can wait"
        " for (`POST /api/waiting/times`)"
    )


_FOR_CLIENTS: Final[Mapping[str, Sentence]] = {
    "nobody": say("Nobody offers this now."),
    "too-far": say("Nobody offers this near enough to you."),
    "closed": say("Closed on this day."),
    "too-short": say("The opening hours of this day are too short for it."),
    "off-grid": say("It does not begin at any time of this day."),
    "lead-time": say("It is too late to book this day."),
    "horizon": say("This day cannot be booked yet."),
    "taken": say("All times of this day are taken."),
    "short-gap": say("What is left of this day is too short."),
    "elsewhere": say("On this day they work elsewhere."),
    "travel": say("There is no time on this day to come here from elsewhere."),
    "beyond-radius": say("They do not travel so far."),
    "free": say("There would be time."),
    "not-together": say("At no time of this day all of them are free together."),
}
_FOR_STAFF: Final[Mapping[str, Sentence]] = {
    "nobody": say("No active resource is of this kind with these tags."),
    "too-far": say("All of this kind are farther away than the service allows."),
    "closed": say("Its schedule has no hours on this day."),
    "too-short": say("Its hours of this day are shorter than the session."),
    "off-grid": say("No start of the service's grid lies in its hours."),
    "lead-time": say("Its lead time is over: it had to be booked earlier."),
    "horizon": say("The day lies beyond its horizon."),
    "taken": say("Bookings with their buffers take what was open."),
    "short-gap": say("Each start left would leave a gap that is shorter than the service allows."),
    "elsewhere": say("Its hours of this day hold for other places."),
    "travel": say("It is booked at another place, or on the way from there or to it."),
    "beyond-radius": say(
        "Farther from its home than it travels, and none of its hours names the place."
    ),
    "free": say("It has time; another role has not."),
    "not-together": say("Each role has time, but never at the same place and time."),
}
_WHY_CLOSED: Final[Mapping[str, Sentence]] = {
    "no-rules": say("It has no weekly hours yet."),
    "not-yet": say("Its weekly hours are not valid yet."),
    "over": say("Its weekly hours are no longer valid."),
    "weekday": say("It is not open on this day of the week."),
    "exception": say("An exception closes it on this day."),
    "holiday": say("It is closed on this public holiday."),
    "clocks": say("The clocks skip its hours on this day."),
    "blocked": say("Blocks lie over all its hours of this day."),
    "partly-blocked": say("What blocks leave of its hours is shorter than the session."),
    "studio-hours": say("Its hours and its studio's have too little time in common."),
}
_PUBLIC: Final = frozenset({"holiday", "weekday"})
"""Why somebody is closed that clients may know."""


def hindrances(
    why: Why, locale: str, *, staff: bool, noted: Collection[UUID] | None = None
) -> list[dict[str, Any]]:
    """As clients read it: each reason of a role once, nobody by name; as staff do: of everybody.
    With ``noted``, what schedules say is told of those alone."""
    found: dict[tuple[object, ...], dict[str, Any]] = {}
    ids = {one.resource for one in why.hindered}
    called = Counter(who.name_in(locale) for id_, who in why.resources.items() if id_ in ids)
    for one in why.hindered:
        closed = why.closed.get(one.resource) if one.resource is not None else None
        shown = _hindrance(one, closed, why.resources, locale, staff=staff)
        if noted is not None and one.resource not in noted:
            shown["note"] = None
        if shown["resource"] is not None and called[shown["resource"]] > 1:
            shown["resource"] = _with_studio(one, why.resources, locale)
        key = (one.resource, one.role) if staff else (one.role, shown["reason"])
        found.setdefault(key, shown)
    return list(found.values())


def _hindrance(
    one: Hindered,
    closed: Closed | None,
    resources: Mapping[UUID, Bookable],
    locale: str,
    *,
    staff: bool,
) -> dict[str, Any]:
    reason: str = one.reason
    detail = (_FOR_STAFF if staff else _FOR_CLIENTS)[reason]
    said = ""
    if closed is not None and (staff or closed.why in _PUBLIC):
        reason, detail = closed.why, _WHY_CLOSED[closed.why]
        said = _studio_of(one, closed, resources, locale) if staff else ""
    told = in_language(detail, locale)
    who = resources.get(one.resource) if one.resource is not None and staff else None
    return {
        "role": one.role,
        "resourceId": one.resource if staff else None,
        "resource": None if who is None else who.name_in(locale),
        "reason": reason,
        "detail": f"{said}: {told}" if said else told,
        "note": closed.note if closed is not None and staff and closed.note else None,
    }


def _with_studio(one: Hindered, resources: Mapping[UUID, Bookable], locale: str) -> str:
    who = resources[one.resource] if one.resource is not None else None
    studio = resources.get(who.studio) if who is not None and who.studio is not None else None
    return ", ".join(each.name_in(locale) for each in (who, studio) if each is not None)


def _studio_of(
    one: Hindered, closed: Closed, resources: Mapping[UUID, Bookable], locale: str
) -> str:
    """The name of the studio that says so; nothing, if it is its own rule or both of theirs."""
    who = resources.get(one.resource) if one.resource is not None else None
    if not closed.by_studio or closed.why == "studio-hours" or who is None or who.studio is None:
        return ""
    studio = resources.get(who.studio)
    return "" if studio is None else studio.name_in(locale)
