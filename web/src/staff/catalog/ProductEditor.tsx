import { type FormEvent, useEffect, useRef, useState } from "react";
import { asProblem } from "../../base/api/problem";
import type { DraftBody, StaffProduct, StaffProductAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button, ButtonLink } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { Heading, Panel } from "../../design/Heading";
import { Notice } from "../../design/Notice";
import { SaveButton } from "../../design/SaveButton";
import { toast } from "../../design/Toasts";
import { useNotSaved } from "../../design/unsaved";
import { WorkFields } from "../../design/Work";
import { useWatch } from "../../live/channel";
import { PicturesEditor } from "../../rooms/pictures/PicturesEditor";
import { liveStock } from "../../rooms/stock/live";
import { TextEditor } from "../desk/TextEditor";
import { AttributesEditor } from "./AttributesEditor";
import { CurrencyFirst } from "./CurrencyFirst";
import { DraftNotices } from "./DraftNotices";
import { useDraft } from "./draft";
import { copyOf, emptyForm, formFrom, formOf, MAX_IMAGES, type ProductForm } from "./form";
import { OptionsEditor } from "./OptionsEditor";
import { Preview } from "./Preview";
import { ProductSide } from "./ProductSide";
import { usePicturesFirst } from "./picturesFirst";
import { readForm } from "./readForm";
import { SearchFields } from "./SearchFields";
import { type Told, useSaving, useTold } from "./save";
import { typedSince } from "./typedSince";
import { VariantsEditor } from "./VariantsEditor";
import { WordsEditor } from "./WordsEditor";
import { usePlaces } from "./whose";

interface Props {
  product: StaffProduct | null;
  currency: string;
  /** A new one begins as this one is. */
  like?: StaffProduct;
  /** What was typed before and not saved. */
  draft?: DraftBody | null;
  onReload?: () => void;
  /** A new one was saved: it is edited on at its own address. */
  onMade?: (id: string) => void;
}

export function ProductEditor(props: Props) {
  const { product, currency, like, draft = null, onReload, onMade } = props;
  const { t, formats } = useLanguage();
  const { seller, own } = usePlaces();
  const digits = formats.digits(currency);
  // A form is filled once; what the server says later is not put behind the typing.
  const [start] = useState(() => (product ? formOf(product, digits) : emptyForm()));
  const [base, setBase] = useState(product); // what the form was filled from, whose revision it is
  const [saved, setSaved] = useState(start);
  const [form, setForm] = useState(() =>
    like
      ? copyOf(like, digits, t("products.copyOf", { name: like.name }))
      : (formFrom(draft?.form) ?? start),
  );
  const [begun, setBegun] = useState(form === start ? null : draft); // until it is saved or discarded
  const [previewing, setPreviewing] = useState(false);
  // The draft of a new one is of another: a copy is kept once it is saved.
  const keeps = seller === null && !like;
  const keeping = useDraft(base, form, saved, draft, keeps);
  const [faults, setFaults] = useState<Told>({});
  const [uncounted, setUncounted] = useState(0);
  const place = useRef<HTMLFormElement>(null);
  const sent = useRef(form);
  useNotSaved(form !== saved, {
    keep: !keeps ? undefined : { label: t("products.draft.leave"), act: keeping.keep },
    discard: () => keeping.drop(saved),
  });
  useWatch(liveStock, product ? [product.id] : []);

  const done = ({ product: kept, uncounted: late }: StaffProductAnswer) => {
    toast({ title: t("products.saved", { name: kept.name }) });
    setUncounted(late?.length ?? 0);
    setBase(kept);
    const next = formOf(kept, digits);
    setSaved(next);
    setForm((now) => typedSince(sent.current, now, next));
    setBegun(null);
    void keeping.drop(next);
    if (!product) onMade?.(kept.id);
  };
  const saving = useSaving(base, done);
  const told = { ...useTold(saving.error), ...faults };
  useFirstFault(place, saving.error, told);

  const change = (next: Partial<ProductForm>) => {
    setFaults({});
    if (saving.isError) saving.reset();
    setForm((now) => ({ ...now, ...next }));
  };
  const discard = () => {
    setBegun(null);
    setForm(saved);
    void keeping.drop(saved);
  };
  /** What was typed goes before it is read anew: no draft of it may come after. */
  const reload = async () => {
    setForm(saved);
    await keeping.drop(saved);
    onReload?.();
  };
  const load = async () => {
    const other = await keeping.load();
    setForm(other ?? saved);
  };
  const pictures = usePicturesFirst(() => {
    const read = readForm(form, digits);
    if ("asked" in read) {
      sent.current = form;
      return saving.mutate(read.asked);
    }
    const words = Object.entries(read.faults).map(([at, fault]) => [
      at,
      fault === "held" ? t("holdLimits.fault.units") : t(`products.fault.${fault}`),
    ]);
    setFaults(Object.fromEntries(words));
    focusOn(place.current, Object.keys(read.faults));
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    pictures.submit();
  };
  const code = saving.isError ? asProblem(saving.error).code : "";
  if (code === "currency-missing") return <CurrencyFirst />;
  if (previewing)
    return (
      <Preview
        form={form}
        product={base}
        currency={currency}
        onClose={() => setPreviewing(false)}
      />
    );
  return (
    <form ref={place} noValidate onSubmit={submit} className="space-y-4">
      {/* A new one goes on at its own address: nothing can be typed here until it is there. */}
      <div className="space-y-4" inert={saving.isPending && base === null}>
        <WorkFields className="space-y-4">
          <Heading
            dense
            title={product ? saved.name : t("products.make")}
            actions={product && <Leads product={product} />}
          />
          <DraftNotices
            draft={begun}
            product={product}
            state={keeping.state}
            onDiscard={discard}
            onLoad={() => void load()}
            onInsist={() => void keeping.insist()}
          />
          {uncounted > 0 && (
            <Notice urgent tone="danger" title={t("products.uncounted", { count: uncounted })}>
              {t("products.uncountedHint")}
            </Notice>
          )}
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(16rem,1fr)]">
            <div className="min-w-0 space-y-4">
              <Panel>
                <div className="space-y-4">
                  <Field
                    name="name"
                    label={t("staff.column.name")}
                    value={form.name}
                    maxLength={255}
                    error={told.name}
                    onChange={(event) => change({ name: event.target.value })}
                  />
                  <TextEditor
                    name="description"
                    label={t("product.description")}
                    text={form.text}
                    html={form.html}
                    error={told.description}
                    onChange={change}
                  />
                </div>
              </Panel>
              <PicturesEditor
                images={form.images}
                name={form.name}
                told={told}
                to={`${own}/pictures`}
                most={MAX_IMAGES}
                onChange={(images) => change({ images })}
                onSending={pictures.onSending}
              />
            </div>
            <ProductSide form={form} product={product} told={told} onChange={change} />
          </div>
          <OptionsEditor form={form} product={product} told={told} onChange={change} />
          <VariantsEditor
            form={form}
            product={product}
            currency={currency}
            told={told}
            onChange={(variants) => change({ variants })}
          />
          <Panel title={t("products.search.heading")}>
            <div className="space-y-4">
              <SearchFields at="search" value={form} name={form.name} onChange={change} />
            </div>
          </Panel>
          <WordsEditor form={form} told={told} onChange={(texts) => change({ texts })} />
          <AttributesEditor
            values={form.attributes}
            told={told}
            onChange={(attributes) => change({ attributes })}
          />
        </WorkFields>
      </div>
      {saving.isError && (
        <div className="space-y-2">
          <Refusal reader="staff" error={saving.error} />
          {code === "product-changed" && (
            <Button looks onClick={() => void reload()}>
              {t("products.reload")}
            </Button>
          )}
        </div>
      )}
      <div className="sticky bottom-0 z-10 -mx-4 flex items-center justify-end gap-4 border-t border-line bg-paper px-4 py-3 sm:mx-0 sm:px-0">
        <p role="status" className="min-w-0 text-13 text-ink-soft">
          {pictures.waits
            ? t("products.picturesFirst")
            : Object.keys(faults).length > 0
              ? t("products.faults", { count: Object.keys(faults).length })
              : form !== saved &&
                `${t("form.unsaved")}${keeping.state === "kept" ? ` · ${t("products.draft.kept")}` : ""}`}
        </p>
        <Button looks onClick={() => setPreviewing(true)}>
          {t("products.preview")}
        </Button>
        <SaveButton sending={{ isPending: saving.isPending || pictures.waits }} />
      </div>
    </form>
  );
}

/** Where one goes from it: to its page in the shop, to another one like it. */
function Leads({ product }: { product: StaffProduct }) {
  const { t } = useLanguage();
  const { seller } = usePlaces();
  return (
    <div className="flex flex-wrap gap-2">
      {seller ? (
        <ButtonLink to="/selling/products/new" search={{ seller, copy: product.id }}>
          {t("products.copy")}
        </ButtonLink>
      ) : (
        <ButtonLink
          needs="POST /api/staff/products"
          to="/staff/products/new"
          search={{ copy: product.id }}
        >
          {t("products.copy")}
        </ButtonLink>
      )}
      {product.status === "active" && (
        <ButtonLink to="/product/$handle" params={{ handle: product.handle }}>
          {t("products.view")}
        </ButtonLink>
      )}
    </div>
  );
}

/** The cursor goes to the first field at fault, in the order they stand. */
function focusOn(form: HTMLFormElement | null, fields: string[]): void {
  const elements = [...(form?.elements ?? [])] as HTMLInputElement[];
  const first = elements.find(({ name }) => name && fields.includes(name));
  first?.focus();
  first?.scrollIntoView({ block: "center" });
}

function useFirstFault(form: { current: HTMLFormElement | null }, error: unknown, told: Told) {
  const fields = useRef(told);
  fields.current = told;
  useEffect(() => {
    if (error) focusOn(form.current, Object.keys(fields.current));
  }, [error, form]);
}
