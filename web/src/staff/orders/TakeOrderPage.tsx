import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { insist, newKey, post } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { renew } from "../../base/api/queries";
import type { OrderTaken, PriceAnswer, StaffOrderAnswer } from "../../base/api/schema";
import { useMay } from "../../base/duties";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { useSettled } from "../../base/settled";
import { useTitle } from "../../base/shop";
import { BackLink } from "../../design/BackLink";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Refusal } from "../../design/Failure";
import { Check, Field, Select } from "../../design/Field";
import { Form } from "../../design/Form";
import { Heading, Panel } from "../../design/Heading";
import { PriceParts } from "../../design/PriceParts";
import { toast } from "../../design/Toasts";
import { AddressFields } from "../../rooms/addresses/AddressFields";
import { emptyAddress } from "../../rooms/addresses/queries";
import { useWayWords } from "../../rooms/cart/ways";
import { type Somebody, WhomFields, whomOf } from "../bookings/ForWhom";
import { someAhead, type TakenLine, TakenLines } from "./TakenLines";

const route = getRouteApi("/staff/orders/new");
const HOURS = ["1", "4", "24", "72", "168"] as const;
const MAIL = /^\S+@\S+\.\S+$/;
const AT_FIELDS = ["address-invalid", "client-invalid", "contact-invalid"];

/** An order that somebody gives on the phone or at the counter. */
export function TakeOrderPage() {
  const { t, formats, locale } = useLanguage();
  const navigate = useNavigate();
  const words = useWayWords();
  const { client } = route.useSearch();
  useTitle(t("takeOrder.title"));
  const [lines, setLines] = useState<TakenLine[]>([]);
  const [somebody, setSomebody] = useState<Somebody>({
    who: client ? "known" : "nobody",
    known: client ? { clientId: client } : undefined,
    caller: { name: "", phone: "", email: "" },
  });
  const [email, setEmail] = useState("");
  const [to, setTo] = useState(false);
  const [address, setAddress] = useState(() => ({ ...emptyAddress(locale), email: "" }));
  const [method, setMethod] = useState<string>();
  const [money, setMoney] = useState("later");
  const notes = useMay()("POST /api/staff/orders/{order_id}/mark-paid");
  const [hours, setHours] = useState<(typeof HOURS)[number]>("24");

  const goods = {
    items: lines.map(({ productId, variantId, quantity }) => ({ productId, variantId, quantity })),
    ...(method ? { shippingMethod: method } : {}),
    ...(to ? { region: address.country } : {}),
  };
  const whom = whomOf(somebody);
  const price = usePrice({ ...goods, ...(somebody.who === "known" ? whom : {}) });
  const ways = price.data?.shippingMethods ?? [];
  const unnamed = somebody.who === "nobody";
  const mailBad = unnamed && email.trim() !== "" && !MAIL.test(email.trim());
  const asked: Omit<OrderTaken, "preorder"> = {
    items: goods.items,
    hours: Number(hours),
    paid: money === "paid",
    ...(method ? { shippingMethod: method } : {}),
    ...(to ? { shippingAddress: address } : {}),
    ...whom,
    ...(unnamed && email.trim() ? { contactEmail: email.trim() } : {}),
    ...(price.data && !price.isPlaceholderData ? { expectedTotal: price.data.total } : {}),
  };
  // What of it is ordered before it is there stands in its line, as it is now.
  const send = (key: string) =>
    insist<StaffOrderAnswer>("/staff/orders", { ...asked, preorder: someAhead(lines) }, key);
  const taking = useIntent(send, {
    onSuccess: async ({ order }) => {
      await renew(["staff"], ["orders"], ["products"]);
      toast({ title: t("takeOrder.done", { number: order.number }) });
      await navigate({
        to: "/staff/orders/$orderId",
        params: { orderId: order.id },
        ignoreBlocker: true,
      });
    },
    onError: (error) => {
      if (asProblem(error).code === "price-changed") void price.refetch();
    },
  });
  const refused = taking.isError ? asProblem(taking.error) : null;
  return (
    <div className="max-w-3xl space-y-6">
      <div>
        <BackLink to="/staff/orders">{t("staffOrder.title")}</BackLink>
        <Heading title={t("takeOrder.title")} text={t("takeOrder.text")} />
      </div>
      <Form
        reader="staff"
        sending={taking}
        onChange={taking.another}
        onSubmit={() => lines.length > 0 && whom && !mailBad && taking.mutate()}
        refusal={
          refused && AT_FIELDS.includes(refused.code) ? (
            <p role="alert" className="text-13 text-danger">
              {t("takeOrder.atFields")}
            </p>
          ) : undefined
        }
        end={
          <Button kind="primary" type="submit" busy={taking.isPending}>
            {price.data
              ? t(money === "paid" ? "takeOrder.takePaid" : "takeOrder.take", {
                  amount: formats.price(price.data.total, price.data.currency),
                })
              : t("takeOrder.title")}
          </Button>
        }
      >
        {(tried) => (
          <>
            <Panel title={t("takeOrder.goods")}>
              <TakenLines lines={lines} onChange={setLines} tried={tried} />
            </Panel>
            <Panel title={t("takeOrder.who")}>
              <div className="space-y-4">
                <WhomFields
                  value={somebody}
                  onChange={setSomebody}
                  tried={tried}
                  error={taking.error}
                  nobody={t("takeOrder.nobody")}
                />
                {unnamed && (
                  <Field
                    type="email"
                    label={t("takeOrder.email")}
                    hint={t("takeOrder.emailHint")}
                    value={email}
                    maxLength={254}
                    onChange={({ target }) => setEmail(target.value)}
                    error={
                      (tried && mailBad) || refused?.code === "contact-invalid"
                        ? t("takeOrder.emailBad")
                        : null
                    }
                  />
                )}
                <Check
                  label={t("takeOrder.sent")}
                  checked={to}
                  onChange={({ target }) => setTo(target.checked)}
                />
                {to && (
                  <AddressFields
                    values={address}
                    onChange={setAddress}
                    error={taking.error}
                    at="shippingAddress."
                    withoutEmail
                  />
                )}
                {ways.length > 1 && (
                  <Select
                    label={t("price.delivery")}
                    value={method ?? price.data?.shippingMethod ?? undefined}
                    items={ways.map(({ id }) => id)}
                    nameOf={(id) => {
                      const way = ways.find((one) => one.id === id);
                      return way ? [way.name, words(way)].filter(Boolean).join(" · ") : id;
                    }}
                    onChoose={setMethod}
                  />
                )}
              </div>
            </Panel>
            <Panel title={t("takeOrder.money")}>
              <div className="space-y-4">
                {price.data && lines.length > 0 && (
                  <PriceParts parts={price.data.parts} currency={price.data.currency} />
                )}
                {price.isError && <Refusal error={price.error} reader="staff" />}
                {notes && (
                  <Choice
                    legend={t("takeOrder.when")}
                    value={money}
                    onChange={setMoney}
                    items={[
                      { value: "later", label: t("takeOrder.later") },
                      { value: "paid", label: t("takeOrder.paid") },
                    ]}
                  />
                )}
                {money === "later" && (
                  <Select
                    label={t("takeOrder.waits")}
                    value={hours}
                    items={HOURS}
                    nameOf={(one) => t("packages.hours", { count: Number(one) })}
                    onChoose={(one) => one && setHours(one)}
                  />
                )}
              </div>
            </Panel>
          </>
        )}
      </Form>
    </div>
  );
}

/** What it comes to for them, asked again a moment after the last change. */
function usePrice(goods: object & { items: unknown[] }) {
  const wanted = useSettled(JSON.stringify(goods));
  return useQuery({
    queryKey: ["staff", "take-order", wanted],
    queryFn: () => post<PriceAnswer>("/staff/orders/quote", JSON.parse(wanted), newKey()),
    enabled: goods.items.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
  });
}
