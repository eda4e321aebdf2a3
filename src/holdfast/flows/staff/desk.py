"""What staff keep for their own work: views of lists, and forms that are not saved yet."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.db.engine import Database
from holdfast.desk import (
    MOST_VIEWS,
    SavedView,
    count_views,
    drop_draft,
    drop_view,
    lock_views,
    place_views,
    put_draft,
    put_view,
    sweep_drafts,
    view_of,
)
from holdfast.flows.commit.caller import Caller
from holdfast.kit import Problem
from holdfast.kit.sentences import say

__all__ = [
    "DraftChanged",
    "DraftKept",
    "SavedViewNotFound",
    "TooManyViews",
    "forget_draft",
    "forget_drafts",
    "forget_view",
    "keep_draft",
    "keep_view",
    "order_views",
]


class SavedViewNotFound(Problem):
    """No such view, or a colleague's."""

    status = 404
    code = "view-not-found"
    title = "No such saved view"


class TooManyViews(Problem):
    """More views than anybody chooses from."""

    status = 409
    code = "too-many-views"
    title = "There are too many saved views"


class DraftChanged(Problem):
    """The same person kept another draft, on another device or in another tab."""

    status = 409
    code = "draft-changed"
    title = "This draft was changed elsewhere"


async def keep_view(database: Database, caller: Caller, asked: SavedView) -> None:
    """Make the view, or change it: its list stays. Raises :class:`SavedViewNotFound` for a
    colleague's and :class:`TooManyViews`."""
    owner = caller.actor
    async with database.transaction() as connection:
        await lock_views(connection, owner)
        before = await view_of(connection, asked.id)
        if before is not None and before.owner != owner:
            raise SavedViewNotFound("You have no such view.")
        if before is None and await count_views(connection, owner) >= MOST_VIEWS:
            raise TooManyViews(say("Save at most {most} views. Delete one first.", most=MOST_VIEWS))
        view = replace(asked, owner=owner, list=before.list if before else asked.list)
        if before is not None and before.said == view.said:
            return
        await put_view(connection, view)
        if view.shared or (before is not None and before.shared):
            about = {"before": before.said if before else None, "after": view.said}
            await caller.note(connection, "view.shared", str(view.id), about)


async def order_views(database: Database, caller: Caller, ids: Sequence[UUID]) -> None:
    """The caller's views in this order; others' ids say nothing."""
    async with database.transaction() as connection:
        await lock_views(connection, caller.actor)
        await place_views(connection, caller.actor, ids)


async def forget_view(database: Database, caller: Caller, view_id: UUID) -> None:
    """Delete the caller's view; an admin deletes a colleague's shared one too. Raises
    :class:`SavedViewNotFound`."""
    async with database.transaction() as connection:
        view = await view_of(connection, view_id)
        if view is None or not _may_forget(caller, view):
            raise SavedViewNotFound("You have no such view.")
        await drop_view(connection, view_id)
        if view.shared:
            await caller.note(connection, "view.removed", str(view_id), {"before": view.said})


def _may_forget(caller: Caller, view: SavedView) -> bool:
    return view.owner == caller.actor or (view.shared and "admin" in caller.principal.roles)


class DraftKept(Struct, frozen=True):
    """``based_on``: the revision it was begun from; ``version``: of the draft that it takes the
    place of, 0 if there was none."""

    title: str
    based_on: int
    form: dict[str, Any]
    version: int


async def keep_draft(database: Database, caller: Caller, subject: str, asked: DraftKept) -> int:
    """Keep what the caller typed; the version it has now. Raises :class:`DraftChanged` if another
    one was kept since it was read."""
    async with database.transaction() as connection:
        made = await put_draft(
            connection,
            caller.actor,
            subject,
            title=asked.title,
            based_on=asked.based_on,
            form=asked.form,
            version=asked.version,
        )
    if made is None:
        raise DraftChanged("Load that draft, or go on with this one.")
    return made


async def forget_draft(database: Database, caller: Caller, subject: str) -> None:
    """It was saved, or is not wanted."""
    async with database.transaction() as connection:
        await drop_draft(connection, caller.actor, subject)


async def forget_drafts(database: Database) -> int:
    """Remove what nobody came back to."""
    async with database.transaction() as connection:
        return await sweep_drafts(connection)
