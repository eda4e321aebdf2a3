"""Copies of pictures from the web, fetched without trusting who names them."""

from holdfast.catalog.pictures.fetch import PictureBounds, PictureRefused, Pictures

__all__ = ["PictureBounds", "PictureRefused", "Pictures"]
