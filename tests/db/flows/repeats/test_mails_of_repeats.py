"""Mails of repeat orders say what is ordered and what it costs."""

from datetime import timedelta
from uuid import UUID

from msgspec.structs import replace

from holdfast.people import Principal, user_owner
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.packages.having import HOURS
from tests.db.flows.repeats.repeating import (
    look,
    repeated_goods,
    repeating,
)
from tests.db.flows.repeats.test_repeated_packages import a_membership, changed, member


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
            text = await _text(office, "repeat-coming")
    assert "€9 at today's prices" in text
    assert "more than the" not in text, "as much as the last"


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
        await changed(parts, package, items=(replace(HOURS, price=55_000),))
        async with office.open():
            await look(parts, one.due_on - timedelta(days=3))
            text = await _text(office, "repeat-coming")
    assert "€550 at today's prices" in text
    assert "€50 more than the €500 that you paid last time" in text
