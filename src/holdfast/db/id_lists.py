"""Ids that are asked for together, as one text that PostgreSQL makes an array of.

The driver encodes an array element by element, each after several looks at its type: of a read that
many requests share, it was the dearest part.
"""

from collections.abc import Iterable
from uuid import UUID

from holdfast.db.plans import unseen

__all__ = ["id_list", "unseen_ids", "written_ids"]


def id_list(ids: Iterable[UUID]) -> str:
    """The argument. Raises AttributeError for what is no id."""
    together = b"".join([one.bytes for one in ids])
    return f"{{{together.hex(',', 16)}}}"


def written_ids(ids: Iterable[str]) -> str:
    """The same of ids as events have them; PostgreSQL refuses what is none."""
    return f"{{{','.join(ids)}}}"


def unseen_ids(parameter: str) -> str:
    """SQL: the ids of an :func:`id_list`, at which the planner does not look (see ``plans``)."""
    return unseen(f"CAST({parameter} AS text)", "uuid[]")
