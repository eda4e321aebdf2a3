"""What the demo shop's customers need again and again. Prices in whole roubles."""

from typing import Final

from holdfast.catalog.demo.goods import Good

REFILLS: Final = (
    Good("instax-mini-film", "Instax mini film, 20 sheets", "desk", "Fujifilm", 1_790,
         "film_box", ("White",), (240,),
         "Twenty pictures for an Instax mini, each there in ninety seconds.",
         "Двадцать снимков для Instax mini, каждый готов за полторы минуты.",
         "인스탁스 미니용 필름 20장, 90초면 사진이 완성됩니다.",
         threshold=20, names=("Плёнка Instax mini, 20 кадров", "인스탁스 미니 필름 20장")),
)  # fmt: skip
