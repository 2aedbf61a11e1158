// Shows the stations of a draft as they are reached. Without this script the page looks again by itself.
"use strict";
(() => {
  const status = document.getElementById("status");
  const stations = [...document.querySelectorAll("#stations li")];
  if (!status) return;

  const reach = (name) => {
    const at = stations.findIndex((item) => item.dataset.station === name);
    if (at < 0) return;
    stations.forEach((item, index) => {
      item.className = index < at ? "done" : index === at ? "now" : "";
      if (index === at) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    });
    status.textContent = stations[at].textContent;
  };

  const look = () => location.reload();
  if (!window.EventSource) { setTimeout(look, 2000); return; }
  const events = new EventSource(status.dataset.events);
  events.addEventListener("progress", (event) => reach(JSON.parse(event.data).message));
  events.addEventListener("end", () => {
    events.close();
    stations.forEach((item) => { item.className = "done"; });
    status.textContent = status.dataset.done;
    look();
  });
  events.addEventListener("error", () => {
    if (events.readyState === EventSource.CLOSED) setTimeout(look, 2000);
  });
})();
