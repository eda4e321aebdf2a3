"""Heads of photographers' and studios' pages: a service of somebody, a place with its address."""

from typing import Any, Final

from holdfast.booking import PageKind, Resource, page_path, with_page
from holdfast.db.engine import Database
from holdfast.kit.money import POINTS, decimal_text
from holdfast.views.booking.profiles import Profile, profile_of
from holdfast.views.heads.head import Head, Picture, absolute, short
from holdfast.views.heads.schema_org import Json, Told, rating_data, review_data, trail
from holdfast.views.reviews import ReviewQuery, review_page

__all__ = ["LISTS", "profile_head"]

MOST_REVIEWS: Final = 3
MOST_PICTURES: Final = 10
LISTS: Final = {
    "photographer": ("/photographers", {
        "en": "Photographers", "ru": "Фотографы", "ko": "사진가"}),
    "studio": ("/studios", {"en": "Studios", "ru": "Студии", "ko": "스튜디오"}),
}  # fmt: skip


async def profile_head(
    database: Database, kind: PageKind, slug: str, told: Told
) -> Head | str | None:
    """None: there is nobody; a path: where the page is now."""
    one = await with_page(database.pool, kind, slug)
    if one is None:
        return None
    path = page_path(one)
    if path != f"/{kind}s/{slug}":
        return path
    found = await profile_of(database.pool, one)
    name, about = one.name_in(told.locale), one.about_in(told.locale)
    list_path, names = LISTS[kind]
    first = next(iter(found.images), None)
    return Head(
        title=f"{name} · {told.shop}",
        shop=told.shop,
        locale=told.locale,
        languages=told.languages,
        path=path,
        description=short(about or f"{name} · {told.shop}"),
        kind="article",
        picture=Picture(
            told.picture(first.url), first.alt_in(told.locale) or name, first.width, first.height
        )
        if first
        else None,
        data=(
            await _data(database, found, about, told),
            trail([(names.get(told.locale, names["en"]), list_path), (name, path)], told),
        ),
    )


async def _data(database: Database, found: Profile, about: str, told: Told) -> Json:
    one = found.resource
    data: Json = {
        "@context": "https://schema.org",
        "@type": "LocalBusiness" if one.kind == "studio" else "Service",
        "@id": absolute(told.origin, page_path(one)),
        "name": one.name_in(told.locale),
        "url": told.at(page_path(one)),
        "image": [told.picture(image.url) for image in found.images[:MOST_PICTURES]],
        **_where(one),
    }
    if about:
        data["description"] = short(about, 5_000)
    if one.kind == "photographer":
        data["provider"] = {"@type": "Person", "name": one.name_in(told.locale)}
        data["offers"] = [
            {
                "@type": "Offer",
                "name": service.name_in(told.locale),
                "price": decimal_text(service.price.amount, service.currency),
                "priceCurrency": service.currency,
            }
            for service in found.services
            if service.currency != POINTS
        ]
    if found.rating.count:
        data["aggregateRating"] = rating_data(found.rating)
        query = ReviewQuery(one.id, limit=MOST_REVIEWS)
        async with database.read() as connection:
            reviews, _ = await review_page(connection, query)
        data["review"] = [review_data(each) for each in reviews]
    return {key: value for key, value in data.items() if value not in ([], None)}


def _where(one: Resource) -> dict[str, Any]:
    if one.kind != "studio":
        return {}
    place: dict[str, Any] = {"address": one.address or None}
    if one.latitude is not None and one.longitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates", "latitude": one.latitude, "longitude": one.longitude,
        }  # fmt: skip
    return place
