import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { insist } from "../../base/api/client";
import type { NewsletterBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { BackLink } from "../../design/BackLink";
import { Heading } from "../../design/Heading";
import { askedOf, EMPTY } from "./form";
import { NewsletterEditor } from "./NewsletterEditor";
import { renewNewsletters } from "./queries";

/** A draft: nobody gets anything of it before it is sent. */
export function NewNewsletterPage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const [form, setForm] = useState(EMPTY);
  const making = useIntent(
    (key: string) => insist<NewsletterBody>("/staff/newsletters", askedOf(form), key),
    {
      onSuccess: async ({ id }) => {
        await renewNewsletters();
        await navigate({
          to: "/staff/newsletters/$newsletterId",
          params: { newsletterId: id },
          ignoreBlocker: true,
        });
      },
    },
  );
  return (
    <div className="max-w-3xl pb-16">
      <BackLink to="/staff/newsletters">{t("newsletters.title")}</BackLink>
      <Heading title={t("newsletters.new")} text={t("newsletters.newText")} />
      <NewsletterEditor
        form={form}
        onType={(next) => {
          making.change();
          setForm((now) => ({ ...now, ...next }));
        }}
        sending={making}
        unsaved={form !== EMPTY}
        onSend={() => making.mutate()}
      />
    </div>
  );
}
