"""Mails of repeat orders say what is ordered and what it costs."""

from datetime import timedelta
from uuid import UUID

from holdfast.people import Principal, user_owner
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.repeats.repeating import (
    look,
    repeated_goods,
    repeating,
)
from tests.db.flows.repeats.test_repeated_packages import a_membership, member


async def _text(office: PostOffice, kind: str) -> str:
    """Of the one mail of that kind, once it is sent."""
    await office.until(
        lambda log: [one["status"] for one in log if one["kind"] == kind] == ["sent"], kind
    )
    return str(office.server.took[-1].text("plain"))


def _buyer(user: UUID) -> Principal:
    return Principal(user_owner(user), "user", frozenset({"customer"}))


async def test_some_days_before_the_mail_says_what_it_costs_by_then(database_url: str) -> None:
    async with opened_office(database_url) as office:
        parts, user = office.parts, await office.a_person("buyer@mail.example")
        one = await repeating(parts, _buyer(user), await repeated_goods(parts, 9), quantity=2)
        async with office.open():
            await look(parts, one.due_on - timedelta(days=3))
            assert "€9 at today's prices" in await _text(office, "repeat-coming")


async def test_of_a_package_both_mails_name_it_and_what_it_costs(database_url: str) -> None:
    async with opened_office(database_url) as office:
        parts, user = office.parts, await office.a_person("buyer@mail.example")
        one = await member(parts, _buyer(user), await a_membership(parts))
        async with office.open():
            await look(parts, one.due_on - timedelta(days=3))
            text = await _text(office, "repeat-coming")
            assert "1 × Ten hours" in text
            assert "€500 at today's prices" in text
            await look(parts, one.due_on)
            text = await _text(office, "repeat-ordered")
        assert "Ten hours" in text
        assert "To pay: €500" in text


async def test_the_mail_before_says_by_how_much_it_is_dearer_than_the_last(
    database_url: str,
) -> None:
    async with opened_office(database_url) as office:
        parts, user = office.parts, await office.a_person("buyer@mail.example")
        package = await a_membership(parts)
        one = await member(parts, _buyer(user), package)
        for price, said in ((48_000, False), (55_000, True)):
            package = await changed(parts, package, items=(replace(HOURS, price=price),))
            async with office.open():
                await look(parts, one.due_on - timedelta(days=3))
                text = await _text(office, "repeat-coming")
            assert f"€{price // 100} at today's prices" in text
            assert ("€50 more than the €500 that you paid last time" in text) == said
            if not said:
                await skip_repeat(parts, Caller(_buyer(user)), one.id)
                one = await now_of(parts, one)
