import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent as lazy,
} from "@tanstack/react-router";
import { NotFound } from "../design/NotFound";
import { ProductPage } from "../rooms/catalog/ProductPage";
import { parseShopSearch } from "../rooms/catalog/queries";
import { ShopPage } from "../rooms/catalog/ShopPage";
import { CartPage } from "../rooms/checkout/CartPage";
import { parseProductSearch } from "../staff/catalog/queries";
import { parseStatSearch } from "../staff/insights/search";
import { parseOrderSearch } from "../staff/orders/search";
import { parsePeopleSearch } from "../staff/people/search";
import { parseLogSearch, parseStockSearch } from "../staff/stock/search";
import { parseWalletSearch } from "../staff/wallets/search";
import { Crash } from "./Crash";
import { Shell } from "./Shell";
import { withStaffWords } from "./words";

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: Crash,
});

function text(value: unknown): string | undefined {
  return typeof value === "string" && value ? value : undefined;
}

/** Only an address of our own: a link from elsewhere must not choose where a login leads. */
function ownPath(value: unknown): string | undefined {
  return typeof value === "string" && /^\/(?![/\\])/.test(value) ? value : undefined;
}

const shop = createRoute({
  getParentRoute: () => root,
  path: "/",
  validateSearch: parseShopSearch,
  component: ShopPage,
});
const product = createRoute({
  getParentRoute: () => root,
  path: "/product/$handle",
  validateSearch: (raw: Record<string, unknown>): { variant?: string } => ({
    variant: text(raw.variant),
  }),
  component: ProductPage,
});
const cart = createRoute({ getParentRoute: () => root, path: "/cart", component: CartPage });
const entry = createRoute({
  getParentRoute: () => root,
  path: "/checkout",
  validateSearch: (raw: Record<string, unknown>): { buy?: "now" } => ({
    buy: raw.buy === "now" ? "now" : undefined,
  }),
  component: lazy(() => import("../rooms/checkout/EntryPage"), "EntryPage"),
});
const checkout = createRoute({
  getParentRoute: () => root,
  path: "/checkout/$orderId",
  component: lazy(() => import("../rooms/checkout/CheckoutPage"), "CheckoutPage"),
});
const orders = createRoute({
  getParentRoute: () => root,
  path: "/orders",
  component: lazy(() => import("../rooms/orders/OrdersPage"), "OrdersPage"),
});
const order = createRoute({
  getParentRoute: () => root,
  path: "/orders/$orderId",
  component: lazy(() => import("../rooms/orders/OrderPage"), "OrderPage"),
});
const ownWallets = createRoute({
  getParentRoute: () => root,
  path: "/wallet",
  component: lazy(() => import("../rooms/wallets/WalletsPage"), "WalletsPage"),
});
const wallet = createRoute({
  getParentRoute: () => root,
  path: "/wallet/$walletId",
  validateSearch: (raw: Record<string, unknown>): { amount?: number } => ({
    amount:
      Number.isSafeInteger(raw.amount) && Number(raw.amount) > 0 ? Number(raw.amount) : undefined,
  }),
  component: lazy(() => import("../rooms/wallets/WalletPage"), "WalletPage"),
});
const coupons = createRoute({
  getParentRoute: () => root,
  path: "/coupons",
  component: lazy(() => import("../rooms/promotions/CouponsPage"), "CouponsPage"),
});
const campaign = createRoute({
  getParentRoute: () => root,
  path: "/coupons/$campaignId",
  component: lazy(() => import("../rooms/promotions/CampaignPage"), "CampaignPage"),
});
const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: (raw: Record<string, unknown>): { next?: string } => ({
    next: ownPath(raw.next),
  }),
  component: lazy(() => import("../rooms/people/LoginPage"), "LoginPage"),
});
const signUp = createRoute({
  getParentRoute: () => root,
  path: "/signup",
  validateSearch: (raw: Record<string, unknown>): { next?: string } => ({
    next: ownPath(raw.next),
  }),
  component: lazy(() => import("../rooms/people/SignUpPage"), "SignUpPage"),
});
const profile = createRoute({
  getParentRoute: () => root,
  path: "/account",
  component: lazy(() => import("../rooms/people/ProfilePage"), "ProfilePage"),
});
const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: lazy(() => import("../rooms/people/SetupPage"), "SetupPage"),
});
const newPassword = createRoute({
  getParentRoute: () => root,
  path: "/password",
  component: lazy(() => import("../rooms/people/NewPasswordPage"), "NewPasswordPage"),
});
const components = createRoute({
  getParentRoute: () => root,
  path: "/components",
  component: lazy(() => withStaffWords(import("./showcase/ComponentsPage")), "ComponentsPage"),
});

const staff = createRoute({
  getParentRoute: () => root,
  path: "/staff",
  component: lazy(() => withStaffWords(import("./staff/StaffLayout")), "StaffLayout"),
});
const staffHome = createRoute({
  getParentRoute: () => staff,
  path: "/",
  component: lazy(() => import("../staff/home/StaffHomePage"), "StaffHomePage"),
});
const stock = createRoute({
  getParentRoute: () => staff,
  path: "/stock",
  validateSearch: parseStockSearch,
  component: lazy(() => import("../staff/stock/StockPage"), "StockPage"),
});
const log = createRoute({
  getParentRoute: () => staff,
  path: "/log",
  validateSearch: parseLogSearch,
  component: lazy(() => import("../staff/stock/LogPage"), "LogPage"),
});
const low = createRoute({
  getParentRoute: () => staff,
  path: "/low",
  component: lazy(() => import("../staff/stock/LowPage"), "LowPage"),
});
const reservations = createRoute({
  getParentRoute: () => staff,
  path: "/reservations",
  component: lazy(() => import("../staff/orders/ReservationsPage"), "ReservationsPage"),
});
const statistics = createRoute({
  getParentRoute: () => staff,
  path: "/statistics",
  validateSearch: parseStatSearch,
  component: lazy(() => import("../staff/insights/StatisticsPage"), "StatisticsPage"),
});
const campaigns = createRoute({
  getParentRoute: () => staff,
  path: "/campaigns",
  component: lazy(() => import("../staff/promotions/CampaignsPage"), "CampaignsPage"),
});
const wallets = createRoute({
  getParentRoute: () => staff,
  path: "/wallets",
  validateSearch: parseWalletSearch,
  component: lazy(() => import("../staff/wallets/WalletsPage"), "WalletsPage"),
});
const products = createRoute({
  getParentRoute: () => staff,
  path: "/products",
  validateSearch: parseProductSearch,
  component: lazy(() => import("../staff/catalog/ProductsPage"), "ProductsPage"),
});
const newProduct = createRoute({
  getParentRoute: () => staff,
  path: "/products/new",
  component: lazy(() => import("../staff/catalog/EditProductPage"), "NewProductPage"),
});
const oneProduct = createRoute({
  getParentRoute: () => staff,
  path: "/products/$id",
  component: lazy(() => import("../staff/catalog/EditProductPage"), "EditProductPage"),
});
const imports = createRoute({
  getParentRoute: () => staff,
  path: "/import",
  validateSearch: (raw: Record<string, unknown>): { id?: string } => ({ id: text(raw.id) }),
  component: lazy(() => import("../staff/imports/ImportPage"), "ImportPage"),
});
const staffOrders = createRoute({
  getParentRoute: () => staff,
  path: "/orders",
  validateSearch: parseOrderSearch,
  component: lazy(() => import("../staff/orders/OrderListPage"), "OrderListPage"),
});
const staffOrder = createRoute({
  getParentRoute: () => staff,
  path: "/orders/$orderId",
  component: lazy(() => import("../staff/orders/StaffOrderPage"), "StaffOrderPage"),
});
const people = createRoute({
  getParentRoute: () => staff,
  path: "/people",
  validateSearch: parsePeopleSearch,
  component: lazy(() => import("../staff/people/PeoplePage"), "PeoplePage"),
});
const person = createRoute({
  getParentRoute: () => staff,
  path: "/people/$userId",
  component: lazy(() => import("../staff/people/PersonPage"), "PersonPage"),
});
const deadJobs = createRoute({
  getParentRoute: () => staff,
  path: "/jobs",
  component: lazy(() => import("../staff/stuck/DeadJobsPage"), "DeadJobsPage"),
});
const deadDeliveries = createRoute({
  getParentRoute: () => staff,
  path: "/deliveries",
  component: lazy(() => import("../staff/stuck/DeadDeliveriesPage"), "DeadDeliveriesPage"),
});

const deadLetters = createRoute({
  getParentRoute: () => staff,
  path: "/letters",
  component: lazy(() => import("../staff/stuck/DeadLettersPage"), "DeadLettersPage"),
});
const settings = createRoute({
  getParentRoute: () => staff,
  path: "/settings",
  component: lazy(() => import("../staff/shop/SettingsPage"), "SettingsPage"),
});
const firstSteps = createRoute({
  getParentRoute: () => staff,
  path: "/start",
  component: lazy(() => import("../staff/shop/FirstStepsPage"), "FirstStepsPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    shop,
    product,
    cart,
    entry,
    checkout,
    orders,
    order,
    ownWallets,
    wallet,
    coupons,
    campaign,
    login,
    signUp,
    profile,
    setup,
    newPassword,
    components,
    staff.addChildren([
      staffHome,
      stock,
      log,
      low,
      reservations,
      campaigns,
      wallets,
      statistics,
      products,
      newProduct,
      oneProduct,
      imports,
      staffOrders,
      staffOrder,
      people,
      person,
      deadJobs,
      deadDeliveries,
      deadLetters,
      settings,
      firstSteps,
    ]),
  ]),
  defaultPreload: "intent",
  defaultErrorComponent: Crash,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
