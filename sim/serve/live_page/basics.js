// Language, numbers, elements. `state` is all that the reader can change, `seen` all that the run has told.
const state = { language: new URLSearchParams(location.search).get("lang") === "zh" ? "zh" : "en", view: "whole" };
const seen = { city: null, run: null, snapshot: null, done: null, link: "connecting" };

const at = id => document.getElementById(id);
const word = (key, values = {}) =>
    words[key][state.language === "zh" ? 1 : 0].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const number = (value, digits = 0) =>
    value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
const sum = values => values.reduce((a, b) => a + b, 0);

function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
}

const colours = { home: "#56b4e9", stations: "#e69f00", base: "#9a9a9a", charging: "#d55e00", queue: "#d55e00" };
// cividis at even steps, the pale end first: dark is much.
const sequence = ["#fee838", "#d9c55d", "#b3a772", "#8f8b78", "#6e7177", "#525a72", "#31446b", "#00224e"];

const unitOf = kw => kw >= 1e6 ? ["GW", 1e-6, 2] : kw >= 1e3 ? ["MW", 1e-3, 1] : ["kW", 1, 0];

// A span in the unit that suits it: 43200 s are 12 h.
function span(seconds, digits = seconds % 1 ? 1 : 0) {
    for (const [unit, length] of [["day", 86400], ["hour", 3600], ["minute", 60]])
        if (seconds >= length) return word(unit, { n: number(seconds / length, seconds % length ? 1 : 0) });
    return word("second", { n: number(seconds, digits) });
}

// Civil time of a simulated one; the city has no daylight saving, so plain arithmetic will do.
const civil = seconds => new Date(Date.parse(seen.city.start + "Z") + 1000 * seconds).toISOString();
const clockText = seconds => civil(seconds).slice(0, 16).replace("T", " ");

// A canvas in the pixels of the screen, and its size in those of the page.
function sheet(canvas) {
    const ratio = devicePixelRatio || 1, { clientWidth: width, clientHeight: height } = canvas;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.font = "11px " + getComputedStyle(document.body).fontFamily;
    return { pen, width, height };
}
