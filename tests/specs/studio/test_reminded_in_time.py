"""The server's own timer reminds clients, by a clock that the test moves on: at the right time,
each once, of the time that their booking has by then; also if it was killed meanwhile."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from tests.specs.sentences import sentence
from tests.support.database_clock import database_apart, move_clock
from tests.support.mail_server import MailServer, Took, mail_settings
from tests.support.market import Buyer, Market, eventually, expect, opened_market
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD
from tests.support.photo_studio import ZONE, hold, pay, set_up
from tests.support.postgres import Postgres

Visit = Callable[..., Buyer]
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def shop(postgres: Postgres, stocked: str, post: MailServer, scratch: Path) -> Iterator[Market]:
    settings = {"HOLDFAST_LIMITS": "off", **mail_settings(post, HOLDFAST_MAIL_PAUSE="0.2")}
    with (
        database_apart(postgres, stocked) as url,
        opened_market(scratch, environment=settings, database_url=url) as opened,
    ):
        yield opened


class Reminded:
    """A client, who said nothing of what they want, and what they are reminded of."""

    def __init__(self, client: Buyer, post: MailServer) -> None:
        self.client, self._post = client, post
        self._email = f"{uuid4().hex}@test.example"

    async def sign_up(self) -> None:
        about = {"name": "Anna", "email": self._email, "password": PASSWORD}
        expect(await self.client.post("/api/signup", about), 201)

    @property
    def days(self) -> list[Took]:
        return self._titled("is coming up")

    @property
    def hours(self) -> list[Took]:
        return self._titled("In an hour")

    async def have(self, days: int, hours: int) -> None:
        async def so() -> bool:
            return (len(self.days), len(self.hours)) == (days, hours)

        seen = f"{days} and {hours} reminders, not {len(self.days)} and {len(self.hours)}"
        await eventually(so, PATIENCE, seen)

    def _titled(self, words: str) -> list[Took]:
        return [one for one in self._post.to(self._email) if words in str(one.mail["Subject"])]


def starts(booking: dict[str, str]) -> datetime:
    return datetime.fromisoformat(booking["start"])


@sentence("E", "1. Компоненты системы", "Отправка email, SMS, push-уведомлений",
          at="mail: booking-tomorrow, booking-soon")  # fmt: skip
@sentence("E", "Автоматические уведомления", "Напоминания клиентам за 24/1 час до съемки",
          at="mail: booking-tomorrow, booking-soon; PUT /api/mail-preferences/{kind}")  # fmt: skip
async def test_clients_are_reminded_a_day_and_an_hour_before_by_the_shop_itself(
    shop: Market, post: MailServer, visit: Visit
) -> None:
    studio, moves, stays = set_up(shop), Reminded(visit(shop), post), Reminded(visit(shop), post)
    for one in (moves, stays):
        await one.sign_up()
    first = await pay(moves.client, expect(await hold(moves.client, studio, 4, 10)))
    other = await pay(stays.client, expect(await hold(stays.client, studio, 4, 12)))

    async def it_is(now: datetime, start_again: Callable[[], object]) -> None:
        await asyncio.to_thread(move_clock, shop.database_url, now + MINUTE)
        await asyncio.to_thread(start_again)

    await it_is(starts(first) - DAY, shop.server.restart)
    await moves.have(1, 0)
    assert stays.days == [], "theirs is two hours later"
    (day,) = moves.days
    assert f"Portrait in {studio.name}" in day.text("plain")
    assert "List-Unsubscribe" in day.mail, "whoever needs none can say so"

    later = (starts(other) - HOUR + DAY).astimezone(ZoneInfo(ZONE))
    asked = {"start": f"{later:%Y-%m-%dT%H:%M}"}
    path = f"/api/bookings/{first['id']}/move"
    moved = expect(shop.staff.post(path, json=asked))["booking"]
    await it_is(starts(other) - DAY, shop.server.crash)
    await stays.have(1, 0)
    assert len(moves.days) == 1

    await it_is(starts(other) - HOUR, shop.server.restart)  # a day before what was moved
    await stays.have(1, 1)
    await moves.have(2, 0)
    assert f"{later:%I:%M}" in str(moves.days[1].mail["Subject"])
    await it_is(starts(moved) - HOUR, shop.server.crash)
    await moves.have(2, 1)
    assert "Rosenthaler Str. 40" in moves.hours[0].text("plain")
    assert (len(stays.days), len(stays.hours)) == (1, 1)
