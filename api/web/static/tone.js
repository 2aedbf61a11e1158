// Says, while somebody types, which wording may hurt. Without this script the button "check the wording" does the same.
"use strict";
(() => {
  const form = document.getElementById("gap");
  const text = document.getElementById("text");
  const box = document.getElementById("tone");
  if (!form || !text || !box) return;
  const wait = 700;
  let timer = 0;
  let latest = 0;

  const make = (tag, content, kind) => {
    const element = document.createElement(tag);
    if (content) element.textContent = content;
    if (kind) element.className = kind;
    return element;
  };

  const line = (found) => {
    const item = make("li");
    const said = make("p");
    said.append(make("del", found.text), " ");
    if (found.replacement) said.append("→ ", make("ins", found.replacement));
    else said.append(make("span", box.dataset.leave, "hint"));
    item.append(said, make("p", found.reason, "hint"));
    return item;
  };

  const show = (report) => {
    const found = report.suggestions;
    const list = make("ol", "", "wording");
    list.lang = report.language;
    list.append(...found.map(line));
    box.replaceChildren(make("h2", found.length ? box.dataset.title : box.dataset.none), list);
    box.hidden = false;
  };

  const check = async () => {
    const mine = ++latest;
    if (text.value.trim().length < 6) { box.hidden = true; return; }
    try {
      const answer = await fetch("/v1/tone", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRF-Token": form.dataset.csrf },
        body: JSON.stringify({ text: text.value }),
      });
      if (answer.ok && mine === latest) show(await answer.json());
    } catch { /* the form works without */ }
  };

  text.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(check, wait); });
})();
