"""The shop's books: every movement of money as a document of double entries, for accounting."""

from holdfast.views.books.commerceml import commerceml
from holdfast.views.books.days import (
    MAX_DOCUMENTS,
    count_documents,
    documents_of_day,
)
from holdfast.views.books.documents import Document, Leg
from holdfast.views.books.journal import journal_csv
from holdfast.views.books.quickbooks import quickbooks_csv

__all__ = [
    "MAX_DOCUMENTS", "Document", "Leg", "commerceml", "count_documents",
    "documents_of_day", "journal_csv", "quickbooks_csv",
]  # fmt: skip
