"""Saving over what was read: the version that was read comes back in ``If-Match``."""

import re
from typing import Any, Final

from fastapi import Request

from holdfast.kit.errors import Problem
from holdfast.kit.sentences import say

__all__ = ["IF_MATCH", "IF_VERSION", "VersionMissing", "etag", "version_named", "version_of"]

IF_MATCH: Final[dict[str, Any]] = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": 'The `ETag` of what was read, as `"7"`. If somebody saved it since: 412',
    "schema": {"type": "string", "pattern": '^"[0-9]{1,18}"$'},
}

IF_VERSION: Final[dict[str, Any]] = IF_MATCH | {
    "required": False,
    "description": 'The `version` that was read, as `"7"`. If somebody saved another since: 412',
}


class VersionMissing(Problem):
    """A save that does not say over which version."""

    status = 428
    code = "version-missing"
    title = "Say which version you change"


def etag(version: int) -> str:
    return f'"{version}"'


def version_of(request: Request) -> int:
    """What ``If-Match`` names. Raises :class:`VersionMissing`."""
    sent = re.fullmatch(r'"(\d{1,18})"', request.headers.get("if-match", ""))
    if sent is None:
        raise VersionMissing(
            say("Send the ETag of what you read in the header {header}.", header="If-Match")
        )
    return int(sent[1])


def version_named(request: Request) -> int | None:
    """What ``If-Match`` names, where it is sent."""
    return version_of(request) if "if-match" in request.headers else None
