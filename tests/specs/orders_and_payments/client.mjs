// Specification C's client, by its own words: a user id typed in the header, a wallet, a top-up, an
// order, its status from NEW to FINISHED, and a notice that pops up. Says what it saw as one JSON.
import { createRequire } from "node:module";

const [base, userId, web] = process.argv.slice(2);
const { io } = createRequire(`${web}/package.json`)("socket.io-client");
const headers = { "Content-Type": "application/json", "X-User-Id": userId };

async function call(method, path, body) {
  const answer = await fetch(base + path, { method, headers, body: body && JSON.stringify(body) });
  return { ...(await answer.json()), http: answer.status };
}

const notices = [];
const socket = io(base, { query: { userId }, transports: ["websocket"] });
const told = (orderId, status) =>
  new Promise((resolve) => {
    const look = () => notices.some((one) => one.orderId === orderId && one.status === status) && resolve();
    socket.on("order:update", look);
    look();
  });
socket.on("order:update", (order) => notices.push({ orderId: order.orderId, status: order.status }));
await new Promise((resolve) => socket.on("connect", resolve));
await socket.emitWithAck("subscribe:orders", { view: "gozon" });

const created = await call("POST", "/api/wallets", { currency: "PTS" });
const wallet = created.wallet.id;
await call("POST", `/api/wallets/${wallet}/top-ups`, { amount: 100 });
const order = (amount) =>
  call("POST", "/api/orders?view=gozon", { amount, currency: "PTS", description: "Gift", paymentMethod: "wallet" });
const made = await order(60);
await told(made.order.id, "FINISHED");
const one = await call("GET", `/api/orders/${made.order.id}?view=gozon`);
const poor = await order(41);
const listed = await call("GET", "/api/orders?view=gozon");
const { wallet: after } = await call("GET", `/api/wallets/${wallet}`);
socket.close();

console.log(
  JSON.stringify({
    created: created.http,
    made: [made.http, made.order.status],
    one: one.order.status,
    poor: [poor.http, poor.points?.missing ?? poor.order?.status],
    listed: listed.orders.map((each) => each.status),
    finished: made.order.id,
    notices: notices.filter((each) => each.orderId === made.order.id).map((each) => each.status),
    balance: after.balance,
  }),
);
