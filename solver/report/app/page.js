// The what-if page: lines of a scenario go to the server, parts of the page come back, soon and once more when proved.
"use strict";

const one = (name) => document.getElementById(name);
const page = crypto.getRandomValues(new Uint32Array(2)).join("");
const kept = JSON.parse(sessionStorage.getItem("lines") || "[]");
const state = { lines: kept, undo: [], redo: [], running: null };
const WAITS = [500, 1500, 4000];

function send(path, words, signal) {
  const body = JSON.stringify({ page, lines: state.lines, ...words });
  return fetch(path, { method: "POST", body, signal, headers: { "content-type": "application/json" } });
}

// What is replaced keeps its focus, by what the button does.
function place(name, html) {
  const part = one(name), focus = document.activeElement;
  if (!part || part.innerHTML === html) return;
  const key = part.contains(focus) && ["lines", "task", "drop"].map((word) => [word, focus.dataset[word]]).find((pair) => pair[1]);
  part.innerHTML = html;
  rove(part);
  if (!key) return;
  const again = [...part.querySelectorAll(`[data-${key[0]}]`)].find((item) => item.dataset[key[0]] === key[1]);
  (again || part.querySelector("button, summary") || one("board")).focus({ preventScroll: true });
}

// Of a row of buttons one can be reached by Tab, the others from there by arrows.
function rove(part) {
  for (const bar of part.querySelectorAll("[role=toolbar]"))
    bar.querySelectorAll("button").forEach((item, number) => { item.tabIndex = number ? -1 : 0; });
}

function arrows(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const bar = event.target.closest && event.target.closest("[role=toolbar]");
  if (!bar || (!step && event.key !== "Home" && event.key !== "End")) return;
  const all = [...bar.querySelectorAll("button")], at = all.indexOf(event.target);
  const next = event.key === "Home" ? all[0] : event.key === "End" ? all.at(-1) : all[(at + step + all.length) % all.length];
  all.forEach((item) => { item.tabIndex = item === next ? 0 : -1; });
  next.focus();
  event.preventDefault();
}

function trouble(html, again) {
  const part = one("trouble");
  part.innerHTML = "";
  if (!html) return;
  part.insertAdjacentHTML("beforeend", html);
  if (!again) return;
  const button = document.createElement("button");
  button.textContent = "Try again";
  button.onclick = () => run();
  part.append(button);
}

function text(said) {
  const part = document.createElement("p");
  part.textContent = said;
  return part.outerHTML;
}

// A button that can do nothing hands its focus to the next one that can.
function steps() {
  const focus = document.activeElement, names = ["undo", "redo", "clear"];
  const able = { undo: state.undo.length, redo: state.redo.length, clear: state.lines.length };
  for (const name of names) one(name).disabled = !able[name];
  if (names.includes(focus.id) && focus.disabled) one(names.find((name) => able[name]) || "who").focus();
}

function show(message) {
  if (message.lines) {
    state.lines = message.lines;
    sessionStorage.setItem("lines", JSON.stringify(state.lines));
    steps();
  }
  if (message.parts) {
    trouble("");
    for (const [name, html] of Object.entries(message.parts)) place(name, html);
    document.body.classList.toggle("changed", state.lines.length > 0);
    const urgent = one("urgent");
    if (urgent && innerWidth < 900) urgent.open = !state.lines.length;
    for (const part of document.querySelectorAll("details[data-ask]")) { part.dataset.stale = "1"; if (part.open) unfold(part); }
  }
  if (message.faults) {
    trouble(message.faults);
    one("status").textContent = "That change cannot be made; what is below is from before.";
    back();
  }
  if (message.lost) trouble(text(message.lost), true);
  if (message.final) document.body.removeAttribute("aria-busy");
}

// A line that cannot be made is not kept.
function back() {
  state.lines = state.undo.pop() || [];
  sessionStorage.setItem("lines", JSON.stringify(state.lines));
  steps();
}

async function read(answer) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + value).split("\n");
    rest = parts.pop();
    for (const part of parts) show(JSON.parse(part));
  }
}

async function run(add = [], tries = 0) {
  if (state.running) state.running.abort();
  const mine = state.running = new AbortController();
  document.body.setAttribute("aria-busy", "true");
  if (add.length || tries) one("status").textContent = tries ? "The connection failed; trying again…" : `Trying ${add.join("; ")}…`;
  try {
    const answer = await send("plan", { add }, mine.signal);
    if (answer.status === 401) throw new Error("The server was started anew: open the address that the command printed.");
    if (!answer.ok) throw new TypeError(`the server says ${answer.status}`);
    await read(answer);
  } catch (error) {
    if (mine.signal.aborted || mine !== state.running) return;
    if (error instanceof TypeError && tries < WAITS.length) {
      await new Promise((done) => setTimeout(done, WAITS[tries]));
      if (mine === state.running) run(add, tries + 1);
      return;
    }
    document.body.removeAttribute("aria-busy");
    one("status").textContent = "No answer.";
    trouble(text(error instanceof TypeError ? "The server does not answer. Is the command still running?" : error.message), true);
  }
}

function change(add) {
  state.undo.push(state.lines);
  state.redo = [];
  run(add);
}

function go(from, to) {
  if (!from.length) return;
  to.push(state.lines);
  state.lines = from.pop();
  one("status").textContent = "Going back…";
  run();
}

async function ask(words, part) {
  part.textContent = "One moment…";
  try {
    const message = await (await send("ask", words)).json();
    part.innerHTML = message.parts ? message.parts.answer : message.faults || text(message.lost);
  } catch { part.innerHTML = text("The server does not answer."); }
}

function unfold(part) {
  if (!part.open || part.dataset.stale === "0") return;
  part.dataset.stale = "0";
  ask({ what: part.dataset.ask }, part.querySelector("div"));
}

function clicked(event) {
  const button = event.target.closest("button");
  if (!button) return;
  const { lines, task, why, drop } = button.dataset;
  if (lines) { one("task").close(); change(JSON.parse(lines)); }
  else if (task) { if (!one("task").open) one("task").showModal(); ask({ what: "task", task: JSON.parse(task) }, one("answer")); }
  else if (why) {
    const [name, member] = JSON.parse(why), part = document.createElement("div");
    button.replaceWith(part);
    part.setAttribute("role", "status");
    ask({ what: "why-not", task: name, member }, part);
  } else if (drop) { state.undo.push(state.lines); state.redo = []; state.lines = state.lines.filter((_, n) => n !== +drop); run(); }
}

function quick(event) {
  event.preventDefault();
  const way = one("way").selectedOptions[0], when = one("when") ? JSON.parse(one("when").value) : "";
  const form = when && way.dataset.part ? way.dataset.part : way.value;
  const who = JSON.parse(one("who").value);
  change([form.replace("{who}", () => (when && way.dataset.part ? `${who}@${when}` : who))]);
}

async function keep(event) {
  event.preventDefault();
  const words = { name: one("keep-name").value, file: one("keep-file").value, more: one("keep-more").checked };
  try {
    const message = await (await send("save", words)).json();
    one("kept").textContent = message.said || message.faults.join("; ");
  } catch { one("kept").textContent = "The server does not answer: nothing is saved."; }
}

document.addEventListener("click", clicked);
document.addEventListener("keydown", arrows);
document.addEventListener("toggle", (event) => { if (event.target.dataset.ask) unfold(event.target); }, true);
one("quick").addEventListener("submit", quick);
one("free").addEventListener("submit", (event) => {
  event.preventDefault();
  if (one("line").value.trim()) change([one("line").value.trim()]);
  one("line").value = "";
});
one("keep").addEventListener("submit", keep);
one("undo").onclick = () => go(state.undo, state.redo);
one("redo").onclick = () => go(state.redo, state.undo);
one("clear").onclick = () => { state.undo.push(state.lines); state.lines = []; run(); };
document.querySelector("#task .close").onclick = () => one("task").close();
// The token need not stand in the address for all to see: the cookie keeps the page open.
history.replaceState(null, "", location.pathname);
run();
