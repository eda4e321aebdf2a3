"""What was sold, in the reader's language, as expressions of SQL."""

from typing import Final

__all__ = [
    "CATEGORY_IN_LOCALE",
    "NAME_IN_LOCALE",
    "OPTIONS_IN_LOCALE",
    "ORDERED_NAME",
    "ORDERED_OPTIONS",
]

# Of a variant ``v`` of a product ``p``; what is not translated stays as it is.
NAME_IN_LOCALE: Final = "coalesce(p.translations -> CAST(:locale AS text) ->> 'name', p.name)"
# Of a category ``c`` that may not be there.
CATEGORY_IN_LOCALE: Final = "coalesce(c.translations ->> CAST(:locale AS text), c.name, '')"
OPTIONS_IN_LOCALE: Final = """
    coalesce(
        (SELECT jsonb_object_agg(word.key, coalesce(
                    p.translations -> CAST(:locale AS text) -> 'options' -> word.key
                        -> 'values' ->> word.value, word.value))
         FROM jsonb_each_text(v.options) AS word
         WHERE p.translations -> CAST(:locale AS text) -> 'options' IS NOT NULL),
        v.options)
"""
# An order keeps its lines in the words its buyer read. Of an item ``i``, whose ``v`` and ``p`` may
# be gone; a name that the product has no longer stays.
ORDERED_NAME: Final = f"""
    CASE WHEN i.product_name = p.name OR i.product_name IN (
             SELECT said.value ->> 'name' FROM jsonb_each(p.translations) AS said)
         THEN {NAME_IN_LOCALE} ELSE i.product_name END
"""
ORDERED_OPTIONS: Final = f"coalesce({OPTIONS_IN_LOCALE}, i.options)"
