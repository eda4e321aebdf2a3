"""The server itself: routes, quotas, and faults that a test asks for."""

import json
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, unquote

from tests.support.google.channels import Channels
from tests.support.google.consent import Consent, NotGranted
from tests.support.google.store import CalendarStore, Event, Refused, moment, written
from tests.support.site import Asked, Site, Told, moved, said

ANNA = "anna@example.com"
EVENTS_SCOPE = "https://www.googleapis.com/auth/calendar.events"
FREE_BUSY_SCOPE = "https://www.googleapis.com/auth/calendar.freebusy"
_ANY = "https://www.googleapis.com/auth/calendar"


class GoogleServer:
    """``share`` of the calls fail, half of those after what they did was done. ``limited``: so many
    calls more are told to slow down. ``away``: it hangs up; ``mute``: it takes what is asked, and
    says nothing until it is stopped."""

    def __init__(self) -> None:
        self.calendars = {ANNA: CalendarStore(ANNA, "Europe/Berlin")}
        self.consent, self.channels = Consent(), Channels()
        self.share, self.limited, self.away, self.mute = 0.0, 0, False, False
        self.chance = random.Random(7)
        self.asked: list[str] = []
        self.lock = threading.RLock()
        self._stopped = threading.Event()
        self._site = Site(self._serve)
        self.url = self._site.url

    @property
    def anna(self) -> CalendarStore:
        return self.calendars[ANNA]

    def stop(self) -> None:
        self._stopped.set()
        self.channels.close()
        self._site.close()

    # --- the user's own hands -----------------------------------------------------------------

    def add(self, start: datetime, end: datetime, **more: Any) -> str:
        """An appointment; its id."""
        body = {"summary": "Dentist", "start": _at(start), "end": _at(end)} | more
        return str(self._by_hand(lambda: self.anna.insert(body))["id"])

    def drag(self, event_id: str, start: datetime, end: datetime) -> None:
        body = {"start": _at(start), "end": _at(end)}
        self._by_hand(lambda: self.anna.update(event_id, body, None, patch=True))

    def remove(self, event_id: str) -> None:
        self._by_hand(lambda: self.anna.delete(event_id))

    def standing(self) -> dict[str, Event]:
        """What is not deleted."""
        with self.lock:
            return {
                name: dict(one)
                for name, one in self.anna.events.items()
                if one["status"] != "cancelled"
            }

    def _by_hand(self, work: Callable[[], Any]) -> Any:
        with self.lock:
            done = work()
        self.channels.changed(ANNA)
        return done

    # --- answers ------------------------------------------------------------------------------

    def answer(
        self, method: str, path: str, asked: dict[str, str], body: Any, headers: Any
    ) -> tuple[int, Any]:
        self.asked.append(f"{method} {path}")
        if path == "/token":
            return 200, self.consent.token(dict(parse_qsl(body)))
        if path == "/o/oauth2/v2/auth":
            return 302, self.consent.agree(asked)
        scope = self.consent.scope_of(headers.get("authorization", ""))
        if scope is None:
            raise Refused(401, "authError", "Invalid Credentials")
        fault = self._fault()
        if fault is not None and self.chance.random() < 0.5:
            raise fault  # before anything was done
        with self.lock:
            done = self._done(method, path, asked, body, headers, scope)
        if fault is not None:
            raise fault  # after it was
        return done

    def _fault(self) -> Refused | None:
        with self.lock:
            if self.limited:
                self.limited -= 1
                status, reason = self.chance.choice(
                    ((403, "rateLimitExceeded"), (403, "userRateLimitExceeded"),
                     (429, "rateLimitExceeded"))
                )  # fmt: skip
                return Refused(status, reason, "Rate Limit Exceeded", "usageLimits")
            if self.chance.random() < self.share:
                return Refused(self.chance.choice((500, 503)), "backendError", "Backend Error")
        return None

    def _done(
        self, method: str, path: str, asked: dict[str, str], body: Any, headers: Any, scope: str
    ) -> tuple[int, Any]:
        parts = [unquote(one) for one in path.removeprefix("/calendar/v3/").split("/")]
        given: dict[str, Any] = json.loads(body) if body else {}
        if parts == ["freeBusy"] and method == "POST":
            _must_have(scope, FREE_BUSY_SCOPE)
            return 200, self._free_busy(given)
        if parts == ["channels", "stop"] and method == "POST":
            self.channels.stop(given)
            return 204, None
        if parts[0] != "calendars" or len(parts) < 3 or parts[2] != "events":
            raise Refused(404, "notFound", "Not Found")
        _must_have(scope, EVENTS_SCOPE)
        name = ANNA if parts[1] == "primary" else parts[1]
        store = self.calendars.get(name)
        if store is None:
            raise Refused(404, "notFound", "Not Found")
        tag = headers.get("if-match")
        match (method, parts[3:]):
            case ("GET", []):
                return 200, store.listed(asked)
            case ("POST", []):
                done: Any = store.insert(given)
            case ("POST", ["watch"]):
                return 200, self.channels.watch(name, given)
            case ("GET", [event]):
                return 200, store.get(event)
            case ("PUT", [event]):
                done = store.update(event, given, tag, patch=False)
            case ("PATCH", [event]):
                done = store.update(event, given, tag, patch=True)
            case ("DELETE", [event]):
                store.delete(event, tag)
                done = None
            case _:
                raise Refused(404, "notFound", "Not Found")
        self.channels.changed(name)
        return (204, None) if done is None else (200, done)

    def _free_busy(self, asked: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        low, high = moment(asked["timeMin"]), moment(asked["timeMax"])
        if high - low > timedelta(days=92):
            raise Refused(400, "timeRangeTooLong", "The requested time range is too long.")
        for one in asked["items"]:
            store = self.calendars.get(ANNA if one["id"] == "primary" else one["id"])
            if store is None:
                missing = {"domain": "global", "reason": "notFound"}
                found[one["id"]] = {"errors": [missing], "busy": []}
            else:
                found[one["id"]] = {"busy": store.busy(low, high)}
        return {
            "kind": "calendar#freeBusy", "timeMin": written(low), "timeMax": written(high),
            "calendars": found,
        }  # fmt: skip

    def _serve(self, asked: Asked) -> Told | None:
        if self.away:
            return None
        if self.mute:
            self.asked.append(f"{asked.method} {asked.path}")
            self._stopped.wait()
            return None
        try:
            status, answer = self.answer(
                asked.method, asked.path, asked.parameters, asked.body, asked.headers
            )
        except NotGranted as error:
            return said({"error": error.error, "error_description": str(error)}, error.status)
        except Refused as error:
            one = {"domain": error.domain, "reason": error.reason, "message": str(error)}
            told = {"code": error.status, "message": str(error), "errors": [one]}
            return said({"error": told}, error.status)
        if status == 302:
            return moved(answer, status)
        return Told(status) if answer is None else said(answer, status)


def _must_have(scope: str, wanted: str) -> None:
    if not {wanted, _ANY} & set(scope.split()):
        raise Refused(403, "insufficientPermissions", "Insufficient Permission")


def _at(when: datetime) -> dict[str, str]:
    return {"dateTime": written(when), "timeZone": "UTC"}


@contextmanager
def opened_google() -> Iterator[GoogleServer]:
    server = GoogleServer()
    try:
        yield server
    finally:
        server.stop()
