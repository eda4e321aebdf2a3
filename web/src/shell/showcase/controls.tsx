import { useState } from "react";
import { Button, IconButton, type Look } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Dialog } from "../../design/Dialog";
import { Drawer } from "../../design/Drawer";
import { Check, Field, SearchBox, Select } from "../../design/Field";
import { Panel } from "../../design/Heading";
import { Menu, MenuChoices } from "../../design/Menu";
import { ScrollRow } from "../../design/ScrollRow";
import { Stepper } from "../../design/Stepper";
import type { Exhibit } from "./exhibit";

const LOOKS: Look[] = ["primary", "quiet", "plain", "danger"];

export const controls: Exhibit[] = [
  {
    name: "Button",
    show: ({ t }) => (
      <div className="space-y-3">
        {LOOKS.map((look) => (
          <div key={look} className="flex flex-wrap items-center gap-2">
            <Button kind={look} size="s">
              {t("product.add")}
            </Button>
            <Button kind={look}>{t("product.add")}</Button>
            <Button kind={look} busy>
              {t("order.underWay")}
            </Button>
            <Button kind={look} disabled>
              {t("product.add")}
            </Button>
            <Button kind={look} icon="bell" size="l">
              {t("product.wait")}
            </Button>
          </div>
        ))}
        <div className="flex gap-1">
          <IconButton icon="menu" label={t("shell.menu")} />
          <IconButton icon="close" label={t("form.close")} size="s" />
          <IconButton icon="plus" label={t("product.moreOf")} disabled />
        </div>
      </div>
    ),
  },
  {
    name: "Field, Select, SearchBox, Check",
    show: ({ t }) => (
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("staff.reason")} hint={t("staff.reasonHint")} />
        <Field label={t("session.email")} error={t("account.fault.email")} />
        <Select
          label={t("shop.sort")}
          value="new"
          items={["new", "name"]}
          nameOf={(sort) => t(sort === "new" ? "shop.sort_new" : "shop.sort_name")}
          onChoose={() => undefined}
        />
        <Field label={t("product.quantity")} disabled value="12" readOnly />
        <SearchBox label={t("shop.search")} />
        <Check label={t("shop.inStock")} defaultChecked />
      </div>
    ),
  },
  {
    name: "Choice, Stepper",
    show: ({ t }) => {
      const [memory, setMemory] = useState("256");
      const [scenario, setScenario] = useState("success");
      const [quantity, setQuantity] = useState(2);
      return (
        <div className="space-y-5">
          <Choice
            legend={t("staff.column.product")}
            value={memory}
            onChange={setMemory}
            items={[
              { value: "128", label: "128 GB" },
              { value: "256", label: "256 GB" },
              { value: "512", label: "512 GB", out: t("supply.noneFree") },
            ]}
          />
          <Choice
            look="rows"
            legend={t("checkout.method")}
            value={scenario}
            onChange={setScenario}
            items={(["success", "decline"] as const).map((value) => ({
              value,
              label: t(`checkout.scenario.${value}`),
              hint: t(`checkout.scenario.${value}Hint`),
            }))}
          />
          <div className="flex gap-4">
            <Stepper value={quantity} onChange={setQuantity} label={t("product.quantity")} />
            <Stepper value={quantity} onChange={setQuantity} label={t("product.quantity")} short />
          </div>
        </div>
      );
    },
  },
  {
    name: "Dialog",
    show: ({ t }) => {
      const [open, setOpen] = useState(false);
      return (
        <>
          <Button onClick={() => setOpen(true)}>{t("order.cancel")}</Button>
          <Dialog
            open={open}
            onClose={() => setOpen(false)}
            title={t("order.cancelSure", { number: "7F3K9QZP" })}
            text={t("order.cancelPendingText")}
          >
            <div className="mt-5 flex flex-wrap justify-end gap-2">
              <Button onClick={() => setOpen(false)}>{t("order.keep")}</Button>
              <Button kind="danger" onClick={() => setOpen(false)}>
                {t("order.cancel")}
              </Button>
            </div>
          </Dialog>
        </>
      );
    },
  },
  {
    name: "Drawer",
    show: ({ t }) => {
      const [open, setOpen] = useState(false);
      return (
        <>
          <Button onClick={() => setOpen(true)}>{t("cart.title")}</Button>
          <Drawer
            open={open}
            onClose={() => setOpen(false)}
            title={t("cart.title")}
            foot={<Button onClick={() => setOpen(false)}>{t("cart.checkout")}</Button>}
          >
            <p className="py-4 text-ink-soft">{t("cart.empty")}</p>
          </Drawer>
        </>
      );
    },
  },
  {
    name: "ScrollRow",
    show: ({ t }) => {
      const names = ["stock", "log", "low", "reservations", "campaigns", "wallets"] as const;
      return (
        <div className="space-y-3">
          {[names, names.slice(0, 2)].map((some) => (
            <ScrollRow key={some.length} current="wallets" className="max-w-80 gap-2 p-1">
              {some.map((name) => (
                <li key={name} className="shrink-0">
                  <Button size="s" aria-current={name === "wallets" ? "true" : undefined}>
                    {t(`staff.${name}`)}
                  </Button>
                </li>
              ))}
            </ScrollRow>
          ))}
        </div>
      );
    },
  },
  {
    name: "Panel, Menu",
    show: ({ t }) => {
      const [scheme, setScheme] = useState("light");
      return (
        <Panel
          title={t("order.items")}
          actions={
            <Menu trigger={<IconButton icon="menu" label={t("shell.scheme")} />}>
              <MenuChoices
                label={t("shell.scheme")}
                value={scheme}
                onChoose={setScheme}
                choices={(["light", "dark"] as const).map((value) => ({
                  value,
                  label: t(`shell.scheme_${value}`),
                }))}
              />
            </Menu>
          }
        >
          <p className="text-ink-soft">{t("order.receiptText")}</p>
        </Panel>
      );
    },
  },
];
