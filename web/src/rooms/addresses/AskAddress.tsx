import { useMutation } from "@tanstack/react-query";
import { type FocusEvent, useRef, useState } from "react";
import { newKey, post } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { SavedAddressShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { useUnsaved } from "../../base/unsaved";
import { Button } from "../../design/Button";
import { Check } from "../../design/Field";
import { Form } from "../../design/Form";
import { AddressFields, saidAtFields } from "./AddressFields";
import { KeptAddresses } from "./KeptAddresses";
import {
  type AddressValues,
  addressesQuery,
  emptyAddress,
  typed,
  useAddresses,
  useAddressRules,
} from "./queries";

interface Props {
  /** What is there already, to begin from. */
  now?: AddressValues;
  /** Without that: what was typed before, and is still to be sent. */
  begin?: AddressValues;
  onType?: (address: AddressValues) => void;
  /** Sends it; what it refuses is said at the fields. */
  onTake: (address: AddressValues) => Promise<unknown>;
  onDone?: () => void;
  submit: string;
  /** Mail is asked for elsewhere. */
  withoutEmail?: boolean;
  /** Nothing is sent before it is asked for. */
  byPress?: boolean;
  /** Somebody else's: one's own addresses have no place there. */
  others?: boolean;
}

/** Where it goes: one of one's own addresses, or another. What is whole is sent when the cursor
 * leaves; what is not, when it is asked for. */
export function AskAddress(props: Props) {
  const { now, begin, onType, onTake, onDone, submit, withoutEmail, byPress, others } = props;
  const { t, locale } = useLanguage();
  const session = useSession();
  const user = others ? null : session?.user;
  const own = useAddresses().data?.addresses ?? [];
  const kept = others ? [] : own;
  const [values, setValues] = useState(
    () => now ?? begin ?? emptyAddress(locale, user?.name ?? ""),
  );
  const [sent, setSent] = useState(now);
  const [quiet, setQuiet] = useState(false);
  const [keep, setKeep] = useState(true);
  const rules = useAddressRules(values);
  const required = rules?.country === values.country ? rules.required : undefined;
  const taking = useMutation({ mutationFn: onTake });
  const underWay = useRef<Promise<boolean> | null>(null);
  const last = useRef(now);
  const send = (address: AddressValues): Promise<boolean> => {
    underWay.current ??= taking
      .mutateAsync(address)
      .then(
        () => {
          last.current = address;
          setSent(address);
          return true;
        },
        () => false,
      )
      .finally(() => {
        underWay.current = null;
      });
    return underWay.current;
  };
  const changed = differ(values, sent);

  /** All that is typed, and the cursor where it is wrong. */
  const settle = async (): Promise<boolean> => {
    setQuiet(false);
    await underWay.current;
    if (differ(values, last.current) && !(await send(values))) return false;
    if (user && keep && kept.every((one) => differ(typed(one), values))) {
      // It is ordered to all the same, if there is no room for one more.
      await post<SavedAddressShown>("/addresses", values, newKey()).catch(() => undefined);
      await renew(addressesQuery.queryKey);
    }
    return true;
  };
  useUnsaved(settle);
  const leave = (event: FocusEvent) => {
    if (byPress || event.currentTarget.contains(event.relatedTarget) || !changed) return;
    if (!required?.every((name) => values[name as keyof AddressValues]?.trim())) return;
    setQuiet(true);
    void send(values);
  };
  const choose = async (id: string) => {
    const chosen = kept.find((one) => one.id === id);
    if (!chosen) return;
    setQuiet(false);
    setValues(typed(chosen));
    if (byPress) return;
    await underWay.current; // what was chosen last is where it goes
    if (await send(typed(chosen))) onDone?.();
  };
  return (
    <Form
      sending={taking}
      quiet={quiet}
      onBlur={leave}
      onChange={() => taking.isError && taking.reset()}
      onSubmit={async () => {
        if (await settle()) onDone?.();
      }}
      refusal={saidAtFields(taking.error) ? null : undefined}
      end={
        <div className="flex flex-wrap items-center justify-end gap-3">
          <span role="status" className="text-13 text-ink-soft">
            {sent && !changed && !taking.isPending ? t("settings.saved") : null}
          </span>
          <Button type="submit" busy={taking.isPending} online>
            {submit}
          </Button>
        </div>
      }
    >
      {kept.length > 0 && <KeptAddresses kept={kept} onChoose={(id) => void choose(id)} />}
      <AddressFields
        values={values}
        onChange={(next) => {
          setValues(next);
          onType?.(next);
        }}
        error={taking.error}
        at="shippingAddress."
        withoutEmail={withoutEmail}
      />
      {user && (
        <Check
          label={t("address.keep")}
          checked={keep}
          onChange={({ target }) => setKeep(target.checked)}
        />
      )}
    </Form>
  );
}

function differ(one: AddressValues, other: AddressValues | undefined): boolean {
  const names = Object.keys(one) as (keyof AddressValues)[];
  return !other || names.some((name) => (one[name] ?? "").trim() !== (other[name] ?? "").trim());
}
