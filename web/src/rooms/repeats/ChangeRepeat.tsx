import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { RepeatBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Select } from "../../design/Field";
import { Form } from "../../design/Form";
import { SaveButton } from "../../design/SaveButton";
import { Stepper } from "../../design/Stepper";
import { toast } from "../../design/Toasts";
import { typed, useAddresses } from "../addresses/queries";
import { DeliveryChoice } from "./DeliveryChoice";
import { useEvery } from "./every";
import { PayChoice, paidNow, payAsked } from "./PayChoice";
import { changeRepeat, intervalsQuery, renewRepeats } from "./queries";

type Every = NonNullable<Parameters<typeof changeRepeat>[1]["every"]>;

/** How much, how often, where to and from what it is paid, from the next day on. */
export function ChangeRepeat({ one, onDone }: { one: RepeatBody; onDone: () => void }) {
  const { t } = useLanguage();
  const everyIn = useEvery();
  const offered = useQuery(intervalsQuery(one)).data ?? [];
  const addresses = useAddresses().data?.addresses ?? [];
  const [every, setEvery] = useState(one.every);
  const [pay, setPay] = useState(paidNow(one));
  const [method, setMethod] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const [counts, setCounts] = useState(() =>
    Object.fromEntries(one.items.map(({ variantId, quantity }) => [variantId, quantity])),
  );
  const address = addresses.find(({ id }) => id === to);
  const lines = one.items.map(({ productId, variantId, quantity }) => ({
    productId,
    variantId,
    quantity: counts[variantId] ?? quantity,
  }));
  const saving = useMutation({
    mutationFn: () => {
      const items = lines.map(({ variantId, quantity }) => ({ variantId, quantity }));
      return changeRepeat(one.id, {
        ...(items.length > 0 ? { items } : {}),
        ...(pay === paidNow(one) ? {} : payAsked(pay)),
        ...(method && method !== one.shippingMethod ? { shippingMethod: method } : {}),
        ...(every === one.every ? {} : { every: every as Every }),
        ...(address ? { shippingAddress: typed(address) } : {}),
      });
    },
    onSuccess: async () => {
      await renewRepeats();
      toast({ title: t("settings.saved") });
      onDone();
    },
  });
  const intervals = [...new Set([...offered, one.every])];
  return (
    <Form
      sending={saving}
      onSubmit={() => saving.mutate()}
      end={
        <div className="flex justify-end">
          <SaveButton sending={saving} />
        </div>
      }
    >
      {one.items.map((item) => (
        <div key={item.variantId} className="flex flex-wrap items-center justify-between gap-2">
          <span className="wrap-anywhere">{item.name}</span>
          <Stepper
            label={`${t("product.quantity")}: ${item.name}`}
            value={counts[item.variantId] ?? item.quantity}
            onChange={(quantity) => setCounts({ ...counts, [item.variantId]: quantity })}
          />
        </div>
      ))}
      <Select
        label={t("repeats.howOften")}
        hint={t("repeats.changeHint")}
        items={intervals}
        nameOf={everyIn}
        value={every}
        onChoose={(next) => next && setEvery(next)}
      />
      {addresses.length > 0 && (one.shippingAddress || method) && (
        <Select
          label={t("repeats.address")}
          items={addresses.map(({ id }) => id)}
          nameOf={(id) => addresses.find((kept) => kept.id === id)?.lines.join(", ") ?? ""}
          none={one.shippingAddress?.lines.join(", ") ?? "—"}
          value={to}
          onChoose={(id) => setTo(id ?? null)}
        />
      )}
      {lines.length > 0 && (
        <DeliveryChoice
          one={one}
          items={lines}
          to={address ?? one.shippingAddress}
          value={method}
          onChange={setMethod}
        />
      )}
      <PayChoice one={one} value={pay} onChange={setPay} />
    </Form>
  );
}
