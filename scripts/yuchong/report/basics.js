// Language, words, numbers, elements, packed tables. `state` is all that the reader can change.
const page = JSON.parse(document.getElementById("data").textContent);
const state = { language: "en", frame: 0, layer: "load", view: "whole", timer: null };
const chinese = () => state.language === "zh";
const word = key => page.words[key][chinese() ? 1 : 0];
const pick = pair => pair[chinese() ? 1 : 0];

const colours = { home: "#56b4e9", super: "#d55e00", fast: "#e69f00", ac: "#009e73", public: "#e69f00", v2g: "#cc79a7",
                  base: "#9a9a9a", charging: "#d55e00", at_once: "#56b4e9", waited: "#0072b2", balked: "#e69f00",
                  reneged: "#cc79a7", failed: "#d55e00", running: "#bbbbbb" };
// cividis at even steps, the pale end first: dark is much.
const sequence = ["#fee838", "#d9c55d", "#b3a772", "#8f8b78", "#6e7177", "#525a72", "#31446b", "#00224e"];

const number = (value, digits = 0) => value === null || value === undefined ? "–" :
    value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });

function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
}

// Text that ends in a tooltip is put there as HTML by the library.
const escaped = text => text.replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);

async function unpack(table) {
    const packed = Uint8Array.from(atob(table.bytes), c => c.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    table.codes = new Uint8Array(await new Response(stream).arrayBuffer());
}
// 255 stands for none.
function value(table, frame, column) {
    const code = table.codes[frame * table.columns + column];
    return code === 255 ? null : code * table.step;
}

// One column for each run, headed by its name where there are two.
function columns(section) {
    const box = document.querySelector(`#${section} .columns`);
    box.replaceChildren();
    return page.runs.map(run => {
        const column = element("div");
        if (page.runs.length > 1) column.append(element("p", { class: "whose" }, run.name));
        box.append(column);
        return [run, column];
    });
}

const charts = [];
function chart(parent, kind, option) {
    const box = element("div", { class: `chart ${kind}` });
    parent.append(box);
    const made = echarts.init(box, null, { renderer: "canvas" });
    made.setOption(option);
    charts.push(made);
    return made;
}
addEventListener("resize", () => charts.forEach(made => made.resize()));
