import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { StaffCode, StaffVariant } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { ActDialog } from "../desk/ActDialog";
import { lookAt, moveCode } from "./codes";
import { type Place, STAFF } from "./places";
import { nameOf } from "./VariantTable";

type Step = "withdraw" | "restore";

interface Props {
  variant: StaffVariant;
  place: Place;
  codes: StaffCode[];
  onMove: (move: { id: string; step: Step }) => void;
}

const TONES = { free: "free", given: "held", seen: "accent", void: "gone" } as const;

/** The latest codes of a variant, by when they were brought: none says what it is until asked. */
export function CodeRows({ codes, ...rest }: Props) {
  const { t } = useLanguage();
  if (codes.length === 0) return null;
  return (
    <section aria-label={t("keys.latest")}>
      <h3 className="mb-1 text-13 text-ink-soft">{t("keys.latest")}</h3>
      <ul className="max-h-64 divide-y divide-line overflow-y-auto">
        {codes.map((code, at) => (
          <li key={code.id} className="flex flex-wrap items-center gap-2 py-2">
            <OneRow {...rest} code={code} at={at + 1} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface RowProps extends Omit<Props, "codes"> {
  code: StaffCode;
  at: number;
}

function OneRow({ variant, place, code, at, onMove }: RowProps) {
  const { t, formats } = useLanguage();
  const [said, setSaid] = useState<string>();
  const look = useMutation({
    mutationFn: () => lookAt(place, variant.variantId, code.id),
    onSuccess: ({ code: text }) => setSaid(text),
  });
  const byStaff = place === STAFF;
  const step: Step | null =
    code.status === "free" ? "withdraw" : code.status === "void" ? "restore" : null;
  return (
    <>
      <Badge tone={TONES[code.status]}>{t(`keys.status.${code.status}`)}</Badge>
      <span className="grow text-13 text-ink-soft">
        {said === undefined ? (
          formats.moment(code.broughtAt)
        ) : (
          <code className="text-15 text-ink wrap-anywhere select-all">{said}</code>
        )}
      </span>
      {byStaff && code.orderId && (
        <Link
          to="/staff/orders/$orderId"
          params={{ orderId: code.orderId }}
          className="text-13 text-accent underline underline-offset-4"
        >
          {t("keys.order")}
        </Link>
      )}
      {said === undefined && (byStaff || code.orderId) && (
        <Button
          needs={byStaff ? "POST /api/staff/variants/{variant_id}/codes/{code_id}/show" : undefined}
          kind="plain"
          size="s"
          type="button"
          busy={look.isPending}
          aria-label={t("keys.lookAt", { number: at })}
          onClick={() => look.mutate()}
        >
          {t("keys.look")}
        </Button>
      )}
      {step && (
        <Button
          kind="plain"
          size="s"
          type="button"
          aria-label={t(`keys.${step}Of`, { number: at })}
          onClick={() => onMove({ id: code.id, step })}
        >
          {t(`keys.${step}`)}
        </Button>
      )}
      {look.isError && <Refusal error={look.error} />}
    </>
  );
}

interface MoveProps {
  variant: StaffVariant;
  place: Place;
  id: string;
  step: Step;
  onClose: () => void;
}

/** Why one is taken out, or put back. */
export function MoveCode({ variant, place, id, step, onClose }: MoveProps) {
  const { t } = useLanguage();
  return (
    <ActDialog
      title={t(`keys.${step}Title`)}
      text={nameOf(variant)}
      act={t(`keys.${step}`)}
      grave={step === "withdraw"}
      reason={{ hint: t("staff.reasonHint"), most: 200 }}
      send={(key, reason) => moveCode(place, variant.variantId, id, step, reason, key)}
      told={() => t(`keys.${step}Done`)}
      onClose={onClose}
    />
  );
}
