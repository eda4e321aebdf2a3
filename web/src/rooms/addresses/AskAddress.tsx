import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { newKey, post } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { SavedAddressShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Check } from "../../design/Field";
import { Form } from "../../design/Form";
import { AddressFields, saidAtFields } from "./AddressFields";
import { type AddressValues, addressesQuery, emptyAddress, typed, useAddresses } from "./queries";

const ANOTHER = "another";

interface Props {
  /** What is there already, to begin from. */
  now?: AddressValues;
  /** Sends it; what it refuses is said at the fields. */
  onTake: (address: AddressValues) => Promise<unknown>;
  onDone?: () => void;
  submit: string;
}

/** Where it goes: one of one's own addresses, or another. */
export function AskAddress({ now, onTake, onDone, submit }: Props) {
  const { t, locale } = useLanguage();
  const user = useSession()?.user;
  const kept = useAddresses().data?.addresses ?? [];
  const [chosen, choose] = useState<string | null>(null);
  const which = chosen ?? (now ? ANOTHER : (kept[0]?.id ?? ANOTHER));
  const own = kept.find(({ id }) => id === which);
  const [values, setValues] = useState(() => now ?? emptyAddress(locale, user?.name ?? ""));
  const [keep, setKeep] = useState(true);
  const taking = useMutation({
    mutationFn: async () => {
      await onTake(own ? typed(own) : values);
      if (!own && user && keep) {
        // It is ordered to all the same, if there is no room for one more.
        await post<SavedAddressShown>("/addresses", values, newKey()).catch(() => undefined);
        await renew(addressesQuery.queryKey);
      }
    },
    onSuccess: () => onDone?.(),
  });
  return (
    <Form
      sending={taking}
      onChange={() => taking.isError && taking.reset()}
      onSubmit={() => taking.mutate()}
      refusal={!own && saidAtFields(taking.error) ? null : undefined}
      end={
        <div className="flex justify-end">
          <Button kind="primary" type="submit" busy={taking.isPending} online>
            {submit}
          </Button>
        </div>
      }
    >
      {kept.length > 0 && (
        <Choice
          legend={t("address.which")}
          look="rows"
          value={which}
          onChange={choose}
          items={[
            ...kept.map(({ id, lines }) => ({
              value: id,
              label: lines[0] ?? "",
              hint: lines.slice(1).join(", "),
            })),
            { value: ANOTHER, label: t("address.another") },
          ]}
        />
      )}
      {!own && (
        <>
          <AddressFields
            values={values}
            onChange={setValues}
            error={taking.error}
            at="shippingAddress."
          />
          {user && (
            <Check
              label={t("address.keep")}
              checked={keep}
              onChange={({ target }) => setKeep(target.checked)}
            />
          )}
        </>
      )}
    </Form>
  );
}
