// The stream of messages, the controls, and who draws what when.
const limits = [null, 86400, 21600, 3600, 600, 60, 1];
const tryAgainAfter = 2000;
let socket = null;

const send = wish => socket && socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(wish));

function stateText() {
    const { run, done, link } = seen;
    if (done) return word("over");
    if (link !== "open" || !run) return word(link === "lost" ? "lost" : "connecting");
    const others = run.pauses - (run.own_pause ? 1 : 0);
    if (run.own_pause) return word("held");
    if (others > 0) return word(others === 1 ? "held_by_one" : "held_by", { n: others });
    if (run.stage !== "simulating") return word(run.stage);
    if (run.limit !== null && run.limit !== run.own_limit) return word("limited_by");
    const rate = rates();
    const stage = seen.snapshot && seen.snapshot.now_s < seen.city.recorded_from_s ? "warming_up" : "simulating";
    return rate && rate.simulated > 0 ? word(stage, { time: span((seen.city.end_s - seen.snapshot.now_s) / rate.simulated, 0) }) : "";
}

function drawRun() {
    const { run, city, snapshot, done } = seen, open = seen.link === "open" && run !== null && done === null;
    at("title").textContent = city ? city.scenario : "…";
    document.title = city ? `${city.scenario} · Yuchong 渝充` : "Yuchong 渝充";
    at("clock").value = snapshot ? clockText(snapshot.now_s) : "–";
    const share = snapshot ? snapshot.now_s / city.end_s : 0;
    at("done_share").style.width = `${100 * share}%`;
    at("share").value = `${number(Math.floor(100 * share))} %`;
    const pause = at("pause"), limit = at("limit");
    pause.disabled = limit.disabled = !open;
    pause.textContent = word(open && run.own_pause ? "resume" : "pause");
    pause.className = open && run.own_pause ? "on" : "";
    if (open && document.activeElement !== limit) limit.value = String(run.own_limit);
    const held = open && run.pauses > 0;
    at("state").value = stateText();
    at("state").className = held ? "held" : "";
    document.body.dataset.stage = done ? "done" : open ? (held ? "held" : run.stage) : seen.link;
    document.body.dataset.now = snapshot ? snapshot.now_s : "";
}

function drawEnd() {
    const { done } = seen, box = at("end");
    box.hidden = !done;
    if (!done) return;
    box.className = done.status === "done" ? "" : "bad";
    box.textContent = word(done.status, done.status === "failed" ? {} : { output: done.output, digest: done.digest, sessions: number(done.sessions),
        energy: number(done.energy_kwh / 1e3, 1), peak: number(done.peak_kw / 1e3, 1) });
}

function drawLimits() {
    const text = limit => limit === null ? word("no_limit") : limit === 1 ? word("as_it_is") : word("per_second", { span: span(limit) });
    const chosen = seen.run ? String(seen.run.own_limit) : "null";
    at("limit").replaceChildren(...limits.map(limit => element("option", { value: String(limit) }, text(limit))));
    at("limit").value = chosen;
}

// What a new snapshot changes.
function drawNow() {
    drawRun();
    drawCards();
    drawMap();
    drawCurves();
    drawQueues();
}

function draw() {
    document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
    for (const marked of document.querySelectorAll("[data-word]")) marked.textContent = word(marked.dataset.word);
    drawLimits();
    drawLegend();
    drawViews();
    drawEnd();
    drawNow();
}

function hear(message) {
    if (message.type === "city") {
        seen.city = message;
        seen.snapshot = null;
        return draw();
    }
    if (message.type === "run") {
        seen.run = message;
        if (message.pauses > 0) trail.length = 0;
        drawRun();
        return drawCards();
    }
    if (message.type === "snapshot") {
        seen.snapshot = message;
        remember(message);
        return drawNow();
    }
    seen.done = message;
    drawEnd();
    drawNow();
}

function connect() {
    socket = new WebSocket(`ws://${location.host}/live`);
    socket.onopen = () => { seen.link = "open"; };
    socket.onmessage = event => hear(JSON.parse(event.data));
    socket.onclose = () => {
        if (seen.done) return;
        seen.link = "lost";
        drawNow();
        setTimeout(connect, tryAgainAfter);
    };
}

function begin() {
    at("language").onclick = () => { state.language = state.language === "zh" ? "en" : "zh"; draw(); };
    at("pause").onclick = () => send({ pause: !(seen.run && seen.run.own_pause) });
    at("limit").onchange = () => { send({ limit: at("limit").value === "null" ? null : Number(at("limit").value) }); at("limit").blur(); };
    addEventListener("resize", drawNow);
    handleMap();
    draw();
    connect();
}
begin();
