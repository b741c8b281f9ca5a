// Marks of a message as elements. Offsets count UTF-16 units, as JavaScript strings do.

const tags = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", spoiler: "span", blockquote: "blockquote",
  expandable_blockquote: "blockquote", text_link: "a", bot_command: "a", custom_emoji: "span",
};

// rich gives a fragment for text; entities are sorted by offset, longer ones first, and may stand inside each other.
export function rich(text, entities = [], onCommand) {
  const root = document.createDocumentFragment();
  walk(root, text, entities, 0, text.length, onCommand);
  return root;
}

function walk(parent, text, entities, from, to, onCommand) {
  let at = from;
  for (let i = 0; i < entities.length; i++) {
    const e = entities[i];
    if (e.offset < at || e.offset >= to) continue;
    plain(parent, text.slice(at, e.offset));
    const end = Math.min(e.offset + e.length, to);
    const el = document.createElement(tags[e.type] ?? "span");
    if (e.type === "spoiler") el.className = "spoiler";
    if (e.type === "text_link") Object.assign(el, { href: e.url, target: "_blank", rel: "noopener" });
    if (e.type === "bot_command") {
      el.href = "#";
      const word = text.slice(e.offset, end);
      el.addEventListener("click", (ev) => { ev.preventDefault(); onCommand?.(word); });
    }
    walk(el, text, entities.slice(i + 1), e.offset, end, onCommand);
    parent.append(el);
    at = end;
  }
  plain(parent, text.slice(at, to));
}

const link = /https?:\/\/[^\s]+/g;

// plain adds a stretch without marks; addresses in it become links, as a messenger shows them.
function plain(parent, text) {
  let at = 0;
  for (const m of text.matchAll(link)) {
    parent.append(text.slice(at, m.index));
    parent.append(Object.assign(document.createElement("a"), { href: m[0], textContent: m[0], target: "_blank", rel: "noopener" }));
    at = m.index + m[0].length;
  }
  parent.append(text.slice(at));
}

export function time(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

// snippet is one line about a message for the list of chats.
export function snippet(m) {
  if (!m) return "";
  if (m.photo) return "🖼 " + (m.caption || "Photo");
  if (m.document) return "📎 " + (m.caption || m.document.file_name || "File");
  if (m.contact) return "👤 " + m.contact.first_name;
  if (m.write_access_allowed) return "The bot may write now";
  return (m.text ?? "").replace(/\s+/g, " ");
}
