"""Texts to begin with, from what the shop has decided: staff take them over and change them."""

from collections.abc import Sequence

from msgspec import Struct

from holdfast.booking.services import any_service, load_rules
from holdfast.db.engine import Database
from holdfast.kit.locales import LOCALES
from holdfast.shop import (
    POLICIES,
    PolicyName,
    SessionRules,
    put_policy,
    raise_shop,
    read_settings,
    starter_text,
)

__all__ = ["StarterText", "publish_starters", "starter_texts"]


class StarterText(Struct, frozen=True):
    """One text in one language, as plain HTML."""

    name: PolicyName
    locale: str
    html: str


async def starter_texts(
    database: Database, *, sellers: bool = False, analytics: Sequence[str] = ()
) -> list[StarterText]:
    """All of them, in every language; that about sessions only where the shop sells any.
    ``sellers``: whether others sell here; ``analytics``: services that are told of visitors."""
    async with database.read() as connection:
        shop = await read_settings(connection)
    sessions = await _session_rules(database)
    return [
        StarterText(
            name,
            locale,
            starter_text(name, locale, shop, sessions, sellers=sellers, analytics=analytics),
        )
        for name in POLICIES
        if name != "cancellation" or sessions is not None
        for locale in LOCALES
    ]


async def publish_starters(
    database: Database, texts: Sequence[StarterText], said: Sequence[tuple[str, str]]
) -> None:
    """Make them the shop's own, with what they leave open ``said``: for the demo."""
    async with database.transaction() as connection:
        for one in texts:
            html = one.html
            for left_open, meant in said:
                html = html.replace(left_open, meant)
            await put_policy(connection, one.name, one.locale, html)
        await raise_shop(connection)


async def _session_rules(database: Database) -> SessionRules | None:
    if not await any_service(database.pool):
        return None
    policy = (await load_rules(database.pool)).policy
    return SessionRules(
        steps=tuple((step.minutes, step.percent) for step in policy.steps),
        moves=policy.moves,
        move_minutes=policy.move_minutes,
        no_show_minutes=policy.no_show_minutes,
        weather=policy.weather,
    )
