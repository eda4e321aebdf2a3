"""What the door asks before it lets a request through: who sent it."""

from typing import Final

from fastapi import APIRouter, Request, Response

from holdfast.api.shell.authentication import PRINCIPAL, SOCKETS, BySecrets, vouched_for
from holdfast.api.shell.dependencies import exchange
from holdfast.api.shell.exchange import Exchange
from holdfast.api.shell.state import state_of
from holdfast.kit import Problem

__all__ = ["DOOR", "AtTheDoor", "router"]

DOOR: Final = "/internal/principal"

router = APIRouter(include_in_schema=False)


class AtTheDoor(BySecrets):
    """As elsewhere, for sockets. Whoever else comes to a gateway itself may be anybody; and what
    the door asks about is another request, which its service refuses."""

    behind_door = True

    def claimed(self, exchange: Exchange) -> bool:
        return exchange.scope["path"].startswith(SOCKETS) and super().claimed(exchange)

    async def who(self, exchange: Exchange) -> None:
        """Note on the exchange who sent it, for the service that the request is for."""
        if super().claimed(exchange):
            await self.authenticate(exchange)


@router.get(DOOR)
async def get_principal(request: Request) -> Response:
    """The signed word on who sent the request that the door has at hand, in a header; without it,
    nobody did, or one whose token is wrong: the service says so."""
    here, state = exchange(request), state_of(request)
    authentication = state.authentication
    assert isinstance(authentication, AtTheDoor)
    headers: dict[str, str] = {}
    try:
        await authentication.who(here)
    except Problem as problem:
        if problem.status >= 500:
            raise
    else:
        vouched = vouched_for(here)
        if vouched is not None:
            headers[PRINCIPAL.decode()] = state.voucher.sign(vouched)
    return Response(status_code=204, headers=headers)
