"""The Idempotency-Key of a request, scoped to who asks and for what, bound to the body."""

from fastapi import Request

from holdfast.api.shell.dependencies import body, idempotency_key
from holdfast.flows.commit.idempotency import Key, scoped_key

__all__ = ["request_key"]


def request_key(request: Request, scope: str, owner: str) -> Key | None:
    """The key as flows take it; None if the client sent none."""
    key = idempotency_key(request)
    return None if key is None else scoped_key(scope, owner, key, body(request))
