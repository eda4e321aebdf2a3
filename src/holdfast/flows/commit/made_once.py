"""Rows that a request makes once: each keeps under which key it was made, and what of."""

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import refuse
from holdfast.ledger import KeyReused

__all__ = ["key_of", "must_be_same"]


def key_of(caller: Caller) -> tuple[str, bytes] | None:
    """What marks a row as made by this request."""
    return None if caller.key is None else (caller.key.text, caller.key.digest)


def must_be_same(caller: Caller, digest: bytes | None) -> None:
    """Raises the refusal of a key that another body was sent with."""
    if caller.key is not None and digest != caller.key.digest:
        raise refuse(KeyReused(caller.key.text))
