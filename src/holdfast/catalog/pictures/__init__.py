"""Pictures: taken from who uploads them, or fetched without trusting who names them."""

from holdfast.catalog.pictures.fetch import PictureBounds, Pictures
from holdfast.catalog.pictures.keeping import (
    MAX_PIXELS,
    MAX_SIDE,
    KeptPicture,
    PictureRefused,
    forget,
    keep,
    kept,
    unwanted_since,
)
from holdfast.catalog.pictures.kinds import kind_of, size_of
