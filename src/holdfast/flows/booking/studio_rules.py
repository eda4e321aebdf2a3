"""Staff decide what holds for services that say nothing of their own: audited, as it was before."""

from msgspec import to_builtins

from holdfast.booking.bookings import AskingRules, Policy, Shares
from holdfast.booking.services import StudioRules, keep_rules, locked_rules, rules_faults
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.kit import Problem

__all__ = ["BadRules", "RulesChangedMeanwhile", "save_rules"]


class BadRules(Problem):
    """Rules that cannot be so; ``errors`` names each field at fault."""

    status = 422
    code = "studio-rules-invalid"
    title = "The rules cannot be saved like this"


class RulesChangedMeanwhile(Problem):
    """Somebody else saved them since they were read."""

    status = 412
    code = "studio-rules-changed"
    title = "The rules were changed meanwhile"


async def save_rules(
    database: Database,
    caller: Caller,
    policy: Policy,
    shares: Shares,
    requests: AskingRules,
    revision: int,
) -> StudioRules:
    """Keep them as staff want them, over the ``revision`` they read. What is booked stays as it was
    agreed. Raises :class:`BadRules` and :class:`RulesChangedMeanwhile`."""
    if faults := rules_faults(policy, shares, requests):
        raise BadRules.of(faults, named=True)
    async with database.transaction() as connection:
        before = await locked_rules(connection)
        if before.revision != revision:
            raise RulesChangedMeanwhile("Somebody saved them since you read them. Look again.")
        wanted = StudioRules(policy, shares, requests, revision)
        if before == wanted:
            return before
        await keep_rules(connection, policy, shares, requests)
        about = {"before": _said(before), "after": _said(wanted)}
        await caller.note(connection, "studio.rules.changed", "studio", about)
        return await locked_rules(connection)


def _said(rules: StudioRules) -> dict[str, object]:
    kept = {"shares": to_builtins(rules.shares), "requests": to_builtins(rules.requests)}
    return {**to_builtins(rules.policy), **kept}
