// What stands around the turns: the first page, the article that is asked in, what looks like
// patient details; and the entry that Streamlit calls.

function welcome(data, context) {
  return h(
    "div",
    { class: "welcome" },
    data.asks.length > 0 && h("h2", null, WORDS.questions),
    h(
      "div",
      { class: "asks" },
      data.asks.map((a) =>
        button([h("span", { class: "from" }, a.label), a.question], "ask", () =>
          context.go("asked", { question: a.question, article: a.slug }),
        ),
      ),
    ),
    h("h2", null, WORDS.specialties),
    h(
      "nav",
      { class: "pills", "aria-label": WORDS.specialties },
      data.specialties.map((s) =>
        h("a", { class: "pill", href: s.href }, s.name, h("span", { class: "count" }, String(s.count))),
      ),
    ),
  )
}

function asking(data, context) {
  return h(
    "p",
    { class: "asking" },
    `${WORDS.asking_in} `,
    h("b", null, pageLink(data, data.label, context.go)),
    ` · ${WORDS.reach} · `,
    button(WORDS.leave, "quiet", () => context.go("left", true)),
  )
}

function identifiers(data, context) {
  return h(
    "div",
    { class: "identifiers", role: "alertdialog", "aria-label": WORDS.identifiers },
    h("p", null, h("b", null, WORDS.identifiers), ` ${WORDS.identifiers_why}`),
    h("p", { class: "typed" }, pieces(data.pieces, "mark", null)),
    h(
      "div",
      { class: "choices" },
      button(WORDS.removed, "primary", () => context.go("decided", "removed")),
      button(WORDS.typed, "quiet", () => context.go("decided", "typed")),
    ),
  )
}

// Stands on every page and shows nothing: this browser remembers who reads.
function page(data) {
  if (/^(clinician|student|patient)$/.test(data.reader)) {
    document.cookie = `sequitur_reader=${data.reader}; path=/; max-age=31536000; samesite=lax`
  }
  return h("span", { hidden: true })
}

const KINDS = { page, turn, draft, welcome, asking, identifiers }
const memory = new WeakMap() // what is open in a component, through new data
const announced = new Set() // turns that were scrolled to and read out, once each

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".sequitur")
  if (!root || !KINDS[data?.kind]) return
  const held = memory.get(parentElement) ?? { open: new Set(), drawn: "" }
  memory.set(parentElement, held)
  const { verdict, ...rest } = data // a verdict is marked where it is given; nothing is drawn anew
  const drawn = JSON.stringify(rest)
  if (held.drawn === drawn && root.hasChildNodes()) return
  held.drawn = drawn
  const go = (name, value) => setTriggerValue(name, value)
  const ask = (question, how) => go("asked", { question, ...how })
  root.replaceChildren(KINDS[data.kind](data, { ...data, ...held, go, ask }))
  listen()
  if (data.fresh) arrive(root, data)
}

function arrive(root, data) {
  const name = `${data.kind} ${data.fresh}`
  if (announced.has(name)) return
  announced.add(name)
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches
  root.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" })
  if (data.kind !== "turn") return
  const status = h("p", { class: "unseen", role: "status" })
  root.append(status)
  const said = data.abstained ? `${WORDS.none_ready} ${data.gap}` : `${WORDS.ready} ${data.statements[0]?.text ?? ""}`
  setTimeout(() => (status.textContent = said), 100) // a status is read out when it changes
}

// `/` goes to the box, from anywhere that is not a box.
function listen() {
  if (document.documentElement.dataset.sequitur) return
  document.documentElement.dataset.sequitur = "listening"
  keepHistory()
  document.addEventListener("keydown", (event) => {
    const at = event.composedPath()[0]
    const typing = at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName))
    const box = document.querySelector("[data-testid=stChatInputTextArea]")
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing || !box) return
    event.preventDefault()
    box.focus()
  })
}

// Streamlit notes each change of the query as a step; "back" would lead to an address that is at once
// changed again, and nowhere else. Another page or another conversation is a step, nothing else.
function keepHistory() {
  const push = history.pushState.bind(history)
  history.pushState = (state, unused, url) => {
    const [from, to] = [new URL(location.href), new URL(url, location.href)]
    const [before, after] = [from, to].map((u) => u.searchParams.get("c"))
    const step = from.pathname !== to.pathname || (before && before !== after)
    if (step) push(state, unused, to)
    else history.replaceState(state, unused, to)
  }
}
