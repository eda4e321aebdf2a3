"""A series as it is asked for, with who could serve each of it; and what is in the way."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from fastapi import Request
from msgspec.structs import replace

from holdfast.api.contract.intake import given_of
from holdfast.api.contract.problems import Forbidden, InvalidRequest
from holdfast.api.contract.series import SeriesAsked, SeriesCheckAsked, SessionChange, recurrence_of
from holdfast.api.contract.slots import position_of, start_asked
from holdfast.api.shell.languages import locale_of
from holdfast.api.shell.state import state_of
from holdfast.api.shop.booking_choice import chosen, instead
from holdfast.booking.intake import Given
from holdfast.booking.series import MOST_SESSIONS, occurrences, recurrence_faults
from holdfast.booking.services import Service
from holdfast.flows.booking.planning import NotOffered
from holdfast.flows.booking.series.holding import SeriesConflicts
from holdfast.flows.booking.series.planning import (
    SeriesPlan,
    SeriesWanted,
    SessionConflict,
    SessionWanted,
)
from holdfast.flows.commit.caller import Caller
from holdfast.kit import iso
from holdfast.kit.sentences import in_language, say
from holdfast.kit.zones import zone
from holdfast.views.booking.finding import Query, asked_of

__all__ = ["may_book_series", "sessions_json", "wanted_series", "with_next_times"]

_WITH_NEXT: Final = 12
"""Conflicts of which the next free times are told."""


def may_book_series(by: Caller, service: Service, count: int) -> None:
    """Raises :class:`Forbidden` for more than clients may book at once."""
    if by.principal.is_staff or count <= service.series:
        return
    if not service.series:
        raise Forbidden("Ask the studio: it books series of this service.", field="rule")
    most = say("You can book {most} at once.", most=service.series)
    raise Forbidden(most, field="rule")


async def wanted_series(request: Request, by: Caller, asked: SeriesCheckAsked) -> SeriesWanted:
    """What is wanted, session by session. Whoever serves the first is tried first for the others.
    Raises :class:`NotOffered`, :class:`InvalidRequest` and :class:`Forbidden`."""
    reads = state_of(request).slots
    service = await reads.service(asked.service_id)
    named = () if isinstance(asked.resources, str) else tuple(asked.resources)
    near = position_of(asked.near)
    query = Query(
        service=service.id,
        minutes=asked.length,
        people=asked.people,
        near=near,
        resources=frozenset(named),
    )
    begins = start_asked(asked.start, await reads.zone_of(asked_of(service, query)), "start")
    place = await reads.zone_at(service, query, begins)
    start = begins.astimezone(zone(place))
    rule, first = recurrence_of(asked.rule), start.date()
    if faults := tuple(recurrence_faults(rule, first)):
        raise InvalidRequest.of(faults)
    planned = occurrences(rule, zone(place), first, start.hour * 60 + start.minute)
    if len(planned) > MOST_SESSIONS:
        raise InvalidRequest(say("At most {most}.", most=MOST_SESSIONS), field="rule.until")
    may_book_series(by, service, len(planned))
    changes = {one.day: one for one in asked.changes}
    given, by_staff = Given(), by.principal.is_staff
    if isinstance(asked, SeriesAsked):
        given = given_of(asked.answers, locale_of(request), demanded=not by_staff)
    sessions: list[SessionWanted] = []
    before: tuple[UUID, ...] = ()
    for moment in planned:
        at = _changed(moment, changes.get(moment.astimezone(zone(place)).date()), place)
        if at is None:
            continue
        wanted = await chosen(
            request,
            service,
            at,
            minutes=asked.length,
            people=asked.people,
            named=named,
            first=before,
            note=asked.note,
            made_by=by.actor,
            near=near,
        )
        wanted = replace(wanted, agreed=by_staff, pay=asked.pay, given=given)
        before = before or next(iter(wanted.candidates), ())
        sessions.append(SessionWanted(moment, wanted))
    if not sessions:
        raise NotOffered("All of them are left out.", field="changes")
    chose = asked if isinstance(asked, SeriesAsked) else None
    return SeriesWanted(
        service,
        rule,
        place,
        start.isoformat(timespec="minutes"),
        sessions[0].wanted.minutes,
        tuple(sessions),
        "all" if chose is None else chose.take,
        chose is not None and chose.later,
        None if chose is None else chose.expected_price,
    )


def _changed(planned: datetime, change: SessionChange | None, place: str) -> datetime | None:
    """When it begins, if at all."""
    if change is None:
        return planned
    return None if change.start is None else start_asked(change.start, place, "changes")


async def with_next_times(
    request: Request, service: Service, named: tuple[UUID, ...], refusal: SeriesConflicts
) -> SeriesConflicts:
    """The refusal, which names each of them and its next free times."""
    refusal.extra["conflicts"] = [
        {
            "start": iso(one.session.wanted.start),
            "code": one.problem.code,
            "detail": in_language(one.problem.detail, locale_of(request)),
            "next": await _next(request, service, named, one) if number < _WITH_NEXT else [],
        }
        for number, one in enumerate(refusal.named)
    ]
    return refusal


async def sessions_json(
    request: Request, service: Service, named: tuple[UUID, ...], plan: SeriesPlan, place: str
) -> list[dict[str, Any]]:
    """Each as :class:`SessionShown`, in the order of the rule."""
    shown = [_session(one, place) | {"free": True} for one, _ in plan.free]
    for number, one in enumerate(plan.conflicts):
        later = await _next(request, service, named, one) if number < _WITH_NEXT else []
        detail = in_language(one.problem.detail, locale_of(request))
        told = {"code": one.problem.code, "detail": detail, "next": later}
        shown.append(_session(one.session, place) | told)
    return sorted(shown, key=lambda one: str(one["start"]))


def _session(one: SessionWanted, place: str) -> dict[str, Any]:
    clock = zone(place)
    return {
        "day": one.planned_at.astimezone(clock).date().isoformat(),
        "start": iso(one.wanted.start),
        "local": one.wanted.start.astimezone(clock).isoformat(timespec="minutes"),
        "free": False,
        "code": None,
        "detail": None,
        "next": [],
    }


async def _next(
    request: Request, service: Service, named: tuple[UUID, ...], one: SessionConflict
) -> list[dict[str, Any]]:
    """From that morning on: who cannot come at ten may come at nine. None of what is not offered at
    any time."""
    if isinstance(one.problem, NotOffered):
        return []
    wanted = one.session.wanted
    found = await instead(
        request, service, wanted, named, one.problem, since=wanted.start - timedelta(hours=6)
    )
    times: Any = found.extra["next"]
    return list(times)
