(() => {
  "use strict";
  // The page says everything without this: it only hides rows that were not asked for, and changes their order.
  const form = document.getElementById("choice");
  const said = document.getElementById("choice-state");
  if (!form || !said) return;
  const rows = [...document.querySelectorAll(".board tbody tr")];
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  const texts = new Map(rows.map((row) => [row, plain(row.textContent + " " + (row.dataset.phase || ""))]));
  const KEY = "casefiles-board";

  function asked() {
    return Object.fromEntries([...form.elements].filter((each) => each.name).map((each) => [each.name, each.type === "checkbox" ? each.checked : each.value]));
  }
  function fits(row, wish) {
    const one = (name) => !wish[name] || (row.dataset[name] || "").split("|").includes(wish[name]);
    return ["rating", "level", "adviser", "phase"].every(one)
      && (!wish.overdue || Number(row.dataset.overdue) > 0)
      && plain(wish.words || "").split(/\s+/).every((word) => texts.get(row).includes(word));
  }
  function choose() {
    const wish = asked();
    let shown = 0;
    for (const row of rows) {
      row.hidden = !fits(row, wish);
      if (!row.hidden) shown += 1;
    }
    for (const table of document.querySelectorAll(".board")) {
      table.parentElement.hidden = ![...table.tBodies[0].rows].some((row) => !row.hidden);
    }
    said.textContent = shown === rows.length ? `All ${rows.length} schools are shown.` : `${shown} of ${rows.length} schools are shown.`;
    try { sessionStorage.setItem(KEY, JSON.stringify(wish)); } catch { /* not kept */ }
  }
  function order(button) {
    const head = button.closest("th");
    const table = head.closest("table");
    const column = head.cellIndex;
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const value = (row) => row.cells[column].dataset.sort ?? row.cells[column].textContent.trim();
    const compare = (one, two) => value(one).localeCompare(value(two), "en-GB", { numeric: true });
    const sorted = [...table.tBodies[0].rows].sort((one, two) => (down ? compare(two, one) : compare(one, two)));
    table.tBodies[0].append(...sorted);
  }
  for (const head of document.querySelectorAll(".board thead th")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.textContent = head.textContent;
    button.addEventListener("click", () => order(button));
    head.replaceChildren(button);
  }
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) || "{}");
    for (const each of form.elements) {
      if (each.type === "checkbox") each.checked = Boolean(kept[each.name]);
      else if (kept[each.name]) each.value = kept[each.name];
    }
  } catch { /* nothing was kept */ }
  form.addEventListener("input", choose);
  form.addEventListener("reset", () => setTimeout(choose));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  choose();
})();
