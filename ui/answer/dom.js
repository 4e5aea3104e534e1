// Every node is made here. Data becomes text nodes and checked attributes, never markup.

const LINK = /^(article|library|\.)?(\?[\w=&%.+~-]*)?$/ // pages of this site only

function h(tag, attributes, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === false || value === null || value === undefined) continue
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value)
    else if (name === "href" && !LINK.test(value)) continue
    else node.setAttribute(name, value === true ? "" : value)
  }
  node.append(...children.flat(3).filter((c) => c !== null && c !== undefined && c !== false))
  return node
}

// A list of [text, marked]: the marked ones in an element of their own.
function pieces(list, tag, cls) {
  return list.map(([text, marked]) => (marked ? h(tag, { class: cls }, text) : text))
}

function button(label, cls, onclick, more) {
  return h("button", { type: "button", class: cls, onclick, ...more }, label)
}

// A real link (it can be copied, or opened in a new tab) that stays in this session when it is
// simply clicked.
function pageLink(place, content, go) {
  const onclick = (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go("opened", { slug: place.slug, at: place.at ?? "" })
  }
  return h("a", { href: place.href, onclick }, content)
}
