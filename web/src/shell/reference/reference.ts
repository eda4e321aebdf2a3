// The API reference with "try it": Swagger UI over the OpenAPI document that the shop serves.

import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";
import "swagger-ui-dist/swagger-ui.css";
import "./reference.css";

const scheme = document.documentElement.dataset.scheme;
const system = matchMedia("(prefers-color-scheme: dark)");
const paint = () => {
  const dark = scheme === undefined ? system.matches : scheme === "dark";
  document.documentElement.classList.toggle("dark-mode", dark);
};
system.addEventListener("change", paint);
paint();

SwaggerUI({
  url: "/api/openapi.json",
  dom_id: "#reference",
  // One group at a time: of 150 rows and more, only those in view would be in the page.
  docExpansion: "none",
  tryItOutEnabled: true,
  withCredentials: true,
  persistAuthorization: false,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  // The page says these itself.
  plugins: [{ wrapComponents: { InfoContainer: () => () => null } }],
});

// What scrolls sideways can be reached by keyboard.
new MutationObserver(() => {
  for (const example of document.querySelectorAll("pre.microlight:not([tabindex])")) {
    example.setAttribute("tabindex", "0");
  }
}).observe(document.body, { childList: true, subtree: true });
