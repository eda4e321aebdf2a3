"""A scene of each test's own, beside a CalDAV server that they share."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.db.flows.booking.outside.scene import Scene, a_scene
from tests.db.flows.stage import Stage
from tests.support.calendar_server import CalendarServer, opened_calendar_server
from tests.support.google.server import GoogleServer, opened_google


@pytest.fixture(scope="module")
def dav(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CalendarServer]:
    with opened_calendar_server(tmp_path_factory.mktemp("calendars")) as server:
        yield server


@pytest.fixture
async def scene(stage: Stage, database_url: str) -> AsyncIterator[Scene]:
    async with a_scene(stage, database_url) as opened:
        yield opened


@pytest.fixture
def google() -> Iterator[GoogleServer]:
    with opened_google() as server:
        yield server


@pytest.fixture
async def scene_at_google(
    stage: Stage, database_url: str, google: GoogleServer
) -> AsyncIterator[Scene]:
    async with a_scene(stage, database_url, google=google.url) as opened:
        yield opened
