"""A resource with a calendar elsewhere, and how both sides look."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import httpx

from holdfast.booking import blocks_between
from holdfast.booking.outside import Credentials, Doors, GoogleTerms, open_questions
from holdfast.flows.booking.outside.calendars import Calendars
from holdfast.flows.booking.outside.connecting import (
    connect_caldav,
    connect_google,
    google_consent,
)
from holdfast.flows.booking.outside.reading import read_calendar
from holdfast.flows.commit.caller import process
from tests.db.flows.booking.making import DAY
from tests.db.flows.stage import Stage, select
from tests.support.calendar_server import PASSWORD, USER
from tests.support.google.consent import CLIENT_ID, CLIENT_SECRET
from tests.support.spring import ahead
from tests.support.studio import Someone, move_in

SECRET: Final = b"a secret of a shop in a test"
OPENS: Final = Credentials(user=USER, password=PASSWORD)
ANNA: Final = process("anna")


@dataclass(frozen=True)
class Scene:
    stage: Stage
    here: Calendars
    anna: Someone

    async def connect(self, address: str) -> UUID:
        """And read for the first time."""
        made = await connect_caldav(self.here, ANNA, self.anna.id, address, OPENS, "passes")
        await self.read(made)
        return made

    async def connect_google(self, whose: UUID | None = None) -> UUID:
        """By its user's yes; and read for the first time. Anna's, or for somebody else."""
        whose, back = whose or self.anna.id, "http://127.0.0.1/back"
        address = google_consent(self.here, ANNA, whose, back)
        async with httpx.AsyncClient() as browser:
            said = (await browser.get(address)).headers["location"]
        came = dict(parse_qsl(urlsplit(said).query))
        await connect_google(self.here, ANNA, came["state"], came["code"], back)
        (row,) = await select(
            self.stage,
            "SELECT id FROM outside_calendars WHERE provider = 'google' AND resource_id = $1",
            whose,
        )
        await self.read(row[0])
        return UUID(str(row[0]))

    async def read(self, calendar: UUID) -> None:
        await read_calendar(self.here, calendar)

    async def blocks(self) -> list[tuple[datetime, datetime]]:
        """What lies over Anna's time, from calendars."""
        found = await blocks_between(
            self.stage.database.pool, [self.anna.id], DAY - timedelta(days=400),
            DAY + timedelta(days=4000),
        )  # fmt: skip
        return [
            (one.starts_at, one.ends_at) for one in found[self.anna.id] if one.source == "calendar"
        ]

    async def asked(self) -> list[tuple[str, str]]:
        """Kind of each open question, and what is in the way."""
        found = await open_questions(self.stage.database.pool, self.anna.id)
        return [(one.kind, one.why) for one in found]

    async def state(self, calendar: UUID) -> tuple[str, str | None]:
        (row,) = await select(
            self.stage, "SELECT state, fault FROM outside_calendars WHERE id = $1", calendar
        )
        return row[0], row[1]


@asynccontextmanager
async def a_scene(
    stage: Stage, database_url: str, url: str = "", google: str = ""
) -> AsyncIterator[Scene]:
    anna = Someone(kind="photographer", name="Anna", zone="Europe/Berlin")
    await move_in(database_url, anna)
    terms = GoogleTerms(CLIENT_ID, CLIENT_SECRET, google) if google else None
    doors = Doors(SECRET, private=True, url=url, google=terms)
    try:
        yield Scene(stage, Calendars(studio=stage, booker=stage, doors=doors), anna)
    finally:
        await doors.close()


def utc(text: str) -> datetime:
    """Days of 2027 are moved ahead."""
    return datetime.strptime(ahead(text), "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
