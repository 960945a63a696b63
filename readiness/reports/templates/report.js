"use strict";
// Filters whatever carries data-severity, -owner and -state, and sorts tables by the buttons put into their headings.
(() => {
  const fields = ["severity", "owner", "state"];
  const form = document.getElementById("filters");
  const shown = document.getElementById("shown");
  const rows = [...document.querySelectorAll("[data-severity]")];
  const cards = rows.filter((row) => row.matches(".card"));
  const packages = [...document.querySelectorAll("section.package")];

  const filter = () => {
    const wanted = Object.fromEntries(fields.map((name) => [name, form.elements[name] ? form.elements[name].value : ""]));
    const text = form.elements.text.value.trim().toLowerCase();
    for (const row of rows) {
      const fits = fields.every((name) => !wanted[name] || row.dataset[name] === wanted[name]);
      row.hidden = !(fits && (!text || row.textContent.toLowerCase().includes(text)));
    }
    for (const block of packages) block.hidden = ![...block.querySelectorAll(".card")].some((card) => !card.hidden);
    const left = cards.filter((card) => !card.hidden).length;
    shown.textContent = `${left} of ${cards.length} items shown`;
  };

  const key = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.sort === undefined ? cell.textContent.trim().toLowerCase() : cell.dataset.sort;
  };
  const compare = (one, other) => {
    const [a, b] = [Number(one), Number(other)];
    if (one !== "" && other !== "" && !Number.isNaN(a) && !Number.isNaN(b)) return a - b;
    return one < other ? -1 : one > other ? 1 : 0;
  };
  const sort = (table, column, heading) => {
    const down = heading.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    const sorted = [...table.tBodies[0].rows].sort((a, b) => compare(key(a, column), key(b, column)));
    if (down) sorted.reverse();
    table.tBodies[0].append(...sorted);
  };
  for (const table of document.querySelectorAll("table.sortable")) {
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      button.addEventListener("click", () => sort(table, column, heading));
      heading.append(button);
    });
  }

  window.addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((part) => { part.open = true; }));
  if (!form) return;
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
