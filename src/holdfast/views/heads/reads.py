"""Heads of the shop's pages, read from what the pages show."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final
from urllib.parse import quote

from msgspec.structs import replace

from holdfast.booking import PageKind
from holdfast.catalog import Product, Shelf, plain_text
from holdfast.db.engine import Database
from holdfast.kit.clock import shop_now
from holdfast.kit.locales import choose_locale
from holdfast.kit.money import decimal_text
from holdfast.kit.sentences import Sentence, in_language, say
from holdfast.sellers import remembered_as
from holdfast.shop import (
    POLICIES,
    Banner,
    CurrentSettings,
    PolicyName,
    ShopPicture,
    policy_in,
    read_pages,
    read_policies,
)
from holdfast.views.heads.colours import accent_style
from holdfast.views.heads.former import moved_to
from holdfast.views.heads.head import Head, HeadAsked, Picture, short
from holdfast.views.heads.profiles import LISTS, profile_head
from holdfast.views.heads.schema_org import (
    Told,
    organization,
    product_data,
    product_path,
    trail,
)
from holdfast.views.home_page import HomeReads, address_of, smallest_of
from holdfast.views.product_pages import attributes_of
from holdfast.views.products import ProductReads
from holdfast.views.stock import ProductStock

__all__ = ["HeadReads"]

_GONE: Final = 410
_NOT_FOUND: Final = 404
POLICY_TITLES: Final[Mapping[PolicyName, Sentence]] = {
    "contacts": say("Contacts"),
    "delivery": say("Delivery"),
    "returns": say("Returns"),
    "cancellation": say("Cancelling a session"),
    "privacy": say("Privacy"),
    "terms": say("Terms"),
    "cookies": say("Cookies"),
}


class HeadReads:
    """One of it a process."""

    def __init__(
        self,
        database: Database,
        products: ProductReads,
        shelf: Shelf,
        shop: CurrentSettings,
        home: HomeReads,
        cdn: str = "",
    ) -> None:
        self._cdn = cdn
        self._database = database
        self._products = products
        self._shelf = shelf
        self._shop = shop
        self._arranged = home
        self._by_pattern: dict[str, Callable[[str, Told], Awaitable[Head]]] = {
            "/": self._home,
            "/product/$handle": self._product,
            "/category/$slug": self._category,
            "/seller/$slug": self._seller,
            "/policies/$policy": self._policy,
            "/pages/$slug": self._written_page,
            "/photographers": self._photographers,
            "/studios": self._studios,
            "/photographers/$slug": self._photographer,
            "/studios/$slug": self._studio,
        }

    async def head(self, asked: HeadAsked) -> Head:
        """Of a page that search is not to find, the shop's name alone."""
        shop = await self._shop.now()
        languages: tuple[str, ...] = shop.languages
        locale = choose_locale(asked.named, asked.preferred, languages)
        told = Told(asked.origin, locale, languages, shop.name, shop_now(), self._cdn)
        read = self._by_pattern.get(asked.pattern)
        head = _plain(told) if read is None else await read(asked.word, told)
        if not asked.pattern or head.status == _NOT_FOUND:
            moved = await moved_to(self._database.pool, self._products, asked.path)
            head = head if moved is None else _plain(told, 301, moved)
        if shop.accent:
            head = replace(head, style=accent_style(shop.accent))
        if shop.logo:
            shown = _picture(shop.logo, told) if head.path is not None else None
            head = replace(head, icon=smallest_of(shop.logo), picture=head.picture or shown)
        return head

    async def _home(self, _: str, told: Told) -> Head:
        tree = (await self._products.directory.now()).categories
        names = [one.name_in(told.locale) for one in tree.below(None)]
        logo, arranged = (await self._shop.now()).logo, await self._shop.home.now() or ()
        banners = (one.picture for one in arranged if isinstance(one, Banner) and one.picture)
        banner = next(banners, None)
        return Head(
            title=told.shop,
            shop=told.shop,
            locale=told.locale,
            languages=told.languages,
            path="/",
            description=short(f"{told.shop}: {', '.join(names)}" if names else told.shop),
            picture=_picture(banner, told) if banner else None,
            data=(organization(told, address_of(logo) if logo else None),),
            home=(await self._arranged.outline(told.locale)).decode(),
        )

    async def _category(self, slug: str, told: Told) -> Head:
        tree = (await self._products.directory.now()).categories
        category = tree.called(slug)
        if category is None:
            now_called = await self._products.slug_now(slug)
            if now_called is None:
                return _plain(told, _NOT_FOUND)
            return _plain(told, 301, _category_path(now_called))
        name = category.name_in(told.locale)
        below = [one.name_in(told.locale) for one in tree.below(category.id)]
        way = [
            (one.name_in(told.locale), _category_path(one.slug)) for one in tree.way(category.id)
        ]
        return Head(
            title=f"{name} · {told.shop}",
            shop=told.shop,
            locale=told.locale,
            languages=told.languages,
            path=_category_path(category.slug),
            description=short(f"{name}: {', '.join(below)}" if below else f"{name} · {told.shop}"),
            picture=Picture(told.picture(category.image), name) if category.image else None,
            data=(trail(way, told),),
        )

    async def _seller(self, word: str, told: Told) -> Head:
        known = (await self._products.directory.now()).sellers.values()
        seller = remembered_as(known, word)
        if seller is None:
            return _plain(told, _NOT_FOUND)
        if seller.has_left:  # who leaves may stay yet
            return _plain(told, _GONE if seller.is_closed else 200)
        path = f"/seller/{quote(seller.slug, safe='')}"
        if seller.slug != word:
            return _plain(told, 301, path)
        return Head(
            title=f"{seller.name} · {told.shop}",
            shop=told.shop,
            locale=told.locale,
            languages=told.languages,
            path=path,
            description=short(
                " ".join(seller.about_in(told.locale).split()) or f"{seller.name} · {told.shop}"
            ),
            picture=Picture(told.picture(seller.logo), seller.name) if seller.logo else None,
            data=(trail([(seller.name, path)], told),),
        )

    async def _product(self, name: str, told: Told) -> Head:
        product_id, now_called = await self._products.address(name) or (None, None)
        product = await self._shelf.get(product_id) if product_id else None
        if product is None or product.status == "draft":
            return _plain(told, _NOT_FOUND)
        if not product.active:
            return _plain(told, _GONE)
        if now_called not in (None, name):
            return _plain(told, 301, product_path(product))
        return await self._of_product(product, told)

    async def _of_product(self, product: Product, told: Told) -> Head:
        directory = await self._products.directory.now()
        stocks = await self._products.stocks([product.id])
        numbers = stocks.get(product.id) or ProductStock(0, False, 0)
        reviews = await self._products.newest_reviews(product.id, numbers.rating.version)
        words = product.translations.get(told.locale)
        text = plain_text((words.description if words else None) or product.description)
        way = directory.categories.way(product.category_id)
        steps = [(one.name_in(told.locale), _category_path(one.slug)) for one in way]
        name, said = product.name_in(told.locale), product.head_in(told.locale)
        first = next(iter(product.images), None)
        cheapest = min((one.price_at(told.now) for one in product.on_sale), default=None)
        names = [one for one, _ in steps]
        seller = directory.sellers.get(product.seller_id) if product.seller_id else None
        return Head(
            title=f"{said.title or name} · {told.shop}",
            shop=told.shop,
            locale=told.locale,
            languages=told.languages,
            path=product_path(product),
            description=short(
                said.description or text or " · ".join([name, *names[-1:], told.shop])
            ),
            kind="product",
            picture=Picture(told.picture(first.url), first.alt or name, first.width, first.height)
            if first
            else None,
            price=None
            if cheapest is None
            else (decimal_text(cheapest, product.currency), product.currency),
            data=(
                product_data(
                    product,
                    short(text, 5_000),
                    names,
                    numbers.variants,
                    numbers.rating,
                    reviews,
                    attributes_of(product, told.locale, directory),
                    seller.name if seller else None,
                    told,
                ),
                trail([*steps, (name, product_path(product))], told),
            ),
        )

    async def _photographers(self, _: str, told: Told) -> Head:
        return _listed("photographer", told)

    async def _studios(self, _: str, told: Told) -> Head:
        return _listed("studio", told)

    async def _photographer(self, slug: str, told: Told) -> Head:
        return await self._profile("photographer", slug, told)

    async def _studio(self, slug: str, told: Told) -> Head:
        return await self._profile("studio", slug, told)

    async def _profile(self, kind: PageKind, slug: str, told: Told) -> Head:
        found = await profile_head(self._database, kind, slug, told)
        if isinstance(found, Head):
            return found
        return _plain(told, _NOT_FOUND) if found is None else _plain(told, 301, found)

    async def _policy(self, word: str, told: Told) -> Head:
        name = next((one for one in POLICIES if one == word), None)
        if name is None:
            return _plain(told, _NOT_FOUND)
        async with self._database.read() as connection:
            found = policy_in(await read_policies(connection, name), told.locale, told.languages)
        if found is None:
            return _plain(told, _NOT_FOUND)
        title = in_language(POLICY_TITLES[name], told.locale)
        return _article(f"/policies/{name}", title, found.html, told)

    async def _written_page(self, slug: str, told: Told) -> Head:
        async with self._database.read() as connection:
            found = await read_pages(connection, slug)
        if not found:
            return _plain(told, _NOT_FOUND)
        _, text = found[0].text_in(told.locale, told.languages)
        return _article(f"/pages/{found[0].slug}", text.title, text.html, told)


def _article(path: str, title: str, html: str, told: Told) -> Head:
    return Head(
        title=f"{title} · {told.shop}",
        shop=told.shop,
        locale=told.locale,
        languages=told.languages,
        path=path,
        description=short(plain_text(html) or title),
        kind="article",
        data=(trail([(title, path)], told),),
    )


def _listed(kind: PageKind, told: Told) -> Head:
    path, names = LISTS[kind]
    name = names.get(told.locale, names["en"])
    return Head(
        title=f"{name} · {told.shop}",
        shop=told.shop,
        locale=told.locale,
        languages=told.languages,
        path=path,
        description=f"{name} · {told.shop}",
        data=(trail([(name, path)], told),),
    )


def _category_path(slug: str) -> str:
    return f"/category/{quote(slug, safe='')}"


def _picture(one: ShopPicture, told: Told) -> Picture:
    return Picture(told.picture(address_of(one)), told.shop, one.width, one.height)


def _plain(told: Told, status: int = 200, moved: str | None = None) -> Head:
    return Head(told.shop, told.shop, told.locale, told.languages, status, moved)
