/** The shapes of the HTTP contract, by the names the screens use. */
export type Options = Record<string, string>;

export interface StockUpdate {
  productId: string;
  variantId: string;
  stock: number;
  productStock: number;
  held: number;
  available: boolean;
  version: number;
  nextReleaseAt: string | null;
}

export interface Variant {
  id: string;
  sku: string;
  options: Options;
  price: number;
  compareAtPrice: number | null;
  currency: string;
  imageUrl: string | null;
  stock: number;
  held: number;
  available: boolean;
  version: number;
  nextReleaseAt: string | null;
}

export interface Product {
  id: string;
  handle: string;
  name: string;
  description: string;
  category: string | null;
  price: number;
  maxPrice: number;
  currency: string;
  images: { url: string; alt: string }[];
  options: { code: string; name: string; values: string[] }[];
  stock: number;
  held: number;
  available: boolean;
  variants: Variant[];
  createdAt: string;
  updatedAt: string;
}

export interface ProductPage {
  products: Product[];
  stock: Record<string, number>;
  categories?: string[];
  nextCursor: string | null;
}

export interface StockPage {
  stock: Record<string, number>;
  variants: StockUpdate[];
  serverTime: string;
}

export interface Shortage {
  line: number;
  productId: string;
  variantId: string;
  wanted: number;
  available: number;
  held: number;
  nextReleaseAt: string | null;
}

export interface Reservation {
  success: boolean;
  reservationId: string;
  orderId: string;
  number: string;
  expiresAt: string;
  serverTime: string;
}

export type Scenario = "success" | "decline" | "duplicate" | "late";

export interface Payment {
  paymentId: string;
  status: "pending" | "succeeded" | "failed";
}

export interface Creation {
  success: boolean;
  orderId: string;
  status: "paid" | "pending";
}

export type OrderStatus = "pending" | "paid" | "completed" | "cancelled";
export type CancelReason = "buyer" | "expired" | "unpaid" | "refunded";
export type RefundState = "none" | "begun" | "done" | "failed";
export type Moment =
  | "held"
  | "paid"
  | "captured"
  | "released"
  | "expired"
  | "cancelled"
  | "refundBegun"
  | "refunded";

export interface TimelineEntry {
  at: string;
  what: Moment;
  actor?: string | null;
  request?: string | null;
}

export interface OrderItem {
  productId: string;
  variantId: string;
  productName: string;
  options: Options;
  quantity: number;
  price: number;
}

export interface Order {
  id: string;
  number: string;
  reservationId: string;
  status: OrderStatus;
  phase: string;
  reason: CancelReason | null;
  refund: RefundState;
  items: OrderItem[];
  total: number;
  currency: string;
  paymentId: string | null;
  createdAt: string;
  expiresAt: string;
  paidAt: string | null;
  cancelledAt: string | null;
  completedAt: string | null;
  timeline: TimelineEntry[];
}

export interface Cancellation {
  success: boolean;
  orderId: string;
  status: OrderStatus;
  refund: RefundState;
}

export interface ShopConfig {
  shopName: string;
  currency: string;
  locales: string[];
  demo: boolean;
  providers: string[];
  holdSeconds: number;
  serverTime: string;
}

export interface User {
  id: string;
  email: string;
  name: string;
  roles: string[];
}

export interface Session {
  user: User | null;
  guest: boolean;
  roles: string[];
}

export interface StaffVariant {
  variantId: string;
  productId: string;
  productName: string;
  sku: string;
  options: Options;
  onHand: number;
  stock: number;
  held: number;
  version: number;
  lowStockThreshold: number | null;
  low: boolean;
}

export interface StockChange {
  deposit?: number;
  withdraw?: number;
  set?: number;
  reason: string;
}

export interface StockChanged {
  variantId: string;
  stock: number;
  held: number;
  onHand: number;
  version: number;
}

export interface LogEntry {
  at: string;
  variantId: string;
  productName: string;
  sku: string;
  options: Options;
  operation: string;
  change: number;
  heldChange: number;
  balance: number;
  held: number;
  version: number;
  orderId: string | null;
  orderNumber: string | null;
  holdId: string | null;
  actor: string;
  request: string;
  note: string | null;
}

export interface Money {
  currency: string;
  amount: number;
}

export interface DayFigures {
  day: string;
  orders: number;
  units: number;
  revenue: Money[];
  cancelled: { buyer: number; expired: number; unpaid: number; refunded: number };
}

export interface OpenReservation {
  reservationId: string;
  orderId: string;
  number: string;
  owner: string;
  items: OrderItem[];
  total: number;
  currency: string;
  createdAt: string;
  expiresAt: string;
}
