"""Typed user ids: under ``--demo`` whoever types an id into the page's header is that user.

A typed id is a handle: the user's id is its UUIDv5 under a namespace of ours, so that every
service comes to the same without asking another. A handle that is a UUID is the user's id itself:
so one who was put straight into the database is found. Nobody logs in by password as such a user,
and a typed id is never staff.
"""

import re
from typing import Final
from uuid import UUID, uuid5

HANDLES: Final = UUID("7f9c1c34-5e8b-5d0e-9a53-3f0f6d1c2b71")
"""The namespace. It never changes: the same handle is the same user for good."""

OF_HANDLES: Final = "@typed.invalid"
NO_PASSWORD: Final = ""  # right for no password
_HANDLE: Final = re.compile(r"[!-~]{1,64}")


def is_handle(text: str) -> bool:
    """Whether it may be typed: 1 to 64 visible ASCII characters."""
    return _HANDLE.fullmatch(text) is not None


def user_of_handle(handle: str) -> UUID:
    """The id of the user with this handle."""
    try:
        return UUID(handle)
    except ValueError:
        return uuid5(HANDLES, handle)


def address_of_handle(user: UUID) -> str:
    """What stands in place of a mail address for a user of whom there is only a handle."""
    return f"{user}{OF_HANDLES}"


def is_typed(user: UUID, email: str) -> bool:
    """Whether nothing but a typed id is known of the user: then it stands as the name."""
    return email == address_of_handle(user)
