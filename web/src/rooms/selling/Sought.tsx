import type { ReactNode } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Select } from "../../design/Field";
import { FindBox } from "../../design/FindBox";
import type { Sought } from "./queries";

interface Props<State extends string> {
  label: string;
  sought: Sought<State>;
  states: readonly State[];
  nameOf: (state: State) => string;
  onChange: (next: Sought<State>) => void;
  children?: ReactNode;
}

/** Narrows a seller's own list by words and by state; both stand in the address. */
export function SoughtBar<State extends string>(props: Props<State>) {
  const { label, sought, states, nameOf, onChange, children } = props;
  const { t } = useLanguage();
  return (
    <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
      <FindBox
        label={label}
        q={sought.q}
        onFind={(q) => onChange({ q })}
        className="w-full sm:w-64"
      />
      <Select
        dense
        label={t("seller.state")}
        value={sought.status}
        none={t("list.all")}
        items={states}
        nameOf={nameOf}
        onChoose={(status) => onChange({ status })}
        className="w-full sm:w-44"
      />
      <span className="grow" />
      {children}
    </div>
  );
}
