"""Waiting: who wants to hear as soon as one of a variant is free."""

from holdfast.waiting.book import MOST_AWAITED, await_variant, forget_variant
from holdfast.waiting.tables import waiting
