"""Google Analytics and Amplitude over real HTTP, as far as we tell them something, by the rules
they document. Google answers 204 to whatever it gets: what breaks a rule of it stands in
``faults``."""

import json
import re
import threading
import time
from collections.abc import Callable
from typing import Any, Final, Self

from tests.support.patience import PATIENCE
from tests.support.site import Asked, Site, Told, said

__all__ = ["AMPLITUDE_KEY", "MEASUREMENT_ID", "SECRET", "AnalyticsServer", "google_faults"]

MEASUREMENT_ID: Final = "G-ABC123TEST"
SECRET: Final = "secret of a stream/+"
AMPLITUDE_KEY: Final = "0123456789abcdef0123456789abcdef"
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_RESERVED: Final = re.compile(r"(google_|ga_|firebase_|gtag\.)")
_EVENTS, _PARAMS, _CHARACTERS, _ITEMS, _BYTES = 25, 25, 100, 200, 130_000
_UPLOAD_EVENTS, _UPLOAD_BYTES, _LEAST_ID = 2000, 1_000_000, 5

Json = dict[str, Any]


class AnalyticsServer:
    """``events``: what Amplitude has, each id of a device once; ``hits``: what Google has, with the
    person. ``trouble`` may answer in their place; ``cut`` is called once, when Amplitude has taken
    something, and its answer is lost."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.events: list[Json] = []
        self.hits: list[Json] = []
        self.faults: list[str] = []
        self.uploads: list[int] = []
        self.raw = ""
        self.twice = 0
        self.trouble: Callable[[Asked], Told | None] | None = None
        self.cut: Callable[[], object] | None = None
        self._site = Site(self._answer)
        self.url = self._site.url

    @property
    def settings(self) -> dict[str, str]:
        """Of both."""
        return {
            "HOLDFAST_GA4_MEASUREMENT_ID": MEASUREMENT_ID,
            "HOLDFAST_GA4_SECRET": SECRET,
            "HOLDFAST_GA4_URL": self.url,
            "HOLDFAST_AMPLITUDE_KEY": AMPLITUDE_KEY,
            "HOLDFAST_AMPLITUDE_URL": self.url,
        }

    def hears(self, name: str) -> tuple[Json, Json]:
        """The first event of this name that both have: Google's, Amplitude's."""
        deadline = time.monotonic() + PATIENCE
        with self.changed:
            while True:
                hit = next((one for one in self.hits if one["name"] == name), None)
                event = next((one for one in self.events if one["event_type"] == name), None)
                if hit is not None and event is not None:
                    return hit, event
                left = deadline - time.monotonic()
                assert left > 0, f"no {name}; {self.names}"
                self.changed.wait(left)

    @property
    def names(self) -> tuple[list[str], list[str]]:
        """Of what Google and Amplitude have."""
        return [one["name"] for one in self.hits], [one["event_type"] for one in self.events]

    def close(self) -> None:
        self._site.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _answer(self, asked: Asked) -> Told | None:
        with self.changed:
            try:
                if self.trouble is not None and (told := self.trouble(asked)) is not None:
                    return told
                self.raw += asked.body
                if asked.path == "/mp/collect":
                    return self._google(asked)
                if asked.path == "/2/httpapi":
                    return self._amplitude(asked)
                return said({"error": "not found"}, 404)
            finally:
                self.changed.notify_all()

    def _google(self, asked: Asked) -> Told:
        if asked.parameters != {"measurement_id": MEASUREMENT_ID, "api_secret": SECRET}:
            self.faults.append(f"not our stream: {asked.parameters}")
            return said(None, 204)
        body = json.loads(asked.body)
        self.faults += google_faults(body, len(asked.content))
        for one in body["events"]:
            self.hits.append(one | {"person": body["client_id"], "user": body.get("user_id")})
        return said(None, 204)

    def _amplitude(self, asked: Asked) -> Told | None:
        body = json.loads(asked.body)
        if body.get("api_key") != AMPLITUDE_KEY:
            return said({"code": 400, "error": f"Invalid API key: {body.get('api_key')}"}, 400)
        events = body["events"]
        if len(events) > _UPLOAD_EVENTS or len(asked.content) > _UPLOAD_BYTES:
            return said({"code": 413, "error": "Payload too large"}, 413)
        missing = [at for at, one in enumerate(events) if not one.get("event_type")]
        invalid = [at for at, one in enumerate(events) if len(one["device_id"]) < _LEAST_ID]
        if missing or invalid:
            refused: Json = {"code": 400, "error": "Request missing required field"}
            refused["events_with_missing_fields"] = {"event_type": missing} if missing else {}
            refused["events_with_invalid_fields"] = {"device_id": invalid} if invalid else {}
            return said(refused, 400)
        known = {(one["device_id"], one["insert_id"]) for one in self.events}
        for one in events:
            if (one["device_id"], one["insert_id"]) in known:
                self.twice += 1
            else:
                self.events.append(one)
        self.uploads.append(len(events))
        if self.cut is not None:
            cut, self.cut = self.cut, None
            cut()
            return None
        return said({"code": 200, "events_ingested": len(events)})


def google_faults(body: Json, size: int) -> list[str]:
    """What of a request breaks a documented rule of the Measurement Protocol."""
    found = []
    if not body.get("client_id") or len(body["events"]) > _EVENTS or size >= _BYTES:
        found.append("client_id, too many events, or too large")
    for event in body["events"]:
        params = event["params"]
        names = [event["name"], *params]
        if any(not _NAME.fullmatch(one) or _RESERVED.match(one) for one in names):
            found.append(f"name: {names}")
        if len(params) > _PARAMS or len(params.get("items", ())) > _ITEMS:
            found.append(f"too many params or items: {event['name']}")
        parts = [params, *params.get("items", ())]
        words = [value for part in parts for value in part.values() if isinstance(value, str)]
        if any(len(one) > _CHARACTERS for one in words):
            found.append(f"too long: {words}")
        if "value" in params and "currency" not in params:
            found.append(f"value without currency: {event['name']}")
        if event["name"] in ("purchase", "refund") and "transaction_id" not in params:
            found.append(f"{event['name']} without transaction_id")
        if not {"session_id", "engagement_time_msec"} <= params.keys():
            found.append("without session_id")
    return found
