// The page draws what /control/state says and looks again whenever /control/events speaks. It keeps nothing but who and what is open.

import { rich, snippet, time } from "./text.js";

const $ = (id) => document.getElementById(id);
const dark = matchMedia("(prefers-color-scheme: dark)");
let state = { bots: [], people: [], chats: [], answers: [] };
let me = Number(sessionStorage.getItem("me")) || 0;
let open = 0; // the bot whose chat is shown; 0 is none
let payload = new URLSearchParams(location.search).get("start") ?? ""; // of the link that was opened; START sends it
const asked = new Set(); // pressed buttons that wait for an answer

const colours = ["#e17076", "#7bc862", "#65aadd", "#ee7aae", "#a695e7", "#faa774", "#6ec9cb"];

function make(tag, props = {}, ...children) {
  const el = Object.assign(document.createElement(tag), props);
  el.append(...children);
  return el;
}

function face(el, id, name) {
  el.textContent = [...name][0]?.toUpperCase() ?? "?";
  el.style.backgroundColor = colours[Math.abs(id) % colours.length];
  return el;
}

const person = () => state.people.find((p) => p.id === me);
const bot = (id = open) => state.bots.find((b) => b.id === id);
const chat = (id = open) => state.chats.find((c) => c.bot === id && c.person === me);
const language = () => person()?.language_code ?? "";
const called = (b) => b.names[language()] ?? b.names[""] ?? b.name;

async function act(name, body = {}) {
  const res = await fetch(`/control/chats/${open}/${me}/${name}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  const out = await res.json();
  if (!out.ok) toast(out.error);
  return out.result;
}

function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { $("toast").hidden = true; }, 4000);
}

// opener gives the address that mints launch data and sends the browser on.
function opener(params) {
  const q = new URLSearchParams({ ...params, ...(dark.matches ? { dark: "1" } : {}) });
  return `/control/open/${open}/${me}?${q}`;
}

// popup opens a Mini App in a window the size of a phone where there is room for one.
function popup(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || innerWidth < 700) return;
  event.preventDefault();
  window.open(event.currentTarget.href, "_blank", "popup,width=412,height=860");
}

function drawPeople() {
  const list = state.people.map((p) => {
    const b = make("button", { className: "person", title: `${p.first_name} ${p.last_name ?? ""} · id ${p.id} · ${p.language_code ?? ""}` },
      face(make("span", { className: "face small" }), p.id, p.first_name), make("span", { textContent: p.first_name }));
    b.setAttribute("aria-pressed", p.id === me);
    b.addEventListener("click", () => { me = p.id; sessionStorage.setItem("me", p.id); show(open); });
    return b;
  });
  $("people").replaceChildren(...list);
}

function drawChats() {
  const newest = (b) => chat(b.id)?.messages.at(-1);
  const list = [...state.bots].sort((a, b) => (newest(b)?.date ?? 0) - (newest(a)?.date ?? 0) || a.id - b.id).map((b) => {
    const last = newest(b);
    const line = last ? (last.from?.id === me ? "You: " : "") + snippet(last) : b.about[language()] ?? b.about[""] ?? "No messages yet";
    const el = make("a", { className: "chat", href: `#${b.id}` },
      face(make("span", { className: "face" }), b.id, called(b)),
      make("span", { className: "chat-name", textContent: called(b) }),
      make("time", { textContent: last ? time(last.date) : "" }),
      make("span", { className: "chat-line", textContent: line }));
    if (b.id === open) el.setAttribute("aria-current", "true");
    return el;
  });
  $("chats").replaceChildren(...(list.length ? list : [make("p", { className: "empty", textContent: "No bot has called yet. Point one at this address: it is adopted at its first request." })]));
}

function button(m, b, row, column) {
  const icon = b.web_app ? "▣" : b.url ? "↗" : b.copy_text ? "⧉" : "";
  let el;
  if (b.web_app || b.url) {
    el = make("a", { href: opener({ message: m.message_id, row, column }), target: "_blank", rel: "opener" });
    if (b.web_app) el.addEventListener("click", popup);
  } else {
    el = make("button", { type: "button" });
    el.addEventListener("click", async () => {
      el.classList.add("waiting");
      const out = await act("press", { message_id: m.message_id, row, column });
      if (out?.query_id) asked.add(out.query_id);
      if (out?.copied) {
        await navigator.clipboard?.writeText(out.copied).catch(() => {});
        toast(`Copied: ${out.copied}`);
      }
      setTimeout(() => el.classList.remove("waiting"), 1500);
    });
  }
  el.className = `key ${b.style ?? ""}`;
  el.append(make("span", { textContent: b.text }), make("small", { textContent: icon, ariaHidden: "true" }));
  return el;
}

function bubble(m) {
  if (m.write_access_allowed) return make("p", { className: "service", textContent: "You let the bot write to you" });
  const mine = m.from?.id === me;
  const body = make("div", { className: "bubble" });
  for (const p of m.photo ?? []) body.append(make("img", { src: `/control/files/${open}/${p.file_id}`, alt: "", loading: "lazy" }));
  if (m.document) body.append(make("p", { className: "file", textContent: `📎 ${m.document.file_name ?? "file"}` }));
  if (m.contact) {
    body.append(make("p", { className: "card" }, face(make("span", { className: "face small" }), m.contact.user_id ?? 0, m.contact.first_name),
      make("span", {}, make("strong", { textContent: `${m.contact.first_name} ${m.contact.last_name ?? ""}` }), make("br"), `+${m.contact.phone_number.replace(/^\+/, "")}`)));
  }
  const money = m.successful_payment ?? m.refunded_payment;
  if (money) {
    const sum = money.currency === "XTR" ? `${money.total_amount} ⭐` : `${(money.total_amount / 100).toLocaleString("ru-RU")} ${money.currency}`;
    body.append(make("p", { textContent: `${m.successful_payment ? "💳 Paid" : "↩️ Refunded"}: ${sum}` }));
  }
  const words = m.text ?? m.caption;
  if (words) body.append(make("div", { className: "words" }, rich(words, m.entities ?? m.caption_entities, (c) => act("text", { text: c }))));
  body.append(make("span", { className: "stamp", textContent: (m.edit_date ? "edited " : "") + time(m.date) + (mine ? " ✓✓" : "") }));
  const el = make("article", { className: mine ? "message mine" : "message" }, body);
  for (const [row, keys] of (m.reply_markup?.inline_keyboard ?? []).entries()) {
    el.append(make("div", { className: "keys" }, ...keys.map((b, column) => button(m, b, row, column))));
  }
  return el;
}

// drawMessages replaces only what changed, so that reading and pressing are not disturbed.
function drawMessages() {
  const box = $("messages");
  const c = chat();
  const list = c?.messages ?? [];
  const stay = box.scrollHeight - box.scrollTop - box.clientHeight > 80 && box.dataset.key === `${me}/${open}`;
  if (box.dataset.key !== `${me}/${open}`) box.replaceChildren();
  box.dataset.key = `${me}/${open}`;
  const wanted = list.map((m) => ({ key: JSON.stringify(m) + dark.matches, m }));
  if (!list.length && bot()) wanted.push({ key: "about", about: bot().about[language()] ?? bot().about[""] ?? "" });
  const have = new Map([...box.children].map((el) => [el.dataset.key, el]));
  const nodes = wanted.map(({ key, m, about }) => {
    if (have.has(key)) return have.get(key);
    const el = m ? bubble(m) : make("div", { className: "about" }, make("strong", { textContent: "What can this bot do?" }), make("p", { textContent: about || "Press START to begin." }));
    el.dataset.key = key;
    return el;
  });
  if (nodes.length !== box.children.length || nodes.some((n, i) => box.children[i] !== n)) box.replaceChildren(...nodes);
  if (!stay) box.scrollTop = box.scrollHeight;
}

function drawComposer() {
  const c = chat();
  const ready = c?.started && !c.blocked && !payload;
  $("start").hidden = !open || ready;
  $("start").textContent = c?.blocked ? "UNBLOCK AND RESTART" : "START";
  $("form").hidden = !open || !ready;
  const menu = c?.menu ?? bot()?.menu;
  $("menu").hidden = menu?.type !== "web_app";
  $("menu").textContent = menu?.text ?? "";
  $("menu").href = open ? opener({ menu: 1 }) : "#";
  const commands = c?.commands ?? [];
  $("commands").hidden = !commands.length || !$("menu").hidden && innerWidth < 380;
  $("commands").querySelector(".menu").replaceChildren(...commands.map((x) => {
    const b = make("button", { type: "button", role: "menuitem" }, make("b", { textContent: "/" + x.command }), ` ${x.description}`);
    b.addEventListener("click", () => { $("commands").open = false; act("text", { text: "/" + x.command }); });
    return b;
  }));
  const rows = ready ? c.keyboard?.keyboard ?? [] : [];
  $("keyboard").hidden = !rows.length;
  $("keyboard").replaceChildren(...rows.map((row) => make("div", { className: "keys" }, ...row.map((k) => {
    const b = make("button", { type: "button", className: "key", textContent: k.text });
    b.addEventListener("click", () => (k.request_contact ? act("contact") : act("text", { text: k.text })));
    return b;
  }))));
}

function drawAnswers() {
  for (const a of state.answers) {
    if (!asked.delete(a.query_id)) continue;
    for (const el of document.querySelectorAll(".waiting")) el.classList.remove("waiting");
    if (a.text && a.show_alert) {
      $("alert").querySelector("p").textContent = a.text;
      $("alert").showModal();
    } else if (a.text) toast(a.text);
  }
}

function draw() {
  if (!person()) me = state.people[0]?.id ?? 0;
  $("app").classList.toggle("open", Boolean(bot()));
  drawPeople();
  drawChats();
  const b = bot();
  if (b) {
    face($("face"), b.id, called(b));
    $("title").textContent = called(b);
    $("subtitle").textContent = `@${b.username} · bot`;
    document.title = called(b);
  }
  const c = chat();
  for (const el of $("more").querySelectorAll("[data-act]")) {
    el.hidden = { block: !c?.started || c.blocked, unblock: !c?.blocked, allow: c?.started || c?.writable, contact: !c?.started, card: !c?.started }[el.dataset.act];
  }
  drawMessages();
  drawComposer();
  drawAnswers();
}

function show(id) {
  open = id;
  $("more").open = false;
  draw();
}

async function look() {
  const res = await fetch("/control/state");
  state = await res.json();
  draw();
}

// One look at a time; a change meanwhile asks for one more.
let looking = false;
let again = false;
async function changed() {
  if (looking) { again = true; return; }
  looking = true;
  do {
    again = false;
    await look().catch(() => {});
  } while (again);
  looking = false;
}

$("back").addEventListener("click", () => { location.hash = ""; });
addEventListener("hashchange", () => show(Number(location.hash.slice(1)) || 0));
dark.addEventListener("change", draw);
$("menu").addEventListener("click", popup);
$("start").addEventListener("click", () => {
  act("start", { payload });
  payload = "";
  history.replaceState(null, "", `/#${open}`);
});
$("form").addEventListener("submit", (e) => {
  e.preventDefault();
  const text = $("text").value.trim();
  $("text").value = "";
  if (text) act("text", { text });
});
for (const el of $("more").querySelectorAll("[data-act]")) {
  el.addEventListener("click", () => {
    $("more").open = false;
    const card = { phone_number: "998901112233", first_name: "Kamola", user_id: 777000999 };
    act(el.dataset.act, el.dataset.act === "card" ? card : {});
  });
}
document.addEventListener("click", (e) => {
  for (const d of document.querySelectorAll("details[open]")) if (!d.contains(e.target)) d.open = false;
});

const events = new EventSource("/control/events");
events.onopen = () => { $("live").textContent = "live"; $("live").classList.add("on"); };
events.onerror = () => { $("live").textContent = "reconnecting…"; $("live").classList.remove("on"); };
events.onmessage = changed;
open = Number(location.hash.slice(1)) || 0;
