"""Shopify's product CSV, as merchants export it and as spreadsheets mangle it. Pure: read and
written."""

from holdfast.catalog.shopify.damaged import damaged_rows
from holdfast.catalog.shopify.drafts import ParsedProduct, read_products
from holdfast.catalog.shopify.export import header_row, product_rows
from holdfast.catalog.shopify.faults import RowFault, UnusableFile, fault_at
