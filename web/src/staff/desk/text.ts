/** A product's text as one types it: paragraphs with an empty line between, lines as they are. */

const NAMED: Record<string, string> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&nbsp;": "\u00a0",
};

/** Whether nothing but paragraphs and lines would be lost as plain text. */
export function isPlain(html: string): boolean {
  const rest = html.replace(/<\/?p>|<br\s*\/?>/g, "");
  return !/<|&(?!(amp|lt|gt|quot|#39|nbsp);)/.test(rest);
}

export function textOf(html: string): string {
  return html
    .replace(/\s*\n\s*/g, " ")
    .replace(/<br\s*\/?>\s*/g, "\n")
    .replace(/\s*<\/p>\s*/g, "\n\n")
    .replace(/<p>\s*/g, "")
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (name) => NAMED[name] ?? name)
    .trim();
}

export function htmlOf(text: string): string {
  return text
    .replace(/\r/g, "")
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean)
    .map((paragraph) => `<p>${escaped(paragraph).replace(/\n/g, "<br>")}</p>`)
    .join("");
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
