"""Events of one calendar, each change of which has a number: sync tokens are such numbers."""

import itertools
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

Event = dict[str, Any]

_ID = re.compile(r"[a-v0-9]{5,1024}")
_NOT_WITH_TOKEN = frozenset(
    {
        "iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty", "timeMin",
        "timeMax", "updatedMin",
    }
)  # fmt: skip
_OURS = frozenset({"kind", "etag", "updated", "created", "htmlLink", "sequence", "iCalUID"})


class Refused(Exception):
    """An error as the guide on errors writes it."""

    def __init__(self, status: int, reason: str, message: str, domain: str = "global") -> None:
        super().__init__(message)
        self.status, self.reason, self.domain = status, reason, domain


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def written(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


class CalendarStore:
    """``oldest``: tokens from before that change are no longer known."""

    def __init__(self, name: str, zone: str) -> None:
        self.name, self.zone = name, zone
        self.events: dict[str, Event] = {}
        self.changed: dict[str, int] = {}
        self.oldest = 0
        self._numbers = itertools.count(1)
        self._last = 0

    def forget_tokens(self) -> None:
        """Every sync token until now is too old."""
        self.oldest = self._last + 1
        self._touch()

    # --- reading ----------------------------------------------------------------------------

    def listed(self, asked: Mapping[str, str]) -> dict[str, Any]:
        rest = {name: value for name, value in asked.items() if name != "pageToken"}
        size = int(asked.get("maxResults", "250"))
        if not 1 <= size <= 2500:
            raise Refused(400, "invalid", "maxResults is out of range")
        since = self._since(rest)
        first, until = 0, self._last
        if "pageToken" in asked:
            first, until, same = _page(asked["pageToken"])
            if same != rest:
                raise Refused(400, "invalid", "Other parameters belong to this page token")
        found = [one for one in self._some(rest, since) if self.changed[one["id"]] <= until]
        answer: dict[str, Any] = {
            "kind": "calendar#events", "etag": f'"{until}"', "summary": self.name,
            "timeZone": self.zone, "updated": written(datetime.now(UTC)), "accessRole": "owner",
            "defaultReminders": [], "items": found[first : first + size],
        }  # fmt: skip
        if first + size < len(found):
            answer["nextPageToken"] = _packed([first + size, until, rest])
        else:
            answer["nextSyncToken"] = _packed([until, rest.get("singleEvents", "false")])
        return answer

    def _since(self, asked: Mapping[str, str]) -> int | None:
        if "syncToken" not in asked:
            return None
        if _NOT_WITH_TOKEN & asked.keys() or asked.get("showDeleted") == "false":
            raise Refused(400, "invalid", "Sync token cannot be used with other restrictions")
        try:
            since, single = _unpacked(asked["syncToken"])
        except ValueError:
            raise Refused(410, "fullSyncRequired", "Sync token is not valid", "calendar") from None
        if single != asked.get("singleEvents", "false"):
            raise Refused(400, "invalid", "Sync token of a list with other parameters")
        if since < self.oldest:
            raise Refused(410, "fullSyncRequired", "Sync token is no longer valid", "calendar")
        return int(since)

    def _some(self, asked: Mapping[str, str], since: int | None) -> list[Event]:
        if asked.get("singleEvents") == "true":
            raise Refused(400, "invalid", "This server expands nothing")
        deleted = since is not None or asked.get("showDeleted") == "true"
        low = moment(asked["timeMin"]) if "timeMin" in asked else None
        found = []
        for one in self.events.values():
            if since is not None and self.changed[one["id"]] <= since:
                continue
            if one["status"] == "cancelled" and not deleted and "recurringEventId" not in one:
                continue
            alone = "recurrence" not in one and one["status"] != "cancelled"
            if low is not None and alone and self.span(one)[1] <= low:
                continue
            found.append(_shown(one))
        return found

    def get(self, event_id: str) -> Event:
        if event_id not in self.events:
            raise Refused(404, "notFound", "Not Found")
        return _shown(self.events[event_id])

    def busy(self, low: datetime, high: datetime) -> list[dict[str, str]]:
        """Merged, as free-busy tells it."""
        if low >= high:
            raise Refused(400, "timeRangeEmpty", "The specified time range is empty.", "calendar")
        spans = sorted(
            (max(start, low), min(end, high))
            for one in self.events.values()
            if one["status"] != "cancelled" and one.get("transparency") != "transparent"
            for start, end in [self.span(one)]
            if start < high and end > low
        )
        merged: list[list[datetime]] = []
        for start, end in spans:
            if merged and start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        return [{"start": written(start), "end": written(end)} for start, end in merged]

    def span(self, event: Event) -> tuple[datetime, datetime]:
        found = []
        for end in ("start", "end"):
            said = event[end]
            day = said.get("date")
            found.append(moment(f"{day}T00:00:00Z" if day else said["dateTime"]))
        return found[0], found[1]

    # --- writing ----------------------------------------------------------------------------

    def insert(self, body: Event) -> Event:
        event_id = body.get("id") or f"e{next(self._numbers):06d}{len(self.events):03d}"
        if not _ID.fullmatch(event_id):
            raise Refused(400, "invalid", "Invalid resource id value.")
        if event_id in self.events:
            message = "The requested identifier already exists."
            raise Refused(409, "duplicate", message)
        self._must_have_times(body)
        return self._keep(event_id, {"status": "confirmed", "sequence": 0, **body})

    def update(self, event_id: str, body: Event, tag: str | None, *, patch: bool) -> Event:
        before = self.events.get(event_id)
        if before is None:
            raise Refused(404, "notFound", "Not Found")
        if tag not in (None, "*", before["etag"]):
            raise Refused(412, "conditionNotMet", "Precondition Failed")
        given = {name: value for name, value in body.items() if name not in _OURS}
        after = {**before, **given} if patch else {"status": "confirmed", **given}
        self._must_have_times(after)
        moved = any(after.get(end) != before.get(end) for end in ("start", "end"))
        after["sequence"] = max(int(body.get("sequence", 0)), before["sequence"] + moved)
        return self._keep(event_id, after)

    def delete(self, event_id: str, tag: str | None = None) -> None:
        before = self.events.get(event_id)
        if before is None:
            raise Refused(404, "notFound", "Not Found")
        if before["status"] == "cancelled":
            raise Refused(410, "deleted", "Resource has been deleted")
        if tag not in (None, "*", before["etag"]):
            raise Refused(412, "conditionNotMet", "Precondition Failed")
        self._keep(event_id, {**before, "status": "cancelled"})

    def except_one(self, master: str, start: datetime, to: datetime | None) -> str:
        """The user moves one of what recurs, or (without ``to``) deletes it."""
        one = self.events[master]
        first, last = self.span(one)
        zone = one["start"].get("timeZone", self.zone)
        original = {"dateTime": written(start), "timeZone": zone}
        begins = to or start
        body = {
            **one, "id": f"{master}_{start:%Y%m%dT%H%M%SZ}", "recurringEventId": master,
            "originalStartTime": original, "status": "cancelled" if to is None else "confirmed",
            "start": {"dateTime": written(begins), "timeZone": zone},
            "end": {"dateTime": written(begins + (last - first)), "timeZone": zone},
        }  # fmt: skip
        body.pop("recurrence", None)
        self._keep(body["id"], body)
        return str(body["id"])

    def _must_have_times(self, event: Event) -> None:
        for end in ("start", "end"):
            said = event.get(end) or {}
            if ("date" in said) == ("dateTime" in said):
                raise Refused(400, "required", f"Missing {end} time.")
        start, end_at = self.span(event)
        if end_at < start:
            raise Refused(400, "timeRangeEmpty", "The specified time range is empty.", "calendar")
        if (
            event.get("recurrence")
            and not event["start"].get("timeZone")
            and ("date" not in event["start"])
        ):
            raise Refused(400, "required", "Missing time zone definition for start time.")

    def _keep(self, event_id: str, event: Event) -> Event:
        number = self._touch()
        now = datetime.now(UTC)
        self.events[event_id] = {
            **event, "id": event_id, "kind": "calendar#event", "etag": f'"{3_500_000 + number}"',
            "updated": written(now), "created": event.get("created", written(now)),
            "iCalUID": event.get("iCalUID", f"{event_id}@google.com"),
            "htmlLink": f"https://www.google.com/calendar/event?eid={event_id}",
            "summary": event.get("summary", ""),
        }  # fmt: skip
        self.changed[event_id] = number
        return _shown(self.events[event_id])

    def _touch(self) -> int:
        self._last = next(self._numbers)
        return self._last


def _shown(event: Event) -> Event:
    """Of a deleted event little is told."""
    if event["status"] != "cancelled":
        return dict(event)
    told = ("kind", "etag", "id", "status", "recurringEventId", "originalStartTime")
    return {name: event[name] for name in told if name in event}


def _packed(value: Any) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _unpacked(text: str) -> Any:
    return json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def _page(text: str) -> tuple[int, int, dict[str, str]]:
    try:
        first, until, same = _unpacked(text)
    except ValueError:
        raise Refused(400, "invalid", "Page token is not valid") from None
    return first, until, same
