"""Which request it is: by an id of ours, which stands on answers, log lines and journal entries;
and beside it what the client calls it, for the client's own logs.

What a client says never stands in place of ours: it could be anybody's, and another request's.
"""

import itertools
import re
import secrets
from typing import Final

from holdfast.api.shell.exchange import Exchange
from holdfast.kit.logs import CLIENT_REQUEST, REQUEST

__all__ = ["MOST", "RequestIds", "cleaned"]

MOST: Final = 100  # characters of a client's
_GIVEN: Final = b"x-request-id"
_AT_THE_DOOR: Final = b"x-holdfast-request"
_OF_THE_DOOR: Final = re.compile(rb"[0-9a-f]{32}")
_FITTING: Final = re.compile(rb"[A-Za-z0-9._:/+=-]{1,100}")
_UNFITTING: Final = re.compile(rb"[^A-Za-z0-9._:/+=-]")


def cleaned(given: bytes) -> str:
    """What is kept of a client's id: at most so many plain characters."""
    if _FITTING.fullmatch(given):
        return given.decode("ascii")
    return _UNFITTING.sub(b"", given[: 4 * MOST])[:MOST].decode("ascii")


class RequestIds:
    """``behind_door``: whether the door of our services names each request, so that it has one name
    in all of them; what comes from elsewhere is named here."""

    def __init__(self, *, behind_door: bool = False) -> None:
        self._behind_door = behind_door
        self._fresh = map(f"{secrets.token_hex(6)}-{{:x}}".format, itertools.count(1))

    def name(self, exchange: Exchange, *, by_proxy: bool) -> None:
        """Name the exchange, and whatever is logged of it. ``by_proxy``: a trusted one sent it."""
        headers = exchange.headers
        of_door = headers.get(_AT_THE_DOOR) if self._behind_door and by_proxy else None
        if of_door is not None and _OF_THE_DOOR.fullmatch(of_door):
            exchange.id = of_door.decode("ascii")
        else:
            exchange.id = next(self._fresh)
        REQUEST.set(exchange.id)
        given = headers.get(_GIVEN)
        if given is None:
            CLIENT_REQUEST.set("")
            return
        exchange.client_id = cleaned(given)
        exchange.echo = given if _FITTING.fullmatch(given) else None
        CLIENT_REQUEST.set(exchange.client_id)
