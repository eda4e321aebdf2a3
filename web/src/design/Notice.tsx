import type { ReactNode } from "react";
import { classes } from "./classes";
import { Icon, type IconName } from "./Icon";

export type Tone = "calm" | "held" | "danger" | "free";

const TONES: Record<Tone, { box: string; icon: IconName; ink: string }> = {
  calm: { box: "bg-sunken border-line", icon: "clock", ink: "text-ink-soft" },
  held: { box: "bg-held-soft border-held/50", icon: "clock", ink: "text-held-ink" },
  danger: { box: "bg-danger-soft border-danger/50", icon: "alert", ink: "text-danger" },
  free: { box: "bg-free-soft border-free/50", icon: "check", ink: "text-free" },
};

interface Props {
  tone?: Tone;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** Read out at once: for losses and failures. Otherwise it waits for a pause. */
  urgent?: boolean;
  silent?: boolean;
  testId?: string;
}

/** Told in place: what happened, what remains, one useful next step. */
export function Notice({ tone = "calm", title, children, actions, urgent, silent, testId }: Props) {
  const { box, icon, ink } = TONES[tone];
  return (
    <div
      role={silent ? undefined : urgent ? "alert" : "status"}
      data-testid={testId}
      className={classes("appear flex gap-3 rounded-m border p-4", box)}
    >
      <span className={classes("mt-0.5", ink)}>
        <Icon name={icon} />
      </span>
      <div className="min-w-0 grow space-y-2">
        <p className="font-semibold">{title}</p>
        {children && <div className="space-y-2 text-ink">{children}</div>}
        {actions && <div className="flex flex-wrap gap-2 pt-1">{actions}</div>}
      </div>
    </div>
  );
}
