"""Staff are told in their chats of what needs a person: once when it begins, once when it ends, and
of a storm by so many messages and one line more."""

import os
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from holdfast.flows.stuck.alerting import MOST_AN_HOUR, DailyCopies, look_for_alerts
from holdfast.kit import utc_now
from tests.db.flows.mailing.post_office import PostOffice
from tests.db.flows.mailing.test_chats import linked, office, sending, telegram
from tests.support.telegram import Chat, TelegramServer

__all__ = ["office", "telegram"]


@pytest.fixture
async def chat(office: PostOffice, telegram: TelegramServer) -> Chat:
    """A manager's."""
    made = telegram.chat("Boss")
    await linked(office, await a_manager(office, "boss"), made)
    return made


async def a_manager(office: PostOffice, name: str) -> UUID:
    user = await office.a_person(f"{name}@x.example")
    await office.parts.database.pool.execute(
        "UPDATE users SET roles = '{manager}' WHERE id = $1", user
    )
    return user


async def goes_away(office: PostOffice, *providers: str) -> None:
    began = utc_now() - timedelta(minutes=6)
    for one in providers:
        await office.parts.database.pool.execute(
            "INSERT INTO payment_outages (provider, began_at, last_at, tries, detail)"
            " VALUES ($1, $2, now(), 20, 'no answer')",
            one, began,
        )  # fmt: skip


async def comes_back(office: PostOffice) -> None:
    await office.parts.database.pool.execute("DELETE FROM payment_outages")


async def test_what_needs_a_person_is_told_once_when_it_begins_and_once_when_it_ends(
    office: PostOffice, telegram: TelegramServer, chat: Chat
) -> None:
    """With where to see to it. A client hears of it as little as a photographer."""
    database = office.parts.database
    client = telegram.chat("Ann")
    await linked(office, await office.a_person("ann@x.example"), client)
    assert await look_for_alerts(database) == 0
    async with sending(office, telegram):
        await goes_away(office, "stripe")
        assert [await look_for_alerts(database) for _ in range(3)] == [1, 0, 0]
        await office.until(lambda log: [one["status"] for one in log] == ["sent"], "it is told")
        await comes_back(office)
        assert [await look_for_alerts(database) for _ in range(3)] == [1, 0, 0]
        await office.until(lambda log: len(log) == 2 and log[1]["status"] == "sent", "it ended")
        await goes_away(office, "stripe")
        assert await look_for_alerts(database) == 1, "another time it is another alert"
        await office.until(lambda log: len(log) == 3 and log[2]["status"] == "sent", "once more")
    began, ended, again = (one.text for one in chat.messages)
    assert began.startswith("stripe has not answered for 6 min")
    assert "https://shop.example/staff/payments" in began
    assert ended.startswith("stripe answers again")
    assert again.startswith("stripe has not answered")
    assert client.messages == []


async def test_a_storm_is_gathered_into_one_line_an_hour(
    office: PostOffice, telegram: TelegramServer, chat: Chat
) -> None:
    """What comes while it lasts waits for the next hour; what is over by then is told nobody."""
    database = office.parts.database
    async with sending(office, telegram):
        await goes_away(office, *(f"bank{number:02}" for number in range(MOST_AN_HOUR + 7)))
        assert await look_for_alerts(database) == MOST_AN_HOUR + 1
        assert await look_for_alerts(database) == 0
        await goes_away(office, "later", "over")
        assert await look_for_alerts(database) == 0
        await database.pool.execute("DELETE FROM payment_outages WHERE provider = 'over'")
        assert await look_for_alerts(database) == 0
        await database.pool.execute("UPDATE alert_tellings SET at = at - interval '1 hour'")
        assert await look_for_alerts(database) == 1
        await office.until(
            lambda log: [one["status"] for one in log] == ["sent"] * (MOST_AN_HOUR + 2), "all"
        )
    said = [one.text for one in chat.messages]
    assert sum("has not answered" in one for one in said) == MOST_AN_HOUR + 1
    assert sum(one.startswith("And 7 more alerts began or ended") for one in said) == 1
    assert any(one.startswith("later has not answered") for one in said)
    assert not any("over" in one.partition(" ")[0] for one in said)


async def test_what_was_given_up_is_told_with_the_page_of_what_is_stuck(
    office: PostOffice, telegram: TelegramServer, chat: Chat
) -> None:
    """That there is one more of it is no news."""
    database = office.parts.database
    async with sending(office, telegram):
        for number in (1, 2):
            await database.pool.execute(
                "INSERT INTO dead_jobs (original_id, queue, payload, headers, deliveries_count,"
                " created_at, failure_reason) VALUES ($1, 'refund', '{}', '{}', 9, now(), 'no')",
                number,
            )
            assert await look_for_alerts(database) == 2 - number
        await office.until(lambda log: bool(log) and log[-1]["status"] == "sent", "it is told")
    (told,) = chat.messages
    assert told.text.startswith("Given up: the job refund (1)")
    assert "https://shop.example/staff/stuck" in told.text


async def test_that_nothing_was_backed_up_for_a_day_is_told(
    office: PostOffice, telegram: TelegramServer, chat: Chat, tmp_path: Path
) -> None:
    """Until there is a copy again; what else lies in the folder is none."""
    database, folder, data = office.parts.database, tmp_path / "copies", tmp_path / "data"
    folder.mkdir()
    data.mkdir()
    (folder / "notes.tar.gz").write_bytes(b"")
    long_ago = utc_now() - timedelta(hours=30)
    copies = DailyCopies(folder, data, long_ago)
    async with sending(office, telegram):
        assert await look_for_alerts(database, DailyCopies(tmp_path, data, utc_now())) == 0
        assert [await look_for_alerts(database, copies) for _ in range(2)] == [1, 0]
        await office.until(lambda log: [one["status"] for one in log] == ["sent"], "it is told")
        (folder / "2026-11-26.tar.gz").write_bytes(b"")
        assert await look_for_alerts(database, copies) == 1
        await office.until(lambda log: len(log) == 2 and log[1]["status"] == "sent", "it ended")
    began, ended = (one.text for one in chat.messages)
    assert began.startswith("Nothing was backed up for 30 h")
    assert ended.startswith("Backups are made again")


def test_how_long_nothing_was_backed_up_is_known_after_a_start(tmp_path: Path) -> None:
    """Also while the folder cannot be read; what was known of another folder is of no account."""
    folder, data, now = tmp_path / "copies", tmp_path / "data", utc_now()
    data.mkdir()

    def started(hours: int, where: Path = folder) -> DailyCopies:
        return DailyCopies(where, data, now + timedelta(hours=hours))

    def late(copies: DailyCopies, hours: int) -> list[int]:
        return [one.count for one in copies.late(now + timedelta(hours=hours))]

    folder.mkdir()
    assert late(started(0), 1) == []
    assert late(started(20), 21) == []
    assert late(started(40), 41) == [41]
    assert late(started(41, tmp_path / "others"), 42) == []
    copy = folder / "2026-11-26.tar.gz"
    copy.write_bytes(b"")
    made = now + timedelta(hours=42)
    os.utime(copy, (made.timestamp(), made.timestamp()))
    assert late(started(42), 43) == []
    copy.unlink()
    folder.rmdir()
    folder.symlink_to(folder)  # nothing can be read there
    assert late(started(44), 45) == []
    assert late(started(80), 81) == [39]
