"""For search engines and price comparisons: what they may read, what there is, and the goods as a
feed. Their addresses are of the shop's pages, not of the interface.
"""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from holdfast.api.contract.problems import InvalidRequest
from holdfast.api.shell.dependencies import database, late, shop_parts, shop_url
from holdfast.api.shell.languages import locale_of
from holdfast.api.shell.state import state_of
from holdfast.kit import Problem
from holdfast.kit.clock import iso, shop_now
from holdfast.kit.money import CURRENCIES
from holdfast.kit.xml_text import xml_text
from holdfast.shop import policy_names, read_pages
from holdfast.views.heads.head import absolute, address_in
from holdfast.views.heads.schema_org import Told
from holdfast.views.product_feed import FeedAsked, feed_lines
from holdfast.views.sitemap import booking_paths, place_of, products_from

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_XML: Final = "application/xml; charset=utf-8"
_HOUR: Final = {"cache-control": "public, max-age=3600"}
# Pages are drawn from what the shop's own are, so that much of the interface may be read.
_ROBOTS: Final = """User-agent: *
Allow: /api/config
Allow: /api/pages
Allow: /api/products
Allow: /api/categories
Allow: /api/photographers
Allow: /api/resources
Allow: /api/sellers
Allow: /api/services
Allow: /api/slots
Allow: /api/studios
Disallow: /api/
Disallow: /account
Disallow: /cart
Disallow: /checkout
Disallow: /compare
Disallow: /i/
Disallow: /login
Disallow: /orders
Disallow: /password
Disallow: /setup
Disallow: /signup
Disallow: /staff
Disallow: /wallet
Disallow: /wishes
"""
_OPEN: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


class FeedBusy(Problem):
    """As many feeds are being written as a process writes at once."""

    status = 503
    code = "feed-busy"
    title = "Others read the feed at the moment"


@router.get("/robots.txt")
async def get_robots(request: Request) -> Response:
    """What crawlers may read, and where the sitemap is."""
    where = shop_url(request)
    text = f"{_ROBOTS}\nSitemap: {where}/sitemap.xml\n" if where else _ROBOTS
    return Response(text, media_type="text/plain", headers=_HOUR)


@router.get("/sitemap.xml")
async def get_sitemap(request: Request) -> Response:
    """The index of its parts."""
    where = shop_url(request)
    starts = await state_of(request).part_starts.now()
    parts = [
        "/sitemap/pages.xml",
        "/sitemap/booking.xml",
        "/sitemap/sellers.xml",
        *(f"/sitemap/products.xml?from={one}" for one in starts),
    ]
    lines = (f"<sitemap><loc>{xml_text(where + one)}</loc></sitemap>\n" for one in parts)
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{''.join(lines)}</sitemapindex>\n"
    )
    return Response(body, media_type=_XML, headers=_HOUR)


@router.get("/sitemap/pages.xml")
async def get_pages(request: Request) -> Response:
    """The shop's first page, its categories and its texts."""
    where = shop_url(request)
    languages = (await shop_parts(request).shop.now()).languages
    tree = (await state_of(request).products.directory.now()).categories
    async with database(request).read() as connection:
        texts = await policy_names(connection)
        own = await read_pages(connection)
    paths = [
        "/",
        *(f"/category/{quote(one.slug, safe='')}" for one in tree.walk()),
        *(f"/policies/{one}" for one in texts),
        *(f"/pages/{one.slug}" for one in own),
    ]
    body = f"{_OPEN}{''.join(_urls(where, path, languages) for path in paths)}</urlset>\n"
    return Response(body, media_type=_XML, headers=_HOUR)


@router.get("/sitemap/sellers.xml")
async def get_seller_pages(request: Request) -> Response:
    """The pages of those who sell here; empty where only the shop itself does."""
    where = shop_url(request)
    languages = (await shop_parts(request).shop.now()).languages
    known = (await state_of(request).products.directory.now()).sellers.values()
    paths = [f"/seller/{quote(one.slug, safe='')}" for one in known if one.has_page]
    body = f"{_OPEN}{''.join(_urls(where, path, languages) for path in paths)}</urlset>\n"
    return Response(body, media_type=_XML, headers=_HOUR)


@router.get("/sitemap/booking.xml")
async def get_booking_pages(request: Request) -> Response:
    """Where one books, and who and what can be booked; empty where nothing can be."""
    where = shop_url(request)
    languages = (await shop_parts(request).shop.now()).languages
    paths = await booking_paths(database(request).pool)
    body = f"{_OPEN}{''.join(_urls(where, path, languages) for path in paths)}</urlset>\n"
    return Response(body, media_type=_XML, headers=_HOUR)


@router.get("/sitemap/products.xml")
async def get_products(
    request: Request, start: Annotated[str, Query(alias="from", max_length=200)]
) -> StreamingResponse:
    """A part of the products on sale."""
    where, place, here = shop_url(request), place_of(start), late(request).choose()
    languages = (await shop_parts(request).shop.now()).languages

    async def lines() -> AsyncIterator[str]:
        yield _OPEN
        async for some in products_from(here, place):
            yield "".join(
                _urls(where, f"/product/{quote(one.handle, safe='')}", languages, one.changed)
                for one in some
            )
        yield "</urlset>\n"

    return StreamingResponse(lines(), media_type=_XML, headers=_HOUR)


@router.get("/feeds/products.xml")
async def get_feed(
    request: Request, currency: Annotated[str | None, Query(max_length=3)] = None
) -> StreamingResponse:
    """The goods on sale in Google Merchant's words: `?locale=ru`, `?currency=EUR`."""
    if currency is not None and currency not in CURRENCIES:
        raise InvalidRequest("Use a code of ISO 4217, such as EUR.", field="currency")
    state = state_of(request)
    if state.feeds.locked():
        raise FeedBusy("Try again in a minute.", headers={"Retry-After": "60"})
    shop = await shop_parts(request).shop.now()
    locale = locale_of(request, shop.languages)
    told = Told(shop_url(request), locale, shop.languages, shop.name, shop_now(), state.cdn_url)
    products, here = state.products, late(request).choose()

    async def lines() -> AsyncIterator[str]:
        async with state.feeds:
            asked = FeedAsked(told, currency)
            async for part in feed_lines(here, products.directory, asked, products.partitions):
                yield part

    return StreamingResponse(lines(), media_type=_XML, headers=_HOUR)


def _urls(
    where: str, path: str, languages: tuple[str, ...], changed: datetime | None = None
) -> str:
    """The page in each of its languages, each with the addresses of all of them."""
    addresses = {
        one: xml_text(absolute(where, address_in(one, path, languages))) for one in languages
    }
    others = "".join(_alternates(addresses.items()))
    at = "" if changed is None else f"<lastmod>{iso(changed)}</lastmod>"
    return "".join(
        f"<url><loc>{address}</loc>{at}{others}</url>\n" for address in addresses.values()
    )


def _alternates(addresses: Iterable[tuple[str, str]]) -> Iterable[str]:
    return (
        f'<xhtml:link rel="alternate" hreflang="{locale}" href="{address}"/>'
        for locale, address in addresses
    )
