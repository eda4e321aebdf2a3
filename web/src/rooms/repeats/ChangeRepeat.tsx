import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { RepeatBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useUses } from "../../base/shop";
import { Choice } from "../../design/Choice";
import { Select } from "../../design/Field";
import { Form } from "../../design/Form";
import { SaveButton } from "../../design/SaveButton";
import { Stepper } from "../../design/Stepper";
import { toast } from "../../design/Toasts";
import { typed, useAddresses } from "../addresses/queries";
import { useEvery } from "./every";
import { changeRepeat, renewRepeats, repeatOfferQuery } from "./queries";

type Every = NonNullable<Parameters<typeof changeRepeat>[1]["every"]>;

/** How much, how often, where to and from what it is paid, from the next day on. */
export function ChangeRepeat({ one, onDone }: { one: RepeatBody; onDone: () => void }) {
  const { t } = useLanguage();
  const everyIn = useEvery();
  const wallets = useUses().wallet;
  const offered = useQuery(repeatOfferQuery(one.items[0]?.productId ?? "")).data?.intervals ?? [];
  const addresses = useAddresses().data?.addresses ?? [];
  const [every, setEvery] = useState(one.every);
  const [payBy, setPayBy] = useState(one.payBy);
  const [to, setTo] = useState<string | null>(null);
  const [counts, setCounts] = useState(() =>
    Object.fromEntries(one.items.map(({ variantId, quantity }) => [variantId, quantity])),
  );
  const saving = useMutation({
    mutationFn: () => {
      const address = addresses.find(({ id }) => id === to);
      const items = one.items.map(({ variantId, quantity }) => ({
        variantId,
        quantity: counts[variantId] ?? quantity,
      }));
      return changeRepeat(one.id, {
        items,
        payBy,
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
      {one.shippingAddress && addresses.length > 0 && (
        <Select
          label={t("repeats.address")}
          items={addresses.map(({ id }) => id)}
          nameOf={(id) => addresses.find((kept) => kept.id === id)?.lines.join(", ") ?? ""}
          none={one.shippingAddress.lines.join(", ")}
          value={to}
          onChoose={(id) => setTo(id ?? null)}
        />
      )}
      {(wallets || one.payBy === "wallet") && (
        <Choice
          look="rows"
          legend={t("repeats.payTitle")}
          value={payBy}
          onChange={(next) => setPayBy(next as RepeatBody["payBy"])}
          items={(["link", "wallet"] as const).map((value) => ({
            value,
            label: t(`repeats.payBy.${value}`),
          }))}
        />
      )}
    </Form>
  );
}
