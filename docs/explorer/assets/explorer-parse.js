// Text -> unit: the grammar of `bu_units.parse_unit`, read in one pass from left to right.
//
//     unit     = product { "/" factor | "*" factor }
//     product  = factor { factor }                      juxtaposition, as in "kg m s-2"; no number
//     factor   = primary [ exponent ]
//     primary  = number | name | "(" unit ")"
//     exponent = ("^" | "**") ( integer | decimal | "(" rational ")" ) | superscripts | integer
//
// "a/b/c" is a/(b*c). The words "per", "squared", "square" and kin are signs. What can be read in two ways
// ("J / K mol", "m^1/2", "m 2") is an error, and so is what people write for something else than what it would
// say ("deg C", "5.0(3)").
"use strict";
(function (explorer) {
  const { Rational, Magnitude, ZERO, ONCE, MINUS_ONCE, ONE, PI, absolute } = explorer;

  const LONGEST_TEXT = 10000;
  const DEEPEST_NESTING = 50;
  const LONGEST_PLAIN = 40; // characters of an exponent without brackets
  const LONGEST_EXPONENT = 60; // characters
  const LONGEST_NUMBER = 400; // characters
  const LONGEST_SEARCH = 1n << 21n; // steps; for the prime factors of all numbers in a text
  const LARGEST_POWER_OF_TEN = 10000;

  const NUMBER = "(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?";
  const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  // Superscripts are digits to Unicode; in a unit they are exponents.
  const LETTER = `(?:(?![${RAISED}])[\\p{L}\\p{Nl}\\p{No}_])`;
  const WORD = `(?:(?![${RAISED}])[\\p{L}\\p{N}_])`;
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const phrases = [...explorer.data.phrases].sort((a, b) => b.length - a.length);
  const TOKEN = new RegExp(
    [
      `(?<phrase>(?:${phrases.map((phrase) => escaped(phrase).replace(/ /g, "\\s+")).join("|")})(?!${WORD}))`,
      `(?<number>${NUMBER})`,
      `(?<name>(?:${LETTER}|[°′″%])${WORD}*)`,
      `(?<superscript>[⁺⁻]?[${RAISED}]+(?:ᐟ[${RAISED}]+)?)`,
      "(?<power>\\*\\*|\\^)",
      "(?<times>[*.])",
      "(?<over>/)",
      "(?<sign>[+-])",
      "(?<open>\\()",
      "(?<close>\\))",
      "(?<blank>\\s+)",
    ].join("|"),
    "uy",
  );
  // Typeset forms of other characters: micro sign, Greek mu, ohm sign, Greek omega, angstrom sign, Greek pi,
  // degree Celsius, degree Fahrenheit, minus sign, dot operator, middle dot, multiplication sign; the ordinal mark
  // and the ring that keyboards have beside the degree sign.
  const SAME = {
    "\u00b5": "u",
    "\u03bc": "u",
    "\u2126": "ohm",
    "\u03a9": "ohm",
    "\u212b": "\u00c5",
    "\u03c0": "pi",
    "\u2103": "°C",
    "\u2109": "°F",
    "\u2212": "-",
    "\u22c5": "*",
    "\u00b7": "*",
    "\u00d7": "*",
    "\u00ba": "°",
    "\u02da": "°",
  };
  // Words for signs: powers behind a unit, and in front of it.
  const BEHIND = new Map([["squared", "²"], ["cubed", "³"]]);
  const IN_FRONT = new Map([["square", "²"], ["sq", "²"], ["cubic", "³"]]);

  // A text is not a unit: `position` is the place in `text`.
  class UnitError extends Error {
    constructor(reason, text, position = 0) {
      super(reason);
      this.name = "UnitError";
      this.reason = reason;
      this.text = text;
      this.position = position;
    }
  }

  function parse(text) {
    if (text.length > LONGEST_TEXT) throw new UnitError(`a unit of ${text.length} characters is too long`, text);
    if (!text.trim()) throw new UnitError('an empty text is no unit; the number one is written "1"', text);
    const reading = new Reading(text);
    const [pairs, coefficient] = reading.expression(0);
    if (reading.index < reading.tokens.length) {
      reading.fail(reading.kind() !== "close" ? "unexpected" : "no bracket is open before");
    }
    const alone = pairs.length === 1 && pairs[0][1].equals(ONCE);
    if (!(alone && coefficient.isOne)) reading.checkScales(alone);
    if (reading.exponentDigits > LONGEST_PLAIN) reading.checkExponents(pairs, coefficient);
    return explorer.written(pairs, coefficient);
  }

  // ---------------------------------------------------------------- what is misread

  const words = (text) => text.split(" ");
  const DEGREES = new Set(words("° deg degs degree degrees"));
  const AFTER_DEGREES = new Map(
    Object.entries({
      degC: "C Celsius celsius centigrade",
      degF: "F Fahrenheit fahrenheit",
      degR: "R Ra Rankine rankine",
      K: "K Kelvin kelvin",
    }).flatMap(([scale, after]) => words(after).map((word) => [word, scale])),
  );
  const COLUMNS = new Map([
    ["mm Hg", "mmHg"],
    ["cm Hg", "cmHg"],
    ...["in", "inch", "inches"].flatMap((inch) => [[`${inch} Hg`, "inHg"], [`${inch} H2O`, "inH2O"]]),
    ["cm H2O", "cmH2O"],
  ]);
  const RATIOS = new Set(["%", "‰", "percent", "permille"]);
  const LEVELS = new Set(words("dB decibel decibels"));
  const WEIGHTINGS = new Set(words("A B C D Z SPL"));
  const PRESSURES = new Set(words("bar mbar Pa hPa kPa MPa psi atm at kgf"));
  const ABOVE_WHAT = new Set(words("g a abs gauge G A"));
  const HUMIDITY = new Set(["RH", "rh", "Rh", "rH"]);

  const POINTS = new Set([".", "\u00b7", "\u22c5"]);

  // Why two names side by side are no product ("deg C", "% RH"); empty where they are one.
  function misread(first, second) {
    const both = `${first} ${second}`;
    const start = `'${both}' would be a product:`;
    if (DEGREES.has(first) && AFTER_DEGREES.has(second)) {
      const scale = AFTER_DEGREES.get(second);
      return `${start} ${scale === "K" ? "the kelvin has no degree sign" : "the scale is one word"}, '${scale}'`;
    }
    if (RATIOS.has(first) && HUMIDITY.has(second)) return `${start} a relative humidity is in '${first}' alone`;
    if (COLUMNS.has(both)) return `${start} the pressure is one word, '${COLUMNS.get(both)}'`;
    if (LEVELS.has(first) && WEIGHTINGS.has(second)) {
      return `${start} a weighting does not go into the unit, '${first}' alone`;
    }
    if (PRESSURES.has(first) && ABOVE_WHAT.has(second)) {
      return `${start} what a pressure is above does not go into the unit, '${first}' alone`;
    }
    if (RATIOS.has(second)) return `${start} what is counted does not go into the unit, '${second}' alone`;
    return "";
  }

  // What a letter says that people write for degrees, and what says the degrees.
  const OF_AN_ANGLE = ["degree of an angle", "degrees of a temperature", ["degC", "degF"]];
  const LETTERS = new Map([
    ["C", ["coulomb", "degrees Celsius", ["degC", "°C"]]],
    ["F", ["farad", "degrees Fahrenheit", ["degF", "°F"]]],
    ["R", ["roentgen", "degrees Rankine", ["degR", "°R"]]],
    ...[...DEGREES].map((word) => [word, OF_AN_ANGLE]),
  ]);
  const LETTER_WORD = new RegExp(`[\\p{L}_]${WORD}*|°${WORD}*`, "gu");

  // What to write in a text for degrees of a temperature ("20C" is 20 coulomb); empty where nothing looks like them.
  function degrees(number, text) {
    const letter = (text.match(LETTER_WORD) || []).find((word) => LETTERS.has(word));
    if (letter === undefined) return "";
    const [name, meant, texts] = LETTERS.get(letter);
    const isAlone = text.trim() === letter;
    if (!isAlone || !number) {
      const where = isAlone ? letter : `'${letter}' in '${text}'`;
      return `${where} is the ${name}; for ${meant} write ${texts.join(" or ")}`;
    }
    const said = DEGREES.has(letter) ? "an angle" : `${number} ${name}`;
    return `${number} ${letter} is ${said}; for ${meant} write ${texts.map((each) => `${number} ${each}`).join(" or ")}`;
  }

  // Why "5.0(3)" is refused: no product of 5.0 and 3, but 5.0 with an uncertainty of 0.3.
  function uncertain(number, digits) {
    const places = (number.toLowerCase().split("e")[0].split(".")[1] || "").length;
    const padded = digits.padStart(places + 1, "0");
    const isWhole = digits.includes(".") || !places;
    const size = isWhole ? digits : `${padded.slice(0, -places)}.${padded.slice(-places)}`;
    return `${number}(${digits}) is ${number} with the standard uncertainty ${size}, which is kept beside a value and not in it`;
  }

  class Reading {
    constructor(text) {
      this.text = text;
      this.index = 0;
      this.scales = []; // degC, dBm, with their places
      this.steps = 0n;
      this.exponentDigits = 0;
      this.tokens = [];
      this.awaited = null; // the word of a power whose unit has not come
      let plain = "";
      const places = [];
      for (let place = 0; place < text.length; place++) {
        const same = SAME[text[place]] || text[place];
        plain += same;
        for (let turn = 0; turn < same.length; turn++) places.push(place);
      }
      places.push(text.length);
      for (let position = 0; position < plain.length; position = TOKEN.lastIndex) {
        TOKEN.lastIndex = position;
        const match = TOKEN.exec(plain);
        if (match === null) {
          this.failAt(`unexpected character '${String.fromCodePoint(plain.codePointAt(position))}'`, places[position]);
        }
        const [kind, word] = Object.entries(match.groups).find(([, group]) => group !== undefined);
        const shown = kind === "phrase" ? word.split(/\s+/).join(" ") : word;
        if (kind !== "blank") {
          this.hear({ kind, text: shown, start: places[position], end: places[TOKEN.lastIndex] });
        }
      }
      if (this.awaited) this.failAt(`'${this.awaited.text}' is the power of a unit behind it`, this.awaited.start);
    }

    // Add a token, or the sign that a word says; a power that is said first is put behind its unit.
    hear(token) {
      if (IN_FRONT.has(token.text) && !this.awaited) {
        this.awaited = token;
        this.awaitedAt = this.tokens.length;
        return;
      }
      if (token.text === "per") token.kind = "over";
      else if (BEHIND.has(token.text)) Object.assign(token, { kind: "superscript", text: BEHIND.get(token.text) });
      this.tokens.push(token);
      const isNext = this.awaited && this.tokens.length === this.awaitedAt + 1;
      if (!isNext || (token.kind !== "name" && token.kind !== "phrase") || IN_FRONT.has(token.text)) return;
      this.tokens.push({ ...token, kind: "superscript", text: IN_FRONT.get(this.awaited.text) });
      this.awaited = null;
    }

    kind(ahead = 0) {
      const token = this.tokens[this.index + ahead];
      return token ? token.kind : "";
    }
    take() {
      return this.tokens[this.index++];
    }
    failAt(reason, position) {
      throw new UnitError(reason, this.text, position);
    }
    fail(reason) {
      const token = this.tokens[this.index];
      if (token) this.failAt(`${reason} '${token.text}'`, token.start);
      this.failAt(`${reason} the end`, this.text.length);
    }
    touches() {
      return this.tokens[this.index].start === this.tokens[this.index - 1].end;
    }

    // -------------------------------------------------------------- grammar

    expression(depth) {
      if (depth > DEEPEST_NESTING) this.fail("brackets are nested too deeply at");
      let [pairs, coefficient] = this.factor(depth);
      let divided = false;
      while (this.kind() !== "" && this.kind() !== "close") {
        const kind = this.kind();
        if (kind === "times" || kind === "over") {
          this.checkPoint(divided);
          this.take();
        } else if (divided) this.fail("ambiguous after '/': write brackets or '*' before");
        else if (kind === "number") this.fail("ambiguous: write '*' or '^' before");
        else if (kind === "name" || kind === "phrase") this.checkNeighbours();
        else if (kind === "open") this.checkBracket();
        divided = divided || kind === "over";
        let [more, size] = this.factor(depth);
        if (kind === "over") {
          more = more.map(([unit, power]) => [unit, power.times(MINUS_ONCE)]);
          size = size.power(MINUS_ONCE);
        }
        pairs = [...pairs, ...more];
        coefficient = coefficient.times(size);
      }
      return [pairs, coefficient];
    }

    factor(depth) {
      const isName = this.kind() === "name" || this.kind() === "phrase";
      const [pairs, coefficient] = this.primary(depth);
      const power = this.exponent(isName);
      if (power === null || power.equals(ONCE)) return [pairs, coefficient];
      return [pairs.map(([unit, own]) => [unit, own.times(power)]), coefficient.power(power)];
    }

    primary(depth) {
      const kind = this.kind();
      if (kind === "number") return [[], this.number()];
      if (kind === "name" || kind === "phrase") return this.name();
      const isBetween = this.index && (this.kind(1) === "name" || this.kind(1) === "phrase");
      if (kind === "sign" && isBetween) this.fail("a product is written '*' or with a blank, not with a");
      if (kind !== "open") this.fail("expected a unit, a number or '(', found");
      this.take();
      const inside = this.expression(depth + 1);
      if (this.kind() !== "close") this.fail("expected ')', found");
      this.take();
      return inside;
    }

    number() {
      const token = this.tokens[this.index];
      const [digits, power = ""] = token.text.toLowerCase().split("e");
      const isLong = digits.length > LONGEST_NUMBER || power.length > LONGEST_PLAIN;
      if (isLong || Math.abs(Number(power || 0)) > LARGEST_POWER_OF_TEN) {
        this.fail("the number is out of all proportion:");
      }
      const value = Rational.read(digits);
      if (!value.n) this.fail("a unit cannot be zero:");
      let size;
      try {
        size = Magnitude.of(value, Number(power || 0));
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        this.failAt(error.message, token.start);
      }
      this.steps += size.searchSteps;
      if (this.steps > LONGEST_SEARCH) this.fail("too many numbers with large prime factors, as");
      this.take();
      return size;
    }

    name() {
      const token = this.take();
      if (token.text === "pi") return [[], PI];
      let power = ONCE;
      let unit = explorer.find(token.text);
      let isPower = unit !== null && !unit.isNamed; // "cm2"
      const stem = token.text.replace(/[0-9]+$/, "");
      if (unit === null && stem !== token.text) { // "s2"
        unit = explorer.find(stem);
        isPower = true;
        power = this.rational(token.text.slice(stem.length), token);
        const word = unit === null ? this.otherWord(token.text) : null; // "a0"
        if (word !== null) {
          [unit, isPower, power] = [word, false, ONCE];
        } else if (!power.n && (unit !== null || explorer.spelled(stem))) {
          const name = this.text.slice(token.start, token.end);
          const refused = this.refusal(token.text); // "g0"
          this.failAt(refused || `unknown unit '${name}': a unit to the power zero is 1, and written so`, token.start);
        }
      }
      if (unit === null) unit = this.otherWord(stem); // "meters"
      // A micro sign is read as "u", but alone it is not the atomic mass unit.
      if (unit === null || (token.text === "u" && this.text[token.start] !== "u")) this.unknown(token);
      if (isPower && this.hasExponent()) this.fail("a second exponent:");
      if (unit.kind !== "unit") this.scales.push([unit, token.start]);
      const pairs = unit.atoms.map(([atom, own]) => [atom, own.times(power)]);
      return [pairs, unit.coefficient.power(power)];
    }

    // Fail for a scale that does not stand alone: a level, and a point with but a number.
    checkScales(alone) {
      for (const [scale, place] of this.scales) {
        const start = `${scale} is a scale and takes no part in products and powers`;
        if (!scale.step) this.failAt(`${start}; convert a value to a linear unit first, such as ${scale.reference}`, place);
        if (alone && scale.kind === "point") {
          const absolute = explorer.coherentUnit(scale.dimension).longName;
          this.failAt(`${start} of numbers; use ${scale.step} for a difference, or convert a value to ${absolute}`, place);
        }
      }
    }

    // Fail for two names side by side that are no product: "deg C".
    // after: how many tokens stand between them.
    checkNeighbours(after = 0) {
      const [first, second] = [this.tokens[this.index - 1], this.tokens[this.index + after]];
      const reason = first.kind === "name" || first.kind === "phrase" ? misread(first.text, second.text) : "";
      if (reason) this.failAt(reason, first.start);
    }

    // Fail for a point between factors that may belong below the line, "J/kg·K", and for "deg. C".
    checkPoint(divided) {
      const { start } = this.tokens[this.index];
      const sign = this.text[start];
      if (!POINTS.has(sign)) return;
      if (divided) this.failAt(`ambiguous after '/': write brackets, or '*' for '${sign}'`, start);
      if (this.kind(1) === "name" || this.kind(1) === "phrase") this.checkNeighbours(1);
    }

    // Fail for brackets that hold no factor: "5.0(3)", "dB(A)", "bar(g)".
    checkBracket() {
      if ((this.kind(1) === "name" || this.kind(1) === "phrase") && this.kind(2) === "close") this.checkNeighbours(1);
      const first = this.tokens[this.index - 1];
      if (first.kind !== "number" || this.kind(1) !== "number" || this.kind(2) !== "close") return;
      this.failAt(uncertain(first.text, this.tokens[this.index + 1].text), first.start);
    }

    refusal(text) {
      return Object.hasOwn(explorer.data.refused, text) ? explorer.data.refused[text] : "";
    }

    // The unit of a word that is no name, null where it is refused or unknown.
    otherWord(text) {
      const word = this.refusal(text) ? null : explorer.spelled(text);
      return word === null ? null : explorer.find(word);
    }

    unknown(token) {
      const first = token.text[0];
      if (HUMIDITY.has(token.text.slice(1)) && first === "%") this.failAt(misread(first, token.text.slice(1)), token.start);
      const written = this.text.slice(token.start, token.end);
      const reason = this.refusal(token.text) || this.refusal(written);
      if (reason) this.failAt(reason, token.start);
      const near = explorer.suggest(token.text);
      const hint = near.length ? `; did you mean ${near.map((name) => `'${name}'`).join(" or ")}?` : "";
      this.failAt(`unknown unit '${written}'${hint}`, token.start);
    }

    // Whether the token at hand begins an exponent; a sign does only if it touches: "s-2".
    hasExponent() {
      if (this.kind() === "sign") {
        return this.tokens[this.index].text === "-" && this.touches() && this.kind(1) === "number";
      }
      return this.kind() === "power" || this.kind() === "superscript";
    }

    exponent(isName) {
      if (!this.hasExponent() || (this.kind() === "sign" && !isName)) return null;
      const kind = this.kind();
      let power;
      if (kind === "superscript") {
        const token = this.take();
        const plain = [...token.text]
          .map((char) => ({ "⁺": "+", "⁻": "-", ᐟ: "/" })[char] || String(RAISED.indexOf(char)))
          .join("");
        const [above, below = "1"] = plain.split("/");
        const [top, bottom] = [above, below].map((digits) => this.rational(digits, token, LONGEST_EXPONENT));
        power = this.quotient(top, bottom);
      } else if (kind === "power") {
        this.take();
        power = this.explicitExponent();
      } else {
        power = this.signedNumber();
      }
      if (this.hasExponent()) this.fail("a second exponent:");
      return power;
    }

    explicitExponent() {
      if (this.kind() !== "open") {
        const power = this.signedNumber();
        // "m^1/2" may mean m^(1/2) or (m^1)/2.
        if (this.kind() === "over" && this.kind(1) === "number" && power.isInteger) {
          this.fail("ambiguous: bracket the exponent, as in m^(1/2), before");
        }
        return power;
      }
      this.take();
      let power = this.signedNumber(LONGEST_EXPONENT);
      if (this.kind() === "over") {
        this.take();
        power = this.quotient(power, this.signedNumber(LONGEST_EXPONENT));
      }
      if (this.kind() !== "close") this.fail("expected ')' after the exponent, found");
      this.take();
      return power;
    }

    quotient(above, below) {
      if (!below.n) this.fail("an exponent divided by zero before");
      return above.over(below);
    }

    signedNumber(longest = LONGEST_PLAIN) {
      const minus = this.kind() === "sign" && this.take().text === "-";
      if (this.kind() !== "number") this.fail("expected an exponent, found");
      const token = this.take();
      const power = this.rational(token.text, token, longest);
      return minus ? power.times(MINUS_ONCE) : power;
    }

    rational(digits, token, longest = LONGEST_PLAIN) {
      if (digits.toLowerCase().includes("e") || digits.replace(/^[+-]/, "").length > longest) {
        const reason = "an exponent is a plain integer, decimal or fraction of reasonable size, not";
        this.failAt(`${reason} '${digits}'`, token.start);
      }
      this.exponentDigits += digits.length;
      return Rational.read(digits);
    }

    // Fail if the exponents of the text make one that is too long to be written in it.
    checkExponents(pairs, coefficient) {
      const totals = new Map();
      for (const [unit, power] of pairs) {
        totals.set(unit.key, (totals.get(unit.key) || ZERO).plus(power));
      }
      const largest = 10n ** BigInt(LONGEST_EXPONENT);
      for (const power of [...totals.values(), ...coefficient.parts.map(([, own]) => own)]) {
        if (absolute(power.n) >= largest || power.d >= largest) {
          this.failAt("the exponents together are out of all proportion", 0);
        }
      }
    }
  }

  Object.assign(explorer, { parse, degrees, UnitError, NUMBER_PATTERN: NUMBER, ONE });
})(globalThis.brainunitExplorer);
