"""Who works there, and has an account."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

import httpx

from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.photo_studio import PhotoStudio
from tests.support.postgres import execute

__all__ = ["Photographer", "owner_of", "photographer_of"]


@dataclass(frozen=True)
class Photographer:
    """Somebody whose time is sold, or whose studio; ``http`` is logged in as them."""

    http: httpx.Client
    email: str


@contextmanager
def photographer_of(studio: PhotoStudio) -> Iterator[Photographer]:
    """Of a studio: from now on its photographer has an account."""
    with _account_of(studio, studio.photographer) as found:
        yield found


@contextmanager
def owner_of(studio: PhotoStudio) -> Iterator[Photographer]:
    """Whose studio it is: from now on it has an account."""
    with _account_of(studio, studio.studio) as found:
        yield found


@contextmanager
def _account_of(studio: PhotoStudio, resource: str) -> Iterator[Photographer]:
    market, email = studio.market, f"{uuid4().hex}@studio.example"
    add_person(market.database_url, email, ["photographer"])
    with httpx.Client(base_url=market.url, timeout=PATIENCE) as http:
        log_in(http, email)
        user = expect(http.get("/api/session"))["user"]["id"]
        theirs = f"UPDATE resources SET user_id = '{user}' WHERE id = '{resource}'"
        asyncio.run(execute(market.database_url, theirs))
        yield Photographer(http, email)
