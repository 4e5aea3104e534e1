// What can be done with an answer: copy it, say what is wrong with it.

const VERDICTS = ["helpful", "wrong-answer", "wrong-source"]

function actions(data, context) {
  const said = h("span", { class: "thanks", role: "status" })
  const place = h("div", null)
  const copied = async () => {
    said.textContent = (await copy(context.copy)) ? WORDS.copied : WORDS.not_copied
  }
  const choices = VERDICTS.map((verdict) =>
    button(WORDS[verdict], "quiet", () => judged(verdict), {
      "aria-pressed": String(context.verdict === verdict),
    }),
  )
  const judged = (verdict) => {
    choices.forEach((c, i) => c.setAttribute("aria-pressed", String(VERDICTS[i] === verdict)))
    said.textContent = WORDS.thanks
    context.go("judged", { verdict, comment: "" })
    place.replaceChildren(verdict === "helpful" ? "" : comment(verdict, context, place, said))
  }
  return h(
    "div",
    { class: "actions" },
    context.copy && button(WORDS.copy, "quiet", copied),
    context.judge && choices,
    said,
    place,
  )
}

function comment(verdict, context, place, said) {
  const box = h("input", {
    type: "text",
    maxlength: 1000,
    "aria-label": WORDS.comment,
    placeholder: `${WORDS.comment} ${WORDS.comment_hint}`,
  })
  const send = (event) => {
    event.preventDefault()
    context.go("judged", { verdict, comment: box.value })
    place.replaceChildren()
    said.textContent = WORDS.thanks
  }
  requestAnimationFrame(() => box.focus())
  return h("form", { class: "editor", onsubmit: send }, box, h("button", { type: "submit", class: "primary" }, WORDS.send))
}

// Whether `text` is on the clipboard now; without the right to it, by way of a selection.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const box = h("textarea", { "aria-hidden": "true", style: "position:fixed;opacity:0" })
    box.value = text
    document.body.append(box)
    box.select()
    const done = document.execCommand("copy")
    box.remove()
    return done
  }
}
