// Exact numbers: rationals, and products of rational powers of primes and of pi, rounded once to a double.
// Runs in a browser and in node; all files of the explorer share the object `brainunitExplorer`.
"use strict";
globalThis.brainunitExplorer ??= {};
(function (explorer) {
  // ---------------------------------------------------------------- rationals

  const absolute = (number) => (number < 0n ? -number : number);

  function gcd(first, second) {
    let a = absolute(first);
    let b = absolute(second);
    while (b) [a, b] = [b, a % b];
    return a;
  }

  class Rational {
    constructor(above, below = 1n) {
      const common = gcd(above, below) * (below < 0n ? -1n : 1n);
      this.n = above / common;
      this.d = below / common;
    }
    // "12", "-1.5e3", "3/4"; only plain ASCII digits.
    static read(text) {
      const [above, below] = text.split("/");
      if (below !== undefined) return Rational.read(above).over(Rational.read(below));
      const [digits, power] = above.toLowerCase().split("e");
      const [whole, behind = ""] = digits.split(".");
      const shift = BigInt(power || 0) - BigInt(behind.length);
      const number = BigInt((whole + behind).replace("+", "").replace(/^-/, "") || 0);
      const signed = digits.startsWith("-") ? -number : number;
      return shift < 0n ? new Rational(signed, 10n ** -shift) : new Rational(signed * 10n ** shift);
    }
    plus(other) {
      return new Rational(this.n * other.d + other.n * this.d, this.d * other.d);
    }
    minus(other) {
      return this.plus(other.times(MINUS_ONCE));
    }
    times(other) {
      return new Rational(this.n * other.n, this.d * other.d);
    }
    over(other) {
      return new Rational(this.n * other.d, this.d * other.n);
    }
    equals(other) {
      return this.n === other.n && this.d === other.d;
    }
    get isInteger() {
      return this.d === 1n;
    }
    get sign() {
      return this.n > 0n ? 1 : this.n < 0n ? -1 : 0;
    }
    toString() {
      return this.d === 1n ? String(this.n) : `${this.n}/${this.d}`;
    }
    // The nearest double.
    toNumber() {
      const size = nearestQuotient(absolute(this.n), this.d);
      return this.n < 0n ? -size : size;
    }
  }

  const ZERO = new Rational(0n);
  const ONCE = new Rational(1n);
  const MINUS_ONCE = new Rational(-1n);

  // ---------------------------------------------------------------- prime factors

  const SMALL_PRIMES = [];
  for (let n = 2n; n < 1000n; n++) {
    if (SMALL_PRIMES.every((prime) => n % prime)) SMALL_PRIMES.push(n);
  }
  const LARGEST_SMALL = SMALL_PRIMES[SMALL_PRIMES.length - 1];
  const POLLARD_STEPS = 1 << 18;
  const LONGEST_COMPOSITE = 256; // bits
  const bits = (number) => (number ? number.toString(2).length : 0);

  function factorise(number) {
    const factors = new Map();
    let left = number;
    for (const prime of SMALL_PRIMES) {
      let count = 0n;
      while (left % prime === 0n) {
        left /= prime;
        count += 1n;
      }
      if (count) factors.set(prime, count);
      if (left === 1n) return factors;
    }
    const rest = [left];
    while (rest.length) {
      const candidate = rest.pop();
      if (isPrime(candidate)) {
        factors.set(candidate, (factors.get(candidate) || 0n) + 1n);
      } else {
        const found = divisor(candidate);
        rest.push(found, candidate / found);
      }
    }
    return factors;
  }

  function modularPower(base, power, modulus) {
    let result = 1n;
    for (let square = base % modulus; power; power >>= 1n, square = (square * square) % modulus) {
      if (power & 1n) result = (result * square) % modulus;
    }
    return result;
  }

  // Miller-Rabin; these bases decide every number below 3.3e24.
  function isPrime(number) {
    if (number < LARGEST_SMALL ** 2n) return true; // no factor below 1000 is left
    let odd = number - 1n;
    let twos = 0;
    for (; odd % 2n === 0n; odd /= 2n) twos++;
    for (const witness of SMALL_PRIMES.slice(0, 13)) {
      let power = modularPower(witness, odd, number);
      let passed = power === 1n || power === number - 1n;
      for (let turn = 1; turn < twos && !passed; turn++) {
        power = (power * power) % number;
        passed = power === number - 1n;
      }
      if (!passed) return false;
    }
    return true;
  }

  // A proper divisor of a composite number: Pollard's rho; the differences of 64 steps share one gcd.
  function divisor(number) {
    for (let constant = 1n; constant < 20n && bits(number) <= LONGEST_COMPOSITE; constant++) {
      const step = (x) => (x * x + constant) % number;
      let slow = 2n;
      let fast = 2n;
      let found = 1n;
      for (let done = 0; done < POLLARD_STEPS && found === 1n; done += 64) {
        const [slowBefore, fastBefore] = [slow, fast];
        let product = 1n;
        for (let turn = 0; turn < 64; turn++) {
          slow = step(slow);
          fast = step(step(fast));
          product = (product * absolute(slow - fast)) % number;
        }
        if (gcd(product, number) === 1n) continue;
        [slow, fast] = [slowBefore, fastBefore];
        while (found === 1n) {
          slow = step(slow);
          fast = step(step(fast));
          found = gcd(slow - fast, number);
        }
      }
      if (found === 1n) break;
      if (found !== number) return found;
    }
    throw new RangeError(`cannot hold the factor ${number} exactly: its prime factors are too large`);
  }

  function squareRoot(number) {
    if (number < 2n) return number;
    let guess = 1n << BigInt((bits(number) + 1) >> 1);
    for (;;) {
      const next = (guess + number / guess) >> 1n;
      if (next >= guess) return guess;
      guess = next;
    }
  }

  // ---------------------------------------------------------------- magnitudes

  const PI_BASE = 0n;

  // An exact positive number; equal numbers have equal keys, since prime factorisation is unique.
  class Magnitude {
    // `powers`: Map from primes (and 0 for pi) to Rationals
    constructor(powers) {
      this.parts = [...powers].filter(([, power]) => power.n).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
      this.key = this.parts.map(([base, power]) => `${base}^${power}`).join(" ");
    }
    static of(rational, powerOfTen = 0, base = 10) {
      const powers = new Map();
      const add = (factors, sign) => {
        for (const [prime, count] of factors) {
          powers.set(prime, (powers.get(prime) || ZERO).plus(new Rational(sign * count)));
        }
      };
      add(factorise(rational.n), 1n);
      add(factorise(rational.d), -1n);
      if (powerOfTen) add([...factorise(BigInt(base))], BigInt(powerOfTen));
      return new Magnitude(powers);
    }
    static fromPairs(pairs) {
      return new Magnitude(new Map(pairs.map(([base, power]) => [BigInt(base), Rational.read(String(power))])));
    }
    times(other) {
      const merged = new Map(this.parts);
      for (const [base, power] of other.parts) merged.set(base, (merged.get(base) || ZERO).plus(power));
      return new Magnitude(merged);
    }
    over(other) {
      return this.times(other.power(MINUS_ONCE));
    }
    power(exponent) {
      return new Magnitude(new Map(this.parts.map(([base, power]) => [base, power.times(exponent)])));
    }
    equals(other) {
      return this.key === other.key;
    }
    get isOne() {
      return this.key === "";
    }
    // Whether the number can be written out: Python's own limit for taking its fraction.
    get isShort() {
      return this.parts.every(([base, power]) => {
        const size = base > 4n ? bits(base) : 3;
        return absolute(power.n) * BigInt(size) < 20000n * power.d;
      });
    }
    // The number as a Rational; null when it is irrational.
    get fraction() {
      if (this.parts.some(([base, power]) => base === PI_BASE || !power.isInteger)) return null;
      return this.split().rational;
    }
    // The rational part, of whole powers of primes, and what is left: [[base, power], ...].
    split() {
      let [above, below] = [1n, 1n];
      const left = [];
      for (const [base, power] of this.parts) {
        if (base === PI_BASE || !power.isInteger) left.push([base, power]);
        else if (power.n > 0n) above *= base ** power.n;
        else below *= base ** -power.n;
      }
      return { rational: new Rational(above, below), left };
    }
    // The exponent n, a Rational, when the number is 10^n; else null.
    get powerOfTen() {
      if (!this.parts.length) return ZERO;
      if (this.parts.length !== 2 || this.parts[0][0] !== 2n || this.parts[1][0] !== 5n) return null;
      return this.parts[0][1].equals(this.parts[1][1]) ? this.parts[0][1] : null;
    }
    // About how many steps it took to find the prime factors.
    get searchSteps() {
      return this.parts.slice(0, -1).reduce((sum, [p]) => (p > LARGEST_SMALL ? sum + squareRoot(p) : sum), 0n);
    }
    // The nearest double to this number, or to `times` (a Rational) of it; 0 or Infinity beyond its range.
    toNumber(times = ONCE) {
      if (!times.n) return 0;
      const size = this.isShort ? nearestOf(this, absolute(times.n), times.d) : nearestByLogarithm(this, times);
      return times.n < 0n ? -size : size;
    }
  }

  const ONE = new Magnitude(new Map());
  const PI = new Magnitude(new Map([[PI_BASE, ONCE]]));

  // ---------------------------------------------------------------- rounding to a double

  // above / below, to nearest, ties to even; subnormal results too.
  function nearestQuotient(above, below, shift = 0) {
    if (!above) return 0;
    const lowest = bits(above) - bits(below) - 54;
    const quotient =
      lowest < 0 ? (above << BigInt(-lowest)) / below : above / (below << BigInt(lowest));
    const exact =
      lowest < 0
        ? quotient * below === above << BigInt(-lowest)
        : quotient * (below << BigInt(lowest)) === above;
    const place = lowest + shift;
    if (place > 1100) return Infinity;
    if (place < -1300) return 0;
    const excess = BigInt(Math.max(bits(quotient) - 53, -1074 - place));
    const half = 1n << (excess - 1n);
    const low = quotient & ((1n << excess) - 1n);
    let kept = quotient >> excess;
    if (low > half || (low === half && (!exact || kept & 1n))) kept += 1n;
    const power = place + Number(excess);
    if (power > 971) return Infinity;
    return Number(kept) * 2 ** power;
  }

  // 112 digits of pi
  const PI_DIGITS =
    314159265358979323846264338327950288419716939937510582097494459230781640628620899n * 10n ** 31n +
    8628034825342117067982148086513n;
  const PI_SCALE = 10n ** 111n;

  const logarithms = new Map();

  // The natural logarithm of above / below, with so many bits behind the point.
  function logarithm(above, below, places) {
    const key = `${above}/${below}@${places}`;
    if (logarithms.has(key)) return logarithms.get(key);
    const scale = BigInt(places);
    let twos = bits(above) - bits(below);
    let [a, b] = twos > 0 ? [above, below << BigInt(twos)] : [above << BigInt(-twos), below];
    if (2n * a * a < b * b) {
      a *= 2n;
      twos -= 1;
    }
    const small = ((a - b) << scale) / (a + b); // |small| < 0.34: ln = 2 atanh
    const square = (small * small) >> scale;
    let sum = 0n;
    for (let term = small, odd = 1n; term && term !== -1n; term = (term * square) >> scale, odd += 2n) {
      sum += term / odd;
    }
    const result = 2n * sum + (twos ? BigInt(twos) * logarithm(2n, 1n, places) : 0n);
    logarithms.set(key, result);
    return result;
  }
  // ln 2 = 2 atanh(1/3), which the reduction above would look for in itself.
  function seedLogarithm(places) {
    const key = `2/1@${places}`;
    if (logarithms.has(key)) return;
    let sum = 0n;
    for (let term = (1n << BigInt(places)) / 3n, odd = 1n; term; term /= 9n, odd += 2n) sum += term / odd;
    logarithms.set(key, 2n * sum);
  }

  // exp(x) for 0 <= x < 1, fixed point.
  function exponential(x, places) {
    const scale = BigInt(places);
    const small = x >> 8n;
    let sum = 1n << scale;
    for (let term = small, n = 1n; term; n += 1n, term = (term * small) / (n << scale)) sum += term;
    for (let turn = 0; turn < 8; turn++) sum = (sum * sum) >> scale;
    return sum;
  }

  // The logarithm of a product, with so many bits behind the point.
  function logarithmOf(parts, places) {
    seedLogarithm(places);
    let total = 0n;
    for (const [base, power] of parts) {
      const log =
        base === PI_BASE ? logarithm(PI_DIGITS, PI_SCALE, places) : logarithm(base, 1n, places);
      total += (log * power.n) / power.d;
    }
    return total;
  }

  // exp(total) = mantissa * 2^shift, with the mantissa's error.
  function power(total, places) {
    const logTwo = logarithm(2n, 1n, places);
    let shift = total / logTwo;
    if (total < 0n && shift * logTwo !== total) shift -= 1n;
    return { mantissa: exponential(total - shift * logTwo, places), shift: Number(shift) - places };
  }

  // Ziv's strategy: more digits until both ends of the error interval round alike.
  function ziv(parts, above, below) {
    const longest = Math.max(0, ...parts.map(([, exponent]) => bits(absolute(exponent.n))));
    let low = 0;
    for (const places of [160, 240, 330]) {
      const total = logarithmOf(parts, places + longest + 16);
      const all = places + longest + 16;
      if (absolute(total) >> BigInt(all) > 1000000n) return total > 0n ? Infinity : 0;
      const { mantissa, shift } = power(total, all);
      const error = 1n << BigInt(longest + 56);
      low = nearestQuotient((mantissa - error) * above, below, shift);
      if (low === nearestQuotient((mantissa + error) * above, below, shift)) break;
    }
    return low;
  }

  function nearestOf(number, above, below) {
    const { rational, left } = number.split();
    if (!left.length) return nearestQuotient(above * rational.n, below * rational.d);
    return ziv(left, above * rational.n, below * rational.d);
  }

  function nearestByLogarithm(number, times) {
    return ziv(number.parts, absolute(times.n), times.d);
  }

  // ---------------------------------------------------------------- text

  const LONGEST_DECIMAL = 30; // digits

  // The exact decimal of a Rational, plain or with an exponent; null if there is none that is short.
  function decimalText(value) {
    let below = value.d;
    let [twos, fives] = [0, 0];
    for (; below % 2n === 0n; below /= 2n) twos++;
    for (; below % 5n === 0n; below /= 5n) fives++;
    if (below !== 1n) return null;
    const places = Math.max(twos, fives);
    const digits = String((absolute(value.n) * 10n ** BigInt(places)) / value.d);
    const significant = digits.replace(/0+$/, "") || "0";
    if (significant.length > LONGEST_DECIMAL) return null;
    const sign = value.n < 0n ? "-" : "";
    const exponent = digits.length - 1 - places;
    if (value.n && (exponent < -5 || exponent > 15)) {
      const behind = significant.length > 1 ? `.${significant.slice(1)}` : "";
      return `${sign}${significant[0]}${behind}e${exponent}`;
    }
    if (!places) return sign + digits;
    const padded = digits.padStart(places + 1, "0");
    return `${sign}${padded.slice(0, -places)}.${padded.slice(-places)}`;
  }

  const TRAILING_ZEROS = 9;

  // An integer, with its power of ten where it ends with many zeros.
  function integerFactors(number) {
    const digits = String(number);
    const plain = digits.replace(/0+$/, "");
    const zeros = digits.length - plain.length;
    if (zeros < TRAILING_ZEROS) return [digits];
    return plain === "1" ? [`10^${zeros}`] : [plain, `10^${zeros}`];
  }

  const LONGEST_FRACTION = 120; // characters; beyond, powers of primes are easier to read

  // The exact number as text: "0.0254", "5/9", "pi/180", "2^(1/2)"; `decimal`: rather than "127/5000".
  function exactText(number, decimal = true) {
    const primes = () => number.parts.map(([base, power]) => powerText(base, power)).join("*") || "1";
    if (!number.isShort) return primes();
    const { rational, pi, roots } = withRoots(number);
    const above = [...(pi > 0n ? [powerText(PI_BASE, new Rational(pi))] : []), ...roots];
    const below = pi < 0n ? [powerText(PI_BASE, new Rational(-pi))] : [];
    const short = decimal && !below.length && (!above.length || rational.isInteger) ? decimalText(rational) : null;
    if (short !== null) return [...(short === "1" && above.length ? [] : [short]), ...above].join("*");
    const first = rational.n !== 1n || !above.length ? [...integerFactors(rational.n), ...above] : above;
    const second = [...(rational.d === 1n ? [] : integerFactors(rational.d)), ...below];
    const under = second.length === 1 ? second[0] : `(${second.join("*")})`;
    const text = second.length ? `${first.join("*")}/${under}` : first.join("*");
    return text.length > LONGEST_FRACTION ? primes() : text;
  }

  // A number as a rational, a whole power of pi, and roots of integers (and of pi) as text: "(6*pi)^(1/2)".
  function withRoots(number) {
    const { left, ...parts } = number.split();
    let { rational } = parts;
    let pi = 0n;
    const radicands = new Map(); // by the denominator of the exponent: [integer, power of pi]
    for (const [base, power] of left) {
      const rest = ((power.n % power.d) + power.d) % power.d;
      const whole = (power.n - rest) / power.d;
      if (base === PI_BASE) pi = whole;
      else rational = rational.times(whole < 0n ? new Rational(1n, base ** -whole) : new Rational(base ** whole));
      if (!rest) continue;
      const [integer, ofPi] = radicands.get(power.d) || [1n, 0n];
      radicands.set(power.d, base === PI_BASE ? [integer, rest] : [integer * base ** rest, ofPi]);
    }
    const roots = [...radicands]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([below, [integer, ofPi]]) => {
        const words = [...(integer === 1n ? [] : [String(integer)])];
        if (ofPi) words.push(powerText(PI_BASE, new Rational(ofPi)));
        const inside = words.length === 1 && !words[0].includes("^") ? words[0] : `(${words.join("*")})`;
        return `${inside}^(1/${below})`;
      });
    return { rational, pi, roots };
  }

  function powerText(base, power) {
    const word = base === PI_BASE ? "pi" : String(base);
    if (power.equals(ONCE)) return word;
    return power.isInteger ? `${word}^${power}` : `${word}^(${power})`;
  }

  Object.assign(explorer, { Rational, Magnitude, ZERO, ONCE, MINUS_ONCE, ONE, PI, PI_BASE });
  Object.assign(explorer, { bits, absolute, decimalText, exactText });
})(globalThis.brainunitExplorer);
