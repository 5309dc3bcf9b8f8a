// Search, filter and sort. Without this script the page shows everything, in the order of the rubric.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const body = $("table").tBodies[0];
  const rows = [...body.rows];
  const leaves = rows.filter((row) => row.classList.contains("leaf"));
  const words = new Map(leaves.map((row) => [row, row.textContent.toLowerCase()]));
  const shows = {
    all: () => true,
    lost: (row) => Number(row.dataset.lost) > 0,
    hand: (row) => "hand" in row.dataset,
    open: (row) => row.dataset.kind === "open",
    none: (row) => row.dataset.kind === "none",
  };
  const name = (row) => row.querySelector(".name").textContent;
  const orders = {
    rubric: (a, b) => a.dataset.n - b.dataset.n,
    lost: (a, b) => b.dataset.lost - a.dataset.lost || a.dataset.n - b.dataset.n,
    weight: (a, b) => b.dataset.weight - a.dataset.weight || a.dataset.n - b.dataset.n,
    title: (a, b) => name(a).localeCompare(name(b), document.documentElement.lang),
  };
  const update = () => {
    const asked = $("search").value.trim().toLowerCase(), sort = $("sort").value, show = shows[$("filter").value];
    const wanted = new Set(leaves.filter((row) => show(row) && (!asked || words.get(row).includes(asked))));
    const all = sort === "rubric" && wanted.size === leaves.length;
    for (const row of rows) row.hidden = row.classList.contains("leaf") ? !wanted.has(row) : !all;
    for (const row of leaves) row.querySelector(".where").hidden = all;
    body.append(...(sort === "rubric" ? rows : [...leaves].sort(orders[sort])));
    $("count").textContent = wanted.size + " / " + leaves.length;
  };
  $("tools").hidden = false;
  for (const id of ["search", "filter", "sort"]) $(id).addEventListener("input", update);
  for (const link of document.querySelectorAll('a[href^="#i-"]')) {
    link.addEventListener("click", () => {
      $("search").value = ""; $("filter").value = "all"; $("sort").value = "rubric";
      update();
      const more = $(link.getAttribute("href").slice(1))?.querySelector("details");
      if (more) more.open = true;
    });
  }
  update();
})();
