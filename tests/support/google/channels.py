"""Notification channels: a call for each change until they expire or are stopped."""

import re
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from queue import Queue
from typing import Any

import httpx

from tests.support.google.store import Refused
from tests.support.patience import PATIENCE

_ID = re.compile(r"[A-Za-z0-9\-_+/=]{1,64}")
LONGEST = timedelta(days=30)
USUAL = timedelta(days=7)


@dataclass
class Channel:
    id: str
    resource: str
    address: str
    token: str
    until: datetime
    calls: int = 0

    def headers(self, state: str) -> dict[str, str]:
        self.calls += 1
        return {
            "X-Goog-Channel-ID": self.id, "X-Goog-Message-Number": str(self.calls),
            "X-Goog-Resource-ID": self.resource, "X-Goog-Resource-State": state,
            "X-Goog-Resource-URI": "https://www.googleapis.com/calendar/v3/calendars/x/events",
            "X-Goog-Channel-Token": self.token,
            "X-Goog-Channel-Expiration": f"{self.until:%a, %d %b %Y %H:%M:%S GMT}",
        }  # fmt: skip


@dataclass
class Channels:
    """``shortest``: how long a channel lasts at most, so that renewal is seen. ``verified``: who
    asks has shown that the domain is theirs; the addresses of others are not called. ``stops``: who
    asks to be called no more is let in."""

    shortest: timedelta = USUAL
    verified: bool = True
    stops: bool = True
    open: dict[str, Channel] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    answers: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._due: Queue[tuple[str, dict[str, str]] | None] = Queue()
        threading.Thread(target=self._call, daemon=True).start()

    def watch(self, calendar: str, body: dict[str, Any]) -> dict[str, Any]:
        name = str(body.get("id", ""))
        if body.get("type") not in ("web_hook", "webhook"):
            raise Refused(400, "required", "Required: type")
        if not _ID.fullmatch(name):
            raise Refused(400, "invalid", "Invalid channel id")
        if name in self.used:
            raise Refused(400, "channelIdNotUnique", f"Channel id {name} not unique")
        address = str(body.get("address", ""))
        if not address.startswith("https://") and not address.startswith("http://127.0.0.1"):
            raise Refused(400, "push.webhookUrlNotHttps", "WebHook callback must be HTTPS")
        if not self.verified:
            message = f"Unauthorized WebHook callback channel: {address}"
            raise Refused(401, "push.webhookUrlUnauthorized", message)
        if len(str(body.get("token", ""))) > 256:
            raise Refused(400, "invalid", "The token is too long")
        now = datetime.now(UTC)
        until = now + self.shortest
        if "expiration" in body:
            until = min(until, datetime.fromtimestamp(int(body["expiration"]) / 1000, UTC))
        made = Channel(name, f"r-{calendar}", address, str(body.get("token", "")), until)
        self.open[name] = made
        self.used.add(name)
        self._due.put((address, made.headers("sync")))
        return {
            "kind": "api#channel", "id": name, "resourceId": made.resource,
            "resourceUri": f"https://www.googleapis.com/calendar/v3/calendars/{calendar}/events",
            "token": made.token, "expiration": str(int(until.timestamp() * 1000)),
        }  # fmt: skip

    def stop(self, body: dict[str, Any]) -> None:
        if not self.stops:
            raise Refused(401, "authError", "Invalid Credentials")
        found = self.open.get(str(body.get("id")))
        if found is None or found.resource != body.get("resourceId"):
            raise Refused(404, "notFound", f"Channel '{body.get('id')}' not found")
        del self.open[found.id]

    def changed(self, calendar: str) -> None:
        """Something changed in it."""
        now = datetime.now(UTC)
        for one in list(self.open.values()):
            if one.resource == f"r-{calendar}" and one.until > now:
                self._due.put((one.address, one.headers("exists")))

    def close(self) -> None:
        self._due.put(None)

    def _call(self) -> None:
        with httpx.Client(timeout=PATIENCE) as client:
            while (due := self._due.get()) is not None:
                try:
                    self.answers.append(client.post(due[0], headers=due[1]).status_code)
                except httpx.HTTPError:
                    self.answers.append(0)
