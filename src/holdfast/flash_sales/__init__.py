"""Flash sales: so many units of a variant, at a price of their own, for a while.

What is left of a sale is the ledger's to say, under the keys that are named here.
"""

from holdfast.flash_sales.book import (
    SaleNow,
    any_sale,
    list_sales,
    load_sales,
    load_sales_now,
    sales_to_close,
)
from holdfast.flash_sales.facts import (
    FlashSaleClosed,
    FlashSaleEnded,
    FlashSaleMade,
    FlashSaleResult,
)
from holdfast.flash_sales.keys import SALE_NOTE, SALE_PREFIX, sale_key, sale_limit_key, sale_ref
from holdfast.flash_sales.life import closed, ended, going_on, left_moved, made
from holdfast.flash_sales.pace import pause_before_start, pause_in_line
from holdfast.flash_sales.places import (
    LET_IN_FOR,
    Place,
    clear_places,
    leave_place,
    let_in_next,
    load_let_in,
    load_let_in_so_far,
    take_places,
    use_proof,
)
from holdfast.flash_sales.proofs import BadProof, Challenge, Proofs
from holdfast.flash_sales.rooms import (
    BOUGHT,
    Room,
    clear_minutes,
    count_outcomes,
    load_rooms,
    rooms_open,
)
from holdfast.flash_sales.sale import FlashSale, SalePhase, SaleTerms, sale_faults
