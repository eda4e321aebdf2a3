import * as Radix from "@radix-ui/react-dropdown-menu";
import { type ReactNode, useState } from "react";
import { Icon } from "./Icon";

interface MenuChoice {
  value: string;
  label: string;
  lang?: string;
}

const ITEM =
  "relative flex min-h-9 cursor-pointer items-center gap-2 rounded-s py-1 pr-4 pl-8 text-15 data-highlighted:bg-sunken focus-visible:-outline-offset-2 not-focus-visible:outline-none";

export function Menu({ trigger, children }: { trigger: ReactNode; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <Radix.Root modal={false} open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          onKeyDown={({ key }) => key === "Tab" && setOpen(false)} // back to where it was opened
          className="appear z-50 min-w-48 rounded-m border border-line bg-raised p-1 shadow-over"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function MenuChoices(props: {
  label: string;
  value: string;
  choices: MenuChoice[];
  onChoose: (value: string) => void;
}) {
  return (
    <Radix.RadioGroup value={props.value} onValueChange={props.onChoose}>
      <Radix.Label className="px-3 pt-2 pb-1 text-13 text-ink-soft">{props.label}</Radix.Label>
      {props.choices.map(({ value, label, lang }) => (
        <Radix.RadioItem key={value} value={value} lang={lang} className={ITEM}>
          <Radix.ItemIndicator className="absolute left-2 text-accent">
            <Icon name="check" size={16} />
          </Radix.ItemIndicator>
          {label}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export function MenuItem({ children, onSelect }: { children: ReactNode; onSelect?: () => void }) {
  return (
    <Radix.Item className={ITEM} onSelect={onSelect}>
      {children}
    </Radix.Item>
  );
}

/** An item that is a link; the child is the link itself. */
export function MenuLink({ children }: { children: ReactNode }) {
  return (
    <Radix.Item asChild className={ITEM}>
      {children}
    </Radix.Item>
  );
}

export function MenuLine() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}
