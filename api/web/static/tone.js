// Says, while somebody types, which wording may hurt, under every large field of a form. Nothing is changed by it, and
// nothing is stored. Without this script the button "check the wording" and the page /wording do the same.
"use strict";
(() => {
  const words = document.currentScript.dataset;
  const wait = 300;

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
    else said.append(make("span", words.leave, "hint"));
    item.append(said, make("p", found.reason, "hint"));
    return item;
  };

  const show = (box, report, quiet) => {
    const found = report.suggestions;
    const list = make("ol", "", "wording");
    list.lang = report.language;
    list.append(...found.map(line));
    box.replaceChildren(make(quiet ? "p" : "h2", found.length ? words.title : words.none, quiet ? "hint" : ""), list);
    box.hidden = quiet && found.length === 0;
  };

  const boxOf = (text) => {
    const own = text.id === "text" && document.getElementById("tone");
    if (own) return own;
    const box = make("div", "", "tonebox");
    box.hidden = true;
    box.setAttribute("aria-live", "polite");
    text.after(box);
    return box;
  };

  const watch = (text) => {
    const box = boxOf(text);
    const quiet = box.id !== "tone";
    let timer = 0;
    let latest = 0;
    const check = async () => {
      const mine = ++latest;
      if (text.value.trim().length < 4) { box.hidden = true; return; }
      try {
        const answer = await fetch("/v1/tone", {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-CSRF-Token": text.form.elements.csrf.value },
          body: JSON.stringify({ text: text.value }),
        });
        if (answer.ok && mine === latest) show(box, await answer.json(), quiet);
      } catch { /* the form works without */ }
    };
    text.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(check, wait); });
  };

  const fields = ["textarea:not([readonly])", "input[name^='seen.']", "input[name^='explain.']"];
  const written = document.querySelectorAll(fields.map((field) => `form[method=post] ${field}`).join());
  for (const text of written) if (text.form.elements.csrf) watch(text);
})();
