"""Who runs a shop, and what it promises and asks: texts about contacts, delivery, returns,
cancelling sessions, privacy, cookies and terms, in its languages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal, TypeAlias, get_args

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.errors import Problem
from holdfast.shop.tables import shop_policies

AgreedName: TypeAlias = Literal["delivery", "returns", "cancellation", "privacy", "terms"]
"""What whoever orders agrees to."""
PolicyName: TypeAlias = Literal["contacts", AgreedName, "cookies"]
"""``contacts``: who runs the shop and how they are reached, which many countries ask of one;
``cancellation``: of sessions; ``cookies``: what is kept in a browser."""
AGREED: Final[tuple[AgreedName, ...]] = get_args(AgreedName)
POLICIES: Final[tuple[PolicyName, ...]] = get_args(PolicyName)


class PolicyNotFound(Problem):
    """The shop has no text of this name."""

    status = 404
    code = "policy-not-found"
    title = "The shop has no such text"


class Policy(Struct, frozen=True):
    """One text in one language, as plain HTML."""

    name: PolicyName
    locale: str
    html: str
    changed_at: datetime


async def read_policies(
    connection: AsyncConnection, name: PolicyName | None = None
) -> list[Policy]:
    """All texts of the shop, or those of that name."""
    columns = (
        shop_policies.c.name,
        shop_policies.c.locale,
        shop_policies.c.html,
        shop_policies.c.changed_at,
    )
    statement = sa.select(*columns).order_by(shop_policies.c.name, shop_policies.c.locale)
    if name is not None:
        statement = statement.where(shop_policies.c.name == name)
    return [Policy(*row) for row in await connection.execute(statement)]


async def policy_names(connection: AsyncConnection) -> list[str]:
    """Of which the shop has a text, in any language."""
    found = await connection.execute(sa.select(shop_policies.c.name).distinct())
    names = {row.name for row in found}
    return [one for one in POLICIES if one in names]


def policy_in(texts: Sequence[Policy], locale: str, languages: Sequence[str]) -> Policy | None:
    """The text in that language, else in the first of the shop's that has it, else any."""
    by_locale = {one.locale: one for one in texts}
    wanted = (locale, *languages, *by_locale)
    return next((by_locale[one] for one in wanted if one in by_locale), None)


async def put_policy(connection: AsyncConnection, name: PolicyName, locale: str, html: str) -> None:
    """Keep a text; an empty one is none."""
    if not html:
        here = (shop_policies.c.name == name) & (shop_policies.c.locale == locale)
        await connection.execute(sa.delete(shop_policies).where(here))
        return
    statement = insert(shop_policies).values(name=name, locale=locale, html=html)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["name", "locale"],
            set_={"html": statement.excluded.html, "changed_at": sa.func.now()},
        )
    )
