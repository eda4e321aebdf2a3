"""Staff are told in their chats of what needs a person: once when it begins, once when it ends, and
of a storm by so many messages and one line more."""

import os
import shutil
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from holdfast.flows.stuck.alerting import MOST_AN_HOUR, look_for_alerts
from holdfast.flows.stuck.watched import WATCHED, DailyCopies, Here
from holdfast.kit import utc_now
from holdfast.kit.sentences import in_language
from tests.db.flows.mailing.post_office import PostOffice
from tests.db.flows.mailing.test_chats import linked, office, sending, telegram
from tests.support.telegram import Chat, TelegramServer

__all__ = ["office", "telegram"]

NEEDS_A_PERSON = """
INSERT INTO payouts (id, seller_id, currency, amount, status, provider, account)
SELECT gen_random_uuid(), gen_random_uuid(), 'EUR', 5, 'refused', 'stripe', 'a'
FROM generate_series(1, 2);
INSERT INTO disputes
SELECT gen_random_uuid(), gen_random_uuid(), 'stripe', d::text, 5, 'EUR', 'open', '',
       now() + make_interval(hours => d), '', 0, now(), now()
FROM unnest(ARRAY[-1, 24, 72]) AS d;
INSERT INTO jobs (queue, payload, headers, next_attempt_at)
SELECT 'refund', '', '{}', now() - make_interval(mins => late)
FROM unnest(ARRAY[1, 20, -20]) AS late;
INSERT INTO resources
    (id, kind, name, texts, zone, capacity, cell_minutes, buffer_before, buffer_after,
     lead_minutes, horizon_days, tags, status, revision)
VALUES ('00000000-0000-7000-8000-000000000001', 'photographer', 'Ann', '{}', 'UTC', 1, 15,
        0, 0, 0, 1, '[]', 'active', 1);
INSERT INTO outside_calendars
    (id, resource_id, provider, address, name, silent, state, connected_by)
VALUES (gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 'caldav', '', '', 'blocks',
        'refused', '');
INSERT INTO payments
    (id, purpose, subject_id, provider, reference, amount, currency, status, settled_at)
VALUES (gen_random_uuid(), 'order', gen_random_uuid(), 'stripe', 'r', 5, 'EUR',
        'refund-failed', now());
"""


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
    assert await look_for_alerts(Here(database)) == 0
    async with sending(office, telegram):
        await goes_away(office, "stripe")
        assert [await look_for_alerts(Here(database)) for _ in range(3)] == [1, 0, 0]
        await office.until(lambda log: [one["status"] for one in log] == ["sent"], "it is told")
        await comes_back(office)
        assert [await look_for_alerts(Here(database)) for _ in range(3)] == [1, 0, 0]
        await office.until(lambda log: len(log) == 2 and log[1]["status"] == "sent", "it ended")
        await goes_away(office, "stripe")
        assert await look_for_alerts(Here(database)) == 1, "another time it is another alert"
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
        assert await look_for_alerts(Here(database)) == MOST_AN_HOUR + 1
        assert await look_for_alerts(Here(database)) == 0
        await goes_away(office, "later", "over")
        assert await look_for_alerts(Here(database)) == 0
        await database.pool.execute("DELETE FROM payment_outages WHERE provider = 'over'")
        assert await look_for_alerts(Here(database)) == 0
        await database.pool.execute("UPDATE alert_tellings SET at = at - interval '1 hour'")
        assert await look_for_alerts(Here(database)) == 1
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
            assert await look_for_alerts(Here(database)) == 2 - number
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
        assert await look_for_alerts(Here(database, DailyCopies(tmp_path, data, utc_now()))) == 0
        assert [await look_for_alerts(Here(database, copies)) for _ in range(2)] == [1, 0]
        await office.until(lambda log: [one["status"] for one in log] == ["sent"], "it is told")
        (folder / "2026-11-26.tar.gz").write_bytes(b"")
        assert await look_for_alerts(Here(database, copies)) == 1
        await office.until(lambda log: len(log) == 2 and log[1]["status"] == "sent", "it ended")
    began, ended = (one.text for one in chat.messages)
    assert began.startswith("Nothing was backed up for 30 h")
    assert ended.startswith("Backups are made again")


async def test_what_the_shop_turns_off_is_told_nobody(
    office: PostOffice, telegram: TelegramServer, chat: Chat
) -> None:
    """Neither that it began nor that it ended; once it is on again, what goes on is told."""
    here = Here(office.parts.database)
    off = ["provider-away"]
    async with sending(office, telegram):
        await goes_away(office, "stripe")
        assert await look_for_alerts(here, off) == 0
        assert await look_for_alerts(here) == 1
        await office.until(lambda log: [one["status"] for one in log] == ["sent"], "it is told")
        await comes_back(office)
        assert await look_for_alerts(here, off) == 0
        assert await look_for_alerts(here) == 0
    assert len(chat.messages) == 1


async def test_money_and_queues_that_need_a_person_are_seen(
    office: PostOffice, tmp_path: Path
) -> None:
    """Each by its own name, and in words of each language."""
    database = office.parts.database
    await database.pool.execute(NEEDS_A_PERSON)
    here = Here(database, disks=[tmp_path])
    assert await look_for_alerts(here) == 5
    rows = await database.pool.fetch("SELECT name, subject, count FROM shop_alerts ORDER BY 1")
    assert [(*row,) for row in rows] == [
        ("calendar-refused", "Ann", 1),
        ("dispute-due", "stripe", 1),
        ("jobs-late", "refund", 1),
        ("payout-refused", "stripe", 2),
        ("refund-failed", "refunds", 1),
    ]
    for watched in WATCHED.values():
        began, ended = watched.began("stripe", 3), watched.ended("stripe")
        for said in (began, ended):
            assert {in_language(said, one) for one in ("en", "ru", "ko")} != {str(said)}, said


async def test_a_disk_that_is_nearly_full_is_told_with_what_is_left(
    monkeypatch: pytest.MonkeyPatch, office: PostOffice, tmp_path: Path
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(100, 96, 4))
    seen = await WATCHED["disk-full"].look(Here(office.parts.database, disks=[tmp_path]))
    assert [(one.subject, one.count) for one in seen] == [(str(tmp_path), 4)]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(100, 95, 5))
    assert await WATCHED["disk-full"].look(Here(office.parts.database, disks=[tmp_path])) == []


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
