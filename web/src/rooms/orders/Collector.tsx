import { type UseMutationResult, useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../../base/api/client";
import { saidOf } from "../../base/api/problem";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { keepOrder } from "./queries";

type Somebody = NonNullable<OrderShown["collector"]>;

/** Who picks the order up: its buyer, or somebody whom they name. */
export function Collector({ order }: { order: OrderShown }) {
  const { t } = useLanguage();
  const [asking, setAsking] = useState(false);
  const saving = useMutation({
    mutationFn: (collector: Somebody | null) =>
      put<{ order: OrderShown }>(`/orders/${order.id}/collector`, { collector }),
    onSuccess: ({ order: { collector } }) => {
      keepOrder({ ...order, collector });
      setAsking(false);
    },
  });
  const over = order.status === "cancelled" || order.status === "completed";
  const named = order.collector;
  if (!order.pickup || (over && !named)) return null;
  return (
    <Panel title={t("collector.title")}>
      {asking ? (
        <Name
          first={named ?? { name: "", phone: "" }}
          saving={saving}
          onSave={saving.mutate}
          onBack={() => {
            saving.reset();
            setAsking(false);
          }}
        />
      ) : (
        <div className="space-y-3" data-testid="collector">
          <p className="wrap-anywhere">
            {named ? [named.name, named.phone].filter(Boolean).join(", ") : t("collector.you")}
          </p>
          {saving.isError && <Refusal error={saving.error} />}
          {!over && (
            <div className="flex flex-wrap gap-2">
              <Button size="s" onClick={() => setAsking(true)}>
                {t(named ? "form.change" : "collector.other")}
              </Button>
              {named && (
                <Button size="s" busy={saving.isPending} onClick={() => saving.mutate(null)}>
                  {t("collector.mine")}
                </Button>
              )}
            </div>
          )}
        </div>
      )}
    </Panel>
  );
}

interface NameProps {
  first: Somebody;
  saving: Pick<UseMutationResult, "isPending" | "isSuccess" | "isError" | "error" | "reset">;
  onSave: (somebody: Somebody) => void;
  onBack: () => void;
}

function Name({ first, saving, onSave, onBack }: NameProps) {
  const { t } = useLanguage();
  const [name, setName] = useState(first.name);
  const [phone, setPhone] = useState(first.phone);
  const wrong = saidOf(saving.error, "collector.phone");
  return (
    <Form
      sending={saving}
      onChange={() => saving.error && saving.reset()}
      onSubmit={() => name.trim() && onSave({ name: name.trim(), phone: phone.trim() })}
      refusal={wrong ? null : undefined}
      end={
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onBack}>{t("form.back")}</Button>
          <Button type="submit" kind="primary" busy={saving.isPending} online>
            {t("form.save")}
          </Button>
        </div>
      }
    >
      {(tried) => (
        <>
          <Field
            data-first
            label={t("collector.name")}
            hint={t("collector.nameHint")}
            maxLength={100}
            autoComplete="off"
            value={name}
            onChange={({ target }) => setName(target.value)}
            error={tried && !name.trim() ? t("collector.nameMissing") : null}
          />
          <Field
            label={t("collector.phone")}
            hint={t("collector.phoneHint")}
            type="tel"
            maxLength={40}
            autoComplete="off"
            value={phone}
            onChange={({ target }) => setPhone(target.value)}
            error={wrong}
          />
        </>
      )}
    </Form>
  );
}
