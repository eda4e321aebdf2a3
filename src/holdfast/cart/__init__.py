"""Carts: what somebody means to buy. Nothing is reserved by one."""

from holdfast.cart.adopting import adopt_cart, guest_has_cart
from holdfast.cart.book import (
    CartBook,
    answered_before,
    change_cart,
    change_carts,
    keep_request,
    lock_cart,
    lock_carts,
    read_carts,
)
from holdfast.cart.cart import (
    MOST_LINES,
    MOST_OF_A_LINE,
    Cart,
    CartChange,
    CartFull,
    CartItem,
    NotInCart,
    added,
    emptied,
    in_cart,
    left_after,
    removed,
    set_to,
)
from holdfast.cart.facts import CartAbandoned
from holdfast.cart.leaving import KEPT_FOR, abandoned_since, forget_carts, forget_requests
from holdfast.cart.orders import came_from_cart, goods_of_cart
from holdfast.cart.steps import CartStep, write_steps
