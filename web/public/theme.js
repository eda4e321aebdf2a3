// Runs before the first paint, so that a chosen scheme or language never flashes another.
(() => {
  try {
    const scheme = localStorage.getItem("holdfast.scheme");
    if (scheme === "light" || scheme === "dark") document.documentElement.dataset.scheme = scheme;
    const here = /[?&]locale=(en|ru|ko)(&|$)/.exec(location.search)?.[1];
    const tab = sessionStorage.getItem("holdfast.locale.here");
    const locale = here ?? tab ?? localStorage.getItem("holdfast.locale");
    if (locale) document.documentElement.lang = locale;
  } catch {
    // Storage may be closed to us; the system's scheme is a good answer then.
  }
})();
