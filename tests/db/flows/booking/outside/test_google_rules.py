"""Our Google: what Google's own client library reads of it, and each of its rules against a client
that breaks it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from tests.support.google.consent import CLIENT_ID, CLIENT_SECRET
from tests.support.google.server import ANNA, EVENTS_SCOPE, FREE_BUSY_SCOPE, GoogleServer
from tests.support.spring import MONDAY, ahead

TEN = MONDAY
HOUR = timedelta(hours=1)
BOTH = f"{EVENTS_SCOPE} {FREE_BUSY_SCOPE}"


def token(google: GoogleServer, scope: str = BOTH) -> str:
    refresh = google.consent.refresh_token(scope)
    asked = {
        "grant_type": "refresh_token", "refresh_token": refresh, "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
    }  # fmt: skip
    return str(httpx.post(f"{google.url}/token", data=asked).json()["access_token"])


def a_token(google: GoogleServer) -> Any:
    made: Any = Credentials
    return made(token(google))


@pytest.fixture
def library(google: GoogleServer) -> Any:
    """Google's own, by the discovery document that comes with it."""
    return build(
        "calendar", "v3", credentials=a_token(google), static_discovery=True,
        client_options={"api_endpoint": f"{google.url}/calendar/v3/"}, cache_discovery=False,
    )  # fmt: skip


@pytest.fixture
def client(google: GoogleServer) -> Iterator[httpx.Client]:
    head = {"Authorization": f"Bearer {token(google)}"}
    with httpx.Client(base_url=f"{google.url}/calendar/v3", headers=head) as opened:
        yield opened


EVENTS = f"/calendars/{ANNA}/events"


def at(hours: float) -> dict[str, str]:
    return {"dateTime": (TEN + hours * HOUR).isoformat(), "timeZone": "UTC"}


def refused(answer: httpx.Response, status: int, reason: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["errors"][0]["reason"] == reason


def test_googles_own_library_reads_what_it_says(google: GoogleServer, library: Any) -> None:
    events = library.events()
    body = {"id": "hfabc", "summary": "Portrait", "start": at(0), "end": at(1)}
    made = events.insert(calendarId=ANNA, body=body).execute()
    assert (made["kind"], made["status"], made["sequence"]) == ("calendar#event", "confirmed", 0)
    listed = events.list(calendarId=ANNA).execute()
    assert [one["id"] for one in listed["items"]] == ["hfabc"]
    patched = events.patch(calendarId=ANNA, eventId="hfabc", body={"summary": "Family"}).execute()
    assert patched["etag"] != made["etag"]
    since = events.list(calendarId=ANNA, syncToken=listed["nextSyncToken"]).execute()
    assert [one["summary"] for one in since["items"]] == ["Family"]
    asked = {"timeMin": at(-1)["dateTime"], "timeMax": at(5)["dateTime"], "items": [{"id": ANNA}]}
    busy = library.freebusy().query(body=asked).execute()["calendars"][ANNA]["busy"]
    assert busy == [{"start": ahead("2027-03-01T10:00:00Z"), "end": ahead("2027-03-01T11:00:00Z")}]
    channel = {"id": "c-1", "type": "web_hook", "address": "http://127.0.0.1:9/", "token": "t"}
    watched = events.watch(calendarId=ANNA, body=channel).execute()
    assert (watched["kind"], watched["id"]) == ("api#channel", "c-1")
    ended = {"id": "c-1", "resourceId": watched["resourceId"]}
    library.channels().stop(body=ended).execute()
    events.delete(calendarId=ANNA, eventId="hfabc").execute()
    gone = events.list(calendarId=ANNA, syncToken=since["nextSyncToken"]).execute()
    assert [(one["id"], one["status"]) for one in gone["items"]] == [("hfabc", "cancelled")]
    with pytest.raises(HttpError) as error:
        events.delete(calendarId=ANNA, eventId="hfabc").execute()
    assert error.value.status_code == 410


def test_pages_and_tokens_belong_to_their_list(google: GoogleServer, client: httpx.Client) -> None:
    ids = [google.add(TEN + one * HOUR, TEN + (one + 1) * HOUR) for one in range(5)]
    first = client.get(EVENTS, params={"maxResults": "2"}).json()
    assert "nextSyncToken" not in first
    page = {"maxResults": "2", "pageToken": first["nextPageToken"]}
    late = google.add(TEN + 9 * HOUR, TEN + 10 * HOUR)  # while it is read: it comes next time
    second = client.get(EVENTS, params=page).json()
    last = client.get(EVENTS, params=page | {"pageToken": second["nextPageToken"]}).json()
    read = [one["id"] for part in (first, second, last) for one in part["items"]]
    assert (read, "nextPageToken" in last) == (ids, False)
    again = client.get(EVENTS, params={"syncToken": last["nextSyncToken"]}).json()
    assert [one["id"] for one in again["items"]] == [late]
    refused(client.get(EVENTS, params=page | {"maxResults": "3"}), 400, "invalid")
    refused(client.get(EVENTS, params={"pageToken": "made-up"}), 400, "invalid")
    refused(client.get(EVENTS, params={"maxResults": "2501"}), 400, "invalid")
    token = {"syncToken": last["nextSyncToken"]}
    for wrong in ({"timeMin": "2027-01-01T00:00:00Z"}, {"showDeleted": "false"}, {"q": "x"},
                  {"singleEvents": "true"}):  # fmt: skip
        refused(client.get(EVENTS, params=token | wrong), 400, "invalid")
    refused(client.get(EVENTS, params={"syncToken": "made-up"}), 410, "fullSyncRequired")
    google.anna.forget_tokens()
    refused(client.get(EVENTS, params=token), 410, "fullSyncRequired")


def test_what_is_written_has_an_id_times_and_the_tag_that_was_read(
    google: GoogleServer, client: httpx.Client
) -> None:
    body = {"id": "hfabc", "start": at(0), "end": at(1)}
    made = client.post(EVENTS, json=body).json()
    refused(client.post(EVENTS, json=body), 409, "duplicate")
    refused(client.post(EVENTS, json=body | {"id": "UPPER-case"}), 400, "invalid")
    refused(client.post(EVENTS, json={"id": "hfdef", "start": at(0)}), 400, "required")
    backwards = {"start": at(1), "end": at(0)}
    refused(client.post(EVENTS, json=backwards), 400, "timeRangeEmpty")
    daily = {"start": {"dateTime": ahead("2027-03-01T10:00:00Z")}, "end": at(1),
             "recurrence": ["RRULE:FREQ=DAILY"]}  # fmt: skip
    refused(client.post(EVENTS, json=daily), 400, "required")
    google.drag("hfabc", TEN + HOUR, TEN + 2 * HOUR)
    stale = {"If-Match": made["etag"]}
    refused(client.put(f"{EVENTS}/hfabc", json=body, headers=stale), 412, "conditionNotMet")
    refused(client.delete(f"{EVENTS}/hfabc", headers=stale), 412, "conditionNotMet")
    assert client.delete(f"{EVENTS}/hfabc").status_code == 204
    refused(client.delete(f"{EVENTS}/hfabc"), 410, "deleted")
    refused(client.delete(f"{EVENTS}/never"), 404, "notFound")
    refused(client.post(EVENTS, json=body), 409, "duplicate")  # its id is spent
    assert client.put(f"{EVENTS}/hfabc", json=body).json()["status"] == "confirmed"


def test_a_channel_has_an_id_of_its_own_calls_in_order_and_ends(
    google: GoogleServer, client: httpx.Client
) -> None:
    asked = {"id": "c-1", "type": "web_hook", "address": "http://127.0.0.1:9/"}
    made = client.post(f"{EVENTS}/watch", json=asked).json()
    until = datetime.fromtimestamp(int(made["expiration"]) / 1000, UTC)
    assert timedelta(days=6) < until - datetime.now(UTC) < timedelta(days=8)
    refused(client.post(f"{EVENTS}/watch", json=asked), 400, "channelIdNotUnique")
    plain = asked | {"id": "c-2", "address": "http://shop.example/"}
    refused(client.post(f"{EVENTS}/watch", json=plain), 400, "push.webhookUrlNotHttps")
    google.channels.verified = False
    elsewhere = client.post(f"{EVENTS}/watch", json=asked | {"id": "c-2"})
    refused(elsewhere, 401, "push.webhookUrlUnauthorized")
    google.channels.verified = True
    refused(client.post(f"{EVENTS}/watch", json=asked | {"id": "x" * 65}), 400, "invalid")
    refused(client.post(f"{EVENTS}/watch", json={"id": "c-3"}), 400, "required")
    wrong = {"id": "c-1", "resourceId": "another"}
    refused(client.post("/channels/stop", json=wrong), 404, "notFound")
    google.channels.open["c-1"].until = datetime.now(UTC)
    before = google.channels.open["c-1"].calls
    google.add(TEN, TEN + HOUR)
    assert google.channels.open["c-1"].calls == before == 1  # it only said that it is there


def test_nobody_comes_in_without_a_token_that_lasts_and_allows_it(
    google: GoogleServer, client: httpx.Client
) -> None:
    narrow = {"Authorization": f"Bearer {token(google, EVENTS_SCOPE)}"}
    asked = {"timeMin": at(0)["dateTime"], "timeMax": at(1)["dateTime"], "items": []}
    busy = client.post("/freeBusy", json=asked, headers=narrow)
    refused(busy, 403, "insufficientPermissions")
    backwards = asked | {"timeMin": at(2)["dateTime"]}
    refused(client.post("/freeBusy", json=backwards | {"items": [{"id": ANNA}]}), 400,
            "timeRangeEmpty")  # fmt: skip
    google.limited = 1
    assert client.get(EVENTS).status_code in (403, 429)
    google.consent.revoke()
    refused(client.get(EVENTS), 401, "authError")
    wrong = {"grant_type": "authorization_code", "code": "4/none", "client_id": CLIENT_ID,
             "client_secret": CLIENT_SECRET}  # fmt: skip
    answer = httpx.post(f"{google.url}/token", data=wrong)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    other = httpx.post(f"{google.url}/token", data=wrong | {"client_secret": "x"})
    assert (other.status_code, other.json()["error"]) == (401, "invalid_client")
