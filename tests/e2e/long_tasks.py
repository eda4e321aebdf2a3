"""How long a page's own tasks take while it is scrolled, of the processor."""

import json

from playwright.sync_api import Page

__all__ = ["PLAIN", "SCROLL", "page_tasks"]

SCROLL = """async () => {
  const box = document.querySelector("[data-row]").closest("section")
  let most = 0
  for (let n = 0; n <= 60; n += 1) {
    const down = Math.abs((n + 20) % 40 - 20) / 20  // there and back again, as one looks
    box.scrollTo(n / 60 * box.scrollWidth, down * box.scrollHeight)
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
    most = Math.max(most, document.querySelectorAll("*").length)
  }
  return most
}"""

# The same number of boxes with a word in each, and where the last of them is: drawing a screen of
# the plainest kind anew.
PLAIN = """async () => {
  const box = document.createElement("div")
  const draw = done => {
    box.innerHTML = "<div><span>12:00</span></div>".repeat(1250)
    document.body.append(box)
    done(box.lastChild.getBoundingClientRect())
  }
  await new Promise(done => setTimeout(() => draw(done), 50))
  await new Promise(done => setTimeout(done, 50))
  box.remove()
}"""

TRACED = ["toplevel", "__metadata"]


def page_tasks(page: Page, script: str) -> tuple[list[float], object]:
    """How many ms of the processor each task of the page took while the script ran, and what that
    found: others on this machine do not count."""
    browser = page.context.browser
    assert browser is not None
    browser.start_tracing(page=page, categories=TRACED)
    found = page.evaluate(script)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    pages = {
        (one["pid"], one["tid"])
        for one in events
        if one["name"] == "thread_name" and one["args"]["name"] == "CrRendererMain"
    }
    tasks = [
        one["tdur"] / 1000
        for one in events
        if one["name"] == "ThreadControllerImpl::RunTask"
        and "tdur" in one
        and (one["pid"], one["tid"]) in pages
    ]
    return tasks, found
