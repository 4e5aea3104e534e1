"use strict";
// Everything shown is put in as text (textContent, append): nothing from a run becomes markup.
const data = JSON.parse(document.getElementById("data").textContent);
const form = document.getElementById("filter");
const list = document.getElementById("list");
const more = document.getElementById("more");
const STEP = 100;
let found = [];
let drawn = 0;

function make(name, kind, ...children) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

const failed = (score) => score[1] !== null && score[1] < 1;
const value = (number) => (number === null ? "not scored" : number.toFixed(2));

// What is searched: computed when it is first asked for, and kept.
function words(one) {
  if (one.words === undefined) {
    const said = one.answer ? one.answer.statements.map((s) => s.text).concat(one.answer.gap) : [];
    const asked = one.earlier.map((turn) => turn[0]);
    const why = one.scores.map((score) => score[2]);
    one.words = [one.id, one.article, one.question, one.error, ...asked, ...said, ...why].join("\n").toLowerCase();
  }
  return one.words;
}

function fits(one, wanted) {
  if (wanted.run !== "" && one.run !== Number(wanted.run)) return false;
  if (wanted.kind !== "" && one.kind !== wanted.kind) return false;
  const scores = wanted.measure === "" ? one.scores : one.scores.filter((s) => s[0] === wanted.measure);
  if (wanted.measure !== "" && !scores.some((s) => s[1] !== null)) return false;
  if (wanted.failures && !scores.some(failed) && one.error === "") return false;
  return wanted.words.every((word) => words(one).includes(word));
}

function filter() {
  const fields = form.elements;
  const wanted = {
    run: fields.run.value, kind: fields.kind.value, measure: fields.measure.value, failures: fields.failures.checked,
    words: fields.words.value.toLowerCase().split(/\s+/).filter((word) => word !== ""),
  };
  found = data.cases.filter((one) => fits(one, wanted));
  list.replaceChildren();
  drawn = 0;
  document.getElementById("count").textContent = `${found.length} of ${data.cases.length} cases`;
  show();
}

function show() {
  const first = drawn;
  list.append(...found.slice(first, first + STEP).map(row));
  drawn = Math.min(first + STEP, found.length);
  more.hidden = drawn === found.length;
  more.textContent = `Show ${Math.min(STEP, found.length - drawn)} more`;
}

function row(one) {
  const bad = one.scores.filter(failed).map((score) => make("span", score[1] > 0 ? "bad part" : "bad", `${score[0]} ${value(score[1])}`));
  if (one.error !== "") bad.unshift(make("span", "bad", "the system failed"));
  const where = make("span", "where", `${data.runs[one.run]} · ${one.kind} · ${one.id}`);
  const made = make("details", "case", make("summary", "", make("span", "question", one.question), ...bad, where));
  made.addEventListener("toggle", () => {
    if (made.open && made.childElementCount === 1) made.append(body(one));
  });
  return made;
}

function body(one) {
  const asked = [one.article === "" ? "no article open" : `${one.article} open`, one.reader, `${one.seconds} s`].join(" · ");
  const left = make("div", "",
    ...one.earlier.map((turn) => make("div", "turn", ...spoken(turn, true))),
    ...spoken([one.question, one.answer], false),
    one.error === "" ? null : make("p", "fallen", one.error),
    ...one.pressed.map((turn) => make("div", "turn", ...spoken(turn, true))));
  const right = make("div", "", make("h3", "", "Scores, and why"), scores(one), make("h3", "", "What the case asks for"), expected(one),
    make("p", "where", asked));
  return make("div", "body", left, right);
}

function spoken([question, answer], short) {
  const parts = [make("div", "asked", question)];
  return answer === null ? parts : parts.concat(said(answer, short));
}

function said(answer, short) {
  const sources = new Map(answer.sources.map((one) => [one.number, source(one)]));
  const parts = [make("div", "searched", `Searched for: ${answer.searched}`)];
  for (const [kind, text] of answer.notices) parts.push(make("div", "notice", `${kind}: ${data.texts[text]}`));
  for (const one of answer.statements) parts.push(statement(one, sources));
  if (answer.gap !== "") parts.push(make("div", "gap", answer.reason === "" ? "" : make("b", "", `${answer.reason}: `), answer.gap));
  if (answer.withheld > 0) parts.push(make("div", "searched", `${answer.withheld} statements withheld`));
  if (answer.near.length > 0 && !short) parts.push(make("div", "searched", `Near, but not an answer: ${answer.near.join("; ")}`));
  parts.push(...sources.values());
  if (!short) parts.push(make("div", "disclaimer", data.texts[answer.disclaimer] || "no disclaimer"));
  return parts;
}

function statement(one, sources) {
  const marks = one.cites.map((number) => {
    const held = sources.get(number);
    const mark = make("button", held ? "number" : "number lost", held ? String(number) : `${number} is not held`);
    mark.type = "button";
    if (held) mark.title = "Open the source";
    if (held) mark.addEventListener("click", () => {
      held.open = true;
      held.firstElementChild.focus();
      held.scrollIntoView({ block: "nearest" });
    });
    return mark;
  });
  const how = one.support === "quoted" ? null : make("span", "side", one.support);
  return make("div", "statement", one.side === "" ? null : make("span", "side", one.side), one.text, ...marks, how);
}

function source(one) {
  const text = [...data.texts[one.passage]]; // by characters, as the offsets count
  const part = (from, to) => text.slice(from, to).join("");
  const passage = make("div", "passage");
  let at = 0;
  for (const [start, end] of one.spans) {
    if (start < at || end > text.length) continue;
    passage.append(part(at, start), make("mark", "", part(start, end)));
    at = end;
  }
  passage.append(part(at));
  const references = one.references.map((number) => make("div", "", data.texts[number]));
  const inside = make("div", "", passage, make("div", "references", ...references, make("div", "", one.version)));
  return make("details", "source", make("summary", "", `[${one.number}] ${one.place}`), inside);
}

function scores(one) {
  const rank = (score) => (score[1] === null ? "none" : failed(score) ? "poor" : "");
  const order = (score) => (score[1] === null ? 2 : score[1]);
  const sorted = [...one.scores].sort((a, b) => order(a) - order(b));
  const asked = sorted.filter((score) => score[1] !== null);
  const rest = sorted.filter((score) => score[1] === null).map((score) => score[0]);
  const rows = asked.map((score) => make("tr", rank(score), make("th", "", score[0]), make("td", "", value(score[1])),
    make("td", "", score[2], score[3] ? make("small", "", ` (${score[3]})`) : null)));
  const table = make("table", "scores", make("tbody", "", ...rows));
  return rest.length === 0 ? table : make("div", "", table, make("p", "where", `Not scored: ${rest.join(", ")}`));
}

function expected(one) {
  const coded = new Set(["facts", "never says", "names as missing"]);
  const pairs = one.expected.flatMap(([name, text]) => [make("dt", "", name), make("dd", "", coded.has(name) ? make("code", "", text) : text)]);
  return make("dl", "expected", ...pairs);
}

function fill(name, values) {
  const select = form.elements[name];
  const kept = select.value;
  select.replaceChildren(select.options[0], ...values.map(([text, held]) => new Option(text, held)));
  select.value = values.some(([, held]) => held === kept) ? kept : "";
}

function kinds() {
  const run = form.elements.run.value;
  const held = data.cases.filter((one) => run === "" || one.run === Number(run)).map((one) => one.kind);
  fill("kind", [...new Set(held)].sort().map((kind) => [kind, kind]));
}

fill("run", data.runs.map((name, number) => [name, String(number)]));
fill("measure", [...new Set(data.cases.flatMap((one) => one.scores.map((s) => s[0])))].map((name) => [name, name]));
kinds();
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", () => { kinds(); filter(); });
more.addEventListener("click", () => {
  const next = drawn;
  show();
  list.children[next].firstElementChild.focus();
});
document.querySelectorAll("button[data-run]").forEach((button) => button.addEventListener("click", () => {
  form.elements.run.value = button.dataset.run;
  kinds();
  form.elements.kind.value = button.dataset.kind;
  form.elements.measure.value = button.dataset.measure || "";
  form.elements.words.value = "";
  form.elements.failures.checked = button.dataset.measure !== undefined;
  filter();
  const cases = document.getElementById("cases");
  cases.scrollIntoView();
  cases.focus({ preventScroll: true });
}));
filter();
