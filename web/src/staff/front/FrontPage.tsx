import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { LOCALE_NAMES, LOCALES, type Locale } from "../../base/i18n/setup";
import { Choice } from "../../design/Choice";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { BlockList } from "./BlockList";
import { frontQuery } from "./queries";

/** What stands on the shop's home page above the list of all products. */
export function FrontPage() {
  const { t, locale } = useLanguage();
  const [chosen, setChosen] = useState<Locale>(locale as Locale);
  return (
    <div className="max-w-4xl">
      <Heading title={t("front.title")} text={t("front.text")} />
      <Loaded query={useQuery(frontQuery)} loading={<Skeleton className="h-96 w-full" />}>
        {(shown) => (
          <div className="space-y-6">
            <Choice
              legend={t("front.language")}
              value={chosen}
              onChange={(value) => setChosen(value as Locale)}
              items={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
            />
            <BlockList shown={shown} locale={chosen} />
          </div>
        )}
      </Loaded>
    </div>
  );
}
