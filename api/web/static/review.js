// Counts what is chosen and not yet saved, and asks before such choices are lost. The form works without.
"use strict";
(() => {
  const form = document.getElementById("suggestions");
  const tally = document.getElementById("tally");
  if (!form || !tally) return;
  const saved = tally.textContent;
  let sending = false;
  const chosen = () => form.querySelectorAll('input[name^="verdict."]:checked').length;

  const count = () => {
    const open = chosen();
    tally.textContent = open ? `${saved} · ${tally.dataset.chosen} ${open}` : saved;
  };
  form.addEventListener("change", count);
  form.addEventListener("submit", () => { sending = true; });
  window.addEventListener("beforeunload", (event) => { if (!sending && chosen()) event.preventDefault(); });
  count();
})();
