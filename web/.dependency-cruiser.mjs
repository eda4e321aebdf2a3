// Which folder of src may use which; `npm run check` refuses the rest. Why: docs/adr/0016.

/** Each may use those before it. */
const LAYERS = ["base", "live", "design", "rooms", "staff", "shell"];

/** A room uses the layers below it; another room of its layer is named here, and stands above. */
const NEEDS = {
  "rooms/addresses": [],
  "rooms/pictures": [],
  "rooms/reviews": ["pictures"],
  "rooms/waiting": ["stock"],
  "rooms/wishes": ["cart", "stock"],
  "rooms/conversations": ["pictures"],
  "rooms/profiles": ["conversations", "reviews"],
  "rooms/flash": ["promotions"],
  "rooms/repeats": ["addresses", "cart"],
  "rooms/packages": ["repeats"],
  "rooms/mix": [],
  "rooms/policies": [],
  "rooms/paylink": ["policies"],
  "rooms/booking": ["conversations", "mix", "policies", "stock", "waiting"],
  "rooms/catalog": [
    "booking",
    "cart",
    "conversations",
    "flash",
    "repeats",
    "stock",
    "reviews",
    "waiting",
    "wishes",
  ],
  "rooms/parcels": [],
  "rooms/selling": ["addresses", "conversations", "parcels", "reviews"],
  "rooms/search": ["catalog", "stock"],
  "rooms/mail": [],
  "rooms/newsletter": [],
  "rooms/returns": ["pictures"],
  "rooms/referrals": [],
  "rooms/people": ["addresses", "cart", "mail", "newsletter", "policies", "referrals", "repeats"],
  "rooms/orders": [
    "addresses",
    "booking",
    "cart",
    "conversations",
    "parcels",
    "people",
    "repeats",
    "returns",
    "waiting",
    "wallets",
  ],
  "rooms/gallery": ["booking", "orders"],
  "rooms/studio": [
    "booking",
    "conversations",
    "gallery",
    "pictures",
    "profiles",
    "requests",
    "selling",
  ],
  "rooms/checkout": [
    "addresses",
    "booking",
    "cart",
    "catalog",
    "mix",
    "orders",
    "policies",
    "promotions",
    "referrals",
    "repeats",
    "stock",
    "wallets",
    "wishes",
  ],
  "staff/studio": ["bookings"],
  "staff/stock": ["studio"],
  "staff/conversations": [],
  "staff/catalog": ["stock"],
  "staff/groups": [],
  "staff/promotions": ["groups"],
  "staff/flash": ["promotions", "stock"],
  "staff/experiments": ["promotions"],
  "staff/mail": [],
  "staff/newsletters": ["catalog", "groups", "mail"],
  "staff/fraud": [],
  "staff/referrals": [],
  "staff/repeats": [],
  "staff/front": ["catalog"],
  "staff/imports": ["catalog", "stock"],
  "staff/services": ["front"],
  "staff/packages": ["repeats", "services"],
  "staff/orders": ["audit", "bookings", "fraud", "repeats", "stock"],
  "staff/payments": [],
  "staff/purchasing": ["stock"],
  "staff/returns": ["orders", "stock"],
  "staff/sellers": ["catalog"],
  "staff/selling": ["catalog", "imports", "orders", "returns", "sellers", "stock"],
  "staff/shop": ["catalog", "payments", "services"],
  "staff/people": ["groups", "orders"],
  "staff/wallets": ["people"],
};

/** What all of staff's rooms share. */
const SHARED = "desk";

const rooms = Object.keys(NEEDS);
for (const [place, room] of rooms.entries()) {
  const layer = room.split("/")[0];
  const circle = NEEDS[room].find((need) => rooms.indexOf(`${layer}/${need}`) >= place);
  if (circle) throw new Error(`${room} names ${circle}, which does not stand above it`);
}

const upward = LAYERS.slice(0, -1).map((layer, index) => ({
  name: `${layer}-uses-nothing-above-it`,
  severity: "error",
  from: { path: `^src/${layer}/` },
  to: { path: `^src/(${LAYERS.slice(index + 1).join("|")})/` },
}));

/** No room uses another of its layer, but those that are named. */
const undeclared = ["rooms", "staff"].flatMap((layer) => {
  const named = Object.entries(NEEDS).filter(([room]) => room.startsWith(`${layer}/`));
  const others = named.map(([room]) => room.split("/")[1]).join("|");
  return [
    ...named.map(([room, needs]) => ({
      name: `${room.replace("/", "-")}-uses-what-it-names`,
      severity: "error",
      from: { path: `^src/${room}/` },
      to: {
        path: `^src/${layer}/`,
        pathNot: `^src/${layer}/(${[room.split("/")[1], SHARED, ...needs].join("|")})/`,
      },
    })),
    {
      name: `${layer}-use-no-other-of-them`,
      severity: "error",
      from: { path: `^src/${layer}/([^/]+)/`, pathNot: others && `^src/${layer}/(${others})/` },
      to: { path: `^src/${layer}/`, pathNot: `^src/${layer}/($1|${SHARED})/` },
    },
  ];
});

export default {
  forbidden: [
    ...upward,
    ...undeclared,
    { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "everything-in-its-layer",
      severity: "error",
      from: { path: "^src/", pathNot: `^src/(${LAYERS.join("|")})/` },
      to: {},
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
  },
};
