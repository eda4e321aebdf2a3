"""What the demo's photographers and studios show: names of drawn photographs, told in words."""

from collections.abc import Mapping
from typing import Any, Final

PICTURES: Final = "/media/demo"
SIZE: Final = 900

_WORDS: Final = {
    "portrait": ("A portrait in soft side light", "Портрет в мягком боковом свете",
                 "부드러운 측광의 인물 사진"),
    "family": ("A family at sunset", "Семья на закате", "노을 속의 가족"),
    "street": ("Two people walking towards the evening sun", "Двое идут навстречу вечернему солнцу",
               "저녁 햇살을 향해 걷는 두 사람"),
    "thing": ("A bottle and a stone on a mirror table", "Бутылка и камень на зеркальном столе",
              "거울 탁자 위의 병과 돌"),
    "room": ("The room with tall windows", "Зал с высокими окнами", "높은 창이 있는 룸"),
    "cove": ("The white cove with a paper roll", "Белая циклорама с бумажным фоном",
             "배경지를 건 흰 호리존"),
}  # fmt: skip
_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "moscow": ("room-slate-1", "cove-paper-2", "portrait-slate-3"),
    "berlin": ("room-amber-2", "cove-rose-1", "thing-moss-4"),
    "seoul": ("room-dusk-3", "cove-moss-3", "family-amber-2"),
    "vera": ("portrait-amber-1", "portrait-rose-4", "family-dusk-3", "street-amber-1"),
    "gleb": ("thing-slate-2", "thing-amber-5", "portrait-paper-2"),
    "jonas": ("portrait-slate-6", "street-dusk-2", "thing-rose-1"),
    "mila": ("family-moss-1", "family-rose-4", "portrait-moss-5"),
    "sora": ("street-rose-5", "portrait-dusk-2", "family-amber-6"),
    "taeyang": ("thing-paper-3", "thing-dusk-6", "portrait-amber-7"),
}


def demo_portfolio(handle: str) -> list[dict[str, Any]]:
    """As the catalogue keeps pictures; none of a room or a kit."""
    return [_picture(name) for name in _OF.get(handle, ())]


def _picture(name: str) -> dict[str, Any]:
    english, russian, korean = _WORDS[name.partition("-")[0]]
    return {
        "url": f"{PICTURES}/{name}.svg",
        "alt": english,
        "alts": {"ru": russian, "ko": korean},
        "width": SIZE,
        "height": SIZE,
    }
