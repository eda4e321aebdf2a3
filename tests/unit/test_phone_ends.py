"""How a phone number that staff type is looked for: as it may end."""

from holdfast.views.order_search import phone_ends


def test_a_number_is_looked_for_by_its_end_however_it_is_dialled() -> None:
    for typed, ends in {
        "+49 30 901820": ["4930901820"],
        "0049 (30) 901820": ["4930901820"],
        "030/901-820": ["030901820", "30901820"],
        "8 (912) 345.67.89": ["89123456789", "9123456789"],
        "901820": ["901820"],
        "000000": ["0000", "000"],
        "90182": [],
        "Lamp 901820": [],
        "+": [],
        "1" * 40: [],
        "٩٠١٨٢٠": [],
    }.items():
        assert phone_ends(typed) == ends, typed
