import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { StaffVariant } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Field, Select } from "../../design/Field";
import { NO_LIMIT } from "../../design/SupplyBar";
import { useVariantSupply } from "../../rooms/stock/live";
import { ActDialog } from "../desk/ActDialog";
import { NotSent } from "./NotSent";
import { PreorderLead } from "./PreorderLead";
import { locationsQuery } from "./queries";
import { MODES, type Mode, moveStock, useStockChange } from "./stock";
import { renewTransfers, sendOff } from "./transfers";
import { nameOf } from "./VariantTable";

interface Props {
  variant: StaffVariant;
  /** Whether the stock's own page leads to other ways to deliver it. */
  elsewhere?: boolean;
  /** Leads to what is announced of it, before it is there. */
  onPreorder?: () => void;
  /** Leads to what it is made of, where that can be said. */
  onParts?: () => void;
  /** Leads to codes, of which each unit could be one. */
  onCodes?: () => void;
  /** Leads to the file that it is, or could be. */
  onFile?: () => void;
  onClose: () => void;
}

const IDEAS = ["delivery", "count", "damage", "back"] as const;

export function ChangeStock(props: Props) {
  const { variant, elsewhere, onPreorder, onParts, onCodes, onFile, onClose } = props;
  const { t } = useLanguage();
  const change = useStockChange();
  const places = useQuery(locationsQuery(variant.variantId)).data?.locations ?? [];
  const [chosen, setChosen] = useState<string>();
  const place = places.find((one) => one.locationId === chosen) ?? places.find((one) => one.first);
  const everywhere = useVariantSupply(variant.variantId) ?? variant;
  const live = places.length > 1 && place ? place : everywhere;
  const isFile = variant.deliveredAs === "file";
  // A file is sold without a limit, as a rule.
  const [mode, setMode] = useState<Mode | "move" | "unlimited">(
    isFile && variant.stock === 0 ? "unlimited" : "deposit",
  );
  const others = places.filter((one) => one !== place && one.active);
  const [target, setTarget] = useState<string>();
  const there = others.find((one) => one.locationId === target) ?? others[0];
  const modes = isFile
    ? ([...MODES, "unlimited"] as const)
    : others.length > 0
      ? ([...MODES, "move"] as const)
      : MODES;
  const [later, setLater] = useState(false);
  const [arrivesOn, setArrivesOn] = useState("");
  const [quantity, setQuantity] = useState("");
  const least = mode === "set" ? 0 : 1;
  const amount = /^\d+$/.test(quantity) ? Number(quantity) : Number.NaN;
  const bad = mode !== "unlimited" && !(amount >= least);
  const after = {
    deposit: live.stock + amount,
    withdraw: live.stock - amount,
    set: amount - live.held,
    move: live.stock - amount,
    unlimited: live.stock,
  }[mode];
  const send = (key: string, reason: string) => {
    const from = isFile ? undefined : place?.locationId;
    if (mode === "unlimited") return change(variant, { unlimited: true, reason }, key);
    if (mode !== "move") {
      return change(variant, { [mode]: amount, reason, locationId: from }, key);
    }
    const to = there?.locationId;
    if (later) {
      const { variantId } = variant;
      const sent = { variantId, fromLocationId: from, toLocationId: to, quantity: amount, reason };
      return sendOff({ ...sent, expectedOn: arrivesOn || null }, key).then(renewTransfers);
    }
    return moveStock(
      variant,
      { fromLocationId: from, toLocationId: to, quantity: amount, reason },
      key,
    );
  };
  const placeNamed = (id: string) => {
    const one = places.find((each) => each.locationId === id);
    return one ? t("staff.locationWith", { name: one.location, count: one.stock }) : id;
  };
  return (
    <ActDialog
      title={t("staff.change")}
      text={nameOf(variant)}
      sound={!bad}
      reason={{
        hint: t("staff.reasonHint"),
        most: 200,
        ideas: IDEAS.map((idea) => t(`staff.reasonIdeas.${idea}`)),
      }}
      send={send}
      told={
        mode === "move"
          ? () =>
              t(later ? "transfers.sentOff" : "staff.moved", {
                count: amount,
                name: there?.location ?? "",
              })
          : undefined
      }
      onClose={onClose}
      beside={
        <span className="mr-auto inline-flex flex-wrap items-center gap-x-3">
          <Link
            to="/staff/log"
            search={{ variantId: variant.variantId }}
            className="text-15 text-accent underline underline-offset-4"
          >
            {t("staff.showLog")}
          </Link>
          {elsewhere && (
            <Link
              to="/staff/stock"
              search={{ q: variant.sku || variant.productName }}
              className="text-15 text-accent underline underline-offset-4"
            >
              {t("staff.sellOtherwise")}
            </Link>
          )}
          <PreorderLead onPreorder={onPreorder} />
          {onParts && !isFile && (
            <Button
              needs="PUT /api/staff/variants/{variant_id}/parts"
              kind="plain"
              size="s"
              onClick={onParts}
            >
              {t("parts.title")}
            </Button>
          )}
          <NotSent isFile={isFile} onCodes={onCodes} onFile={onFile} />
        </span>
      }
    >
      {(tried) => (
        <>
          {places.length > 1 && !isFile && (
            <Select
              label={t("staff.location")}
              value={place?.locationId}
              items={places.map((one) => one.locationId)}
              nameOf={(id) => placeNamed(id)}
              onChoose={setChosen}
            />
          )}
          <Choice
            legend={t("staff.column.operation")}
            value={mode}
            onChange={(value) => setMode(value as Mode)}
            items={modes.map((value) => ({ value, label: t(`staff.mode.${value}`) }))}
          />
          {mode === "move" && (
            <Select
              label={t("staff.moveTo")}
              value={there?.locationId}
              items={others.map((one) => one.locationId)}
              nameOf={(id) => placeNamed(id)}
              onChoose={setTarget}
            />
          )}
          {mode === "move" && (
            <>
              <Choice
                legend={t("transfers.when")}
                value={later ? "later" : "now"}
                onChange={(value) => setLater(value === "later")}
                items={[
                  { value: "now", label: t("transfers.atOnce") },
                  { value: "later", label: t("transfers.later") },
                ]}
              />
              {later && (
                <Field
                  type="date"
                  label={t("transfers.arrivesOn")}
                  value={arrivesOn}
                  onChange={({ target }) => setArrivesOn(target.value)}
                  hint={t("transfers.laterHint")}
                />
              )}
            </>
          )}
          {mode === "unlimited" ? (
            <p className="text-13 text-ink-soft">{t("staff.modeHint.unlimited")}</p>
          ) : (
            <Field
              data-first
              inputMode="numeric"
              label={t("product.quantity")}
              value={quantity}
              onChange={(event) => setQuantity(event.target.value.trim())}
              error={tried && bad ? t("staff.quantityBad", { least }) : null}
              hint={
                bad || after < 0 || after >= NO_LIMIT
                  ? t(`staff.modeHint.${mode}`)
                  : t("staff.after", { count: after })
              }
            />
          )}
          {mode === "set" && !isFile && (
            <p className="text-13 text-ink-soft">{t("staff.countWithout")}</p>
          )}
        </>
      )}
    </ActDialog>
  );
}
