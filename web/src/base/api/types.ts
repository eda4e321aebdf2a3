/** The shapes of the HTTP contract, by the names the screens use. `npm run generate` renews them. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Options = Record<string, string>;
export type Product = Schemas["ProductBody"];
export type Variant = Schemas["VariantBody"];
export type ProductPage = Schemas["ProductsBody"];
export type BestSellersAnswer = Schemas["BestSellersBody"];
export type ProductAnswer = Schemas["ProductAnswer"];
export type StockUpdate = Schemas["StockUpdateBody"];
export type StockPage = Schemas["StockBody"];
export type Check = Schemas["CheckBody"];

export type ReserveAsked = Schemas["ReserveAsked"];
export type Reservation = Schemas["ReserveAnswer"];
export type Payment = Schemas["PayAnswer"];
export type Creation = Schemas["CreateAnswer"];
export type Cancellation = Schemas["CancelAnswer"];
/** One line of an `insufficient-stock`. */
export type Shortage = Schemas["Shortage"];
/** One line of which more is wanted than a buyer may hold. */
export type HoldLimit = Schemas["HoldLimit"];
export type Order = Schemas["OrderShown"];
export type Quote = Schemas["QuoteAnswer"];
export type OrderPage = Schemas["OrdersAnswer"];
export type Moment = Schemas["MomentShown"];
export type OrderStatus = Order["status"];

export type Wallet = Schemas["WalletBody"];
export type Wallets = Schemas["WalletsAnswer"];
export type WalletAnswer = Schemas["WalletAnswer"];
export type ToppedUp = Schemas["TopUpAnswer"];
export type Movement = Schemas["MovementBody"];
export type MovementKind = Movement["kind"];
export type StatementPage = Schemas["StatementAnswer"];

export type Campaign = Schemas["CampaignBody"];
export type CampaignAnswer = Schemas["CampaignAnswer"];
export type CampaignPage = Schemas["CampaignsAnswer"];
export type StaffCampaign = Schemas["StaffCampaignBody"];
export type StaffCampaignPage = Schemas["StaffCampaignsAnswer"];
export type Coupon = Schemas["CouponBody"];
export type CouponAnswer = Schemas["CouponAnswer"];
export type CouponPage = Schemas["CouponsAnswer"];

export type LinkShown = Schemas["LinkShown"];
export type PasswordLink = Schemas["PasswordLink"];
export type FirstSteps = Schemas["FirstStepsShown"];
export type ShopSettings = Schemas["SettingsBody"];
export type ShopSettingsShown = Schemas["SettingsShown"];
export type ShopConfig = Schemas["ConfigBody"];
export type Session = Schemas["SessionBody"];

export type StaffProduct = Schemas["StaffProduct"];
export type StaffProductAnswer = Schemas["StaffProductAnswer"];
export type StaffProductRow = Schemas["StaffProductRow"];
export type StaffProductPage = Schemas["StaffProducts"];
export type StaffImport = Schemas["ImportBody"];
export type StaffImportAnswer = Schemas["ImportAnswer"];
export type StaffImports = Schemas["Imports"];
export type ImportReport = Schemas["ImportReportBody"];
export type ImportFault = Schemas["ImportFault"];
export type PictureKept = Schemas["PictureAnswer"];
type VariantAsked = Pick<Schemas["VariantAsked"], "values" | "price"> &
  Partial<Schemas["VariantAsked"]>;
type OptionAsked = Pick<Schemas["OptionAsked"], "name" | "values"> &
  Partial<Schemas["OptionAsked"]>;
export type ProductAsked = Omit<Schemas["ProductAsked"], "variants" | "options"> & {
  variants: VariantAsked[];
  options: OptionAsked[];
};
export type StaffVariant = Schemas["StaffVariant"];
export type StaffVariantPage = Schemas["StaffVariants"];
export type StockChange = Pick<Schemas["StockOrder"], "reason"> & Partial<Schemas["StockOrder"]>;
export type StockChanged = Schemas["StockNow"];
export type LogEntry = Schemas["LogEntry"];
export type LogPage = Schemas["StockLog"];
export type Alerts = Schemas["Alerts"];
export type DayFigures = Schemas["Day"];
export type Statistics = Schemas["Statistics"];
export type Totals = Schemas["Totals"];
export type StaffHome = Schemas["StaffHome"];
export type ToDo = Schemas["ToDoShown"];
export type TopProduct = Schemas["TopProduct"];
export type Amount = Schemas["Amount"];
export type Stuck = Schemas["StuckShown"];
export type StuckPage = Schemas["StuckAnswer"];
export type Buyer = Schemas["BuyerShown"];
export type StaffOrderRow = Schemas["StaffOrderRow"];
export type StaffOrders = Schemas["StaffOrdersAnswer"];
/** An order with its buyer, what staff did, and what they may do. */
export type StaffOrder = Schemas["StaffOrderAnswer"];
export type StaffLine = Schemas["StaffLineShown"];
export type Person = Schemas["PersonShown"];
export type People = Schemas["PeopleAnswer"];
export type PersonAnswer = Schemas["PersonAnswer"];
export type FoundAnswer = Schemas["FoundAnswer"];
export type OpenReservation = Schemas["OpenReservation"];
export type OpenReservationPage = Schemas["OpenReservations"];
export type StaffMovement = Schemas["StaffMovementBody"];
export type StaffStatementPage = Schemas["StaffStatementAnswer"];
export type CampaignAsked = Pick<Schemas["CampaignAsked"], "name" | "rule" | "value" | "quantity"> &
  Partial<Schemas["CampaignAsked"]>;

/** How the demo provider is to end a payment. */
export type Scenario = "success" | "decline" | "duplicate" | "late" | "redirect";
