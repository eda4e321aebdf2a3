"""Pictures: taken from who sends them, or fetched without trusting who names them; made fit for the
shop by a process of their own, and kept in sizes.
"""

from holdfast.catalog.pictures.book import PictureBook
from holdfast.catalog.pictures.buckets import BucketStore, BucketTerms
from holdfast.catalog.pictures.fetch import Keep, PictureBounds, Pictures
from holdfast.catalog.pictures.homes import HOME, word_of_home
from holdfast.catalog.pictures.images import image_of
from holdfast.catalog.pictures.keeping import forget, unwanted_since
from holdfast.catalog.pictures.refusals import (
    PictureAnimated,
    PictureDamaged,
    PictureKindUnknown,
    PictureRefused,
    PicturesAway,
    PicturesBusy,
    PictureTooCostly,
    PictureTooLarge,
    PictureUnusable,
)
from holdfast.catalog.pictures.stores import FolderStore, Opened, Store, StoreAway
from holdfast.catalog.pictures.workshop import MadePicture, Workshop, WorkshopBounds
