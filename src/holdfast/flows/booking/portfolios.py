"""The pictures of a photographer or a studio: staff's to change, and theirs."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec

from holdfast.booking import PortfolioChanged, Resource, ResourceNotFound, keep_portfolio
from holdfast.catalog import Image
from holdfast.catalog.pictures import PictureBook
from holdfast.flows.booking.changing import own_resource
from holdfast.flows.booking.studio import Studio
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.inventory.named_pictures import NamedPicture, named_images
from holdfast.kit.errors import FieldError, Problem

__all__ = [
    "BadPortfolio", "PortfolioChangedMeanwhile", "own_shown_resource", "save_portfolio",
]  # fmt: skip

_SHOWN: Final = ("photographer", "studio")


class BadPortfolio(Problem):
    """Pictures that were not sent, or that stand there twice."""

    status = 422
    code = "bad-portfolio"
    title = "The pictures cannot be kept"


class PortfolioChangedMeanwhile(Problem):
    """Somebody saved other pictures since these were read."""

    status = 412
    code = "portfolio-changed"
    title = "The pictures were changed meanwhile"


async def own_shown_resource(studio: Studio, caller: Caller, resource_id: UUID) -> Resource:
    """If it has a page, and is the caller's. Raises :class:`ResourceNotFound`."""
    found = await own_resource(studio, caller, resource_id)
    if found.kind not in _SHOWN:
        raise ResourceNotFound("There is no such resource.")
    return found


async def save_portfolio(
    studio: Studio,
    book: PictureBook,
    caller: Caller,
    resource_id: UUID,
    asked: Sequence[NamedPicture],
    known: Sequence[Image],
    version: int,
) -> None:
    """These pictures in this order, in place of those ``known`` of that ``version``. Raises
    :class:`ResourceNotFound`, :class:`BadPortfolio` and :class:`PortfolioChangedMeanwhile`."""
    await own_shown_resource(studio, caller, resource_id)
    images, faults = await named_images(book, asked, known)
    faults += [
        FieldError(f"images[{place}].url", "twice", "The picture is listed twice.")
        for place, one in enumerate(asked)
        if one.url in {before.url for before in asked[:place]}
    ]
    if faults:
        raise BadPortfolio.of(faults, named=True)
    if images == tuple(known):
        return
    async with studio.database.transaction() as connection:
        text = msgspec.json.encode(images).decode()
        if await keep_portfolio(connection, resource_id, text, version) is None:
            raise PortfolioChangedMeanwhile("Look at the pictures as they are now.")
        about = {
            "before": [one.url for one in known],
            "after": [one.url for one in images],
        }
        await caller.note(connection, "portfolio.changed", str(resource_id), about)
        fact = PortfolioChanged(len(images))
        await write_event(connection, fact, resource_id, caller.request)
