"""Whose a resource is, in SQL: a photographer's or a studio's own account, which has a studio's
rooms and the equipment that stays there as well."""

from typing import Final

__all__ = ["AT_HOME", "OWNER"]

AT_HOME: Final = "r.kind IN ('room', 'equipment')"
"""Of a resource ``r``: if it names a studio, it is a part of that."""
OWNER: Final = f"""
coalesce(r.user_id, (SELECT h.user_id FROM resources h WHERE h.id = r.studio_id AND {AT_HOME}))
"""
"""The account's id of a resource ``r``, or nothing."""
