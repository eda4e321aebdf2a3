"""A calendar of Google's (Calendar API v3), read by sync tokens, written under ids of ours."""

import ssl
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

import httpx
import msgspec
from authlib.integrations.base_client.errors import OAuthError as ClientError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oauth2 import OAuth2Error
from msgspec import Struct

from holdfast.booking.outside.google_events import MARK, event_as_text, event_body, times_of
from holdfast.booking.outside.ours import ids_in, span_of_text
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
from holdfast.booking.schedule import Span, less
from holdfast.kit.clock import utc_now

SECONDS: Final = 6.0
PAGE: Final = 500
BACK: Final = timedelta(days=7)
PRIMARY: Final = "primary"
SCOPES: Final = (
    "https://www.googleapis.com/auth/calendar.events",
    "https://www.googleapis.com/auth/calendar.freebusy",
)
_SLOW_DOWN: Final = frozenset(
    {"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "calendarUsageLimitsExceeded"}
)


class GoogleTerms(Struct, frozen=True):
    """The shop's own client there. ``url``: another server that answers as Google does."""

    client_id: str
    client_secret: str
    url: str = ""

    @property
    def api(self) -> str:
        return f"{self.url or 'https://www.googleapis.com'}/calendar/v3"

    @property
    def token(self) -> str:
        return f"{self.url or 'https://oauth2.googleapis.com'}/token"

    @property
    def consent(self) -> str:
        return f"{self.url or 'https://accounts.google.com'}/o/oauth2/v2/auth"


class _Place(Struct, frozen=True, omit_defaults=True):
    """How far it was read: ``s`` is Google's token, ``p`` the next page of a reading."""

    s: str = ""
    p: str = ""
    low: str = ""


def consent_address(terms: GoogleTerms, back: str, state: str) -> str:
    """Where a browser is sent to say yes. ``prompt``: else only a first yes opens it for long."""
    asked = {
        "client_id": terms.client_id, "redirect_uri": back, "response_type": "code",
        "scope": " ".join(SCOPES), "access_type": "offline", "prompt": "consent",
        "include_granted_scopes": "true", "state": state,
    }  # fmt: skip
    return f"{terms.consent}?{urlencode(asked)}"


async def credentials_for(terms: GoogleTerms, code: str, back: str) -> Credentials:
    """What the code of a yes is worth. Raises :class:`CalendarAway`, :class:`CalendarRefused`."""
    async with _client(terms, None) as client:
        try:
            token = await client.fetch_token(
                terms.token, code=code, redirect_uri=back, grant_type="authorization_code"
            )
        except (OAuth2Error, ClientError) as error:
            raise CalendarRefused("Google does not know this answer. Try again.") from error
        except httpx.HTTPError as error:
            raise CalendarAway("Google does not answer.") from error
    if not token.get("refresh_token") or not set(SCOPES) <= set(token.get("scope", "").split()):
        raise CalendarRefused("Google was not allowed everything that this needs. Try again.")
    return _credentials(token)


class GoogleCalendar:
    """One calendar, by its id there; days without hours are those of ``clock``."""

    def __init__(
        self, terms: GoogleTerms, calendar: str, credentials: Credentials, clock: ZoneInfo
    ) -> None:
        self._terms = terms
        self._events = f"{terms.api}/calendars/{quote(calendar, safe='')}/events"
        self._calendar = calendar
        self._clock = clock
        self._client = _client(terms, credentials, self._renew)
        self.renewed: Credentials | None = None

    async def title(self) -> str:
        """As its owner knows it: of the first one, their address."""
        asked = {"maxResults": "1", "timeMin": f"{utc_now():%Y-%m-%dT%H:%M:%SZ}"}
        return str(
            _said(self._sound(await self._ask("GET", self._events, params=asked)))["summary"]
        )

    async def changes(self, token: str | None) -> Changes:
        place = _Place() if token is None else _place(token)
        low = place.low or f"{utc_now() - BACK:%Y-%m-%dT%H:%M:%SZ}"
        asked = {"maxResults": str(PAGE), "showDeleted": "true", "singleEvents": "false"}
        asked |= {"syncToken": place.s} if place.s else {"timeMin": low}
        asked |= {"pageToken": place.p} if place.p else {}
        answer = await self._ask("GET", self._events, params=asked)
        if answer.status_code == 410:
            raise TokenGone
        said = _said(self._sound(answer))
        more = "nextPageToken" in said
        further = (
            _Place(place.s, said["nextPageToken"], "" if place.s else low)
            if more
            else _Place(said.get("nextSyncToken", ""))
        )
        found = [self._found(one) for one in said.get("items", [])]
        reached = msgspec.json.encode(further).decode()
        whole = not place.s
        return Changes(found, reached, more=more, whole=whole, begins=whole and not place.p)

    async def write(self, event: ToWrite) -> str:
        body, at = event_body(event), f"{self._events}/{event.event_id}"
        tag = event.etag
        for _ in range(3):
            if tag:
                answer = await self._ask(
                    "PUT", at, json=body, params=_QUIET, headers={"If-Match": tag}
                )
            else:
                answer = await self._ask("POST", self._events, json=body, params=_QUIET)
            if answer.status_code == 412:
                raise ChangedThere
            if answer.status_code in (404, 410) and tag:
                tag = ""
                continue
            if answer.status_code != 409:
                return str(_said(self._sound(answer))["etag"])
            # It is there: of an answer that was lost, or deleted. Or somebody has dragged it.
            there = _said(self._sound(await self._ask("GET", at)))
            ours = self._found(there).ours
            if ours is not None and ours.span not in (None, ours.wrote):
                raise ChangedThere
            tag = str(there["etag"])
        raise ChangedThere

    async def erase(self, event_id: str) -> None:
        answer = await self._ask("DELETE", f"{self._events}/{event_id}", params=_QUIET)
        if answer.status_code not in (404, 410):
            self._sound(answer)

    async def busy(self, start: datetime, end: datetime, own: Sequence[Span]) -> list[Span]:
        asked = {
            "timeMin": start.isoformat(), "timeMax": end.isoformat(),
            "items": [{"id": self._calendar}],
        }  # fmt: skip
        said = _said(
            self._sound(await self._ask("POST", f"{self._terms.api}/freeBusy", json=asked))
        )
        found = said["calendars"].get(self._calendar, {})
        if found.get("errors"):
            raise CalendarRefused("The calendar is not there any more.")
        spans = [Span(_utc(one["start"]), _utc(one["end"])) for one in found.get("busy", [])]
        return less(spans, sorted(own))

    async def watch(self, channel_id: str, address: str, secret: str, /) -> Channel | None:
        asked = {"id": channel_id, "type": "web_hook", "address": address, "token": secret}
        answer = await self._ask("POST", f"{self._events}/watch", json=asked)
        if answer.status_code == 400:
            return None  # it does not like our address: it is asked again and again instead
        try:
            said = _said(self._sound(answer))
        except CalendarRefused:
            # Nobody has shown that our domain is ours (401), or this calendar calls nobody (403).
            # That a permission was taken back, every other call says too.
            return None
        until = datetime.fromtimestamp(int(said["expiration"]) / 1000, UTC)
        return Channel(channel_id, said["resourceId"], until)

    async def unwatch(self, channel: Channel, /) -> None:
        if channel.until <= utc_now():
            return
        asked = {"id": channel.id, "resourceId": channel.resource}
        answer = await self._ask("POST", f"{self._terms.api}/channels/stop", json=asked)
        # Where it is not let be (401, 403), it ends by itself; what the calendar thinks of us, its
        # other calls say.
        if answer.status_code not in (401, 403, 404, 410) or _reasons(answer) & _SLOW_DOWN:
            self._sound(answer)

    async def close(self) -> None:
        await self._client.aclose()

    async def _ask(self, method: str, address: str, **more: Any) -> httpx.Response:
        try:
            answer: httpx.Response = await self._client.request(method, address, **more)
        except (OAuth2Error, ClientError) as error:
            if getattr(error, "error", "") in ("invalid_grant", "invalid_client"):
                raise CalendarRefused("Its owner took the permission back.") from error
            raise CalendarAway("Google does not open it now.") from error
        except (httpx.HTTPError, ValueError) as error:
            raise CalendarAway(f"Google does not answer: {type(error).__name__}.") from error
        return answer

    def _sound(self, answer: httpx.Response) -> httpx.Response:
        if answer.is_success:
            return answer
        reasons = _reasons(answer)
        if answer.status_code == 429 or answer.status_code >= 500 or reasons & _SLOW_DOWN:
            raise CalendarAway(f"Google answered {answer.status_code}.")
        if answer.status_code in (401, 403, 404):
            raise CalendarRefused(f"Google does not open the calendar ({answer.status_code}).")
        raise CalendarAway(f"Google answered {answer.status_code}.")

    async def _renew(self, token: Mapping[str, Any], **_: Any) -> None:
        self.renewed = _credentials(token)

    def _found(self, event: Mapping[str, Any]) -> Found:
        event_id = event["id"]
        ids = ids_in(event_id)
        if ids is not None:
            gone = event["status"] == "cancelled"
            mine = event.get("extendedProperties", {}).get("private", {})
            span = None if gone else times_of(event, self._clock)
            ours = Ours(*ids, span, span_of_text(mine.get(MARK, "")))
            text = "" if gone else event_as_text(event, self._clock)
            return Found(event_id, event_id, event.get("etag", ""), text, ours)
        text = event_as_text(event, self._clock)
        series = event.get("recurringEventId", event_id)
        return Found(event_id, series, event.get("etag", ""), text)


_QUIET: Final = {"sendUpdates": "none"}


def _place(token: str) -> _Place:
    return msgspec.json.decode(token, type=_Place)


def _said(answer: httpx.Response) -> dict[str, Any]:
    try:
        said = answer.json() if answer.content else {}
    except ValueError as error:
        raise CalendarAway("Google answered what is no JSON.") from error
    return said if isinstance(said, dict) else {}


def _reasons(answer: httpx.Response) -> set[str]:
    try:
        errors = answer.json()["error"]["errors"]
        return {str(one["reason"]) for one in errors}
    except (ValueError, KeyError, TypeError):
        return set()


def _credentials(token: Mapping[str, Any]) -> Credentials:
    return Credentials(
        refresh_token=token.get("refresh_token", ""),
        access_token=token.get("access_token", ""),
        expires_at=int(token.get("expires_at") or _now() + int(token.get("expires_in", 0))),
    )


def _client(terms: GoogleTerms, known: Credentials | None, renew: Any = None) -> AsyncOAuth2Client:
    token = None
    if known is not None:
        token = {
            "access_token": known.access_token, "refresh_token": known.refresh_token,
            "expires_at": known.expires_at, "token_type": "Bearer",
        }  # fmt: skip
    return AsyncOAuth2Client(
        terms.client_id,
        terms.client_secret,
        token=token,
        token_endpoint=terms.token,
        token_endpoint_auth_method="client_secret_post",  # noqa: S106 (how it is sent)
        update_token=renew,
        timeout=SECONDS,
        trust_env=False,
        verify=_tls(),
    )


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _now() -> float:
    return utc_now().timestamp()


@cache
def _tls() -> ssl.SSLContext:
    """Read once: it takes 20 ms."""
    return ssl.create_default_context()
