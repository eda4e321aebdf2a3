"""Moments that are asked for: written out, with a zone, in years that everything here agrees on."""

import re
from datetime import UTC, datetime
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator, AwareDatetime, BeforeValidator

from holdfast.api.contract.problems import InvalidRequest
from holdfast.kit.sentences import say

__all__ = ["WRITTEN", "Moment", "in_utc"]

_YEARS: Final = say("Use a year from 1970 on.")


def _written_out(value: object) -> object:
    """Pydantic would take ``0.5`` for half a second after 1970."""
    if isinstance(value, str) and not re.match(r"\d{4}-\d\d-\d\d", value):
        raise ValueError(say("Write it as in 2026-01-31 or 2026-01-31T12:00:00Z."))
    return value


WRITTEN: Final = BeforeValidator(_written_out)


def _in_our_years(moment: datetime) -> datetime:
    if not _known(moment):
        raise ValueError(_YEARS)
    return moment


Moment: TypeAlias = Annotated[AwareDatetime, AfterValidator(_in_our_years)]
"""In a body."""


def in_utc(moment: datetime | None, field: str) -> datetime | None:
    """A time without a zone is UTC; years that PostgreSQL and Python disagree on are refused."""
    if moment is None:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if not _known(moment):
        raise InvalidRequest(_YEARS, field=field)
    return aware


def _known(moment: datetime) -> bool:
    return 1970 <= moment.year <= 9000
