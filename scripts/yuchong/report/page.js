// Draws all of it, again when the language changes.
function draw() {
    document.documentElement.lang = chinese() ? "zh-CN" : "en";
    for (const marked of document.querySelectorAll("[data-word]")) marked.textContent = word(marked.dataset.word);
    const titles = page.runs.map(run => chinese() ? `${pick(run.place)} · ${pick(run.span)}` : `${pick(run.place)}, ${pick(run.span)}`);
    document.getElementById("title").textContent = [...new Set(titles)].join(" | ");
    charts.splice(0).forEach(made => made.dispose());
    drawAlarm();
    drawStory();
    drawCards();
    drawLoad();
    drawMaps();
    mapControls();
    drawWaits();
    drawPlaces();
    drawGrid();
    drawResponse();
    drawRollout();
    drawAudit();
    drawAll();
    drawProvenance();
}

// The frame in which the load peaks: what one wants to see first.
const peakFrame = run => Math.max(0, run.map.times.filter(time => time <= run.load.peak).length - 1);

async function begin() {
    document.body.className = page.runs.length > 1 ? "two" : "one";
    if (typeof DecompressionStream === "undefined") {
        const alarm = document.getElementById("alarm");
        alarm.hidden = false;
        alarm.textContent = page.words.too_old.join(" ");
        return;
    }
    for (const run of page.runs)
        for (const packed of [run.map.load, run.map.occupied, run.map.waiting, ...(run.map.feeders ? [run.map.feeders.loading] : [])])
            await unpack(packed);
    state.frame = peakFrame(page.runs[0]);
    if (new URLSearchParams(location.search).get("lang") === "zh") state.language = "zh";
    document.getElementById("language").onclick = () => { state.language = chinese() ? "en" : "zh"; draw(); };
    draw();
    document.body.dataset.ready = "yes";
}
begin();
