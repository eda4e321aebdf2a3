// The list of rooms: the pages of each, and what each says. A new room is added here.
import booking from "../rooms/booking/routes";
import catalog from "../rooms/catalog/routes";
import checkout from "../rooms/checkout/routes";
import conversations from "../rooms/conversations/routes";
import flash from "../rooms/flash/routes";
import gallery from "../rooms/gallery/routes";
import mail from "../rooms/mail/routes";
import newsletter from "../rooms/newsletter/routes";
import orders from "../rooms/orders/routes";
import packages from "../rooms/packages/routes";
import parcels from "../rooms/parcels/routes";
import paylink from "../rooms/paylink/routes";
import people from "../rooms/people/routes";
import policies from "../rooms/policies/routes";
import profiles from "../rooms/profiles/routes";
import promotions from "../rooms/promotions/routes";
import referrals from "../rooms/referrals/routes";
import repeats from "../rooms/repeats/routes";
import returns from "../rooms/returns/routes";
import search from "../rooms/search/routes";
import selling from "../rooms/selling/routes";
import wallets from "../rooms/wallets/routes";
import wishes from "../rooms/wishes/routes";
import staffAudit from "../staff/audit/routes";
import staffBoard from "../staff/board/routes";
import staffBookings from "../staff/bookings/routes";
import staffCatalog from "../staff/catalog/routes";
import staffClients from "../staff/clients/routes";
import staffConversations from "../staff/conversations/routes";
import staffExperiments from "../staff/experiments/routes";
import staffFlash from "../staff/flash/routes";
import staffFraud from "../staff/fraud/routes";
import staffFront from "../staff/front/routes";
import staffGroups from "../staff/groups/routes";
import staffHome from "../staff/home/routes";
import staffImports from "../staff/imports/routes";
import staffInsights from "../staff/insights/routes";
import staffMail from "../staff/mail/routes";
import staffNewsletters from "../staff/newsletters/routes";
import staffOrders from "../staff/orders/routes";
import staffPackages from "../staff/packages/routes";
import staffPayments from "../staff/payments/routes";
import staffPeople from "../staff/people/routes";
import staffPromotions from "../staff/promotions/routes";
import staffPurchasing from "../staff/purchasing/routes";
import staffReferrals from "../staff/referrals/routes";
import staffRepeats from "../staff/repeats/routes";
import staffReturns from "../staff/returns/routes";
import staffReviews from "../staff/reviews/routes";
import staffSearch from "../staff/search/routes";
import staffSellers from "../staff/sellers/routes";
import staffServices from "../staff/services/routes";
import staffShop from "../staff/shop/routes";
import staffStock from "../staff/stock/routes";
import staffStuck from "../staff/stuck/routes";
import staffStudio from "../staff/studio/routes";
import staffWaiting from "../staff/waiting/routes";
import staffWallets from "../staff/wallets/routes";
import account from "./account/routes";
import ownSelling from "./selling/routes";
import showcase from "./showcase/routes";
import studio from "./studio/routes";

export const rooms = [
  ...booking,
  ...catalog,
  ...checkout,
  ...conversations,
  ...flash,
  ...gallery,
  ...orders,
  ...mail,
  ...newsletter,
  ...parcels,
  ...paylink,
  ...packages,
  ...people,
  ...policies,
  ...profiles,
  ...promotions,
  ...referrals,
  ...repeats,
  ...returns,
  ...search,
  ...selling,
  ...account,
  ...ownSelling,
  ...showcase,
  ...studio,
  ...wallets,
  ...wishes,
] as const;

export const staffRooms = [
  ...staffAudit,
  ...staffBoard,
  ...staffBookings,
  ...staffCatalog,
  ...staffClients,
  ...staffConversations,
  ...staffExperiments,
  ...staffFlash,
  ...staffFraud,
  ...staffFront,
  ...staffGroups,
  ...staffHome,
  ...staffImports,
  ...staffInsights,
  ...staffOrders,
  ...staffPackages,
  ...staffPayments,
  ...staffMail,
  ...staffNewsletters,
  ...staffPeople,
  ...staffPromotions,
  ...staffPurchasing,
  ...staffReferrals,
  ...staffRepeats,
  ...staffReturns,
  ...staffReviews,
  ...staffSearch,
  ...staffSellers,
  ...staffServices,
  ...staffShop,
  ...staffStock,
  ...staffStuck,
  ...staffStudio,
  ...staffWaiting,
  ...staffWallets,
] as const;

type Words = typeof import("../base/words.en.json") &
  typeof import("../design/words.en.json") &
  typeof import("../rooms/addresses/words.en.json") &
  typeof import("../rooms/booking/words.en.json") &
  typeof import("../rooms/catalog/words.en.json") &
  typeof import("../rooms/checkout/words.en.json") &
  typeof import("../rooms/conversations/words.en.json") &
  typeof import("../rooms/flash/words.en.json") &
  typeof import("../rooms/gallery/words.en.json") &
  typeof import("../rooms/mix/words.en.json") &
  typeof import("../rooms/orders/words.en.json") &
  typeof import("../rooms/mail/words.en.json") &
  typeof import("../rooms/newsletter/words.en.json") &
  typeof import("../rooms/parcels/words.en.json") &
  typeof import("../rooms/paylink/words.en.json") &
  typeof import("../rooms/packages/words.en.json") &
  typeof import("../rooms/people/words.en.json") &
  typeof import("../rooms/policies/words.en.json") &
  typeof import("../rooms/profiles/words.en.json") &
  typeof import("../rooms/promotions/words.en.json") &
  typeof import("../rooms/referrals/words.en.json") &
  typeof import("../rooms/repeats/words.en.json") &
  typeof import("../rooms/requests/words.en.json") &
  typeof import("../rooms/returns/words.en.json") &
  typeof import("../rooms/reviews/words.en.json") &
  typeof import("../rooms/search/words.en.json") &
  typeof import("../rooms/selling/words.en.json") &
  typeof import("../rooms/waiting/words.en.json") &
  typeof import("../rooms/pictures/words.en.json") &
  typeof import("../rooms/studio/words.en.json") &
  typeof import("../rooms/wallets/words.en.json") &
  typeof import("../rooms/wishes/words.en.json") &
  typeof import("./showcase/words.en.json") &
  typeof import("./staff/words.en.json") &
  typeof import("./words.en.json") &
  typeof import("../staff/audit/words.en.json") &
  typeof import("../staff/bookings/words.en.json") &
  typeof import("../staff/catalog/words.en.json") &
  typeof import("../staff/clients/words.en.json") &
  typeof import("../staff/conversations/words.en.json") &
  typeof import("../staff/desk/words.en.json") &
  typeof import("../staff/experiments/words.en.json") &
  typeof import("../staff/flash/words.en.json") &
  typeof import("../staff/fraud/words.en.json") &
  typeof import("../staff/front/words.en.json") &
  typeof import("../staff/groups/words.en.json") &
  typeof import("../staff/home/words.en.json") &
  typeof import("../staff/imports/words.en.json") &
  typeof import("../staff/insights/words.en.json") &
  typeof import("../staff/orders/words.en.json") &
  typeof import("../staff/packages/words.en.json") &
  typeof import("../staff/payments/words.en.json") &
  typeof import("../staff/mail/words.en.json") &
  typeof import("../staff/newsletters/words.en.json") &
  typeof import("../staff/people/words.en.json") &
  typeof import("../staff/promotions/words.en.json") &
  typeof import("../staff/purchasing/words.en.json") &
  typeof import("../staff/referrals/words.en.json") &
  typeof import("../staff/repeats/words.en.json") &
  typeof import("../staff/returns/words.en.json") &
  typeof import("../staff/reviews/words.en.json") &
  typeof import("../staff/search/words.en.json") &
  typeof import("../staff/selling/words.en.json") &
  typeof import("../staff/sellers/words.en.json") &
  typeof import("../staff/services/words.en.json") &
  typeof import("../staff/shop/words.en.json") &
  typeof import("../staff/stock/words.en.json") &
  typeof import("../staff/stuck/words.en.json") &
  typeof import("../staff/studio/words.en.json") &
  typeof import("../staff/waiting/words.en.json") &
  typeof import("../staff/wallets/words.en.json");

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    keySeparator: false;
    resources: { translation: Words };
  }
}
