"""The own pages of a photographer, or of whose studio it is: who comes in, and what is in the
calendar."""

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import httpx
from playwright.sync_api import Locator, Page

from tests.e2e.conftest import Visitor
from tests.e2e.studios import BERLIN, Studio
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, add_person, log_in
from tests.support.server import ServerProcess

__all__ = ["card", "enter", "with_account"]


def with_account(running: ServerProcess, email: str) -> UUID:
    """Somebody who may be a photographer's or a studio's account; its id."""
    with ThreadPoolExecutor() as aside:  # here the browser's loop runs
        aside.submit(add_person, running.database_url, email, ["photographer"]).result()
    with httpx.Client(base_url=running.url, timeout=PATIENCE) as theirs:
        log_in(theirs, email)
        return UUID(theirs.get("/api/session").json()["user"]["id"])


def enter(studio: Studio, visitor: Visitor, email: str, at: str, **named: object) -> Page:
    page = visitor(studio.server.url, timezone_id=BERLIN, **named)
    answer = page.request.post("/api/session/login", data={"email": email, "password": PASSWORD})
    assert answer.ok, answer.text()
    page.goto(at)
    return page


def card(page: Page, words: str) -> Locator:
    return page.get_by_role("button", name=re.compile(words))
