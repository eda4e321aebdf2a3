"""A variant's options in the reader's language, as an expression of SQL."""

from typing import Final

__all__ = ["OPTIONS_IN_LOCALE"]

# Of a variant ``v`` of a product ``p``; what is not translated stays as it is.
OPTIONS_IN_LOCALE: Final = """
    coalesce(
        (SELECT jsonb_object_agg(word.key, coalesce(
                    p.translations -> CAST(:locale AS text) -> 'options' -> word.key
                        -> 'values' ->> word.value, word.value))
         FROM jsonb_each_text(v.options) AS word
         WHERE p.translations -> CAST(:locale AS text) -> 'options' IS NOT NULL),
        v.options)
"""
