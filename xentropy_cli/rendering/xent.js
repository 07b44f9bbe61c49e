// The one script of xent's pages. Each page is complete without it. It asks for nothing from anywhere.
(() => {
"use strict";
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];

// The list of pages: only what holds every word that was typed.
function filter(box) {
  const input = box.querySelector("input"), status = box.querySelector("[role=status]");
  const lists = all("main ul").map(list => [list, list.previousElementSibling, all("li", list)]);
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [list, heading, rows] of lists) {
      const found = rows.filter(row => {
        row.hidden = !words.every(word => row.textContent.toLowerCase().includes(word));
        return !row.hidden;
      }).length;
      list.hidden = heading.hidden = !found;
      shown += found;
    }
    status.textContent = words.length ? `${shown} found` : "";
  });
  box.hidden = false;
}

all(".filter").forEach(filter);
})();
