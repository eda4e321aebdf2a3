import { useMutation } from "@tanstack/react-query";
import { get } from "../../base/api/client";
import type { StarterShown, StartersShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import type { Locale } from "../../base/i18n/setup";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { toast } from "../../design/Toasts";

type Name = StarterShown["name"];

interface Props {
  locale: Locale;
  /** Of which nothing is saved or typed in that language. */
  empty: Name[];
  fill: (name: Name, html: string) => void;
}

/** What a text leaves for its owner to say stands in square brackets. */
export function leftOpen(text: string): string[] {
  return [...new Set(text.match(/\[[^\][<>]+\]/g) ?? [])];
}

/** Fills in what is empty, from the shop's settings: to be read, changed and saved one by one. */
export function StarterTexts({ locale, empty, fill }: Props) {
  const { t } = useLanguage();
  const asking = useMutation({
    mutationFn: () => get<StartersShown>("/staff/policies/starters"),
    onSuccess: ({ starters }) => {
      const wanted = starters.filter((one) => one.locale === locale && empty.includes(one.name));
      for (const one of wanted) fill(one.name, one.html);
      toast({ title: t("policies.startersDone", { count: wanted.length }) });
    },
  });
  if (empty.length === 0) return null;
  return (
    <div className="space-y-2">
      <Button
        needs="PUT /api/staff/policies/{policy}/{locale}"
        busy={asking.isPending}
        onClick={() => asking.mutate()}
      >
        {t("policies.starters")}
      </Button>
      <p className="text-13 text-ink-soft">{t("policies.startersText")}</p>
      {asking.isError && <Refusal error={asking.error} />}
    </div>
  );
}
