"""A calendar of a CalDAV server (RFC 4791, read by sync tokens: RFC 6578)."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from msgspec import Struct

from holdfast.booking.outside.bare import bare
from holdfast.booking.outside.dav import (
    XML,
    DavAnswer,
    Entry,
    Line,
    entries,
    last_name,
    same_origin,
)
from holdfast.booking.outside.ours import MARK, event_text, ours_in
from holdfast.booking.outside.port import (
    CalendarAway,
    CalendarRefused,
    ChangedThere,
    Changes,
    Channel,
    Credentials,
    Found,
    Ours,
    TokenGone,
    ToWrite,
)
from holdfast.booking.outside.spans import busy_spans, events_in, single_span
from holdfast.booking.schedule import Span

AT_ONCE: Final = 50  # events that are fetched by one question
MOST_EVENTS: Final = 10_000
_SPACES: Final = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
_DATA: Final = "<d:prop><d:getetag/><c:calendar-data/></d:prop>"


class Offered(Struct, frozen=True):
    """A calendar that a user has there."""

    address: str
    name: str


class CaldavCalendar:
    """One calendar; days without hours are those of ``clock``."""

    def __init__(self, line: Line, address: str, credentials: Credentials, clock: ZoneInfo) -> None:
        self._line = line
        self._address = address if address.endswith("/") else f"{address}/"
        self._login = (credentials.user, credentials.password)
        self._clock = clock
        self.renewed: Credentials | None = None

    async def changes(self, token: str | None) -> Changes:
        level = "<d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop>"
        said = f"<d:sync-token>{escape(token or '')}</d:sync-token>{level}"
        body = f"{XML}<d:sync-collection {_SPACES}>{said}</d:sync-collection>"
        answer = await self._ask("REPORT", self._address, body)
        if answer.status in (403, 409, 410, 412) and b"valid-sync-token" in answer.body:
            raise TokenGone
        self._must_be(answer, 207)
        listed, reached = await asyncio.to_thread(entries, answer)
        if not reached:
            raise CalendarRefused("It does not say what changed since it was read.")
        if len(listed) > MOST_EVENTS:
            raise CalendarRefused(f"More than {MOST_EVENTS} events are in it.")
        gone, there, more = [], [], False
        for one in listed:
            if one.status == 507:
                more = True
            elif one.status == 404:
                gone.append(_gone(last_name(one.href)))
            elif not one.href.endswith("/"):
                there.append(one.href)
        found = await self._fetched(there)
        return Changes([*gone, *found], reached, more=more, whole=token is None, begins=True)

    async def write(self, event: ToWrite) -> str:
        address = self._place(event.event_id)
        tag = event.etag
        for _ in range(2):
            guard = {"if-match": tag} if tag else {"if-none-match": "*"}
            headers = {"content-type": "text/calendar; charset=utf-8", **guard}
            answer = await self._ask("PUT", address, event_text(event), headers)
            if answer.status in (200, 201, 204):
                return answer.etag or (await self._standing(event.event_id)).etag
            if answer.status not in (404, 409, 412):
                self._must_be(answer, 201)
            there = await self._standing(event.event_id)
            if there.ours is not None and there.ours.span != there.ours.wrote:
                raise ChangedThere  # somebody dragged it
            if tag and there.etag and there.etag != tag:
                raise ChangedThere
            tag = there.etag
        raise ChangedThere

    async def erase(self, event_id: str) -> None:
        answer = await self._ask("DELETE", self._place(event_id))
        if answer.status not in (200, 204, 404, 410):
            self._must_be(answer, 204)

    async def busy(self, start: datetime, end: datetime, own: Sequence[Span]) -> list[Span]:
        del own  # each event says itself whose it is
        between = f'start="{_utc(start)}" end="{_utc(end)}"'
        inner = f'<c:comp-filter name="VEVENT"><c:time-range {between}/></c:comp-filter>'
        chosen = f'<c:filter><c:comp-filter name="VCALENDAR">{inner}</c:comp-filter></c:filter>'
        body = f"{XML}<c:calendar-query {_SPACES}>{_DATA}{chosen}</c:calendar-query>"
        answer = await self._ask("REPORT", self._address, body, {"depth": "1"})
        self._must_be(answer, 207)
        return await asyncio.to_thread(self._spans, answer, start, end)

    async def watch(self, *_: str) -> Channel | None:
        return None

    async def unwatch(self, _: Channel) -> None:
        return None

    async def close(self) -> None:
        return None

    def _spans(self, answer: DavAnswer, start: datetime, end: datetime) -> list[Span]:
        found: set[Span] = set()
        for one in map(self._found, entries(answer)[0]):
            if one.ours is None:
                found |= busy_spans([one.text], self._clock, start, end)
        return sorted(found)

    def _place(self, event_id: str) -> str:
        return f"{self._address}{quote(event_id)}.ics"

    async def _standing(self, event_id: str) -> Found:
        """The event as it stands there; gone, if it does not."""
        found = await self._fetched([self._place(event_id)])
        return found[0] if found else _gone(event_id)

    async def _fetched(self, hrefs: Sequence[str]) -> list[Found]:
        found: list[Found] = []
        for first in range(0, len(hrefs), AT_ONCE):
            some = hrefs[first : first + AT_ONCE]
            named = "".join(f"<d:href>{escape(path_of(one))}</d:href>" for one in some)
            body = f"{XML}<c:calendar-multiget {_SPACES}>{_DATA}{named}</c:calendar-multiget>"
            answer = await self._ask("REPORT", self._address, body, {"depth": "1"})
            self._must_be(answer, 207)
            found += await asyncio.to_thread(self._told, answer)
        return found

    def _told(self, answer: DavAnswer) -> list[Found]:
        return [self._found(one) for one in entries(answer)[0] if one.status == 200]

    def _found(self, entry: Entry) -> Found:
        name, text = last_name(entry.href), entry.text("calendar-data")
        text = text and bare(text)  # what else it says is nothing to us
        return Found(name, name, entry.text("getetag"), text, self._ours(name, text))

    def _ours(self, name: str, text: str) -> Ours | None:
        """By its UID, which it keeps when it is put into another calendar."""
        first = next(events_in(text), None) if text else None
        uid = name if first is None else str(first.get("UID", name))
        mark = "" if first is None else str(first.get(MARK, ""))
        return ours_in(uid, single_span(text, self._clock) if text else None, mark)

    async def _ask(
        self, method: str, address: str, body: str = "", headers: dict[str, str] | None = None
    ) -> DavAnswer:
        return await self._line.ask(method, address, self._login, body, headers)

    def _must_be(self, answer: DavAnswer, status: int) -> None:
        if answer.status == status:
            return
        if answer.status in (403, 404, 405, 410):
            raise CalendarRefused(f"The calendar is not there any more, or not ours to write ("
                                  f"{answer.status}).")  # fmt: skip
        raise CalendarAway(f"It answered {answer.status}.")


async def calendars_at(line: Line, address: str, login: tuple[str, str]) -> list[Offered]:
    """The calendar at the address, or those of the user whom the server at it knows. Raises
    :class:`CalendarAway` and :class:`CalendarRefused`."""
    asked = "<d:resourcetype/><d:displayname/><d:current-user-principal/><c:calendar-home-set/>"

    async def look(at: str, depth: int) -> tuple[str, list[Entry]]:
        body = f"{XML}<d:propfind {_SPACES}><d:prop>{asked}</d:prop></d:propfind>"
        answer = await line.ask("PROPFIND", at, login, body, {"depth": str(depth)})
        if answer.status != 207:
            raise CalendarRefused(f"There is no calendar server at this address ({answer.status}).")
        return at, (await asyncio.to_thread(entries, answer))[0]

    at, found = await look(address, 0)
    for _ in range(2):
        mine = _calendars(at, found)
        if mine:
            return mine
        home = _led(found, "calendar-home-set")
        if home:
            return _calendars(*await look(same_origin(at, home), 1))
        person = _led(found, "current-user-principal")
        if not person:
            break
        at, found = await look(same_origin(at, person), 0)
    return _calendars(*await look(address, 1))


def _calendars(at: str, found: Sequence[Entry]) -> list[Offered]:
    mine = []
    for one in found:
        kind = one.found.get("resourcetype")
        if kind is not None and any(part.tag.endswith("}calendar") for part in kind):
            address = same_origin(at, one.href)
            mine.append(Offered(address, one.text("displayname") or last_name(address)))
    return mine


def _led(found: Sequence[Entry], name: str) -> str:
    for one in found:
        element = one.found.get(name)
        if element is not None:
            for part in element:
                if part.tag.endswith("}href"):
                    return part.text or ""
    return ""


def _gone(name: str) -> Found:
    return Found(name, name, "", "", ours_in(name, None, ""))


def path_of(href: str) -> str:
    """Without the server: ``/`` of nothing but a server."""
    _, of_server, rest = href.partition("://")
    return "/" + rest.partition("/")[2] if of_server else href


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
