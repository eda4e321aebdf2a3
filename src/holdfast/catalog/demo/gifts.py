"""What the demo shop gives for points. Prices in points."""

from typing import Final

from holdfast.catalog.demo.goods import Good

GIFTS: Final = (
    Good("holdfast-mug", "Holdfast mug", "gifts", "Holdfast", 250, "mug",
         ("White", "Black", "Mint"), (40, 12, 3),
         "350 ml of stoneware that forgives the dishwasher. For points only.",
         "350 мл, каменная керамика, можно мыть в посудомойке. Только за баллы.",
         "350ml 스톤웨어, 식기세척기 사용 가능. 포인트로만 구매할 수 있습니다.",
         names=("Кружка Holdfast", "홀드패스트 머그")),
    Good("holdfast-bottle", "Holdfast bottle", "gifts", "Holdfast", 600, "bottle",
         ("Graphite", "Sky Blue"), (18, 2),
         "Steel, half a litre: cold for a day, hot until evening. For points only.",
         "Сталь, пол-литра: сутки холодная, до вечера горячая. Только за баллы.",
         "스테인리스 500ml, 하루 보냉, 저녁까지 보온. 포인트로만 구매할 수 있습니다.",
         names=("Термобутылка Holdfast", "홀드패스트 보틀")),
    Good("holdfast-tote", "Holdfast tote bag", "gifts", "Holdfast", 400, "tote",
         ("Beige", "Black"), (25, 9),
         "Heavy cotton with room for a laptop and the bread. For points only.",
         "Плотный хлопок: войдут и ноутбук, и батон. Только за баллы.",
         "노트북과 장바구니를 한 번에 담는 두꺼운 면 가방. 포인트로만 구매할 수 있습니다.",
         names=("Сумка Holdfast", "홀드패스트 토트백")),
)  # fmt: skip
