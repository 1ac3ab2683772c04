// Unit -> text: default, unicode, LaTeX, HTML, siunitx, UCUM and UDUNITS, as `bu_units` writes them.
"use strict";
(function (explorer) {
  const { Rational, Magnitude, ONCE, MINUS_ONCE, ZERO, ONE, PI_BASE, bits, absolute, powerText } = explorer;

  const LONGEST_COEFFICIENT = 400; // bits
  const LARGEST_PRIME = 1n << 28n;
  const micro = new Set(
    explorer.rows.filter((row) => row.prefixes === "si").map((row) => `u${row.symbol}`),
  );
  const inner = (power) => powerText(power).replace(/^\(|\)$/g, "");

  // Factors with numerators first; whether the unit is one symbol and nothing else.
  function layout(unit) {
    const pairs = unit.atoms.map(([atom, power]) => [String(atom), power]);
    pairs.sort(([, a], [, b]) => (a.sign < 0) - (b.sign < 0));
    const alone = pairs.length === 1 && pairs[0][1].equals(ONCE) && unit.coefficient.isOne;
    return { pairs, alone, above: pairs.filter(([, p]) => p.sign > 0), below: pairs.filter(([, p]) => p.sign < 0) };
  }

  // A symbol as it stands in a product or a power: "(km/h)".
  const inProduct = (symbol, alone = false) => (!alone && /[*/^+\-·]/.test(symbol) ? `(${symbol})` : symbol);

  function plainText(unit) {
    const { pairs, alone, above, below } = layout(unit);
    if (alone) return pairs[0][0];
    const factor = ([symbol, power]) =>
      inProduct(symbol) + (power.equals(ONCE) ? "" : `^${powerText(power)}`);
    const reversed = below.map(([symbol, power]) => factor([symbol, power.times(MINUS_ONCE)]));
    const text = [...coefficientFactors(unit.coefficient), ...above.map(factor)].join(" * ") || "1";
    if (!reversed.length) return text;
    return reversed.length === 1 ? `${text} / ${reversed[0]}` : `${text} / (${reversed.join(" * ")})`;
  }

  const raised = (power) =>
    power.equals(ONCE)
      ? ""
      : String(power).replace(/./g, (char) => ({ "-": "⁻", "/": "ᐟ" })[char] || "⁰¹²³⁴⁵⁶⁷⁸⁹"[char]);

  function unicodeText(unit) {
    const { pairs, alone } = layout(unit);
    const factors = coefficientFactors(unit.coefficient).map((factor) => {
      const [base, exponent = "1"] = factor.split("^");
      return base + raised(Rational.read(exponent.replace(/[()]/g, "")));
    });
    factors.push(...pairs.map(([symbol, power]) => inProduct(pretty(symbol), alone) + raised(power)));
    return factors.join("·") || "1";
  }

  function latexText(unit) {
    const { alone, above, below } = layout(unit);
    const thin = " \\, ";
    const factors = coefficientFactors(unit.coefficient).map((factor) => {
      const [base, power] = factor.split("^");
      const word = base.replace("pi", "\\pi");
      return power ? `${word}^{${power.replace(/^\(|\)$/g, "")}}` : word;
    });
    factors.push(...above.map(([symbol, power]) => latexPower(inProduct(symbol, alone), power)));
    const text = factors.join(thin) || "1";
    if (!below.length) return text;
    const under = below.map(([symbol, power]) => latexPower(inProduct(symbol, alone), power.times(MINUS_ONCE)));
    return `\\frac{${text}}{${under.join(thin)}}`;
  }

  // Points on the scales of temperature.
  const DEGREES = { degC: "°C", degF: "°F" };
  const SHOWN = { ohm: "\\Omega", "°": "{}^{\\circ}", "′": "{}^{\\prime}", "″": "{}^{\\prime\\prime}" };
  const LATEX = { "\\": "\\backslash ", "^": "\\hat{}", "~": "\\sim ", µ: "\\mu ", Å: "\\mathring{A}", Ω: "\\Omega " };

  function latexPower(symbol, power) {
    const escape = (text) =>
      text.replace(/[%_$&#{} ]/g, "\\$&").replace(/[\\^~µÅΩ]/g, (char, place, whole) =>
        char === "\\" && "%_$&#{} ".includes(whole[place + 1] || "x") ? char : LATEX[char],
      );
    let body = SHOWN[symbol];
    if (!body && DEGREES[symbol]) body = `{}^{\\circ}\\mathrm{${DEGREES[symbol].slice(1)}}`;
    if (!body && symbol.endsWith("ohm")) body = `\\mathrm{${escape(pretty(symbol).slice(0, -1))}}\\Omega`;
    if (!body) body = `\\mathrm{${escape(pretty(symbol))}}`;
    if (power.equals(ONCE)) return body;
    return `${body.includes("^") ? `{${body}}` : body}^{${inner(power)}}`;
  }

  function htmlText(unit) {
    const { pairs, alone } = layout(unit);
    const factors = coefficientFactors(unit.coefficient).map((factor) => {
      const [base, power] = factor.split("^");
      return power ? `${base}<sup>${power.replace(/^\(|\)$/g, "")}</sup>` : base;
    });
    const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
    for (const [symbol, power] of pairs) {
      const exponent = power.equals(ONCE) ? "" : `<sup>${inner(power)}</sup>`;
      factors.push(escape(inProduct(pretty(symbol), alone)) + exponent);
    }
    return factors.join("&nbsp;") || "1";
  }

  // The typeset symbol: "Mohm" as MΩ, "uV" as µV, "degC" as °C.
  function pretty(symbol) {
    if (DEGREES[symbol]) return DEGREES[symbol];
    const typeset = symbol.endsWith("ohm") ? `${symbol.slice(0, -3)}Ω` : symbol;
    return micro.has(typeset.replace("Ω", "ohm")) ? `µ${typeset.slice(1)}` : typeset;
  }

  // The factors of "3.0 * 10.0^2"; every one is exact and reads back.
  function coefficientFactors(coefficient) {
    if (coefficient.isOne) return [];
    const ten = coefficient.powerOfTen;
    if (ten !== null) return [`10.0^${powerText(ten)}`];
    const exact = isShort(coefficient) ? coefficient.fraction : null;
    if (exact === null) {
      return coefficient.parts.map(([base, power]) => {
        const word = base === PI_BASE ? "pi" : String(base);
        return power.equals(ONCE) ? word : `${word}^${powerText(power)}`;
      });
    }
    let rest = exact.d;
    for (const prime of [2n, 5n]) while (rest % prime === 0n) rest /= prime;
    return rest === 1n ? scientific(exact) : [`(${exact})`];
  }

  function isShort(coefficient) {
    const { parts } = coefficient;
    const size = (base, power) => absolute(power.n) * BigInt(bits(base));
    const total = parts.reduce((sum, [base, power]) => sum.plus(new Rational(size(base, power), power.d)), ZERO);
    const hard = parts
      .filter(([base]) => base > LARGEST_PRIME)
      .reduce((sum, [, power]) => sum.plus(new Rational(absolute(power.n), power.d)), ZERO);
    return total.n <= BigInt(LONGEST_COEFFICIENT) * total.d && hard.n <= hard.d;
  }

  function scientific(exact) {
    let places = 0;
    let value = exact;
    for (; !value.isInteger; places++) value = value.times(new Rational(10n));
    const digits = String(value.n);
    const scale = digits.length - 1 - places;
    const short = digits.replace(/0+$/, "");
    const factor = `${short[0]}.${short.slice(1) || "0"}`;
    return scale ? [factor, `10.0^${scale}`] : [factor];
  }

  // ---------------------------------------------------------------- siunitx

  const SIUNITX_POINTS = { degC: "\\degreeCelsius", degF: "\\degreefahrenheit" };
  const SIUNITX_POWERS = { 2: "\\square", 3: "\\cubic" };

  function siunitxText(unit) {
    const point = SIUNITX_POINTS[plainText(unit)];
    if (point) return point;
    if (unit.kind !== "unit") refuse("siunitx", unit, "it is a scale, no unit that has a factor");
    if (!unit.coefficient.isOne) {
      refuse("siunitx", unit, "a number in front belongs to the value, not to the unit");
    }
    const pairs = [...unit.atoms].sort(([, a], [, b]) => (a.sign < 0) - (b.sign < 0));
    return pairs
      .map(([atom, power]) => {
        const per = power.sign < 0 ? "\\per" : "";
        const size = power.sign < 0 ? power.times(MINUS_ONCE) : power;
        if (size.equals(ONCE)) return per + macro(atom);
        const word = SIUNITX_POWERS[String(size)];
        return word ? per + word + macro(atom) : `${per}${macro(atom)}\\tothe{${inner(size)}}`;
      })
      .join("");
  }

  function macro(atom) {
    const { row, spelling, prefix } = atom;
    if (!row) return `\\${spelling.replaceAll("_", "")}`; // what counts levels
    if (row.siunitx === null) refuse("siunitx", atom, `a macro has letters only, unlike '${spelling}'`);
    const word = row.siunitx[spelling] || `\\${spelling.replaceAll("_", "")}`;
    return prefix ? `\\${prefix.name}${word}` : word;
  }

  function refuse(title, unit, why) {
    throw new explorer.UnitError(`${title} cannot say ${unit}: ${why}`, String(unit));
  }

  // ---------------------------------------------------------------- UCUM and UDUNITS

  // Scales that a dialect has, by their symbols.
  const SCALE_CODES = {
    ucum: {
      degC: "Cel",
      degF: "[degF]",
      Bel: "B",
      dB: "dB",
      dBW: "dB[W]",
      dBV: "dB[V]",
      dBuV: "dB[uV]",
      dBSPL: "dB[SPL]",
      pH_scale: "[pH]",
    },
    udunits: { degC: "degC", degF: "degF", dBm: "dBm", dBW: "dBW" },
  };

  const LONGEST_EXPONENT = 40; // characters

  function scaleCode(unit, dialect) {
    return unit.kind === "unit" ? undefined : SCALE_CODES[dialect][plainText(unit)];
  }

  // The codes with their exponents, and the number in front, that say a unit in a dialect.
  function terms(unit, dialect, title) {
    const totals = new Map();
    let number = unit.coefficient;
    for (const [atom, power] of unit.atoms) {
      if (atom.kind !== "unit") refuse(title, atom, "it is a scale, no unit that has a factor");
      if (!atom.row || !atom.row[dialect]) refuse(title, atom, `it has no unit of ${atom.dimension.parts[0][0]}`);
      const [codes, size] = atomTerms(atom, dialect);
      number = number.times(size.power(power));
      for (const [code, own] of codes) {
        totals.set(code, (totals.get(code) || ZERO).plus(new Rational(BigInt(own)).times(power)));
      }
    }
    for (const power of totals.values()) {
      if (!power.isInteger) refuse(title, unit, `its exponents are integers, not ${power}`);
      if (String(power).length > LONGEST_EXPONENT) refuse(title, unit, "its exponents have up to 40 digits");
    }
    const codes = [...totals].filter(([, power]) => power.n).map(([code, power]) => [code, power.n]);
    return [codes, number];
  }

  function atomTerms(atom, dialect) {
    const [codes, number, others] = atom.row[dialect];
    if (!atom.prefix) return [codes, Magnitude.fromPairs(number)];
    const other = others[atom.prefix.symbol];
    if (other) return [other[0], Magnitude.fromPairs(other[1])];
    return [[[atom.prefix.symbol + codes[0][0], 1]], ONE];
  }

  const LONGEST = 20000n; // bits
  const LONGEST_FACTOR = 1300; // bits
  const LARGEST_SMALL_PRIME = 1000n;
  const LARGEST_COMPOSITE = 1n << 64n;
  const SHORT = 3n; // 300, not 3 times ten to the 2

  // The number as a product of `above` and powers of ten and pi, divided by that of `below`.
  function numberParts(number, title, unit) {
    if (number.parts.some(([, power]) => !power.isInteger)) {
      refuse(title, unit, "the number in front is irrational");
    }
    const whole = new Map(number.parts.map(([base, power]) => [base, power.n]));
    const pi = whole.get(PI_BASE) || 0n;
    whole.delete(PI_BASE);
    const ten = tenOf(whole);
    for (const prime of [2n, 5n]) whole.set(prime, (whole.get(prime) || 0n) - ten);
    const size = [...whole].reduce((sum, [base, power]) => sum + absolute(power) * BigInt(bits(base)), 0n);
    if (size > LONGEST) refuse(title, unit, "the number in front has too many digits");
    const above = integers([...whole].filter(([, power]) => power > 0n));
    const below = integers([...whole].filter(([, power]) => power < 0n).map(([base, power]) => [base, -power]));
    return { above, below, ten, pi };
  }

  function tenOf(whole) {
    const [two, five] = [whole.get(2n) || 0n, whole.get(5n) || 0n];
    const others = [...whole].filter(([base]) => base !== 2n && base !== 5n);
    if (others.every(([, power]) => power >= 0n)) {
      const ten = two < five ? two : five;
      const alone = others.every(([, power]) => power === 0n) && two === five;
      return ten > 0n && ten <= SHORT && !alone ? 0n : ten;
    }
    if (two * five <= 0n) return 0n;
    const ten = absolute(five) < absolute(two) ? five : two;
    return absolute(ten) <= SHORT ? 0n : ten;
  }

  // Factors whose product has these prime powers, and which a parser can factorise.
  function integers(powers) {
    const factors = [1n];
    let found = 1n;
    for (const [base, power] of powers.sort(([a], [b]) => (a < b ? -1 : 1))) {
      for (let turn = 0n; turn < power; turn++) {
        let more = base > LARGEST_SMALL_PRIME ? found * base : found;
        const hard = base > LARGEST_PRIME || more > LARGEST_COMPOSITE;
        if ((hard && found !== 1n) || bits(factors[factors.length - 1] * base) > LONGEST_FACTOR) {
          factors.push(1n);
          more /= found;
        }
        factors[factors.length - 1] *= base;
        found = more;
      }
    }
    return factors.filter((factor) => factor !== 1n);
  }

  function ucumText(unit) {
    const scale = scaleCode(unit, "ucum");
    if (scale) return scale;
    const [codes, number] = terms(unit, "ucum", "UCUM");
    const { above, below, ten, pi } = numberParts(number, "UCUM", unit);
    const all = pi ? [...codes, ["[pi]", pi]] : codes;
    const power = (code, exponent) => (exponent === 1n ? code : `${code}${exponent}`);
    const first = [
      ...above.map(String),
      ...(ten ? [`10*${ten}`] : []),
      ...all.filter(([, exponent]) => exponent > 0n).map(([code, exponent]) => power(code, exponent)),
    ];
    const second = [
      ...all.filter(([, exponent]) => exponent < 0n).map(([code, exponent]) => power(code, -exponent)),
      ...below.map(String),
    ];
    return first.join(".") + second.map((factor) => `/${factor}`).join("") || "1";
  }

  const LARGEST_POWER_OF_TEN = 10000n;
  const LONGEST_DECIMALS = 9n; // 0.0127, but 1602e-28

  function udunitsText(unit) {
    const scale = scaleCode(unit, "udunits");
    if (scale) return scale;
    const [codes, number] = terms(unit, "udunits", "UDUNITS");
    const parts = numberParts(number, "UDUNITS", unit);
    const words = numberWords(parts);
    const all = parts.pi ? [["pi", parts.pi], ...codes] : codes;
    words.push(...all.map(([code, power]) => (power === 1n ? code : `${code}${power}`)));
    let text = words.length ? words[0] : "1";
    for (const word of words.slice(1)) text += /^\d/.test(word) ? ` * ${word}` : ` ${word}`;
    return text;
  }

  // The number as factors: "1.5", "1e-3", "(1/3)".
  function numberWords({ above, below, ten }) {
    let words = above.map(String);
    if (!words.length && (ten || below.length)) words = ["1"];
    if (absolute(ten) > LARGEST_POWER_OF_TEN) {
      words = [`10^${ten}`, ...words.filter((word) => word !== "1")];
    } else if (ten < 0n && -ten <= LONGEST_DECIMALS && words[0] !== "1") {
      const places = Number(-ten);
      const digits = words[0].padStart(1 + places, "0");
      words[0] = `${digits.slice(0, -places)}.${digits.slice(-places)}`;
    } else if (ten) {
      words[0] += `e${ten}`;
    }
    if (!below.length) return words;
    return [`(${words.join(" * ")}${below.map((digits) => `/${digits}`).join("")})`];
  }

  const formats = {
    default: plainText,
    unicode: unicodeText,
    latex: latexText,
    html: htmlText,
    siunitx: siunitxText,
    ucum: ucumText,
    udunits: udunitsText,
  };
  Object.assign(explorer, { formats });
})(globalThis.brainunitExplorer);
