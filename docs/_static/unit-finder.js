// The search box above the table of units: every name with its prefix and power, from the catalogue.
"use strict";

(function () {
  const known = globalThis.BRAINUNIT_UNITS;
  const form = document.getElementById("unit-finder");
  if (!known || !form) return; // without the data the tables below are the page
  const input = document.getElementById("unit-text");
  const count = document.getElementById("unit-count");
  const found = document.getElementById("unit-found");
  const LIMIT = 60;

  function power(base, exponent) {
    return exponent === 1 ? base : base + "^" + exponent;
  }

  // "0.001" is 10^-3: then the powers of ten of a unit and its prefix are one.
  function powerOfTen(exact) {
    if (/^10*$/.test(exact)) return exact.length - 1;
    const small = /^0\.(0*)1$/.exec(exact);
    return small ? -(small[1].length + 1) : null;
  }

  function size(exact, prefix, exponent) {
    const own = powerOfTen(exact);
    if (!prefix && exponent === 1) return exact;
    if (own !== null && (!prefix || prefix.base === 10)) {
      const ten = (own + (prefix ? prefix.power : 0)) * exponent;
      return ten === 0 ? "1" : power("10", ten);
    }
    const plain = exponent === 1 ? exact : "(" + exact + ")^" + exponent;
    if (!prefix) return plain;
    const factor = power(String(prefix.base), prefix.power * exponent);
    return exact === "1" ? factor : plain + " × " + factor;
  }

  function dimension(exponents, times) {
    const parts = Object.keys(known.bases)
      .filter((base) => base in exponents)
      .map((base) => {
        const exponent = exponents[base];
        return power(known.bases[base], typeof exponent === "number" ? exponent * times : exponent);
      });
    return parts.join(" ") || "1";
  }

  // A line for each unit: all names of an equal spelling share it.
  function linesOf(unit) {
    const taken = known.prefixes.filter(
      (prefix) =>
        (unit.prefixes === "si" && prefix.base === 10) ||
        (unit.prefixes === "binary" && (prefix.base === 2 || prefix.power > 2))
    );
    const lines = [];
    for (const prefix of [null, ...taken]) {
      for (const exponent of unit.powers ? [1, 2, 3] : [1]) {
        const symbol = (prefix ? prefix.symbol : "") + unit.symbol;
        const behind = exponent === 1 ? "" : String(exponent);
        const names = unit.names.map((name) => (prefix ? prefix.symbol : "") + name + behind);
        const also = exponent > 1 ? [] : unit.aliases.map((name) => (prefix ? prefix.symbol : "") + name);
        if (exponent > 1 && known.powers.includes(symbol + behind)) also.push(symbol + behind);
        const full = prefix && exponent === 1 ? unit.names.map((name) => prefix.name + name) : [];
        lines.push({
          names: [...names, ...also, ...full],
          symbol: power(symbol, exponent),
          dimension: dimension(unit.dimension, exponent),
          size: size(unit.exact, prefix, exponent),
          source: known.sources[unit.source],
        });
      }
    }
    return lines;
  }

  const lines = known.units.flatMap(linesOf);

  // How well a line fits, smaller is better; -1 for not at all.
  function fit(line, text, lower) {
    if (line.symbol === text || line.names.includes(text)) return 0;
    const words = [line.symbol, ...line.names].map((word) => word.toLowerCase());
    if (words.includes(lower)) return 1;
    if (line.dimension === text) return 2;
    if (words.some((word) => word.startsWith(lower))) return 3;
    return lower.length > 2 && words.some((word) => word.includes(lower)) ? 4 : -1;
  }

  function cell(row, tag, text, asCode) {
    const made = document.createElement(tag);
    const inside = asCode ? document.createElement("code") : made;
    inside.textContent = text;
    if (asCode) made.append(inside);
    if (tag === "th") made.scope = "col";
    row.append(made);
  }

  function show() {
    const text = input.value.trim();
    const lower = text.toLowerCase();
    found.replaceChildren();
    found.hidden = text === "";
    count.textContent = "";
    if (text === "") return;
    const fitting = lines
      .map((line, place) => ({ line, place, fit: fit(line, text, lower) }))
      .filter((each) => each.fit >= 0)
      .sort((a, b) => a.fit - b.fit || a.place - b.place);
    const more = fitting.length > LIMIT ? `, the first ${LIMIT} of them below` : "";
    count.textContent = fitting.length === 1 ? "1 unit" : `${fitting.length} units${more}`;
    found.hidden = fitting.length === 0;
    if (fitting.length === 0) return;
    const table = document.createElement("table");
    table.className = "table";
    const head = table.createTHead().insertRow();
    for (const title of ["names", "symbol", "dimension", "size in SI units, exactly", "source"]) {
      cell(head, "th", title, false);
    }
    const body = table.createTBody();
    for (const { line } of fitting.slice(0, LIMIT)) {
      const row = body.insertRow();
      cell(row, "td", line.names.join(", "), true);
      cell(row, "td", line.symbol, true);
      cell(row, "td", line.dimension, true);
      cell(row, "td", line.size, true);
      cell(row, "td", line.source, false);
    }
    found.append(table);
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", show);
  form.hidden = false;
  show();
})();
