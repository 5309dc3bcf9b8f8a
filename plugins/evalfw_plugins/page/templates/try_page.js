// The panel for trying out other facts.
(() => {
  const $ = (id) => document.getElementById(id);
  const W = JSON.parse($("what-if").textContent);
  const T = W.words;
  const changes = {}, inputs = new Map();
  const before = evalfw.work(W, {});
  const scored = Object.fromEntries(W.nodes.flatMap((node) => node.parts.map((part) => [part.id, part.points])));
  const title = (id) => (id === "" ? T.total : $("i-" + id).querySelector(".name").textContent);
  const percent = (text) => evalfw.shown(evalfw.read(text + "/1").map((part, at) => (at === 0 ? part * 100n : part)));
  const down = (text) => {
    const sign = text.startsWith("-") ? "-" : "", [whole, part = ""] = text.replace("-", "").split(".");
    const digits = (whole.padStart(3, "0") + part);
    return sign + digits.slice(0, digits.length - part.length - 2) + "." + digits.slice(digits.length - part.length - 2);
  };
  const asShown = (fact) => (fact.value !== null && fact.type === "ratio" ? percent(fact.value) : fact.value ?? "");
  const normal = (text) => text.normalize("NFKC").trim().replace(/,/g, "");

  // Machine form of what was typed; undefined for what cannot be meant.
  const typed = (fact, text) => {
    if (["bool", "choice", "date"].includes(fact.type)) return text === "" ? undefined : text;
    let value = normal(text).replace(fact.type === "ratio" ? /%$/ : fact.unit || /$/, "").trim();
    if (!/^-?\d{1,30}(\.\d{1,30})?$/.test(value)) return undefined;
    if (fact.type === "ratio") value = down(value);
    const part = (value.split(".")[1] || "").replace(/0+$/, "");
    const number = evalfw.read(value);
    const fits = part.length <= fact.places && (fact.least === null || !evalfw.less(number, evalfw.read(fact.least))) && (fact.most === null || !evalfw.less(evalfw.read(fact.most), number));
    return fits ? value : undefined;
  };

  const input = (fact) => {
    let made;
    if (fact.type === "bool" || fact.type === "choice") {
      made = document.createElement("select");
      const choices = fact.type === "bool" ? [{ value: "true", label: T.yes }, { value: "false", label: T.no }] : fact.choices;
      if (fact.value === null) made.append(new Option(T.unknown, ""));
      for (const choice of choices) made.append(new Option(choice.label, choice.value));
      made.value = fact.value ?? "";
    } else {
      made = document.createElement("input");
      made.type = fact.type === "date" ? "date" : "text";
      made.inputMode = "decimal";
      made.value = asShown(fact);
      made.placeholder = fact.type === "ratio" ? "%" : fact.unit;
    }
    return made;
  };

  const item = (title, text) => {
    const li = document.createElement("li"), strong = document.createElement("strong");
    strong.textContent = title;
    li.append(strong, " " + text);
    return li;
  };
  const update = () => {
    const now = evalfw.work(W, changes), list = [];
    for (const [id, points] of Object.entries(now.points)) {
      if (id === "") continue;
      const was = evalfw.read(scored[id]);
      const open = now.open.has(id) ? T.bracketed.replace("{}", T.open) : "";
      if (!evalfw.same(was, points) || open) list.push(item(title(id), evalfw.shown(was) + " → " + evalfw.shown(points) + open));
    }
    for (const id of now.stale) list.push(item(title(id), T.stale));
    for (const [fact, made] of inputs) if (made.classList.contains("wrong")) list.push(item(fact.label, T.wrong));
    $("try-moved").replaceChildren(...list);
    const moved = !evalfw.same(before.total, now.total);
    let said = T.total + " " + evalfw.shown(before.total) + (moved ? " → " + evalfw.shown(now.total) : "");
    if (now.stale.has("")) said = T.total + T.colon + T.stale;
    if (now.open.size) said += T.bracketed.replace("{}", T.undecided.replace("{}", now.open.size));
    if (now.grade !== before.grade && now.grade) said += T.comma + (before.grade || "—") + " → " + now.grade;
    $("try-total").textContent = Object.keys(changes).length ? said : T.total + " " + evalfw.shown(before.total) + T.colon + T.none;
  };

  for (const fact of W.facts.filter((each) => each.open)) {
    const row = document.createElement("div"), label = document.createElement("label"), made = input(fact);
    made.id = "try-fact-" + fact.id;
    label.htmlFor = made.id;
    const unit = fact.type === "ratio" ? "%" : fact.unit;
    label.textContent = fact.label + (unit ? T.bracketed.replace("{}", unit) : "");
    row.append(label, made);
    row.dataset.words = (fact.label + " " + fact.id).toLowerCase();
    inputs.set(fact, made);
    made.addEventListener("input", () => {
      const value = made.value === asShown(fact) ? null : typed(fact, made.value);
      made.classList.toggle("wrong", value === undefined);
      made.setAttribute("aria-invalid", value === undefined);
      delete changes[fact.id];
      const same = value === null || value === undefined || value === fact.value;
      if (!same) changes[fact.id] = value;
      made.classList.toggle("changed", !same);
      update();
    });
    $("try-facts").append(row);
  }
  $("try-search").addEventListener("input", () => {
    const asked = $("try-search").value.trim().toLowerCase();
    for (const row of $("try-facts").children) row.hidden = asked && !row.dataset.words.includes(asked);
  });
  $("try-reset").addEventListener("click", () => {
    for (const [fact, made] of inputs) {
      made.value = asShown(fact);
      made.classList.remove("changed", "wrong");
      made.removeAttribute("aria-invalid");
      delete changes[fact.id];
    }
    update();
  });
  $("try").hidden = false;
  update();
})();
