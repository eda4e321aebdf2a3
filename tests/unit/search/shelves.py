"""A small catalogue, as the search has it."""

from uuid import UUID

from holdfast.search import Document
from holdfast.search.index import Snapshot, words_of
from holdfast.search.schema import fields_of, open_index

__all__ = ["GOODS", "names", "snapshot"]


def _one(number: int, name: str, about: str = "", text: str = "", **more: object) -> Document:
    return Document(
        id=UUID(int=number),
        title=name,
        name=(name,),
        about=(about,),
        text=(text,),
        **more,  # type: ignore[arg-type]
    )


GOODS = (
    _one(1, "MacBook Air", "Apple Laptops Ноутбуки", "Thin, for work", price=900, sales=3,
         facets=(("color", "silver"), ("memory", "256GB")), free=True),
    _one(2, "MacBook Pro", "Apple Laptops Ноутбуки", "Fast, for work", price=1900, sales=50,
         facets=(("color", "black"), ("memory", "1TB")), free=True),
    _one(3, "Беспроводные наушники Sony", "Headphones 이어폰", "Тихие, 20 часов", price=300,
         facets=(("color", "black"),), rating=4500),
    _one(4, "Sony Alpha 7 camera", "Cameras", "Works with wireless headphones", price=2500,
         facets=(("color", "black"),), free=True, rating=3900),
    _one(5, "무선 블루투스 이어폰", "Earphones", price=80, free=True),
    _one(6, "Power Bank 20000 mAh", "Chargers", "Fits a macbook", price=40, free=True),
    _one(7, "Чехол для телефона", "Cases", price=9, free=True, made=7),
    _one(8, "Телевизор 55 Samsung", "TV", price=700, free=True),
)  # fmt: skip


def snapshot(*goods: Document) -> Snapshot:
    """The index of these goods, else of the small catalogue."""
    index = open_index(None)
    writer = index.writer(15_000_000, 1)
    for one in goods or GOODS:
        writer.add_document(fields_of(one))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    return Snapshot(searcher, words_of(searcher))


def names(ids: tuple[UUID, ...]) -> list[str]:
    """What is found, by name."""
    by_id = {one.id: one.title for one in GOODS}
    return [by_id[one] for one in ids]
