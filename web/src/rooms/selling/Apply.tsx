import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queryClient } from "../../base/api/queries";
import type { SellerBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Badge } from "../../design/Badge";
import { Button } from "../../design/Button";
import { Field, TextArea } from "../../design/Field";
import { Form } from "../../design/Form";
import { Heading, Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { applicationsQuery, apply } from "./queries";
import { STANDINGS } from "./standings";

/** Asking to sell, and what became of it. */
export function Apply() {
  const { t } = useLanguage();
  return (
    <div className="page max-w-2xl pb-16">
      <Heading title={t("seller.apply")} text={t("seller.applyText")} />
      <Loaded query={useQuery(applicationsQuery)} loading={<Skeleton className="h-72 w-full" />}>
        {({ sellers }) => (
          <div className="space-y-6">
            {sellers.length > 0 && <Asked sellers={sellers} />}
            {!sellers.some(({ standing }) => standing === "applied") && <ApplicationForm />}
          </div>
        )}
      </Loaded>
    </div>
  );
}

function Asked({ sellers }: { sellers: SellerBody[] }) {
  const { t } = useLanguage();
  return (
    <ul aria-label={t("seller.asked")} className="divide-y divide-line border-y border-line">
      {sellers.map((one) => (
        <li key={one.id} className="flex flex-wrap items-baseline justify-between gap-x-4 py-3">
          <span className="min-w-0 grow basis-48 wrap-anywhere">
            <span className="font-medium">{one.name}</span>
            {one.standing === "refused" && (
              <span className="block text-13 text-ink-soft">{one.note}</span>
            )}
          </span>
          <Badge tone={STANDINGS[one.standing]}>{t(`seller.standing.${one.standing}`)}</Badge>
        </li>
      ))}
    </ul>
  );
}

function ApplicationForm() {
  const { t } = useLanguage();
  const [name, setName] = useState("");
  const [about, setAbout] = useState("");
  const [message, setMessage] = useState("");
  const unnamed = name.trim() === "";
  const asking = useIntent((key) => apply(key, { name: name.trim(), about, message }), {
    onSuccess: (now) => queryClient.setQueryData(applicationsQuery.queryKey, now),
  });
  return (
    <Panel>
      <Form
        sending={asking}
        onChange={asking.another}
        onSubmit={() => !unnamed && asking.mutate()}
        end={
          <Button kind="primary" type="submit" busy={asking.isPending}>
            {t("seller.send")}
          </Button>
        }
      >
        {(tried) => (
          <>
            <Field
              label={t("seller.name")}
              maxLength={200}
              value={name}
              error={tried && unnamed ? t("seller.nameMissing") : null}
              onChange={({ target }) => setName(target.value)}
            />
            <TextArea
              label={t("seller.about")}
              hint={t("seller.aboutHint")}
              rows={3}
              maxLength={5000}
              value={about}
              onChange={({ target }) => setAbout(target.value)}
            />
            <TextArea
              label={t("seller.message")}
              hint={t("seller.messageHint")}
              rows={3}
              maxLength={2000}
              value={message}
              onChange={({ target }) => setMessage(target.value)}
            />
          </>
        )}
      </Form>
    </Panel>
  );
}
