import { useQuery } from "@tanstack/react-query";
import { configQuery } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { Field } from "../../design/Field";
import type { Who } from "./who";

interface Props {
  who: Who;
  /** Somebody tried to go on: what lacks is said. */
  tried: boolean;
  wrong: (name: keyof Who) => string | null | undefined;
  onType: (next: Partial<Who>) => void;
}

/** Who comes to a session that a guest books, and where they are reached. */
export function WhoFields({ who, tried, wrong, onType }: Props) {
  const { t } = useLanguage();
  const config = useQuery(configQuery).data;
  const nowhere = tried && !who.email.trim() && !who.phone.trim();
  const told = config?.receipts
    ? "order.contactReceipt"
    : config?.mails
      ? "order.contactSession"
      : undefined;
  const field = (name: keyof Who) => ({
    value: who[name],
    onChange: ({ target }: { target: { value: string } }) => onType({ [name]: target.value }),
  });
  return (
    <>
      <p className="text-13 text-ink-soft">{t("order.contactWho")}</p>
      <Field
        label={t("order.contactName")}
        autoComplete="name"
        maxLength={100}
        required
        {...field("name")}
        error={wrong("name") ?? (tried && !who.name.trim() ? t("order.contactNameMissing") : null)}
      />
      <Field
        label={t("order.contactEmail")}
        hint={told && t(told)}
        type="email"
        autoComplete="email"
        maxLength={254}
        {...field("email")}
        error={wrong("email") ?? (nowhere ? t("order.contactEither") : null)}
      />
      <Field
        label={t("order.contactPhone")}
        hint={t(config?.sms ? "order.contactSms" : "order.contactCall")}
        type="tel"
        autoComplete="tel"
        maxLength={40}
        {...field("phone")}
        error={wrong("phone")}
      />
    </>
  );
}
