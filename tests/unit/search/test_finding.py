"""What a small catalogue answers."""

from uuid import UUID

import pytest

from holdfast.search import Asked, Document, Filters, Order
from holdfast.search.index import Snapshot
from tests.unit.search.shelves import GOODS, names, snapshot

AIR, PRO, HEADPHONES, CAMERA, EARPHONES, BANK, CASE, TV = (one.title for one in GOODS)


ODD = ("Sony WH-1000XM5", "iPhone-15", "Cable 2.5mm", "Чёрный чай a/b", "user@shop.example")


@pytest.fixture(scope="module")
def odd() -> Snapshot:
    return snapshot(
        *(Document(id=UUID(int=at), title=one, name=(one,)) for at, one in enumerate(ODD))
    )


@pytest.fixture(scope="module")
def shelf() -> Snapshot:
    return snapshot()


@pytest.mark.parametrize(
    ("typed", "found", "meant"),
    [
        (
            "macbook",
            [PRO, AIR, BANK],
            None,
        ),  # of equals the best seller; then what only speaks of it
        ("MacBook Air", [AIR], None),
        ("macbok", [PRO, AIR, BANK], "macbook"),
        ("ьфсищщл", [PRO, AIR, BANK], "macbook"),
        ("yfeiybrb", [HEADPHONES], "наушники"),
        ("dldjvhs", [EARPHONES, HEADPHONES], "이어폰"),
        ("ㅡㅁ츄ㅐㅐㅏ", [PRO, AIR, BANK], "macbook"),
        ("макбук", [PRO, AIR, BANK], "macbook"),
        ("самсунг", [TV], "samsung"),
        ("сони", [HEADPHONES, CAMERA], "sony"),
        ("самсу", [TV], "samsung"),
        ("макбука", [PRO, AIR, BANK], "macbook"),
        ("наушников", [HEADPHONES], None),
        ("беспроводных наушника", [HEADPHONES], None),
        ("наушинки", [HEADPHONES], "наушники"),
        ("headphones", [HEADPHONES, CAMERA], None),
        ("headph", [HEADPHONES, CAMERA], None),
        ("이어폰", [EARPHONES, HEADPHONES], None),
        ("블루투스를", [EARPHONES], None),
        ("powerbank", [BANK], "power bank"),
        ("power bank for a macbook", [BANK], None),
        ("чехол телефон", [CASE], None),
        ("20000mah", [BANK], None),
        ("sony black", [], None),
    ],
)
def test_what_is_typed_finds(
    shelf: Snapshot, typed: str, found: list[str], meant: str | None
) -> None:
    answer = shelf.find(Asked(text=typed))
    if typed == "sony black":  # nothing has both: what has the most of it
        assert answer.partly
        assert set(names(answer.ids)) == {HEADPHONES, CAMERA}
        return
    assert (names(answer.ids), answer.meant, answer.partly) == (found, meant, False)
    assert answer.total == len(found)


@pytest.mark.parametrize("typed", ["zzzzqqqq", "💥", "\u202e", "qq 55555 zz", "ㅋㅋㅋ", "мяукнем"])
def test_what_nothing_explains_finds_nothing(shelf: Snapshot, typed: str) -> None:
    answer = shelf.find(Asked(text=typed))
    assert (answer.ids, answer.total) == ((), 0)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("wh-1000", "Sony WH-1000XM5"),
        ("1000xm5 sony", "Sony WH-1000XM5"),
        ("wh1000xm5", "Sony WH-1000XM5"),
        ("IPHONE 15", "iPhone-15"),
        ("iphone-1", "iPhone-15"),
        ("2.5", "Cable 2.5mm"),
        ("ЧАЙ a/b", "Чёрный чай a/b"),
        ("user@sh", "user@shop.example"),
    ],
)
def test_names_are_found_by_the_words_in_them(odd: Snapshot, typed: str, name: str) -> None:
    assert odd.find(Asked(text=typed)).ids == (UUID(int=ODD.index(name)),)


@pytest.mark.parametrize("piece", ["d", "8", "a", "107", "quibble"])
def test_a_piece_of_a_word_in_the_name_weighs_less_than_the_word_in_it(piece: str) -> None:
    word = "quibbled8a107"
    named, said = UUID(int=1), UUID(int=2)
    others = tuple(
        Document(id=UUID(int=at), title="Mug", name=("Mug of a kind",)) for at in range(3, 40)
    )
    answer = snapshot(
        Document(id=said, title="Shirt", name=(f"Shirt {piece}",), about=(word,)),
        Document(id=named, title="A quibble", name=(f"A very good {word} for all",)),
        *others,
    ).find(Asked(text=word))
    assert answer.ids == (named, said)


def test_any_text_is_answered(shelf: Snapshot) -> None:
    for typed in ("a " * 10_000, "x" * 10_000, "()[]*?+^~\"'\\AND OR:", "é" * 300, "١٢٣", "ﷺ"):
        shelf.find(Asked(text=typed))
        shelf.complete(typed, 5)


def test_synonyms_stand_for_each_other(shelf: Snapshot) -> None:
    groups = (("tv", "телевизор", "television set"), ("ноут", "laptop"))
    for typed in ("television set", "television sets samsung", "телевизор"):
        assert names(shelf.find(Asked(text=typed, synonyms=groups)).ids) == [TV]
    assert set(names(shelf.find(Asked(text="ноут", synonyms=groups)).ids)) == {AIR, PRO}


@pytest.mark.parametrize(("typed", "meant"), [("yjen", "ноут"), ("shxmqnr", "노트북")])
def test_a_synonym_is_understood_from_another_keyboard(
    shelf: Snapshot, typed: str, meant: str
) -> None:
    answer = shelf.find(Asked(text=typed, synonyms=(("ноут", "노트북", "laptop"),)))
    assert (set(names(answer.ids)), answer.meant) == ({AIR, PRO}, meant)


def test_short_words_are_not_guessed_by_their_sound() -> None:
    goods = (
        Document(id=UUID(int=1), title="Cash box", name=("Cash box",)),
        Document(id=UUID(int=2), title="Google Pixel", name=("Google Pixel",)),
    )
    found = snapshot(*goods)
    assert found.find(Asked(text="каша")).ids == ()
    assert found.find(Asked(text="гугл")).ids == (UUID(int=2),)


def test_a_rare_word_may_be_a_slip_of_the_catalogues() -> None:
    goods = [
        Document(id=one.id, title="Charger", name=(f"Charger {place}",))
        for place, one in enumerate(GOODS * 3)
    ]
    slip = Document(id=GOODS[0].id, title="Cherger", name=("Cherger",))
    answer = snapshot(*goods, slip).find(Asked(text="cherger"))
    assert (len(answer.ids), answer.meant, answer.maybe) == (1, None, "charger")


def test_filters_and_what_they_count(shelf: Snapshot) -> None:
    black = Filters(attributes={"color": ("black",)})
    answer = shelf.find(Asked(filters=black, counts=True))
    assert set(names(answer.ids)) == {PRO, HEADPHONES, CAMERA}
    assert answer.counts is not None
    # Its own choices are counted as if it were not set, others with it.
    assert answer.counts.attributes == {
        "color": {"black": 3, "silver": 1},
        "memory": {"1TB": 1},
    }
    assert (answer.counts.least, answer.counts.most, answer.counts.free) == (300, 2500, 2)
    assert answer.counts.ratings == {1000: 2, 2000: 2, 3000: 2, 4000: 1}

    def found(**filters: object) -> set[str]:
        return set(names(shelf.find(Asked(filters=Filters(**filters))).ids))  # type: ignore[arg-type]

    assert found(least=900, most=1900) == {AIR, PRO}
    assert found(rating=4000) == {HEADPHONES}
    assert HEADPHONES not in found(free=True)
    assert found(attributes={"color": ("black",), "memory": ("1TB", "256GB")}) == {PRO}
    assert found(attributes={"color": ("pink",)}) == set()


@pytest.mark.parametrize(
    ("order", "first"),
    [("price_asc", CASE), ("price_desc", CAMERA), ("popular", PRO), ("rating", HEADPHONES),
     ("new", CASE), ("name", AIR)],
)  # fmt: skip
def test_orders(shelf: Snapshot, order: Order, first: str) -> None:
    answer = shelf.find(Asked(order=order, limit=1))
    assert (names(answer.ids), answer.total) == ([first], len(GOODS))


def test_beginnings_are_completed(shelf: Snapshot) -> None:
    assert shelf.complete("mac", 5).texts == ("macbook",)
    assert shelf.complete("sony c", 5).texts == ("sony camera", "sony cameras")
    assert shelf.complete("이", 5).texts == ("이어폰",)
    assert shelf.complete(" ", 5).texts == ()
    assert names(shelf.find(Asked(text="p", typing=True)).ids)[0] in (PRO, BANK)


def test_pages_of_a_search_follow_each_other(shelf: Snapshot) -> None:
    pages = [shelf.find(Asked(text="macbook", offset=at, limit=1)) for at in range(4)]
    assert [names(page.ids) for page in pages] == [[PRO], [AIR], [BANK], []]
    assert {page.total for page in pages} == {3}
