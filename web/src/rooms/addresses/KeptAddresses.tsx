import { useState } from "react";
import type { SavedAddressShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Combobox } from "../../design/Combobox";

interface Props {
  kept: readonly SavedAddressShown[];
  onChoose: (id: string) => void;
}

/** One of one's own addresses, found by any word of it. */
export function KeptAddresses({ kept, onChoose }: Props) {
  const { t, locale } = useLanguage();
  const [text, setText] = useState("");
  const words = text.toLocaleLowerCase(locale).split(/\s+/).filter(Boolean);
  const fits = ({ lines }: SavedAddressShown) => {
    const all = lines.join(" ").toLocaleLowerCase(locale);
    return words.every((word) => all.includes(word));
  };
  return (
    <Combobox
      label={t("address.find")}
      hint={t("address.findHint")}
      text={text}
      onText={setText}
      items={kept.filter(fits).map(({ id, lines }) => ({
        key: id,
        label: lines[0] ?? "",
        hint: lines.slice(1).join(", "),
      }))}
      onChoose={(id) => {
        setText("");
        onChoose(id);
      }}
      onEnter={() => undefined}
    />
  );
}
