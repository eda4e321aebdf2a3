"""Contrast is judged once for each way a text looks: three quarters of axe-core's time is for it,
and most texts of a page look like those of the page before.

How a text looks is its own element's tag, classes, color, size and weight, and what is behind it up
to the first ground that nothing shines through: colors, pictures, filters and opacity of all it
stands in, and what there stands out of the flow. What axe-core found right with a ratio of its own
is not asked again in this process; what it could not judge, or found wrong, always is.
"""

from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Frame

__all__ = ["ContrastOnce"]

ONCE: Final = r"""(() => {
  const rule = axe._audit.rules.find(each => each.id === "color-contrast")
  const check = axe._audit.checks["color-contrast"]
  const { matches } = rule, { evaluate } = check
  let known = new Set(), passed = new Map(), places = new Map()

  const outer = element => element.parentElement ?? element.getRootNode().host ?? null
  const seen = (value, usual) => value === usual ? "" : value
  const named = element => `${element.localName}.${element.getAttribute("class") ?? ""}`

  // What shines through the element, and what is behind it.
  const place = element => {
    if (element === null) return ["", ""]
    const was = places.get(element)
    if (was !== undefined) return was
    const style = getComputedStyle(element)
    const [effectsAround, groundAround] = place(outer(element))
    const effects = [
      effectsAround,
      seen(style.opacity, "1"),
      seen(style.filter, "none"),
      seen(style.backdropFilter, "none"),
      seen(style.mixBlendMode, "normal"),
      seen(style.clipPath, "none"),
    ].join("")
    const color = style.backgroundColor, picture = style.backgroundImage
    const opaque = color.startsWith("rgb(") && picture === "none" && style.backgroundClip !== "text"
    const inFlow = ["static", "relative"].includes(style.position) && style.transform === "none"
      && style.translate === "none" && style.float === "none" && style.zIndex === "auto"
    const ground = [
      opaque ? "" : groundAround,
      seen(color, "rgba(0, 0, 0, 0)"),
      seen(picture, "none"),
      picture === "none" ? "" : style.backgroundClip,
      inFlow ? "" : `${style.position} ${named(element)}`,
    ].join("")
    const found = [effects, ground]
    places.set(element, found)
    return found
  }

  // What can be read of it itself; a single letter is judged more mildly than words, and signs
  // alone are not judged.
  const { removeUnicode, sanitize } = axe.commons.text
  const signs = { emoji: true, nonBmp: true, punctuations: true }
  const wordless = ["hidden", "range", "color", "checkbox", "radio", "image"]
  const said = element => {
    const name = element.localName
    if (name === "input" && wordless.includes(element.type)) return null
    if (["input", "select", "textarea"].includes(name)) return `field ${element.type}`
    const texts = [...element.childNodes].filter(each => each.nodeType === Node.TEXT_NODE)
    const text = sanitize(texts.map(each => each.data).join(""))
    if (text === "" || sanitize(removeUnicode(text, signs)) === "") return null
    return text.length === 1 ? "letter" : "words"
  }

  const hashed = text => {
    let one = 0xdeadbeef, two = 0x41c6ce57
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      one = Math.imul(one ^ code, 2654435761)
      two = Math.imul(two ^ code, 1597334677)
    }
    one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909)
    two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909)
    return (4294967296 * (2097151 & two) + (one >>> 0)).toString(36)
  }

  const look = element => {
    const what = said(element)
    if (what === null) return null
    const style = getComputedStyle(element)
    const parts = [
      named(element), what, style.color, style.fontSize, style.fontWeight, style.textShadow,
      style.webkitTextFillColor, style.webkitTextStrokeWidth, element.disabled,
      element.getAttribute("aria-disabled"), ...place(element),
    ]
    return hashed(parts.join("|"))
  }

  rule.matches = function (element, ...more) {
    const its = look(element)
    return its !== null && !known.has(its) && matches.call(this, element, ...more)
  }
  check.evaluate = function (element, ...more) {
    const its = look(element)
    let ratio = passed.get(its)
    if (ratio !== undefined) {
      this.data({ contrastRatio: ratio })
      return true
    }
    const told = Object.create(this)
    told.data = data => {
      ratio = data?.contrastRatio ?? null
      return this.data(data)
    }
    const right = evaluate.call(told, element, ...more)
    if (right === true && ratio) passed.set(its, ratio)
    return right
  }

  // What it finds wrong, and how what was found right looks.
  window.lookedAt = async (but, rules, judged, colorsAlone) => {
    known = new Set(judged.split(" ")), passed = new Map(), places = new Map()
    if (colorsAlone && !anythingNew(but)) return [[], ""]
    const { violations } = await axe.run(but, rules)
    for (const each of violations) if (each.id === "target-size") await comeIntoView(each)
    const left = violations.filter(each => each.nodes.length > 0)
    return [left, [...passed.keys()].join(" ")]
  }

  // A bar that stays in sight covers whatever has scrolled under it, which can be scrolled out.
  const comeIntoView = async found => {
    const was = scrollY, small = []
    for (const node of found.nodes) {
      const target = document.querySelector(node.target[0])
      target.scrollIntoView({ block: "center", behavior: "instant" })
      const { violations } = await axe.run(target, { runOnly: ["target-size"] })
      if (violations.length > 0) small.push(node)
    }
    scrollTo({ top: was, behavior: "instant" })
    found.nodes = small
  }

  const anythingNew = but => {
    const left = [...but.exclude.flat(), ":disabled", "[aria-disabled=true]"].join(",")
    const hidden = element => {
      const { width, height } = element.getBoundingClientRect()
      return (width <= 1 && height <= 1) || !element.checkVisibility({ visibilityProperty: true })
    }
    return [...document.querySelectorAll("body, body *")].some(element => {
      const its = look(element)
      return its !== null && !known.has(its) && !hidden(element) && element.closest(left) === null
    })
  }
})()"""
"""Follows axe-core's own script."""

LOOK: Final = "asked => window.lookedAt ? lookedAt(...asked) : null"


class ContrastOnce:
    """What was judged in this process."""

    def __init__(self) -> None:
        self._judged: set[str] = set()

    def violations(
        self, frame: Frame, but: object, rules: object, *, colors_alone: bool
    ) -> list[dict[str, Any]]:
        """What axe-core finds by these rules in a frame, into which it is read once."""
        asked = [but, rules, " ".join(self._judged), colors_alone]
        looked = frame.evaluate(LOOK, asked)
        if looked is None:
            frame.evaluate(f"{AXE_SCRIPT};{ONCE}")
            looked = frame.evaluate(LOOK, asked)
        found: list[dict[str, Any]]
        found, right = looked
        self._judged.update(right.split())
        return found
