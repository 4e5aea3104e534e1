// Citations in a sentence, and the cards that they open.
//
// Resting the pointer on a number shows its card over the page; a tap, a click or Enter sets the
// card into the text below the sentence, and again takes it away; Escape closes it.

const REST_MS = 120

function card(source, said, go) {
  const text = source.passage.map(([piece, id]) =>
    id && said.sentences.includes(id) ? h("mark", null, piece) : piece,
  )
  return h(
    "div",
    { class: "card", role: "group", "aria-label": `${WORDS.source} ${source.number}` },
    h("div", { class: "path" }, source.path.join(" › ")),
    h("div", { class: "passage" }, text),
    h(
      "div",
      { class: "chain" },
      said.checked && h("div", { class: "reference" }, WORDS.checked),
      source.references.map((r) =>
        h(
          "div",
          { class: "reference" },
          `${WORDS.rests} `,
          h("b", null, `[${r.number}] ${r.title}`),
          ` · ${r.about} · `,
          h("span", { class: r.unread ? "warn" : null }, r.read),
        ),
      ),
      h(
        "div",
        { class: "tags" },
        source.tags.map((t) => h("span", { class: t.warn ? "tag warn" : "tag" }, t.text)),
        pageLink(source, `${WORDS.open} ›`, go),
      ),
    ),
  )
}

// The numbers after a statement's text, each with its card; `below` is where a card is set.
function numbers(statement, data, context, below, place) {
  return statement.cites.map((number) => {
    const source = data.citations?.[number]
    const label = `${WORDS.source} ${number}`
    if (!source) return h("span", { class: "cite", "aria-label": label }, String(number))
    return cite(source, statement, context, below, `${place}-${number}`)
  })
}

function cite(source, statement, context, below, id) {
  const holder = h("span", { class: "holder" })
  const made = () => card(source, statement, context.go)
  let floating = null
  let set = null
  let timer = 0
  const soon = (act) => {
    clearTimeout(timer)
    timer = setTimeout(act, REST_MS)
  }
  const lower = () => {
    floating?.remove()
    floating = null
  }
  const lift = () => {
    if (floating || set || !knob.isConnected) return
    floating = made()
    floating.classList.add("floating")
    holder.append(floating)
    keepInside(floating)
  }
  const close = () => {
    clearTimeout(timer)
    lower()
    set?.remove()
    set = null
    context.open.delete(id)
    knob.setAttribute("aria-expanded", "false")
  }
  const show = () => {
    clearTimeout(timer)
    lower()
    set = made()
    context.open.add(id)
    below.append(set)
    knob.setAttribute("aria-expanded", "true")
  }
  const knob = button(String(source.number), "cite", () => (set ? close() : show()), {
    "aria-label": `${WORDS.source} ${source.number}: ${source.path.join(", ")}`,
    "aria-expanded": "false",
    onkeydown: (event) => event.key === "Escape" && close(),
  })
  // A finger's tap comes with a pointer that enters too: only a mouse rests.
  holder.addEventListener("pointerenter", (e) => e.pointerType === "mouse" && soon(lift))
  holder.addEventListener("pointerleave", () => soon(lower))
  holder.append(knob)
  if (context.open.has(id)) show()
  below.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !set) return
    close()
    knob.focus()
  })
  return holder
}

// Moves a card that hangs over the edge of the column or of the window back into it.
function keepInside(node) {
  const box = node.getBoundingClientRect()
  const column = node.getRootNode().host?.getBoundingClientRect().right ?? Infinity
  const over = box.right - Math.min(column, window.innerWidth - 16)
  if (over > 0) node.style.left = `${-Math.min(over, box.left - 16)}px`
  if (box.bottom > window.innerHeight - 8 && box.top > box.height + 40) {
    node.classList.add("above")
  }
}
