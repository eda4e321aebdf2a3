"""What every room may use: ids, money, time, errors, paging. Imports nothing of ours."""

from holdfast.kit.clock import iso, shop_now, utc_now
from holdfast.kit.errors import FieldError, Problem
from holdfast.kit.ids import id_made_at, new_id, short_code, time_of
from holdfast.kit.money import Money, is_currency
from holdfast.kit.paging import MAX_PAGE, encode_cursor, page_by_id
