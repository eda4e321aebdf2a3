"""Sellers: who sells on a marketplace beside the shop itself, and the people of each."""

from holdfast.sellers.book import (
    MAX_PEOPLE,
    MAX_SELLERS,
    Seller,
    SellerNotFound,
    load_sellers,
    people_of,
    seller_of,
    sellers_of,
    works_for,
)
from holdfast.sellers.writing import (
    add_seller,
    change_seller,
    let_join,
    let_leave,
    locked_sellers,
    seller_under,
)
