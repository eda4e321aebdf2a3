"""Why staff changed something: said in words, for it stands in the journal for good."""

from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field

from holdfast.kit.sentences import say

__all__ = ["Reason"]


def _said(reason: str) -> str:
    if not reason.strip():
        raise ValueError(say("Give a reason."))
    return reason.strip()


Reason: TypeAlias = Annotated[
    str, Field(min_length=1, max_length=500, pattern=r"^[^\x00]*$"), AfterValidator(_said)
]
