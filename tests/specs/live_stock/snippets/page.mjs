// Runs the client of specification A as it stands, in Node: `node page.mjs URL SOCKET_IO_CLIENT`.
// What its snippets call (io, fetch, alert, localStorage, what draws) stands in for a browser's:
// addresses are taken from URL, cookies are kept, and what would be shown is written down.
// Reads lines of JSON, [command, ...arguments], and answers each with one.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import vm from "node:vm";

const [base, library] = process.argv.slice(2);
const { io } = createRequire(import.meta.url)(library);

const cookies = new Map();
async function browse(path, options = {}) {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const headers = { ...options.headers, ...(cookie && { cookie }) };
  const answer = await fetch(new URL(path, base), { ...options, headers });
  for (const one of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(one);
    cookies.set(name, value);
  }
  return answer;
}

const shown = {}; // product id -> { stock, soldOut }
const told = []; // every call that drew a number
const alerts = [];
const stored = new Map();
const timers = [];
const transports = [];

function connect() {
  const socket = io(base);
  socket.io.on("open", () => {
    transports.push(socket.io.engine.transport.name);
    socket.io.engine.on("upgrade", ({ name }) => transports.push(name));
  });
  return socket;
}

const page = vm.createContext({
  io: connect,
  fetch: browse,
  alert: (text) => alerts.push(text),
  localStorage: { setItem: (name, value) => stored.set(name, value) },
  cart: [],
  setInterval: (work, pause) => timers.push({ work, pause }),
  updateProductStock(id, stock) {
    told.push([id, stock]);
    shown[id] = { stock, soldOut: false };
  },
  showOutOfStock(id) {
    shown[id].soldOut = true;
  },
  updateStocks(data) {
    for (const [id, stock] of Object.entries(data.stock)) {
      page.updateProductStock(id, stock);
      if (stock === 0) page.showOutOfStock(id);
    }
  },
});

async function api(path, body) {
  const sent = body && {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json" },
  };
  const answer = await browse(path, sent);
  return { status: answer.status, ...(await answer.json()) };
}

const commands = {
  // "Загрузка товаров через API вместо статического массива": every page of the list.
  async load() {
    let cursor = null;
    do {
      const after = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
      const list = await api(`/api/products?limit=100${after}`);
      page.updateStocks(list);
      cursor = list.nextCursor;
    } while (cursor);
    told.length = 0;
  },
  run: (name) => void vm.runInContext(readFileSync(new URL(name, import.meta.url)), page),
  subscribe: () => void vm.runInContext(`socket.emit("subscribe:products")`, page),
  add: (...words) => page.addToCart(...words),
  async reserve() {
    const items = page.cart.splice(0).map((line) => ({ ...line, quantity: 1 }));
    return api("/api/orders/reserve", { items });
  },
  pay: (reservationId) => api("/api/payments", { reservationId, provider: "demo" }),
  create: (reservationId, paymentId) => api("/api/orders/create", { reservationId, paymentId }),
  cancel: (orderId) => api("/api/orders/cancel", { orderId }),
  poll: () => Promise.all(timers.map(({ work }) => work())),
  state: () => ({
    shown,
    told,
    alerts,
    cart: page.cart,
    stored: Object.fromEntries(stored),
    pauses: timers.map(({ pause }) => pause),
    transports,
  }),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [command, ...words] = JSON.parse(line);
  const answer = await commands[command](...words);
  process.stdout.write(`${JSON.stringify(answer ?? null)}\n`);
}
process.exit();
