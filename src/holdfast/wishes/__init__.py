"""Wishes: products a customer likes and may buy later."""

from holdfast.wishes.book import MOST_WISHED, Wish, wish_for, wishes_of
from holdfast.wishes.facts import WishCheaper
from holdfast.wishes.life import removed, wished, wished_again
from holdfast.wishes.tables import WISHES
