"""Newsletters go to each who is subscribed, at most once, and stand behind whatever is awaited."""

import asyncio
import re
import time
from collections import Counter

import pytest

from holdfast.flows.mailing.wanting import read_left, want_by_link
from holdfast.flows.newsletters.keeping import (
    NewsletterMoved,
    change_newsletter,
    known_newsletter,
    schedule_newsletter,
    stop_newsletter,
)
from holdfast.flows.newsletters.readers import count_readers
from holdfast.flows.newsletters.sending import forget_told, send_newsletters
from holdfast.flows.promotions.customer_groups import add_member, make_group
from holdfast.groups import GroupTerms
from holdfast.kit import new_id
from holdfast.mail import claim_mail
from holdfast.newsletters import (
    BadNewsletter,
    Counted,
    Newsletter,
    NewsletterChangedMeanwhile,
    NewsletterTerms,
    Words,
    ask_for_it,
    subscribe_shown,
    subscriber_at,
    unsubscribe,
)
from tests.db.flows.buying import new_goods
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.mailing.subscribers import STAFF, a_newsletter, counted, some_readers
from tests.support.mail_server import Took
from tests.support.mailing_process import mailer_on
from tests.support.patience import PATIENCE

A_LOOK = 10
"""Mails that go between two looks, at 300 a minute."""


async def until_sent(office: PostOffice, found: Newsletter) -> Newsletter:
    deadline = time.monotonic() + PATIENCE
    while (now := await known_newsletter(office.parts, found.id)).ended_at is None:
        assert time.monotonic() < deadline, await office.log()
        await send_newsletters(office.mailing)
        await asyncio.sleep(0.03)
    return now


def leave_link(took: Took) -> str:
    """Of the header by which programs of mail leave."""
    found = re.fullmatch(r"<https://shop\.example/hooks/mail/(\S+)>", took.mail["List-Unsubscribe"])
    assert found
    return found[1]


async def test_each_reads_it_once_in_their_language_with_what_it_costs_now(
    database_url: str,
) -> None:
    async with opened_office(database_url) as office:
        (ann,) = await some_readers(office, 1)
        (ivan,) = await some_readers(office, 1, "ru")
        (kim,) = await some_readers(office, 1, "ko")
        goods = await new_goods(office.parts, 5, price=1350)
        found = await a_newsletter(
            office, products=(goods.product_id,),
            en=Words("New *this* week", "# Hello\n\n[See it](/new)"),
            ru=Words("Новинки", "Привет, <b>мир</b>"),
        )  # fmt: skip
        async with office.open():
            done = await until_sent(office, found)
        assert (done.status, done.written) == ("sent", 3)
        assert await counted(office, found) == Counted(sent=3)
        assert Counter(one.to for one in office.server.took) == Counter([ann, ivan, kim])
        by = {one.to: one for one in office.server.took}
        assert by[ann].mail["Subject"] == by[kim].mail["Subject"] == "New *this* week"
        assert by[ivan].mail["Subject"] == "Новинки"
        assert by[ann].mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        page, plain = by[ann].text("html"), by[ann].text("plain")
        assert 'href="https://shop.example/new"' in page
        assert "€13.50" in page and "€13.50" in plain
        assert "&lt;b&gt;мир&lt;/b&gt;" in by[ivan].text("html")
        assert "Unsubscribe: https://shop.example/unsubscribe#" in plain
        assert await send_newsletters(office.mailing) == 0


async def test_who_leaves_by_its_link_gets_no_other_and_is_counted(database_url: str) -> None:
    async with opened_office(database_url) as office:
        (ann,) = await some_readers(office, 1)
        first = await a_newsletter(office)
        async with office.open():
            await until_sent(office, first)
            link = leave_link(office.server.took[0])
            assert (await read_left(office.parts.database, office.mailing, link)).wanted
            for _ in range(2):
                gone = await want_by_link(office.parts.database, office.mailing, link, wanted=False)
                assert not gone.wanted
            second = await until_sent(office, await a_newsletter(office))
            assert second.written == 0
            await want_by_link(office.parts.database, office.mailing, link, wanted=True)
            third = await until_sent(office, await a_newsletter(office))
            assert third.written == 1
        assert (await counted(office, first)).left == 1
        assert [one.to for one in office.server.took] == [ann, ann]


async def test_by_its_link_it_comes_in_another_language_from_then_on(database_url: str) -> None:
    async with opened_office(database_url) as office:
        await some_readers(office, 1)
        async with office.open():
            await until_sent(office, await a_newsletter(office))
            link = leave_link(office.server.took[0])
            way = office.parts.database, office.mailing, link
            before = await read_left(*way)
            assert (before.wanted, before.locale) == (True, "en")
            changed = await want_by_link(*way, wanted=True, locale="ru")
            assert (changed.wanted, changed.locale) == (True, "ru")
            unspoken = await want_by_link(*way, wanted=True, locale="xx")
            assert unspoken.locale == "ru"
            gone = await want_by_link(*way, wanted=False, locale="ko")
            assert (gone.wanted, gone.locale) == (False, None)
            back = await want_by_link(*way, wanted=True)
            assert back.locale == "ru"
            second = await a_newsletter(
                office, en=Words("News", "Hello"), ru=Words("Новинки", "Привет")
            )
            await until_sent(office, second)
        assert office.server.took[-1].mail["Subject"] == "Новинки"


async def test_who_leaves_while_it_goes_out_does_not_get_it(database_url: str) -> None:
    async with opened_office(database_url) as office:
        ann, ben = await some_readers(office, 2)
        found = await a_newsletter(office)
        await send_newsletters(office.mailing)
        assert len(await office.log(status="waiting")) == 2
        async with office.parts.database.transaction() as connection:
            subscriber = await subscriber_at(connection, ann)
            assert subscriber is not None
        link = office.mailing.leave_link(f"{subscriber.owner} {found.id}", "newsletter")
        await want_by_link(office.parts.database, office.mailing, link, wanted=False)
        async with office.open():
            await until_sent(office, found)
        assert [one.to for one in office.server.took] == [ben]
        assert await counted(office, found) == Counted(sent=1, dropped=1, left=1)


async def test_who_is_subscribed_later_does_not_get_what_was_begun(database_url: str) -> None:
    async with opened_office(database_url) as office:
        await some_readers(office, A_LOOK + 1)
        found = await a_newsletter(office)
        assert await send_newsletters(office.mailing) == A_LOOK
        await some_readers(office, 1)
        async with office.open():
            done = await until_sent(office, found)
        assert done.written == A_LOOK + 1


async def test_a_newsletter_for_a_group_goes_to_its_members_who_are_subscribed(
    database_url: str,
) -> None:
    async with opened_office(database_url) as office:
        group = await make_group(office.parts, STAFF, GroupTerms(name="Club"))
        user = await office.a_person("ann@club.example")
        other = await office.a_person("ben@club.example")
        for one in (user, other):
            await add_member(office.parts, STAFF, group.id, one)
        async with office.parts.database.transaction() as connection:
            await subscribe_shown(connection, "Ann@club.example", "en")
            await subscribe_shown(connection, "eve@else.example", "en")
        assert await count_readers(office.parts.database.pool, group.id) == 1
        assert await count_readers(office.parts.database.pool, None) == 2
        async with office.open():
            done = await until_sent(office, await a_newsletter(office, group=group.id))
        assert done.written == 1
        assert [one.to for one in office.server.took] == ["ann@club.example"]


async def test_what_is_stopped_reaches_nobody_more(database_url: str) -> None:
    async with opened_office(database_url) as office:
        await some_readers(office, A_LOOK * 2)
        found = await a_newsletter(office)
        assert await send_newsletters(office.mailing) == A_LOOK
        stopped = await stop_newsletter(office.parts, STAFF, found.id)
        assert stopped.status == "stopped"
        async with office.open():
            await office.until(
                lambda log: all(one["status"] == "dropped" for one in log), "what waited is dropped"
            )
            assert await send_newsletters(office.mailing) == 0
        assert office.server.took == []
        with pytest.raises(NewsletterMoved):
            await stop_newsletter(office.parts, STAFF, found.id)


async def test_what_has_not_begun_is_called_back_changed_and_sent_after_all(
    database_url: str,
) -> None:
    async with opened_office(database_url) as office:
        await some_readers(office, 1)
        found = await a_newsletter(office)
        assert (await stop_newsletter(office.parts, STAFF, found.id)).is_draft
        assert await send_newsletters(office.mailing) == 0
        terms = NewsletterTerms(texts={"en": Words("Other", "Words")})
        await change_newsletter(office.parts, STAFF, found.id, terms)
        await schedule_newsletter(office.parts, STAFF, found.id, None)
        with pytest.raises(NewsletterMoved):
            await change_newsletter(office.parts, STAFF, found.id, terms)
        async with office.open():
            await until_sent(office, found)
        assert office.server.took[0].mail["Subject"] == "Other"


async def test_of_two_saves_of_one_version_at_once_one_counts_and_none_slips_under_a_send(
    database_url: str,
) -> None:
    async with opened_office(database_url) as office:
        await some_readers(office, 1)
        for _ in range(5):
            read = await a_newsletter(office, scheduled=False)
            asked = [NewsletterTerms(texts={"en": Words(f"No. {one}", "x")}) for one in range(6)]
            saves = await asyncio.gather(
                *(change_newsletter(office.parts, STAFF, read.id, one, read.version)
                  for one in asked),
                schedule_newsletter(office.parts, STAFF, read.id, None, read.version),
                return_exceptions=True,
            )  # fmt: skip
            (done,) = [one for one in saves if isinstance(one, Newsletter)]
            refused = [one for one in saves if not isinstance(one, Newsletter)]
            assert all(
                isinstance(one, NewsletterChangedMeanwhile | NewsletterMoved) for one in refused
            ), refused
            now = await known_newsletter(office.parts, read.id)
            assert now.texts == done.texts
            assert now.is_draft or now.texts == read.texts


async def test_without_words_in_the_shops_language_none_goes(database_url: str) -> None:
    async with opened_office(database_url) as office:
        made = await a_newsletter(office, scheduled=False, ru=Words("Новинки", ""))
        with pytest.raises(BadNewsletter) as refused:
            await schedule_newsletter(office.parts, STAFF, made.id, None)
        assert [one.field for one in refused.value.errors] == [
            "texts.en.title", "texts.en.text", "texts.ru.text",
        ]  # fmt: skip


async def test_no_more_wait_than_go_out_at_once_and_what_is_awaited_goes_before_them(
    database_url: str,
) -> None:
    async with opened_office(database_url) as office:
        await some_readers(office, A_LOOK * 3)
        await a_newsletter(office)
        assert [await send_newsletters(office.mailing) for _ in range(3)] == [A_LOOK, 0, 0]
        pool = office.parts.database.pool
        await pool.execute(
            "INSERT INTO mails (id, event, kind, subject_id, owner, address, name, locale, said,"
            " status, due_at, late_at) VALUES ($1, 'e', 'order-paid', 'o', 'user:x', 'a@x.example',"
            " '', 'en', '{}', 'waiting', clock_timestamp(), clock_timestamp() + interval '1 day')",
            new_id(),
        )  # fmt: skip
        claimed = [await claim_mail(pool, "mail", 60.0) for _ in range(A_LOOK + 2)]
        kinds = [None if one is None else one.kind for one in claimed]
        assert kinds == ["order-paid", *["newsletter"] * A_LOOK, None]


async def test_an_address_that_is_put_off_keeps_no_other_reader_and_no_other_newsletter(
    database_url: str,
) -> None:
    async with opened_office(database_url) as office:
        emails = await some_readers(office, A_LOOK * 2 + 1)
        slow = set(emails[:A_LOOK])
        office.server.trouble = lambda to: "put-off" if to in slow else "none"
        first, second = await a_newsletter(office), await a_newsletter(office)
        async with office.open(mailer_on(office.mailing, office.server.port, 600.0)):
            deadline = time.monotonic() + PATIENCE
            while len(office.server.took) < 2 * (A_LOOK + 1):
                assert time.monotonic() < deadline, Counter(one.to for one in office.server.took)
                await send_newsletters(office.mailing)
                await asyncio.sleep(0.03)
        assert (await counted(office, first)).waiting == A_LOOK
        assert (await counted(office, second)).waiting == A_LOOK


async def test_who_never_confirmed_and_who_left_long_ago_is_forgotten(database_url: str) -> None:
    async with opened_office(database_url) as office:
        pool = office.parts.database.pool
        stays, leaves, left_lately = await some_readers(office, 3)
        async with office.parts.database.transaction() as connection:
            for email in (leaves, left_lately):
                found = await subscriber_at(connection, email)
                assert found is not None
                await unsubscribe(connection, found.id, "account")
            await ask_for_it(connection, "new@x.example", "en", "foot")
            await ask_for_it(connection, "old@x.example", "en", "foot")
        await pool.execute(
            "UPDATE newsletter_subscribers SET asked_at = asked_at - interval '4 days',"
            " unsubscribed_at = unsubscribed_at - interval '366 days' WHERE email = ANY($1)",
            ["old@x.example", leaves, stays],
        )
        await forget_told(office.mailing)
        rows = await pool.fetch("SELECT email FROM newsletter_subscribers")
        assert {row["email"] for row in rows} == {stays, left_lately, "new@x.example"}
        consents = await pool.fetch("SELECT DISTINCT subscriber_id FROM newsletter_consents")
        assert len(consents) == 3
