"""What routes of people's data have in common: whose file it is, and whether an account can be
closed."""

from collections.abc import AsyncIterable
from typing import Any, Final, Literal

from fastapi import Request
from fastapi.responses import StreamingResponse
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.shell.state import state_of
from holdfast.flows.personal_data.closing import Standing
from holdfast.flows.personal_data.leaving import Leaving
from holdfast.flows.personal_data.relied_on import GivenKind, OpenCode

__all__ = [
    "DATA", "ClosingStanding", "LeftShown", "OpenShown", "data_file", "leaving", "standing_shown",
]  # fmt: skip

DATA: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "`madeAt`, a list for each part (`orders`, `addresses`, `messages`, ...), "
        "and `cut`: names of the parts that have more than 10,000 entries",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


class OpenShown(Answer):
    """So many of one kind, on which somebody else relies."""

    code: OpenCode
    count: int


class LeftShown(Answer):
    """What can still be used: minor units of a currency, or minutes (`unit`)."""

    kind: GivenKind
    name: str = Field(description="The package's; of a wallet none")
    unit: str
    left: int


class ClosingStanding(Answer):
    """An account can be closed while nothing is open."""

    way: Literal["password", "code"] = Field(description="How its person shows that it is theirs")
    can_mail: bool = Field(description="The shop can send the code")
    open: list[OpenShown]
    left: list[LeftShown] = Field(description="What is given up with the account")


def leaving(request: Request) -> Leaving:
    """What closing an account works with, in this process."""
    state = state_of(request)
    return Leaving(
        shop=shop_parts(request),
        treasury=state.treasury,
        mailing=state.mailing,
        analytics=state.analytics,
    )


def standing_shown(request: Request, found: Standing) -> ClosingStanding:
    return ClosingStanding.model_validate(
        {
            "way": found.way,
            "can_mail": state_of(request).sends_mail,
            "open": [{"code": one.code, "count": one.count} for one in found.open],
            "left": [
                {"kind": one.kind, "name": one.name, "unit": one.unit, "left": one.left}
                for one in found.left
            ],
        }
    )


def data_file(name: str, parts: AsyncIterable[bytes]) -> StreamingResponse:
    """Sent as it is read; no cache keeps it."""
    headers = {
        "content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store",
    }  # fmt: skip
    return StreamingResponse(parts, media_type="application/json", headers=headers)
