"""A believable catalogue of any size, made from words in three languages: the same from the same
seed, product by product.
"""

from holdfast.catalog.seeds.goods import Goods, SeededVariant, Truth, make_goods
from holdfast.catalog.seeds.ground import (
    SELLERS,
    attribute_types,
    category_paths,
    seller_id,
    seller_name,
)
from holdfast.catalog.seeds.words import Kind, Phrase, Words, agreeing, load_words
