"""Copies of pictures from the web, fetched without trusting who names them."""

from holdfast.catalog.pictures.fetch import PictureBounds, PictureRefused, Pictures
from holdfast.catalog.pictures.guard import is_public

__all__ = ["PictureBounds", "PictureRefused", "Pictures", "is_public"]
