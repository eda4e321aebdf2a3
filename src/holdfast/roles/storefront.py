"""What pages and routes of the shop are answered from: the same where the whole shop is one process
and where orders are a service of their own."""

from holdfast.api.shell.state import ServerState
from holdfast.db.engine import Database
from holdfast.flows.flash_sales.counting import SaleCounts
from holdfast.flows.insights.looks import Looks
from holdfast.flows.insights.product_views import ProductViews
from holdfast.flows.inventory.pictures import PictureRoom
from holdfast.flows.shop_parts import ShopParts
from holdfast.people import Credentials, Passwords
from holdfast.roles import parts
from holdfast.roles.analytics import analytics_of
from holdfast.roles.lifespan import Part
from holdfast.roles.parts import Foundation
from holdfast.roles.places import geocoder_of
from holdfast.roles.replica import late_reads_of
from holdfast.roles.search import search_of
from holdfast.roles.second_factors import second_factors
from holdfast.views.heads.reads import HeadReads
from holdfast.views.home_page import HomeReads
from holdfast.views.popular_warmer import PopularWarmer
from holdfast.views.products import ProductReads
from holdfast.views.sitemap import PartStarts
from holdfast.worker.importer import Importer

__all__ = ["open_storefront"]


def open_storefront(
    state: ServerState,
    here: Foundation,
    database: Database,
    shop_parts: ShopParts,
    pictures: PictureRoom,
    credentials: Credentials,
    passwords: Passwords,
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Put it into the ``state``. What is to be started after the database, and what once the shop
    is furnished."""
    settings = here.settings
    state.shop_parts = shop_parts
    state.database = database
    state.late, following = late_reads_of(here, database)
    state.pictures = pictures
    importer = Importer(shop_parts, pictures)
    state.wake_importer = importer.wake
    state.products = products = ProductReads(
        database, shop_parts.shelf, shop_parts.next_release_at, settings.partitions, state.late
    )
    state.part_starts = PartStarts(database)
    state.home = HomeReads(database, products, shop_parts.shop, shop_parts.promotions)
    state.heads = HeadReads(
        database, products, shop_parts.shelf, shop_parts.shop, state.home, state.cdn_url
    )
    state.product_views = seen = ProductViews(database)
    state.analytics = analytics = analytics_of(settings, here.secret)
    state.looks = looks = Looks(database, told=bool(analytics.services))
    state.sale_counts = sales = SaleCounts(database)
    warmer = PopularWarmer(products)
    state.search, searching = search_of(settings, database, products)
    state.geocoder = geocoder_of(settings)
    state.tiles, state.tiles_by = settings.tiles, settings.tiles_by
    state.credentials = credentials
    state.passwords = passwords
    parts.throttle(state, here)
    second_factors(state, here, credentials, shop_parts.shop)
    reading = (
        *searching,
        (importer.start, importer.stop),
        (seen.start, seen.stop),
        (looks.start, looks.stop),
        (sales.start, sales.stop),
        (warmer.start, warmer.stop),
    )
    return following, reading
