// Leads through a page that Streamlit drew: follows its links without loading the page again,
// scrolls to what a link names, and lets what is explained be read by keyboard and on a phone.
// Texts are only ever set by textContent.
const started = new WeakMap()

export default function ({ data, parentElement }) {
  const before = started.get(parentElement)
  const state = before ?? { shown: "" }
  state.end?.()
  started.set(parentElement, state)
  const stop = new AbortController()
  const on = (target, kind, heard) => target.addEventListener(kind, heard, { signal: stop.signal })

  on(document, "click", (event) => {
    const link = event.target.closest?.("a.sq-go")
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    go(new URL(link.href))
  })
  // As if the reader had come by the browser's own buttons: Streamlit opens the page of the address
  // in the same session, and the history stays what it says (`st.switch_page` puts a wrong entry in).
  const go = (url) => {
    if (url.origin !== location.origin) return
    history.pushState({}, "", url)
    dispatchEvent(new PopStateEvent("popstate"))
  }

  // From a mark to its reference, and back to that very mark.
  on(document, "click", (event) => {
    const mark = event.target.closest?.(".sq-marks a")
    if (!mark) return
    const back = document.querySelector(`[data-back="${mark.dataset.ref}"]`)
    if (back) back.href = `#${mark.id}`
  })

  // What is explained: kept within the window, sent away by Escape.
  const place = (event) => {
    const term = event.target.closest?.(".sq-term")
    if (!term) return
    term.classList.remove("sq-quiet")
    const tip = term.querySelector(".sq-tip")
    tip.style.setProperty("--sq-shift", "0px")
    const { left, right } = tip.getBoundingClientRect()
    const room = document.documentElement.clientWidth - 12
    const shift = right > room ? room - right : Math.max(0, 12 - left)
    tip.style.setProperty("--sq-shift", `${shift}px`)
  }
  on(document, "mouseover", place)
  on(document, "focusin", place)
  on(document, "keydown", (event) => {
    if (event.key !== "Escape") return
    for (const term of document.querySelectorAll(".sq-term:is(:hover, :focus)"))
      term.classList.add("sq-quiet")
  })

  selection(on, parentElement, data, go)
  outline(stop.signal)
  if (data.at && data.at !== state.shown) arrive(data.at, state, stop.signal)
  state.end = () => stop.abort()
  return () => stop.abort()
}

// A text chosen in the article can be asked about.
function selection(on, parentElement, data, go) {
  const button = parentElement.querySelector("button")
  if (!button || !data.ask) return
  button.textContent = data.label
  const text = () => document.getSelection()?.toString().trim().replace(/\s+/g, " ") ?? ""
  const show = () => {
    const chosen = document.getSelection()
    const within = chosen?.anchorNode?.parentElement?.closest(".sq-article")
    button.hidden = !within || text().length < 3
    if (button.hidden) return
    const { bottom, left } = chosen.getRangeAt(0).getBoundingClientRect()
    const most = document.documentElement.clientWidth - button.offsetWidth - 12
    button.style.top = `${Math.min(bottom + 8, window.innerHeight - 60)}px`
    button.style.left = `${Math.max(12, Math.min(left, most))}px`
  }
  on(document, "selectionchange", show)
  show()  // what was chosen before this was there
  on(document, "scroll", () => { button.hidden = true })
  // Before the press takes the selection away.
  on(button, "mousedown", (event) => event.preventDefault())
  on(button, "click", () => {
    const url = new URL(data.ask, document.baseURI)
    url.searchParams.set("draft", `“${text().slice(0, 300)}”: `)
    button.hidden = true
    go(url)
  })
}

// The place in the outline where the reader is.
function outline(signal) {
  const scroller = document.querySelector("[data-testid=stMain]")
  const mark = () => {
    const links = [...document.querySelectorAll(".sq-outline a")]
    const passed = links.filter((link) => {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)))
      return heading && heading.getBoundingClientRect().top < 170
    })
    const here = passed.pop() ?? links[0]
    for (const link of links)
      link === here ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")
  }
  scroller?.addEventListener("scroll", mark, { signal, passive: true })
  for (const wait of [100, 600, 1500]) setTimeout(mark, wait)
}

// Scrolls to the marked passage once it is there, and puts the keyboard at it.
function arrive(at, state, signal) {
  const find = (left) => {
    const found = document.querySelector(".sq-article mark, .sq-article .sq-marked")
    if (signal.aborted && state.shown === at) return
    if (!found) return left && setTimeout(find, 100, left - 1)
    state.shown = at
    const show = () => found.scrollIntoView({ block: "start" }) // below its heading, by its margin
    show()
    setTimeout(show, 400)  // once more when what is below has its height
    found.tabIndex = -1
    found.focus({ preventScroll: true })
  }
  find(50)
}
