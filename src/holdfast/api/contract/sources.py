"""What of a client's own pays, as it is asked for and offered."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from holdfast.api.contract.answers import Answer, Ask
from holdfast.db.engine import Database
from holdfast.flows.packages.paying import Way
from holdfast.packages import Grant
from holdfast.views.names_now import grants_named

__all__ = ["MOST_SOURCES", "SourceForm", "SourceOffered", "SourcesAnswer", "sources_shown"]

MOST_SOURCES = 6
Kind = Literal["hours", "certificate", "sessions", "points", "wallet"]


class SourceForm(Ask):
    """What pays: hours or a certificate (of an amount, or as `sessions` of a service) of one's own
    by `grantId`, the points or the money one has. As much as it can of what is due, or `amount` of
    it."""

    kind: Kind
    grant_id: UUID | None = None
    code: Annotated[str, StringConstraints(min_length=1, max_length=60)] | None = Field(
        default=None, description="Of a certificate, in place of its id: anybody's"
    )
    amount: Annotated[int, Field(ge=1, le=10**15, strict=True)] | None = Field(
        default=None, description="Minor units of the order's currency"
    )


class SourceOffered(Answer):
    """What one could pay with: `amount` of what is due, by some of what is `left` of it, in
    `unit`s (`minute`, `PTS` or the currency)."""

    kind: Kind
    grant_id: UUID | None
    name: str
    amount: int
    left: int
    unit: str
    session_minutes: int | None = Field(description="Of `sessions`: so many minutes are one")
    session_due: int | None = Field(
        description="If it pays for the session alone: how much all that do pay together at most"
    )


class SourcesAnswer(Answer):
    due: int
    currency: str
    sources: list[SourceOffered]


async def sources_shown(
    database: Database, ways: Sequence[Way], locale: str
) -> list[dict[str, Any]]:
    """As :class:`SourceOffered`, for readers of that language."""
    grants = [one.source.grant for one in ways if one.source.grant is not None]
    named = {one.id: one for one in await grants_named(database, grants, locale)}
    return [
        _shown(one, None if one.source.grant is None else named[one.source.grant.id])
        for one in ways
    ]


def _shown(one: Way, grant: Grant | None) -> dict[str, Any]:
    return {
        "kind": one.source.kind,
        "grantId": None if grant is None else grant.id,
        "name": "" if grant is None else grant.name,
        "amount": one.amount,
        "left": one.left,
        "unit": one.unit,
        "sessionMinutes": None if grant is None else grant.session_minutes,
        "sessionDue": one.session_due,
    }
