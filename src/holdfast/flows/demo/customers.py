"""Who bought in the demo shop before today, and in which language. Nobody logs in as one of them,
but for the demo's own customer."""

from typing import Final

from msgspec import Struct

__all__ = ["CUSTOMERS", "REGULAR", "DemoBuyer"]


class DemoBuyer(Struct, frozen=True):
    """``owner`` is what their orders have."""

    owner: str
    locale: str


REGULAR: Final = "customer@example.com"
"""The demo's own customer, who has a history too."""

CUSTOMERS: Final = (
    ("anna.petrova@example.com", "Анна Петрова", "ru"),
    ("dmitri.sokolov@example.com", "Дмитрий Соколов", "ru"),
    ("elena.volkova@example.com", "Елена Волкова", "ru"),
    ("ivan.morozov@example.com", "Иван Морозов", "ru"),
    ("maria.novikova@example.com", "Мария Новикова", "ru"),
    ("sergei.orlov@example.com", "Сергей Орлов", "ru"),
    ("olga.belova@example.com", "Ольга Белова", "ru"),
    ("pavel.kozlov@example.com", "Павел Козлов", "ru"),
    ("minjun.kim@example.com", "김민준", "ko"),
    ("seoyeon.lee@example.com", "이서연", "ko"),
    ("jiho.park@example.com", "박지호", "ko"),
    ("haeun.choi@example.com", "최하은", "ko"),
    ("emma.walker@example.com", "Emma Walker", "en"),
    ("noah.fischer@example.com", "Noah Fischer", "en"),
    ("lucia.romano@example.com", "Lucia Romano", "en"),
    ("oliver.grant@example.com", "Oliver Grant", "en"),
    ("amelia.stone@example.com", "Amelia Stone", "en"),
    ("hugo.martin@example.com", "Hugo Martin", "en"),
)
