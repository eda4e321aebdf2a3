import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Combobox } from "../../design/Combobox";
import { MAX_TAG, useUsedTags } from "./tags";

interface Props {
  text: string;
  onText: (text: string) => void;
  /** A tag that is used was chosen, or Enter pressed. */
  onTake: (tag: string) => void;
  /** Not offered again. */
  without?: readonly string[];
  error?: string | null;
  hint?: string;
  dense?: boolean;
}

/** A tag, with those that are used to choose from. */
export function TagField({ text, onText, onTake, without = [], error, hint, dense }: Props) {
  const { t } = useLanguage();
  const [asked, ask] = useState("");
  const used = useUsedTags(asked);
  return (
    <Combobox
      label={t("staffOrder.tag")}
      hint={hint}
      error={error}
      dense={dense}
      maxLength={MAX_TAG}
      text={text}
      onText={(typed) => {
        onText(typed);
        ask(typed.trim());
      }}
      items={used
        .filter(({ tag }) => !without.includes(tag))
        .slice(0, 8)
        .map(({ tag, orders }) => ({
          key: tag,
          label: tag,
          hint: t("staffOrder.tagOrders", { count: orders }),
        }))}
      onChoose={onTake}
      onEnter={() => onTake(text)}
    />
  );
}
