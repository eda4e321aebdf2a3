"""Moments in a query: written out, with a zone, in years that everything here agrees on."""

import re
from datetime import UTC, datetime
from typing import Final

from pydantic import BeforeValidator

from holdfast.api.contract.problems import InvalidRequest
from holdfast.kit.sentences import say

__all__ = ["WRITTEN", "in_utc"]


def _written_out(value: object) -> object:
    """Pydantic would take ``0.5`` for half a second after 1970."""
    if isinstance(value, str) and not re.match(r"\d{4}-\d\d-\d\d", value):
        raise ValueError(say("Write it as in 2026-01-31 or 2026-01-31T12:00:00Z."))
    return value


WRITTEN: Final = BeforeValidator(_written_out)


def in_utc(moment: datetime | None, field: str) -> datetime | None:
    """A time without a zone is UTC; years that PostgreSQL and Python disagree on are refused."""
    if moment is None:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if not 1970 <= moment.year <= 9000:
        raise InvalidRequest("Use a year from 1970 on.", field=field)
    return aware
