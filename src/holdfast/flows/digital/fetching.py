"""A buyer fetches the file of a line of their order. Each time is counted, the first one bears on
refunds. What they get is an address that opens that file for an hour, while their order stands."""

import base64
import hmac
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast import orders
from holdfast.catalog.pictures import Opened, Store, StoreAway
from holdfast.digital import (
    MOST_AN_HOUR,
    DigitalFile,
    FileGrant,
    FileNotFound,
    fetched,
    fetched_lately,
    file_of,
    grant_by_id,
    kept_file,
)
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.known_orders import own_order
from holdfast.flows.commit.outcomes import went_through
from holdfast.flows.digital.desk import CodeDesk
from holdfast.flows.digital.files import FilesAway
from holdfast.flows.guarding.assessing import must_be_released
from holdfast.kit import Problem, new_id, shop_now
from holdfast.kit.sentences import say

__all__ = ["FileOpened", "TooManyDownloads", "fetch", "opened_file", "which_file"]

_TRIES: Final = 6
_GOOD_FOR: Final = 3600


class TooManyDownloads(Problem):
    """So many in an hour are enough for whoever lost one on the way."""

    status = 429
    code = "too-many-downloads"
    title = "It was downloaded too often"


class FileOpened(Struct, frozen=True):
    """``key`` opens the file of the grant."""

    grant: FileGrant
    file: DigitalFile
    key: str


async def fetch(desk: CodeDesk, caller: Caller, order_id: UUID, grant_id: UUID) -> FileOpened:
    """The newest file of a line, to whose order it is, while it stands and nobody of staff is
    to look at it. Raises :class:`~holdfast.digital.FileNotFound`, :class:`TooManyDownloads`,
    :class:`OrderNotFound` and :class:`~holdfast.fraud.OrderHeld`."""
    pool = desk.database.pool
    for _ in range(_TRIES):
        order = await own_order(desk.orders, caller.actor, order_id)
        grant = await grant_by_id(pool, grant_id)
        if grant is None or grant.order_id != order.id:
            raise _none()
        if not grant.is_there or not order.is_sold:
            raise _none()
        await must_be_released(desk, order)
        file = await file_of(pool, grant.variant_id)
        if file is None:
            raise _none()
        if await fetched_lately(pool, grant.id) >= MOST_AN_HOUR:
            said = say("At most {most} times an hour. Try again later.", most=MOST_AN_HOUR)
            raise TooManyDownloads(said, headers={"Retry-After": "600"})
        riders = (*fetched(grant, file.id), orders.unchanged(order))
        command = caller.keyed((), riders, f"fetch/{new_id()}")
        if not went_through(await desk.ledger.commit(command)):
            continue  # it was refunded, or fetched elsewhere, at this very moment
        return FileOpened(grant, file, _key(desk, grant.id, file.id))
    raise crowded_out(f"order {order_id} does not stay as it is")


async def which_file(desk: CodeDesk, grant_id: UUID, key: str) -> DigitalFile:
    """That for which the key was made, while it is good and the order stands. Raises
    :class:`~holdfast.digital.FileNotFound`."""
    pool = desk.database.pool
    grant = await grant_by_id(pool, grant_id)
    file_id = _opens(desk, grant_id, key)
    if grant is None or file_id is None or not grant.is_there:
        raise _none()
    order = await desk.orders.get(grant.order_id)
    file = await kept_file(pool, file_id)
    if order is None or not order.is_sold or file is None:
        raise _none()
    return file


async def opened_file(store: Store, file: DigitalFile, start: int, end: int) -> Opened:
    """Its bytes from ``start`` to before ``end``. Raises :class:`FilesAway` and
    :class:`~holdfast.digital.FileNotFound`."""
    try:
        opened = await store.open(file.kept_as, start, end)
    except StoreAway as error:
        raise FilesAway from error
    if opened is None:
        raise _none()
    return opened


def _key(desk: CodeDesk, grant_id: UUID, file_id: UUID) -> str:
    ends = int(shop_now().timestamp()) + _GOOD_FOR
    return _signed(desk, grant_id, file_id, ends)


def _opens(desk: CodeDesk, grant_id: UUID, key: str) -> UUID | None:
    """Which file; None: the key is none of this grant, or too old."""
    told, _, rest = key.partition(".")
    named, _, _ = rest.partition(".")
    if not told.isdecimal() or len(told) > 12 or int(told) < shop_now().timestamp():
        return None
    try:
        file_id = UUID(hex=named)
    except ValueError:
        return None
    ours = _signed(desk, grant_id, file_id, int(told))
    return file_id if hmac.compare_digest(ours.encode(), key.encode(errors="replace")) else None


def _signed(desk: CodeDesk, grant_id: UUID, file_id: UUID, ends: int) -> str:
    said = f"order file {grant_id} {file_id} {ends}".encode()
    made = hmac.digest(desk.link_secret, said, "sha256")[:18]
    return f"{ends}.{file_id.hex}.{base64.urlsafe_b64encode(made).decode()}"


def _none() -> FileNotFound:
    return FileNotFound("There is no such file here. Open the order again.")
