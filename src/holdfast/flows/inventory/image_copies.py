"""Copies of a catalogue's pictures, so that the shop does not depend on where they came from."""

import asyncio
from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from msgspec import convert
from msgspec.structs import replace

from holdfast.catalog import Image, ProductDraft
from holdfast.catalog.pictures import PictureRefused, Pictures
from holdfast.catalog.shopify import RowFault, fault_at
from holdfast.db.engine import Database
from holdfast.kit.sentences import say

__all__ = ["ImageCopies"]

_COPIES: Final = sa.text("""
SELECT image FROM products, jsonb_array_elements(images) AS image
WHERE handle = ANY(:handles) AND image ? 'source'
""")


class ImageCopies:
    """Replaces drafts' pictures by copies; one that cannot be had stays a link and is told."""

    def __init__(self, database: Database, pictures: Pictures) -> None:
        self._database = database
        self._pictures = pictures

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
        wanted = {url: one for url, one in wanted.items() if not url.startswith("/")}  # our own
        copies = await self._known([draft.handle for draft in drafts])
        missing = [pair for url, pair in wanted.items() if url not in copies]
        fetched = await asyncio.gather(*(self._fetch(image) for image, _ in missing))
        faults = []
        for (image, draft), got in zip(missing, fetched, strict=True):
            if isinstance(got, Image):
                copies[image.url] = got
            else:
                why = say(
                    "the picture {url} stays a link: {reason}", url=image.url[:120], reason=got.why
                )
                faults.append(fault_at(draft.line or 0, why, draft.handle, left_out=False))
        return [_with_copies(draft, copies) for draft in drafts], faults

    async def _fetch(self, image: Image) -> Image | PictureRefused:
        try:
            return await self._pictures.fetch(image)
        except PictureRefused as refused:
            return refused

    async def _known(self, handles: Sequence[str]) -> dict[str, Image]:
        """Copies that these products have already, by where they came from."""
        async with self._database.read() as connection:
            rows = await connection.execute(_COPIES, {"handles": list(handles)})
            images = (convert(row[0], Image) for row in rows)
            return {image.source: image for image in images if image.source}


def _with_copies(draft: ProductDraft, copies: dict[str, Image]) -> ProductDraft:
    images = tuple(
        replace(copies[image.url], alt=image.alt) if image.url in copies else image
        for image in draft.images
    )
    variants = tuple(
        replace(one, image_url=copies[one.image_url].url) if one.image_url in copies else one
        for one in draft.variants
    )
    return replace(draft, images=images, variants=variants)
