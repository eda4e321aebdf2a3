import { useMutation } from "@tanstack/react-query";
import { newKey, post } from "../../base/api/client";
import type { MailPreview, NewsletterBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Panel } from "../../design/Heading";
import { Preview } from "../mail/Preview";
import { askedOf, formOf } from "./form";

const COUNTS = ["waiting", "sent", "refused", "dropped", "left"] as const;

/** What came of it so far, and how it looks. */
export function Outcome({ one }: { one: NewsletterBody }) {
  const { t, locale, formats } = useLanguage();
  const looking = useMutation({
    mutationFn: () =>
      post<MailPreview>(
        "/staff/newsletters/preview",
        { ...askedOf(formOf(one)), locale },
        newKey(),
      ),
  });
  return (
    <div className="space-y-6">
      {one.begunAt && (
        <Panel title={t("newsletters.outcome")} text={t("newsletters.outcomeText")}>
          <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3" data-testid="outcome">
            <Count label={t("newsletters.count.written")} value={formats.number(one.written)} />
            {COUNTS.map((each) => (
              <Count
                key={each}
                label={t(`newsletters.count.${each}`)}
                value={formats.number(one.counts[each])}
              />
            ))}
          </dl>
        </Panel>
      )}
      <Button looks busy={looking.isPending} onClick={() => looking.mutate()}>
        {t("newsletters.preview")}
      </Button>
      <Preview level="h2" looking={looking} />
    </div>
  );
}

function Count({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt className="text-13 text-ink-soft">{label}</dt>
      <dd className="text-18 font-semibold tabular-nums">{value}</dd>
    </div>
  );
}
