// Tracks the changes of a text while somebody types, ticks and unticks. Without this script the buttons do the same.
"use strict";
(() => {
  const form = document.getElementById("revision");
  if (!form) return;
  const part = (id) => document.getElementById(id);
  const [text, list, undo, copy] = ["text", "list", "undo", "copy"].map(part);
  const wait = 250;
  const history = [];
  let taken = new Set([...form.querySelectorAll("[name=accept]:checked")].map((box) => Number(box.value)));
  let timer = 0;
  let latest = 0;

  const make = (tag, content, kind) => {
    const element = document.createElement(tag);
    if (content) element.textContent = content;
    if (kind) element.className = kind;
    return element;
  };

  const choice = (edit, reason) => {
    const item = make("li");
    const label = make("label", "", "choice");
    const box = make("input");
    Object.assign(box, { type: "checkbox", name: "accept", value: String(edit.id), checked: edit.accepted });
    const words = make("span");
    words.append(make("del", edit.before), " → ", edit.after ? make("ins", edit.after) : make("span", form.dataset.leave, "hint"));
    label.append(box, " ", words);
    item.append(label, make("p", reason, "hint"));
    return item;
  };

  const showList = (made) => {
    const items = made.edits.map((edit, number) => choice(edit, made.suggestions[number].reason));
    list.lang = made.language;
    list.replaceChildren(...(items.length ? items : [make("li", form.dataset.none)]));
  };

  const showResult = (made) => {
    const tags = { gone: "del", new: "ins", same: "span" };
    part("tracked").replaceChildren(...made.changes.map((each) => make(tags[each.kind], each.text)));
    part("rewrite").value = made.rewrite;
    part("balance").textContent = made.balance.explanation;
    part("balance_after").textContent = made.balance_after.explanation;
    for (const id of ["edits", "result"]) part(id).hidden = false;
    undo.hidden = history.length === 0;
  };

  const ask = async (listToo) => {
    const mine = ++latest;
    if (!text.value.trim()) return;
    const body = { text: text.value, register: part("register").value, apply: [...taken] };
    const language = part("language").value;
    if (language !== "auto") body.language = language;
    try {
      const answer = await fetch("/v1/tone", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRF-Token": form.elements.csrf.value },
        body: JSON.stringify(body),
      });
      if (!answer.ok || mine !== latest) return;
      const made = await answer.json();
      if (listToo) showList(made);
      showResult(made);
    } catch { /* the form works without */ }
  };

  const keep = () => { history.push(new Set(taken)); };
  const afresh = () => { taken = new Set(); history.length = 0; clearTimeout(timer); timer = setTimeout(() => ask(true), wait); };

  text.addEventListener("input", afresh);
  for (const id of ["register", "language"]) part(id).addEventListener("change", () => ask(true));
  list.addEventListener("change", (event) => {
    const id = Number(event.target.value);
    keep();
    if (event.target.checked) taken.add(id); else taken.delete(id);
    ask(false);
  });
  form.addEventListener("submit", (event) => {
    const wanted = event.submitter ? event.submitter.value : "check";
    event.preventDefault();
    if (wanted !== "apply") keep();
    if (wanted === "all") taken = new Set([...list.querySelectorAll("[name=accept]")].map((box) => Number(box.value)));
    if (wanted === "check") taken = new Set();
    ask(true);
  });
  undo.addEventListener("click", () => { taken = history.pop() || new Set(); ask(true); });
  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(part("rewrite").value);
    part("copied").textContent = form.dataset.copied;
  });
})();
