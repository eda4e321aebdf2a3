// What `t` may be asked for: the English words of each room.
import "i18next";

type Words = typeof import("../../base/words.en.json").default &
  typeof import("../../design/words.en.json").default &
  typeof import("../../rooms/catalog/words.en.json").default &
  typeof import("../../rooms/checkout/words.en.json").default &
  typeof import("../../rooms/orders/words.en.json").default &
  typeof import("../../rooms/people/words.en.json").default &
  typeof import("../../rooms/promotions/words.en.json").default &
  typeof import("../../rooms/waiting/words.en.json").default &
  typeof import("../../rooms/wallets/words.en.json").default &
  typeof import("../showcase/words.en.json").default &
  typeof import("../staff/words.en.json").default &
  typeof import("../words.en.json").default &
  typeof import("../../staff/catalog/words.en.json").default &
  typeof import("../../staff/desk/words.en.json").default &
  typeof import("../../staff/home/words.en.json").default &
  typeof import("../../staff/imports/words.en.json").default &
  typeof import("../../staff/insights/words.en.json").default &
  typeof import("../../staff/orders/words.en.json").default &
  typeof import("../../staff/people/words.en.json").default &
  typeof import("../../staff/promotions/words.en.json").default &
  typeof import("../../staff/shop/words.en.json").default &
  typeof import("../../staff/stock/words.en.json").default &
  typeof import("../../staff/stuck/words.en.json").default &
  typeof import("../../staff/wallets/words.en.json").default;

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: Words };
  }
}
