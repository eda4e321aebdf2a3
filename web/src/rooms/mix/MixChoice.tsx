import { useQuery } from "@tanstack/react-query";
import { answerQuery } from "../../base/api/queries";
import type { SourceOffered, SourcesAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Check } from "../../design/Field";
import { hoursText, nameOf } from "./mix";

/** What of one's own could pay for what is held, and how much of it. */
export function useSources(path: string, enabled: boolean) {
  return useQuery({
    ...answerQuery<SourcesAnswer>(["prepaid", "sources", path], path),
    enabled,
    staleTime: 0,
    retry: false,
  });
}

interface Props {
  sources: SourceOffered[];
  currency: string;
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

/** Ticks in the order in which they are to pay. */
export function MixChoice({ sources, currency, chosen, onChange }: Props) {
  const { t, formats } = useLanguage();
  return (
    <fieldset className="space-y-1">
      <legend className="font-semibold">{t("mix.title")}</legend>
      <p className="text-13 text-ink-soft">{t("mix.hint")}</p>
      {sources.map((one) => {
        const name = nameOf(one);
        const at = chosen.indexOf(name);
        const said = one.name || t(`mix.kind.${one.kind}`);
        const price = formats.price(one.amount, currency);
        // Of two packages of one name it says which is meant.
        const left =
          one.kind === "hours" && t("mix.left", { units: hoursText(one.left, formats.locale) });
        const most = t("mix.upTo", { price });
        return (
          <div key={name}>
            <Check
              label={`${at < 0 ? "" : `${at + 1}. `}${said}: ${left ? `${most} · ${left}` : most}`}
              checked={at >= 0}
              onChange={({ target }) =>
                onChange(
                  target.checked ? [...chosen, name] : chosen.filter((other) => other !== name),
                )
              }
            />
          </div>
        );
      })}
    </fieldset>
  );
}
