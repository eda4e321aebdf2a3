"""The life of a customer group, and of who is in it: each move as riders.

The legal ones stand in ``GROUP_STATES`` and are drawn in docs/life-cycles.md.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from holdfast.groups.group import GroupTerms
from holdfast.groups.tables import GROUP_STATES, GROUPS, MEMBERS, MEMBERS_LEFT
from holdfast.ledger import Insert, Transition


def made(group_id: UUID, terms: GroupTerms) -> Insert:
    """A name that another one has is refused as a ``Conflict``."""
    return Insert(GROUPS, ((group_id, terms.name, _by_language(terms)),))


def renamed(group_id: UUID, terms: GroupTerms) -> Transition:
    """It is called so from now on."""
    also = (("name", terms.name), ("translations", _by_language(terms)))
    return Transition(GROUP_STATES, group_id, ("open",), "open", also)


def unchanged(group_id: UUID) -> Transition:
    """It is open: who comes into it does so before it is closed, or not at all."""
    return Transition(GROUP_STATES, group_id, ("open",), "open")


def closed(group_id: UUID) -> Transition:
    """Nobody is in it any more, and its name is free."""
    return Transition(GROUP_STATES, group_id, ("open",), "closed")


def joined(group_id: UUID, owners: Sequence[str], by: str) -> Insert:
    """They are in it from now on. Who is in it already is refused as a ``Conflict``."""
    return Insert(MEMBERS, tuple((group_id, owner, by) for owner in owners))


def left(group_id: UUID, owner: str) -> Insert:
    """They are in it no more."""
    return Insert(MEMBERS_LEFT, ((group_id, owner),))


def _by_language(terms: GroupTerms) -> str:
    return msgspec.json.encode(terms.translations).decode()
