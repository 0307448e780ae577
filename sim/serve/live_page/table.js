// Cards of figures, and the stations with the longest queues.
const longestQueues = 8;

// Speeds of the last few seconds: what a card shows must not jump.
const trail = [];
function rates() {
    if (trail.length < 2) return null;
    const [first, last] = [trail[0], trail.at(-1)], wall = last.wall_s - first.wall_s;
    return wall > 0 ? { simulated: (last.now_s - first.now_s) / wall, events: (last.events - first.events) / wall } : null;
}
function remember({ wall_s, now_s, events }) {
    if (trail.length > 0 && trail.at(-1).wall_s > wall_s) trail.length = 0;  // another run
    trail.push({ wall_s, now_s, events });
    while (trail.length > 2 && wall_s - trail[1].wall_s > 3) trail.shift();
}

function drawCards() {
    const now = seen.snapshot, rate = rates(), held = seen.run && seen.run.pauses > 0, over = seen.done !== null;
    const standing = held || over || !rate;
    const kw = now ? now.home_kw + now.station_kw : 0;
    const [unit, by, digits] = unitOf(kw);
    const cards = [
        ["load", now && number(kw * by, digits), unit], ["charging", now && number(now.vehicles_charging)],
        ["waiting", now && number(now.vehicles_waiting)], ["sessions", now && number(now.sessions)],
        ["speed", standing ? null : span(rate.simulated, 1)], ["events", standing ? null : number(rate.events)],
        ["viewers", seen.run && seen.link === "open" ? number(seen.run.viewers) : null],
    ];
    at("cards").replaceChildren(...cards.map(([name, value, ending]) =>
        element("div", { class: "card", "data-name": name },
                element("b", {}, value ?? "–", ...(ending && value ? [element("small", {}, ` ${ending}`)] : [])), element("span", {}, word(name)))));
}

function drawQueues() {
    const table = document.querySelector("#queues table");
    if (!seen.snapshot || !seen.city) return table.replaceChildren();
    const now = seen.snapshot;
    const rows = now.waiting.map((waiting, s) => ({ waiting, s })).filter(row => row.waiting > 0)
        .sort((a, b) => b.waiting - a.waiting || a.s - b.s).slice(0, longestQueues);
    if (rows.length === 0)
        return table.replaceChildren(element("tr", {}, element("td", { class: "none" }, word("nobody"))));
    const cells = (kind, ...texts) => element("tr", {}, ...texts.map(text => element(kind, {}, text)));
    table.replaceChildren(cells("th", word("name"), word("in_line"), word("plugs"), word("power")), ...rows.map(({ waiting, s }) => {
        const station = seen.city.stations[s];
        return cells("td", station.name, number(waiting), `${now.occupied[s]} / ${now.available[s]}`, number(now.kw[s]));
    }));
}
