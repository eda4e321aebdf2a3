"""Staff: addresses that lead on, above all those of the shop that a merchant had before."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.paging import Limit
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import caller, database
from holdfast.flows.staff.shop_pages import (
    BadRedirects,
    TooManyRedirects,
    delete_redirects,
    lead_on,
)
from holdfast.kit.paging import BadCursor, decode_cursor, page_of
from holdfast.shop import MAX_ADDRESS, Redirect, path_of, read_redirects, target_of

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/redirects", tags=["staff"])

Address = Annotated[str, Field(min_length=1, max_length=3 * MAX_ADDRESS)]


class RedirectAsked(Ask):
    """An address of before, as `/products/mug` or whole, and where it leads: a path of the shop, or
    an address with `https://`."""

    path: Address
    target: Address


class RedirectsAsked(Ask):
    redirects: Annotated[list[RedirectAsked], Field(min_length=1, max_length=1000)]


class RedirectShown(Answer):
    path: str
    target: str


class RedirectsShown(Answer):
    redirects: list[RedirectShown] = Field(description="In the order of their paths")
    next_cursor: str | None


class RedirectsKept(Answer):
    count: int = Field(description="How many addresses lead on in all")


@router.get("", responses=problems(BadCursor))
async def list_redirects(
    request: Request,
    q: Annotated[str, Query(max_length=200, description="In either address")] = "",
    cursor: Annotated[str | None, Query(max_length=6 * MAX_ADDRESS)] = None,
    limit: Limit = 100,
) -> RedirectsShown:
    """Addresses that lead on. They count where the shop has no page; links of shops on Shopify and
    WooCommerce to products and categories lead on by themselves."""
    after = decode_cursor(cursor, tuple[str])[0] if cursor else ""
    async with database(request).read() as connection:
        found = await read_redirects(connection, q.strip(), after, limit + 1)
    page, more = page_of(found, limit, lambda one: (one.path,))
    shown = [RedirectShown(path=one.path, target=one.target) for one in page]
    return RedirectsShown(redirects=shown, next_cursor=more)


@router.put("", responses=problems(BadRedirects, TooManyRedirects))
async def put_many_redirects(request: Request, asked: RedirectsAsked) -> RedirectsKept:
    """Lead on from these addresses, in place of where they led. All of them, or none."""
    wanted = [Redirect(path_of(one.path), target_of(one.target)) for one in asked.redirects]
    count = await lead_on(database(request), wanted, caller(request))
    return RedirectsKept(count=count)


@router.delete("", status_code=204)
async def delete_redirect(
    request: Request,
    path: Annotated[
        str, Query(min_length=1, max_length=3 * MAX_ADDRESS, description="The address of before")
    ],
) -> None:
    """Lead on from there no more. Repeating it changes nothing."""
    await delete_redirects(database(request), [path_of(path)], caller(request))
