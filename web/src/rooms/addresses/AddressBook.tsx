import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { newKey, post, put, remove } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { SavedAddressShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { Badge } from "../../design/Badge";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Check } from "../../design/Field";
import { Form } from "../../design/Form";
import { Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { SaveButton } from "../../design/SaveButton";
import { SkeletonText } from "../../design/Skeleton";
import { AddressFields, saidAtFields } from "./AddressFields";
import { AddressLines } from "./AddressLines";
import { addressesQuery, emptyAddress, typed, useAddresses } from "./queries";

const refresh = () => renew(addressesQuery.queryKey);

/** One's own addresses: add, change, remove, and which is the default. */
export function AddressBook() {
  const { t } = useLanguage();
  const query = useAddresses();
  const [open, setOpen] = useState<SavedAddressShown | "new" | null>(null);
  return (
    <Panel title={t("address.book")} text={t("address.bookText")}>
      <Loaded query={query} loading={<SkeletonText lines={3} />}>
        {({ addresses }) => (
          <>
            {addresses.length > 0 && (
              <ul className="mb-4 grid gap-3 sm:grid-cols-2">
                {addresses.map((one) => (
                  <Kept key={one.id} kept={one} onChange={() => setOpen(one)} />
                ))}
              </ul>
            )}
            <Button icon="plus" disabled={addresses.length >= 20} onClick={() => setOpen("new")}>
              {t("address.add")}
            </Button>
          </>
        )}
      </Loaded>
      <Dialog
        open={open !== null}
        onClose={() => setOpen(null)}
        title={t(open === "new" ? "address.add" : "form.change")}
      >
        {open && <Edit kept={open === "new" ? null : open} onDone={() => setOpen(null)} />}
      </Dialog>
    </Panel>
  );
}

function Kept({ kept, onChange }: { kept: SavedAddressShown; onChange: () => void }) {
  const { t } = useLanguage();
  const named = kept.lines.join(", ");
  const removing = useMutation({
    mutationFn: () => remove<void>(`/addresses/${kept.id}`),
    onSuccess: refresh,
  });
  const choosing = useMutation({
    mutationFn: () =>
      put<SavedAddressShown>(`/addresses/${kept.id}`, { ...typed(kept), isDefault: true }),
    onSuccess: refresh,
  });
  return (
    <li className="flex flex-col gap-3 rounded-m border border-line p-3">
      <div className="grow">
        {kept.isDefault && <Badge tone="free">{t("address.default")}</Badge>}
        <AddressLines address={kept} />
      </div>
      {removing.isError && <Refusal error={removing.error} />}
      {choosing.isError && <Refusal error={choosing.error} />}
      <div className="flex flex-wrap gap-2">
        <Button size="s" aria-label={`${t("form.change")}: ${named}`} onClick={onChange}>
          {t("form.change")}
        </Button>
        {!kept.isDefault && (
          <Button
            size="s"
            busy={choosing.isPending}
            aria-label={`${t("address.makeDefault")}: ${named}`}
            onClick={() => choosing.mutate()}
          >
            {t("address.makeDefault")}
          </Button>
        )}
        <Button
          size="s"
          kind="plain"
          busy={removing.isPending}
          aria-label={`${t("form.remove")}: ${named}`}
          onClick={() => removing.mutate()}
        >
          {t("form.remove")}
        </Button>
      </div>
    </li>
  );
}

function Edit({ kept, onDone }: { kept: SavedAddressShown | null; onDone: () => void }) {
  const { t, locale } = useLanguage();
  const user = useSession()?.user;
  const [values, setValues] = useState(() =>
    kept ? typed(kept) : emptyAddress(locale, user?.name ?? ""),
  );
  const [isDefault, setDefault] = useState(kept?.isDefault ?? false);
  const saving = useMutation({
    mutationFn: () => {
      const asked = { ...values, isDefault };
      return kept
        ? put<SavedAddressShown>(`/addresses/${kept.id}`, asked)
        : post<SavedAddressShown>("/addresses", asked, newKey());
    },
    onSuccess: async () => {
      await refresh();
      onDone();
    },
  });
  return (
    <Form
      sending={saving}
      onSubmit={() => saving.mutate()}
      refusal={saidAtFields(saving.error) ? null : undefined}
      end={
        <div className="flex justify-end">
          <SaveButton sending={saving} />
        </div>
      }
    >
      <AddressFields values={values} onChange={setValues} error={saving.error} />
      {!kept?.isDefault && (
        <Check
          label={t("address.asDefault")}
          checked={isDefault}
          onChange={({ target }) => setDefault(target.checked)}
        />
      )}
    </Form>
  );
}
