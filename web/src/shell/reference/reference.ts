// The API reference with "try it": the calls of the OpenAPI document that the shop serves, each by
// Swagger UI when it is unfolded.

import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";
import "swagger-ui-dist/swagger-ui.css";
import "./reference.css";
import { type Call, callsOf, type OpenApi, only } from "./document";
import { listed } from "./list";

const scheme = document.documentElement.dataset.scheme;
const system = matchMedia("(prefers-color-scheme: dark)");
const paint = () => {
  const dark = scheme === undefined ? system.matches : scheme === "dark";
  document.documentElement.classList.toggle("dark-mode", dark);
};
system.addEventListener("change", paint);
paint();

const find = document.querySelector<HTMLInputElement>("#find");
const token = document.querySelector<HTMLInputElement>("#token");
const said = document.querySelector<HTMLElement>("#said");
const place = document.querySelector<HTMLElement>("#reference");

/** What Swagger UI gives its plugins. */
interface System {
  React: { createElement: (kind: unknown, props?: object, ...inside: unknown[]) => unknown };
  getComponent: (name: string, connected: boolean) => unknown;
}

interface Asked {
  headers: Record<string, string>;
}

function unfold(whole: OpenApi, call: Call, inside: HTMLElement): void {
  SwaggerUI({
    spec: only(whole, call),
    domNode: inside,
    docExpansion: "full",
    tryItOutEnabled: true,
    withCredentials: true,
    displayRequestDuration: true,
    defaultModelsExpandDepth: -1,
    validatorUrl: null,
    requestInterceptor: (asked: Asked) => {
      const typed = token?.value.trim();
      if (typed) asked.headers["Authorization"] = `Bearer ${typed}`;
      return asked;
    },
    layout: "CallLayout",
    plugins: [callAlone],
  });
}

/** The call without what the page says itself: its title, and the whole document's. */
function callAlone({ React }: System): object {
  const alone = ({ getComponent }: System) =>
    React.createElement(
      "div",
      { className: "swagger-ui" },
      React.createElement(getComponent("operations", true)),
    );
  return { components: { CallLayout: alone }, wrapComponents: { OperationSummary: leftOut } };
}

const nothing = () => null;
const leftOut = () => nothing;

/** The call that the address names. */
function go(): void {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!(named instanceof HTMLDetailsElement)) return;
  named.closest<HTMLDetailsElement>("details.group")?.setAttribute("open", "");
  named.open = true;
  named.scrollIntoView();
}

async function show(): Promise<void> {
  if (!(find && said && place)) return;
  try {
    const answer = await fetch("/api/openapi.json");
    if (!answer.ok) throw new Error(`${answer.status}`);
    const whole = (await answer.json()) as OpenApi;
    const calls = callsOf(whole);
    const narrow = listed(place, calls, (call, inside) => unfold(whole, call, inside));
    const tell = (found: number) => {
      said.textContent = found === 0 ? "No call has these words." : `${found} calls`;
    };
    tell(calls.length);
    find.addEventListener("input", () => tell(narrow(find.value.trim())));
    if (find.value) tell(narrow(find.value.trim()));
    addEventListener("hashchange", go);
    go();
  } catch {
    said.textContent = "The document could not be read. Load the page again in a moment.";
  } finally {
    place.removeAttribute("aria-busy");
  }
}

// What scrolls sideways can be reached by keyboard.
new MutationObserver(() => {
  for (const example of document.querySelectorAll("pre.microlight:not([tabindex])")) {
    example.setAttribute("tabindex", "0");
  }
}).observe(document.body, { childList: true, subtree: true });

void show();
