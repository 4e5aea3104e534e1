// A question with its answer.

function turn(data, context) {
  const last = context.last
  return h(
    "article",
    { class: "turn" },
    question(data),
    last ? searched(data, context) : searchedLine(data),
    data.emergencies.map((text) => h("p", { class: "emergency", role: "note" }, text)),
    data.remarks.map((text) => h("p", { class: "remark", role: "note" }, text)),
    data.cautions.length > 0 && cautions(data),
    data.statements.map((s, i) => statement(s, i === 0 ? "lead" : "said", data, context, `s${i}`)),
    data.differences.map((d, i) => difference(d, data, context, `d${i}`)),
    data.glosses.length > 0 && glosses(data.glosses),
    data.gap && gap(data, context),
    actions(data, context),
    last && data.suggestions.length > 0 && suggestions(data.suggestions, context),
    h("p", { class: "disclaimer" }, data.disclaimer),
  )
}

function question(data) {
  return h("h2", { class: "question", "aria-label": `${WORDS.question}: ${data.question}` }, data.question)
}

function draft(data) {
  return h(
    "article",
    { class: "turn", "aria-busy": "true" },
    question(data),
    data.statements.map((s, i) => h("p", { class: i === 0 ? "lead" : "said" }, s.text)),
    h("p", { class: "reading" }, WORDS.reading),
  )
}

function statement(said, cls, data, context, id) {
  const below = h("div", { class: "below" })
  const marks = numbers(said, data, context, below, id)
  return h("div", { class: "statement" }, h("p", { class: cls }, said.text, glued(marks)), below)
}

// One line on the sources; it opens what is to be known of them in full.
function cautions(data) {
  return h(
    "details",
    { class: "caution" },
    h("summary", null, data.in_short),
    data.cautions.map((text) => h("p", null, text)),
  )
}

// Keeps the numbers on the line of the last word.
function glued(marks) {
  return h("span", { class: "cites" }, "\u2060", marks)
}

function searchedLine(data, ...more) {
  const text = data.carried ? [`${WORDS.searched} `, pieces(data.searched, "span", "added")] : WORDS.as_typed
  return h("p", { class: "searched" }, text, more)
}

function searched(data, context) {
  const place = h("div", null)
  const line = () =>
    searchedLine(
      data,
      " · ",
      button(WORDS.edit, "quiet", () => place.replaceChildren(form())),
      data.carried && [
        " · ",
        button(WORDS.exact, "quiet", () => context.ask(data.question, { exact: true, instead: true })),
      ],
    )
  const form = () => editor(data, context, () => place.replaceChildren(line()))
  place.append(line())
  return place
}

function editor(data, context, leave) {
  const box = h("input", { type: "text", maxlength: 2000, "aria-label": WORDS.edit_label })
  box.value = data.resolved
  const send = (event) => {
    event.preventDefault()
    if (box.value.trim()) context.ask(box.value.trim(), { exact: true, instead: true })
  }
  requestAnimationFrame(() => box.focus())
  return h(
    "form",
    { class: "editor", onsubmit: send, onkeydown: (e) => e.key === "Escape" && leave() },
    box,
    h("button", { type: "submit", class: "primary" }, WORDS.search),
    button(WORDS.cancel, "quiet", leave),
  )
}

function difference(found, data, context, id) {
  const limits = found.limits.map((s, i) => statement(s, "limit", data, context, `${id}l${i}`))
  return h(
    "section",
    { class: "difference" },
    h("h3", null, `${WORDS.differ} ${found.question}`),
    h(
      "div",
      { class: found.compact ? "sides compact" : "sides" },
      found.sides.map((s, i) => side(s, found.compact, data, context, `${id}s${i}`)),
    ),
    limits.length > 0 && [h("h4", null, WORDS.limits), limits],
  )
}

function side(said, compact, data, context, id) {
  const below = h("div", { class: "below" })
  const marks = numbers(said, data, context, below, id)
  const text = said.above ? WORDS.above : said.text
  return h(
    "div",
    { class: "side" },
    h("h4", null, said.label, glued(marks)),
    h("p", { class: said.above ? "note" : null }, text),
    h("p", { class: "note" }, `${said.body} · ${WORDS.for} ${said.population}`),
    below,
  )
}

function glosses(list) {
  return h(
    "dl",
    { class: "glosses", "aria-label": WORDS.plain },
    list.map(([term, plain]) => [h("dt", null, term), h("dd", null, plain)]),
  )
}

function gap(data, context) {
  const near = data.nearest.map((n) =>
    h("li", null, pageLink(n, n.path.join(" › "), context.go)),
  )
  return h(
    "div",
    { class: "gap" },
    h("p", null, h("b", null, data.abstained ? WORDS.not_answered : WORDS.not_in_corpus), ` ${data.gap}`),
    near.length > 0 && h("div", { class: "near" }, WORDS.near, h("ul", null, near)),
  )
}

function suggestions(list, context) {
  return h(
    "nav",
    { class: "pills", "aria-label": WORDS.next },
    list.map((q) => button(q, "pill", () => context.ask(q))),
  )
}
