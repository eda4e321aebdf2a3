"""Google as somebody else wrote it (`emulate`): sign-in and plain events.

It answers for tokens at another path than Google does, so we stand before it. It keeps neither ids
of ours nor marks, knows no sync tokens, no tags, no channels and no PUT: of these our own server
tells.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import httpx

from tests.support.patience import PATIENCE
from tests.support.site import Asked, Site, Told
from tests.support.spring import ahead
from tools.split.program import Program, answers_http, free_port

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "EVENT", "USER", "google_by_emulate", "says_yes"]

USER: Final = "anna@example.com"
CLIENT_ID, CLIENT_SECRET = "shop.apps.googleusercontent.com", "GOCSPX-of-the-shop"
EVENT: Final = (ahead("2027-03-01T10:00:00.000Z"), ahead("2027-03-01T11:00:00.000Z"))
"""What her calendar has: from, to."""

_EMULATE: Final = Path(__file__).parent / "node_modules/.bin/emulate"
_SEED: Final = """
google:
  users:
    - {{email: {user}, name: Anna}}
  oauth_clients:
    - {{client_id: {client}, client_secret: {secret}, name: Shop, redirect_uris: ["{back}"]}}
  calendars:
    - {{id: primary, user_email: {user}, summary: {user}, primary: true, time_zone: Europe/Berlin}}
  calendar_events:
    - id: evt_dentist
      user_email: {user}
      calendar_id: primary
      summary: Dentist
      start_date_time: {start}
      end_date_time: {end}
"""
_PASSED_ON: Final = ("authorization", "content-type", "if-match")


@contextmanager
def google_by_emulate(back: str) -> Iterator[str]:
    """Its address, as of one that is all of Google's; ``back``: where a yes may be sent."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    start, end = EVENT
    seed = _SEED.format(
        user=USER, client=CLIENT_ID, secret=CLIENT_SECRET, back=back, start=start, end=end
    )
    with tempfile.TemporaryDirectory() as name, httpx.Client(timeout=PATIENCE) as http:
        folder = Path(name)
        (folder / "seed.yaml").write_text(seed)
        words = [
            str(_EMULATE), "start", "--service", "google", "--port", str(port),
            "--seed", str(folder / "seed.yaml"),
        ]  # fmt: skip
        ready = partial(answers_http, f"{url}/oauth2/v3/certs")
        program = Program("emulate", words, folder / "log", ready).start()
        try:
            program.wait_ready()
            with Site(partial(_passed_on, http, url)) as site:
                yield site.url
        finally:
            program.stop()


def says_yes(consent: str, user: str = USER) -> httpx.URL:
    """The user picks ``user`` on the page of ``consent``; where the browser is sent."""
    asked = httpx.URL(consent)
    with httpx.Client(base_url=asked.copy_with(path="/", query=None), timeout=PATIENCE) as http:
        page = http.get(asked)
        page.raise_for_status()
        if user not in page.text:
            raise LookupError(f"nobody of that name on the page: {user}")
        answer = http.post("/o/oauth2/v2/auth/callback", data={"email": user, **asked.params})
    return httpx.URL(answer.headers["Location"])


def _passed_on(http: httpx.Client, url: str, asked: Asked) -> Told:
    path = "/oauth2/token" if asked.path == "/token" else asked.path
    headers = {name: asked.headers[name] for name in _PASSED_ON if name in asked.headers}
    answer = http.request(
        asked.method, f"{url}{path}?{asked.query}", headers=headers, content=asked.content
    )
    kept = {"Content-Type": answer.headers.get("Content-Type", "text/plain")}
    if "Location" in answer.headers:
        kept["Location"] = answer.headers["Location"]
    return Told(answer.status_code, answer.content, kept)
