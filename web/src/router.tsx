import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent as lazy,
} from "@tanstack/react-router";
import { CartPage } from "./cart/CartPage";
import { Crash } from "./shell/Crash";
import { NotFound } from "./shell/NotFound";
import { Shell } from "./shell/Shell";
import { ProductPage } from "./shop/ProductPage";
import { parseShopSearch } from "./shop/queries";
import { ShopPage } from "./shop/ShopPage";
import { parseOrderSearch, parsePeopleSearch } from "./staff/orderSearch";
import { parseProductSearch } from "./staff/products/queries";
import {
  parseLogSearch,
  parseStatSearch,
  parseStockSearch,
  parseWalletSearch,
} from "./staff/search";

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
  component: lazy(() => import("./checkout/EntryPage"), "EntryPage"),
});
const checkout = createRoute({
  getParentRoute: () => root,
  path: "/checkout/$orderId",
  component: lazy(() => import("./checkout/CheckoutPage"), "CheckoutPage"),
});
const orders = createRoute({
  getParentRoute: () => root,
  path: "/orders",
  component: lazy(() => import("./orders/OrdersPage"), "OrdersPage"),
});
const order = createRoute({
  getParentRoute: () => root,
  path: "/orders/$orderId",
  component: lazy(() => import("./orders/OrderPage"), "OrderPage"),
});
const ownWallets = createRoute({
  getParentRoute: () => root,
  path: "/wallet",
  component: lazy(() => import("./wallet/WalletsPage"), "WalletsPage"),
});
const wallet = createRoute({
  getParentRoute: () => root,
  path: "/wallet/$walletId",
  validateSearch: (raw: Record<string, unknown>): { amount?: number } => ({
    amount:
      Number.isSafeInteger(raw.amount) && Number(raw.amount) > 0 ? Number(raw.amount) : undefined,
  }),
  component: lazy(() => import("./wallet/WalletPage"), "WalletPage"),
});
const coupons = createRoute({
  getParentRoute: () => root,
  path: "/coupons",
  component: lazy(() => import("./coupons/CouponsPage"), "CouponsPage"),
});
const campaign = createRoute({
  getParentRoute: () => root,
  path: "/coupons/$campaignId",
  component: lazy(() => import("./coupons/CampaignPage"), "CampaignPage"),
});
const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: (raw: Record<string, unknown>): { next?: string } => ({
    next: ownPath(raw.next),
  }),
  component: lazy(() => import("./session/LoginPage"), "LoginPage"),
});
const signUp = createRoute({
  getParentRoute: () => root,
  path: "/signup",
  validateSearch: (raw: Record<string, unknown>): { next?: string } => ({
    next: ownPath(raw.next),
  }),
  component: lazy(() => import("./account/SignUpPage"), "SignUpPage"),
});
const profile = createRoute({
  getParentRoute: () => root,
  path: "/account",
  component: lazy(() => import("./account/ProfilePage"), "ProfilePage"),
});
const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: lazy(() => import("./account/SetupPage"), "SetupPage"),
});
const newPassword = createRoute({
  getParentRoute: () => root,
  path: "/password",
  component: lazy(() => import("./account/NewPasswordPage"), "NewPasswordPage"),
});
const components = createRoute({
  getParentRoute: () => root,
  path: "/components",
  component: lazy(() => import("./showcase/ComponentsPage"), "ComponentsPage"),
});

const staff = createRoute({
  getParentRoute: () => root,
  path: "/staff",
  component: lazy(() => import("./staff/StaffLayout"), "StaffLayout"),
});
const staffHome = createRoute({
  getParentRoute: () => staff,
  path: "/",
  component: lazy(() => import("./staff/home/StaffHomePage"), "StaffHomePage"),
});
const stock = createRoute({
  getParentRoute: () => staff,
  path: "/stock",
  validateSearch: parseStockSearch,
  component: lazy(() => import("./staff/StockPage"), "StockPage"),
});
const log = createRoute({
  getParentRoute: () => staff,
  path: "/log",
  validateSearch: parseLogSearch,
  component: lazy(() => import("./staff/LogPage"), "LogPage"),
});
const low = createRoute({
  getParentRoute: () => staff,
  path: "/low",
  component: lazy(() => import("./staff/LowPage"), "LowPage"),
});
const reservations = createRoute({
  getParentRoute: () => staff,
  path: "/reservations",
  component: lazy(() => import("./staff/ReservationsPage"), "ReservationsPage"),
});
const statistics = createRoute({
  getParentRoute: () => staff,
  path: "/statistics",
  validateSearch: parseStatSearch,
  component: lazy(() => import("./staff/statistics/StatisticsPage"), "StatisticsPage"),
});
const campaigns = createRoute({
  getParentRoute: () => staff,
  path: "/campaigns",
  component: lazy(() => import("./staff/CampaignsPage"), "CampaignsPage"),
});
const wallets = createRoute({
  getParentRoute: () => staff,
  path: "/wallets",
  validateSearch: parseWalletSearch,
  component: lazy(() => import("./staff/WalletsPage"), "WalletsPage"),
});
const products = createRoute({
  getParentRoute: () => staff,
  path: "/products",
  validateSearch: parseProductSearch,
  component: lazy(() => import("./staff/products/ProductsPage"), "ProductsPage"),
});
const newProduct = createRoute({
  getParentRoute: () => staff,
  path: "/products/new",
  component: lazy(() => import("./staff/products/EditProductPage"), "NewProductPage"),
});
const oneProduct = createRoute({
  getParentRoute: () => staff,
  path: "/products/$id",
  component: lazy(() => import("./staff/products/EditProductPage"), "EditProductPage"),
});
const imports = createRoute({
  getParentRoute: () => staff,
  path: "/import",
  validateSearch: (raw: Record<string, unknown>): { id?: string } => ({ id: text(raw.id) }),
  component: lazy(() => import("./staff/imports/ImportPage"), "ImportPage"),
});
const staffOrders = createRoute({
  getParentRoute: () => staff,
  path: "/orders",
  validateSearch: parseOrderSearch,
  component: lazy(() => import("./staff/OrderListPage"), "OrderListPage"),
});
const staffOrder = createRoute({
  getParentRoute: () => staff,
  path: "/orders/$orderId",
  component: lazy(() => import("./staff/StaffOrderPage"), "StaffOrderPage"),
});
const people = createRoute({
  getParentRoute: () => staff,
  path: "/people",
  validateSearch: parsePeopleSearch,
  component: lazy(() => import("./staff/PeoplePage"), "PeoplePage"),
});
const person = createRoute({
  getParentRoute: () => staff,
  path: "/people/$userId",
  component: lazy(() => import("./staff/PersonPage"), "PersonPage"),
});
const deadJobs = createRoute({
  getParentRoute: () => staff,
  path: "/jobs",
  component: lazy(() => import("./staff/DeadJobsPage"), "DeadJobsPage"),
});
const deadDeliveries = createRoute({
  getParentRoute: () => staff,
  path: "/deliveries",
  component: lazy(() => import("./staff/DeadDeliveriesPage"), "DeadDeliveriesPage"),
});

const deadLetters = createRoute({
  getParentRoute: () => staff,
  path: "/letters",
  component: lazy(() => import("./staff/DeadLettersPage"), "DeadLettersPage"),
});
const settings = createRoute({
  getParentRoute: () => staff,
  path: "/settings",
  component: lazy(() => import("./settings/SettingsPage"), "SettingsPage"),
});
const firstSteps = createRoute({
  getParentRoute: () => staff,
  path: "/start",
  component: lazy(() => import("./start/FirstStepsPage"), "FirstStepsPage"),
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
