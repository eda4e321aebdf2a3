import type { ReactNode } from "react";
import type { useLanguage } from "../../base/i18n/format";

/** One component on show. */
export interface Exhibit {
  name: string;
  show: (language: ReturnType<typeof useLanguage>) => ReactNode;
}

/** Examples under one another, each with the name of its state. */
export function States({ of }: { of: [string, ReactNode][] }) {
  return (
    <dl className="space-y-4">
      {of.map(([state, example]) => (
        <div key={state} className="space-y-1">
          <dt className="text-13 text-ink-soft">{state}</dt>
          <dd>{example}</dd>
        </div>
      ))}
    </dl>
  );
}
