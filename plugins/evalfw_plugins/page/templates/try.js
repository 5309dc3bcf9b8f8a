// Trying out other facts: the arithmetic of the integer reading. Numbers are pairs of integers [upper, lower], lower > 0.
// Nothing is reduced, nothing is a float; points are rounded once, half away from zero.
"use strict";
const evalfw = (() => {
  class Unknown extends Error {}
  const N = (u, l = 1n) => [u, l];
  const ZERO = N(0n);
  const read = (text) => {
    const [upper, lower] = text.split("/");
    const [whole, part = ""] = upper.split(".");
    const scale = 10n ** BigInt(part.length);
    const digits = BigInt(whole.replace("-", "") + part);
    return N(whole.startsWith("-") ? -digits : digits, scale * BigInt(lower || 1));
  };
  const add = (a, b) => (a[1] === b[1] ? N(a[0] + b[0], a[1]) : N(a[0] * b[1] + b[0] * a[1], a[1] * b[1]));
  const negative = (a) => N(-a[0], a[1]);
  const times = (a, b) => N(a[0] * b[0], a[1] * b[1]);
  const over = (a, b) => {
    if (b[0] === 0n) throw new Unknown();
    const sign = b[0] > 0n ? 1n : -1n;
    return N(sign * a[0] * b[1], sign * a[1] * b[0]);
  };
  const less = (a, b) => a[0] * b[1] < b[0] * a[1];
  const same = (a, b) => a[0] * b[1] === b[0] * a[1];
  const least = (a, b) => (less(b, a) ? b : a);
  const most = (a, b) => (less(a, b) ? b : a);
  const floor = (a) => {
    const whole = a[0] / a[1];
    return N(a[0] % a[1] !== 0n && a[0] < 0n ? whole - 1n : whole);
  };
  const round = (a, places) => {
    const unit = 10n ** BigInt(places);
    const size = a[0] < 0n ? -a[0] : a[0];
    const whole = (2n * size * unit + a[1]) / (2n * a[1]);
    return N(a[0] < 0n ? -whole : whole, unit);
  };
  const clip = (a, low, high) => {
    if (low !== null && less(a, low)) a = low;
    return high !== null && less(high, a) ? high : a;
  };
  const end = (text) => (text === null ? null : read(text));

  // As people read it: exactly where it has an end, else ≈ and four decimals.
  const shown = (a, places = 4) => {
    let [upper, lower] = a;
    let exact = lower;
    while (exact % 10n === 0n) exact /= 10n;
    let rest = lower;
    for (let x = upper < 0n ? -upper : upper, y = lower; ; ) {
      if (y === 0n) { rest = lower / x; break; }
      [x, y] = [y, x % y];
    }
    while (rest % 2n === 0n) rest /= 2n;
    while (rest % 5n === 0n) rest /= 5n;
    const finite = rest === 1n;
    let digits = places;
    if (finite) for (digits = 0; !same(round(a, digits), a); digits++);
    const value = round(a, digits)[0];
    const text = (value < 0n ? -value : value).toString().padStart(digits + 1, "0");
    const whole = text.slice(0, text.length - digits), part = text.slice(text.length - digits).replace(/0+$/, "");
    return (finite ? "" : "≈") + (value < 0n ? "-" : "") + whole + (part ? "." + part : "");
  };

  const day = (text) => BigInt(Date.parse(text + "T00:00:00Z") / 86400000 + 719163);
  const valueOf = (fact, text) => {
    if (text === null) return null;
    if (fact.type === "bool") return text === "true";
    if (fact.type === "choice" || fact.type === "text") return text;
    return fact.type === "date" ? N(day(text)) : read(text);
  };

  // A formula over facts. What is not known, or divided by zero, matters only where the answer hangs on it.
  const number = (f, facts) => {
    switch (f[0]) {
      case "c": return N(BigInt(f[1]), BigInt(f[2]));
      case "f": {
        const value = facts[f[1]];
        if (value === null || value === undefined) throw new Unknown();
        return value;
      }
      case "if": return truth(f[1], facts) ? number(f[2], facts) : number(f[3], facts);
      case "floor": return floor(number(f[1], facts));
    }
    const a = number(f[1], facts), b = number(f[2], facts);
    switch (f[0]) {
      case "+": return add(a, b);
      case "-": return add(a, negative(b));
      case "*": return times(a, b);
      case "/": return over(a, b);
      case "min": return least(a, b);
      case "max": return most(a, b);
    }
    throw new Error("no number: " + f[0]);
  };
  const decided = (f, facts, by) => {
    let open = null;
    for (const each of [f[1], f[2]]) {
      try {
        if (truth(each, facts) === by) return by;
      } catch (error) {
        if (!(error instanceof Unknown)) throw error;
        open = error;
      }
    }
    if (open) throw open;
    return !by;
  };
  const truth = (f, facts) => {
    if (f === true || f === false) return f;
    const op = f[0];
    if (op === "flag" || op === "is") {
      const value = facts[f[1]];
      if (value === null || value === undefined) throw new Unknown();
      return op === "flag" ? value : value === f[2];
    }
    if (op === "not") return !truth(f[1], facts);
    if (op === "and") return decided(f, facts, false);
    if (op === "or") return decided(f, facts, true);
    const a = number(f[1], facts), b = number(f[2], facts);
    return op === "<" ? less(a, b) : op === "<=" ? !less(b, a) : same(a, b);
  };

  // What a rule awards: [least, most] in points, and whether that is settled.
  const award = (f, facts) => {
    if (f[0] === "points") return { settled: true, least: number(f[1], facts), most: null };
    if (f[0] === "judged") {
      const a = number(f[1], facts), b = number(f[2], facts);
      return { settled: false, least: least(a, b), most: most(a, b) };
    }
    for (const [condition, each] of f.slice(1)) if (truth(condition, facts)) return award(each, facts);
    return { settled: false, least: null, most: null };
  };
  const nearestToNone = (low, high) => {
    if (low !== null && less(ZERO, low)) return low;
    return high !== null && less(high, ZERO) ? high : ZERO;
  };
  const leafOf = (leaf, facts) => {
    const low = end(leaf.least), high = end(leaf.most);
    let given = { settled: false, least: null, most: null };
    try {
      given = award(leaf.formula, facts);
    } catch (error) {
      if (!(error instanceof Unknown)) throw error;
    }
    if (given.settled) {
      const points = round(given.least, leaf.places);
      const inside = (low === null || !less(points, low)) && (high === null || !less(high, points));
      if (inside || leaf.extra) {
        const clipped = clip(points, low, high);
        return { settled: true, points: clipped, low: clipped, high: clipped };
      }
      return { settled: false, points: nearestToNone(low, high), low, high };
    }
    const bottom = given.least === null ? low : clip(round(given.least, leaf.places), low, high);
    const top = given.most === null ? high : clip(round(given.most, leaf.places), low, high);
    return { settled: false, points: nearestToNone(bottom, top), low: bottom, high: top };
  };

  const nodeOf = (node, parts, mostPlaces) => {
    const regular = parts.filter((part) => !part.extra);
    const sum = (list, key) => list.reduce((total, part) => add(total, part[key]), ZERO);
    const bonus = sum(parts.filter((part) => part.extra), "points");
    let points, weight, divided = node.made === "mean";
    if (node.made === "sum") {
      const counts = sum(regular, "weight"), spread = sum(regular, "spread"), earned = sum(regular, "points");
      divided = parts.some((part) => part.spread[0] !== 0n);
      weight = counts[0] === 0n ? ZERO : add(counts, spread);
      points = add(counts[0] === 0n || spread[0] === 0n ? earned : over(times(earned, weight), counts), bonus);
    } else {
      const present = regular.filter((part) => part.weight[0] > 0n), shares = sum(present, "share");
      weight = shares[0] === 0n ? ZERO : end(node.full);
      points = bonus;
      if (shares[0] !== 0n) {
        const rates = present.reduce((total, part) => add(total, over(times(part.share, part.points), part.weight)), ZERO);
        points = add(over(times(end(node.full), rates), shares), bonus);
      }
    }
    points = clip(points, end(node.least), end(node.most));
    const kept = !divided && same(round(points, mostPlaces), points);
    return { points: kept ? points : round(points, node.places), weight };
  };

  // Everything with *changes*, values in machine form by fact: points by node ("" is the total), and what could not be worked out.
  const work = (W, changes) => {
    const facts = {}, moved = new Set(Object.keys(changes)), lost = new Set();
    for (const fact of W.facts) {
      facts[fact.id] = valueOf(fact, fact.id in changes ? changes[fact.id] : fact.value);
      if (fact.id in changes || !fact.reads.some((id) => moved.has(id))) continue;
      moved.add(fact.id);
      if (fact.derived === null || fact.reads.some((id) => lost.has(id))) {
        lost.add(fact.id);
        continue;
      }
      try {
        const value = number(fact.derived, facts), low = end(fact.least), high = end(fact.most);
        const allowed = (low === null || !less(value, low)) && (high === null || !less(high, value));
        facts[fact.id] = allowed && (fact.type !== "count" || value[0] % value[1] === 0n) ? value : null;
      } catch (error) {
        if (!(error instanceof Unknown)) throw error;
        facts[fact.id] = null;
      }
    }
    const touches = (each) => each.reads.some((id) => moved.has(id));
    const unknowable = (each) => each.reads.some((id) => lost.has(id));
    const caps = (id) => W.gates.filter((gate) => gate.at === id).flatMap((gate) => {
      try {
        return truth(gate.when, facts) ? [read(gate.cap)] : [];
      } catch (error) {
        if (error instanceof Unknown) return [];
        throw error;
      }
    });
    const gated = (id, points) => caps(id).reduce(least, points);
    // What a gate leaves of a leaf may settle it, whatever else is open.
    const gatedLeaf = (leaf, result) => {
      for (const cap of caps(leaf.id)) {
        const low = result.low === null ? null : least(result.low, cap), high = result.high === null ? cap : least(result.high, cap);
        const settled = low !== null && same(low, high);
        result = { settled, low, high, points: settled ? least(result.points, cap) : nearestToNone(low, high) };
      }
      return result;
    };
    const points = {}, weights = {}, open = new Set(), stale = new Set();
    for (const other of W.others) if (touches(other)) stale.add(other.id);
    for (const leaf of W.leaves) {
      const gates = W.gates.filter((gate) => gate.at === leaf.id);
      if (!touches(leaf) && !gates.some(touches)) continue;
      if (unknowable(leaf) || gates.some(unknowable)) {
        stale.add(leaf.id);
        continue;
      }
      const result = gatedLeaf(leaf, leafOf(leaf, facts));
      if (!result.settled && leaf.left_out) {
        stale.add(leaf.id);
        continue;
      }
      if (!result.settled) open.add(leaf.id);
      points[leaf.id] = result.points;
      weights[leaf.id] = read(leaf.weight);
    }
    for (const gate of W.gates) {
      const known = W.leaves.some((leaf) => leaf.id === gate.at) || W.nodes.some((node) => node.id === gate.at);
      if ((!known && touches(gate)) || unknowable(gate)) stale.add(gate.at);
    }
    for (const node of W.nodes) {
      const parts = node.parts.map((part) => ({
        extra: part.extra,
        share: read(part.share),
        spread: read(part.spread),
        points: part.id in points ? points[part.id] : read(part.points),
        weight: part.id in weights ? weights[part.id] : read(part.weight),
      }));
      const gates = W.gates.filter((gate) => gate.at === node.id);
      const changed = node.parts.some((part) => part.id in points) || gates.some(touches);
      if (stale.has(node.id) || node.parts.some((part) => stale.has(part.id))) {
        stale.add(node.id);
        continue;
      }
      if (!changed) continue;
      if (node.made === "fixed") {
        stale.add(node.id);
        continue;
      }
      const made = nodeOf(node, parts, W.most_places);
      points[node.id] = gated(node.id, made.points);
      weights[node.id] = made.weight;
    }
    const total = "" in points ? points[""] : read(W.nodes[W.nodes.length - 1].points);
    return { points, total, open, stale, grade: gradeOf(W, total), facts };
  };
  const gradeOf = (W, total) => {
    const value = clip(total, ZERO, read(W.full));
    const holds = (grade) =>
      (grade.equal === null || same(value, read(grade.equal))) &&
      (grade.above === null || less(read(grade.above), value)) &&
      (grade.from === null || !less(value, read(grade.from))) &&
      (grade.below === null || less(value, read(grade.below))) &&
      (grade.to === null || !less(read(grade.to), value));
    return (W.grades.find(holds) || { label: null }).label;
  };
  return { work, shown, read, less, same, leafOf, valueOf };
})();
