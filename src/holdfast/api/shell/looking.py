"""What visitors look at, counted; staff are no visitors."""

from uuid import UUID

from fastapi import Request

from holdfast.analytics import Act
from holdfast.api.shell.dependencies import exchange
from holdfast.api.shell.state import state_of

__all__ = ["looked"]


def looked(request: Request, act: Act, subject_id: UUID) -> None:
    """Whoever asks did that."""
    here = exchange(request)
    who = here.principal
    if who is None or not who.is_staff:
        owner = None if who is None else who.id
        state_of(request).looks.saw(owner, here.address, act, subject_id)
