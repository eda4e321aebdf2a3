"""Staff say what of sales is the shop's commission: rules are added, and hold from a moment on."""

from datetime import datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct, to_builtins
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import refuse
from holdfast.kit import FieldError, Problem, new_id, shop_now
from holdfast.kit.sentences import say
from holdfast.ledger import KeyReused
from holdfast.sellers import (
    MAX_RULES,
    CommissionRule,
    add_rule,
    lock_rules,
    rule_under,
    seller_of,
)

__all__ = ["BadRule", "RuleAsked", "make_rule"]

_CATEGORY: Final = sa.text("SELECT EXISTS (SELECT FROM categories WHERE id = :id)")


class BadRule(Problem):
    """A rule that cannot be so; ``errors`` names each field at fault."""

    status = 422
    code = "commission-invalid"
    title = "The rule cannot be saved like this"


class RuleAsked(Struct, frozen=True):
    """As staff want it; without ``begins_at`` it holds from now on."""

    seller_id: UUID | None = None
    category_id: UUID | None = None
    rate: int | None = None
    fixed: int = 0
    currency: str | None = None
    begins_at: datetime | None = None


async def make_rule(database: Database, caller: Caller, asked: RuleAsked) -> CommissionRule:
    """The new rule; the first one, if the request is a repetition. Raises :class:`BadRule`."""
    key = None if caller.key is None else caller.key.text
    async with database.transaction() as connection:
        known = await lock_rules(connection)
        if key is not None and (before := await rule_under(connection, key)):
            if (before.scope, before.rate, before.fixed) != (
                (asked.seller_id, asked.category_id), asked.rate, asked.fixed,
            ):  # fmt: skip
                raise refuse(KeyReused(key))
            return before
        if known >= MAX_RULES:
            raise BadRule(say("There are {most} rules, as many as may be.", most=MAX_RULES))
        faults = await _faults(connection, asked)
        if faults:
            raise BadRule.of(faults)
        values = {name: getattr(asked, name) for name in asked.__struct_fields__}
        made = await add_rule(connection, new_id(), values, key)
        about = {"after": to_builtins(asked)}
        await caller.note(connection, "commission.made", str(made.id), about)
    return made


async def _faults(connection: AsyncConnection, asked: RuleAsked) -> list[FieldError]:
    found = []
    if asked.seller_id is not None and await seller_of(connection, asked.seller_id) is None:
        found.append(FieldError("sellerId", "unknown", "There is no such seller."))
    if asked.category_id is not None:
        there = await connection.scalar(_CATEGORY, {"id": asked.category_id})
        if not there:
            found.append(FieldError("categoryId", "unknown", "There is no such category."))
    if asked.fixed and asked.currency is None:
        found.append(FieldError("currency", "missing", "Name the currency of what is fixed."))
    if asked.begins_at is not None and asked.begins_at < shop_now():
        # What was sold keeps the rule that it was sold under.
        found.append(
            FieldError(
                "beginsAt", "past", "It cannot begin in the past. Leave it out to begin now."
            )
        )
    return found
