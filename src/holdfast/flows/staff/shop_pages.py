"""Staff write the shop's own pages, and say where addresses of before lead; the audit log keeps
what it was."""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import clean_html
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.staff.shop_settings import lock_settings
from holdfast.kit.errors import FieldError, Problem
from holdfast.kit.sentences import say
from holdfast.shop import (
    MAX_PAGES,
    MAX_REDIRECTS,
    PageText,
    Redirect,
    WrittenPage,
    WrittenPageNotFound,
    put_page,
    put_redirects,
    raise_shop,
    read_pages,
    redirect_faults,
    remove_page,
    remove_redirects,
)

__all__ = [
    "BadRedirects", "TooManyPages", "TooManyRedirects", "delete_page", "delete_redirects",
    "lead_on", "write_page",
]  # fmt: skip


class TooManyPages(Problem):
    """A shop is no encyclopaedia."""

    status = 409
    code = "too-many-pages"
    title = "The shop has too many pages"


class BadRedirects(Problem):
    """Addresses that cannot lead on; ``errors`` names each."""

    status = 422
    code = "redirects-invalid"
    title = "Some of these cannot lead on"


class TooManyRedirects(Problem):
    """As many lead on as may."""

    status = 409
    code = "too-many-redirects"
    title = "Too many addresses lead on"


async def write_page(database: Database, page: WrittenPage, version: int, caller: Caller) -> None:
    """Keep a page, new or in place of the one at its address. Raises
    :class:`SettingsChangedMeanwhile`, :class:`TooManyPages`."""
    texts = {at: PageText(one.title, clean_html(one.html)) for at, one in page.texts.items()}
    page = replace(page, texts=texts)
    async with database.transaction() as connection:
        await lock_settings(connection, version)
        known = await read_pages(connection)
        before = next((one for one in known if one.slug == page.slug), None)
        if before is None and len(known) >= MAX_PAGES:
            raise TooManyPages(say("A shop has at most {most} pages.", most=MAX_PAGES))
        if before is not None and replace(before, changed_at=page.changed_at) == page:
            return
        await put_page(connection, page)
        await _told(connection, caller, page.slug, before, page)


async def delete_page(database: Database, slug: str, caller: Caller) -> None:
    """Raises :class:`WrittenPageNotFound`."""
    async with database.transaction() as connection:
        await lock_settings(connection, None)
        known = await read_pages(connection, slug)
        if not known:
            raise WrittenPageNotFound
        await remove_page(connection, slug)
        await _told(connection, caller, slug, known[0], None)


async def _told(
    connection: AsyncConnection,
    caller: Caller,
    slug: str,
    before: WrittenPage | None,
    after: WrittenPage | None,
) -> None:
    await raise_shop(connection)
    about = {"before": _as_told(before), "after": _as_told(after)}
    await caller.note(connection, "page.changed", slug, about)


def _as_told(page: WrittenPage | None) -> object:
    if page is None:
        return None
    told = {"texts": page.texts, "at_foot": page.at_foot, "position": page.position}
    return msgspec.to_builtins(told)


async def lead_on(database: Database, redirects: Sequence[Redirect], caller: Caller) -> int:
    """Who comes to these is led on from now on; how many there are in all. Raises
    :class:`BadRedirects`, :class:`TooManyRedirects`."""
    faults = tuple(
        FieldError(field, "invalid", detail) for field, detail in redirect_faults(redirects)
    )
    if faults:
        raise BadRedirects.of(faults)
    wanted: Mapping[str, str] = {one.path: one.target for one in redirects}
    async with database.transaction() as connection:
        await lock_settings(connection, None)
        count = await put_redirects(connection, wanted)
        if count > MAX_REDIRECTS:
            raise TooManyRedirects(say("At most {most} addresses lead on.", most=MAX_REDIRECTS))
        await caller.note(connection, "redirects.changed", "shop", {"redirects": dict(wanted)})
    return count


async def delete_redirects(database: Database, paths: Sequence[str], caller: Caller) -> None:
    """They lead nowhere any more."""
    async with database.transaction() as connection:
        gone = await remove_redirects(connection, paths)
        if gone:
            told = {"redirects": {one.path: one.target for one in gone}}
            await caller.note(connection, "redirects.removed", "shop", told)
