"""Mails of repeat orders that a kept card pays: which card will be charged, and why it was not."""

from datetime import timedelta

import pytest

from holdfast.payments import Declined
from holdfast.people import Principal, user_owner
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.repeats.charging import by_card, charge, charging
from tests.db.flows.repeats.repeating import look, now_of, ordered, repeated_goods
from tests.support.banks import Bank

LINK = "https://shop.example/pay/"


async def _text(office: PostOffice, kind: str) -> str:
    """Of the one mail of that kind, once it is sent."""
    await office.until(
        lambda log: [one["status"] for one in log if one["kind"] == kind] == ["sent"], kind
    )
    return str(office.server.took[-1].text("plain"))


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        ("authentication", "Your bank wants you to confirm this payment"),
        ("declined", "Your card was declined"),
        ("later", "We try it again in a day"),
    ],
)
async def test_the_mail_with_the_link_says_why_the_card_was_not_charged(
    database_url: str, bank: Bank, refusal: Declined, said: str
) -> None:
    async with opened_office(database_url) as office, charging(office.parts, bank) as parts:
        user = await office.a_person("buyer@mail.example")
        buyer = Principal(user_owner(user), "user", frozenset({"customer"}))
        one = await by_card(parts, bank, buyer, await repeated_goods(parts, 9))
        assert one.card is not None
        bank.refuse(one.card.id, refusal)
        async with office.open():
            await look(parts, one.due_on)
            (placed,) = await ordered(parts, one)
            await charge(parts, placed)
            text = await _text(office, "repeat-ordered")
        assert said in text
        assert LINK in text


async def test_some_days_before_the_mail_names_the_card_and_says_if_it_expires(
    database_url: str, bank: Bank
) -> None:
    async with opened_office(database_url) as office, charging(office.parts, bank) as parts:
        user = await office.a_person("buyer@mail.example")
        buyer = Principal(user_owner(user), "user", frozenset({"customer"}))
        one = await by_card(parts, bank, buyer, await repeated_goods(parts, 9))
        async with office.open():
            await look(parts, one.due_on - timedelta(days=3))
            said = f"{bank.shown[0].capitalize()} •••• {bank.shown[1]} is charged that day."
            assert said in await _text(office, "repeat-coming")
        await parts.database.pool.execute("DELETE FROM mails")
        await parts.database.pool.execute(
            "UPDATE repeat_orders SET told_on = NULL, card = card || $2::jsonb WHERE id = $1",
            one.id, f'{{"expires_year": {one.due_on.year - 1}, "expires_month": 12}}',
        )  # fmt: skip
        assert (await now_of(parts, one)).card_ends_before
        async with office.open():
            # The key of that day's telling is used; as by the next one.
            await parts.database.pool.execute(
                "UPDATE repeat_orders SET next_on = next_on + 1 WHERE id = $1", one.id
            )
            await look(parts, one.due_on - timedelta(days=2))
            assert "expires before that day" in await _text(office, "repeat-coming")
