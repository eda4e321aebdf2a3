"""Copies of a catalogue's pictures, so that the shop does not depend on where they came from."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import sqlalchemy as sa
from msgspec import convert
from msgspec.structs import replace

from holdfast.catalog import Image, ProductDraft
from holdfast.catalog.pictures import PictureRefused, Pictures
from holdfast.catalog.shopify import RowFault, fault_at
from holdfast.db.engine import Database
from holdfast.kit.sentences import Sentence, say

__all__ = ["ImageCopies"]

_THERE: Final = sa.text("""
SELECT image FROM products, jsonb_array_elements(images) AS image WHERE handle = ANY(:handles)
""")


class ImageCopies:
    """Replaces drafts' pictures by copies; one that cannot be had stays a link and is told. Without
    ``links`` it is left out, unless its product has it already."""

    def __init__(self, database: Database, pictures: Pictures, *, links: bool = True) -> None:
        self._database = database
        self._pictures = pictures
        self._links = links

    @property
    def count(self) -> int:
        """How many were fetched."""
        return self._pictures.count

    async def __call__(
        self, drafts: Sequence[ProductDraft]
    ) -> tuple[list[ProductDraft], list[RowFault]]:
        wanted: dict[str, tuple[Image, ProductDraft]] = {}
        for draft in drafts:
            for image in draft.images:
                wanted.setdefault(image.url, (image, draft))
            for variant in draft.variants:
                if variant.image_url:
                    wanted.setdefault(variant.image_url, (Image(variant.image_url), draft))
        there = await self._there([draft.handle for draft in drafts])
        copies = {image.source: image for image in there if image.source}
        stay = set() if self._links else {image.url for image in there}
        missing = [
            pair
            for url, pair in wanted.items()
            if not url.startswith("/") and url not in copies and url not in stay  # "/": our own
        ]
        fetched = await asyncio.gather(*(self._fetch(image) for image, _ in missing))
        gone = set[str]()
        faults = []
        for (image, draft), got in zip(missing, fetched, strict=True):
            if isinstance(got, Image):
                copies[image.url] = got
                continue
            gone |= set() if self._links else {image.url}
            why = self._told(image.url[:120], got.why)
            faults.append(fault_at(draft.line or 0, why, draft.handle, left_out=False))
        return [_with_copies(draft, copies, gone) for draft in drafts], faults

    def _told(self, url: str, reason: Sentence) -> Sentence:
        if self._links:
            return say("the picture {url} stays a link: {reason}", url=url, reason=reason)
        return say("the picture {url} is left out: {reason}", url=url, reason=reason)

    async def _fetch(self, image: Image) -> Image | PictureRefused:
        try:
            return await self._pictures.fetch(image)
        except PictureRefused as refused:
            return refused

    async def _there(self, handles: Sequence[str]) -> list[Image]:
        """The pictures that these products have."""
        async with self._database.read() as connection:
            rows = await connection.execute(_THERE, {"handles": list(handles)})
            return [convert(row[0], Image) for row in rows]


def _with_copies(
    draft: ProductDraft, copies: Mapping[str, Image], gone: Collection[str]
) -> ProductDraft:
    images = tuple(
        replace(copies[image.url], alt=image.alt) if image.url in copies else image
        for image in draft.images
        if image.url not in gone
    )
    variants = tuple(
        replace(one, image_url=_at(one.image_url, copies, gone)) for one in draft.variants
    )
    return replace(draft, images=images, variants=variants)


def _at(url: str | None, copies: Mapping[str, Image], gone: Collection[str]) -> str | None:
    if url is None or url in gone:
        return None
    return copies[url].url if url in copies else url
