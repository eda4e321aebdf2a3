import { type ProductForm, type VariantForm, valuesOf } from "./form";

/** These name each other by their keys: what is kept of one is kept of all. */
const KEYED = ["options", "variants", "texts"] as const;

/** What was kept, under what was typed after it was sent. */
export function typedSince(sent: ProductForm, now: ProductForm, kept: ProductForm): ProductForm {
  if (now === sent) return kept;
  const changed = Object.entries(now).filter(
    ([name, value]) => value !== sent[name as keyof ProductForm],
  );
  const { text, html, texts } = now;
  const described = text !== sent.text || html !== sent.html;
  return {
    ...kept,
    ...Object.fromEntries(changed),
    ...(described && { text, html }),
    ...(KEYED.some((name) => now[name] !== sent[name]) && { texts, ...named(sent, now, kept) }),
  };
}

/** The options and variants as they are typed, by the names that the kept ones have by now. */
function named(sent: ProductForm, now: ProductForm, kept: ProductForm) {
  const codes = new Map(sent.options.map(({ key }, place) => [key, kept.options[place]?.code]));
  const words = (form: ProductForm, variant: VariantForm) =>
    JSON.stringify(valuesOf(form, variant).map((word) => word.trim()));
  const ids = new Map(kept.variants.map((variant) => [words(kept, variant), variant.id]));
  const made = new Map(
    sent.variants.map((variant) => [variant.key, ids.get(words(sent, variant))]),
  );
  return {
    options: now.options.map((option) => ({
      ...option,
      code: option.code ?? codes.get(option.key),
    })),
    variants: now.variants.map((variant) => {
      const id = variant.id ?? made.get(variant.key);
      return id === variant.id ? variant : { ...variant, id, stock: "" };
    }),
  };
}
