// Starts recording how long the page is blocked.
function probe() {
  const { port1, port2 } = new MessageChannel();
  const noted = { longest: {} };
  let last = performance.now();
  port1.onmessage = () => {
    const now = performance.now();
    const phase = noted.phase ?? "reading";
    noted.longest[phase] = Math.max(noted.longest[phase] ?? 0, now - last);
    last = now;
    setTimeout(() => port2.postMessage(null), 4);
  };
  port2.postMessage(null);
  window.noted = noted;
}

const pause = (ms) => new Promise((go) => setTimeout(go, ms));
const frame = () => new Promise((go) => requestAnimationFrame(go));
const there = async (find) => {
  for (;;) {
    const found = find();
    if (found) return found;
    await pause(20);
  }
};

const phases = {
  // Does nothing. Stalls here come from the computer, not from the app.
  async resting() {
    await pause(5000);
  },

  // Waits until the list has been read and checked.
  async reading() {
    const began = performance.now();
    const ready = await there(() => document.querySelector("li[data-kind=ready] .count"));
    noted.seconds = (performance.now() - began) / 1000;
    noted.ready = Number(ready.textContent.replace(/\D/g, ""));
    await pause(500);
  },

  // Opens the rows that are ready, jumps, and scrolls.
  async looking() {
    document.querySelector("li[data-kind=ready] .actions button").click();
    const table = await there(() => document.querySelector("[role=dialog] [role=grid]"));
    const drawn = () => table.querySelector("[role=row][data-item]");
    await there(drawn);
    for (const share of [0, 0.3, 0.6, 1, 0.9, 0]) {
      table.scrollTop = share * table.scrollHeight;
      await frame();
      await there(drawn);
      for (let step = 0; step < 60; step += 1) {
        table.scrollTop += 120;
        await frame();
      }
    }
    document.querySelector("[role=dialog] .button").click();
    await there(() => !document.querySelector("[role=dialog]"));
  },

  // Starts the list. Every row is written before the first is sent.
  async starting() {
    document.querySelector(".dock .button.main").click();
    await there(() => document.querySelector("[role=progressbar]"));
  },

  async running() {
    await pause(5000);
  },
};

// Runs one phase, then returns what was recorded so far. After half a minute it returns before the phase has ended,
// because the driver waits no longer. Another call continues to wait.
async function pass(phase, done) {
  if (noted.phase !== phase || !noted.going) {
    noted.phase = phase;
    noted.going = phases[phase]();
  }
  const over = await Promise.race([noted.going.then(() => true), pause(30_000)]);
  if (over) noted.going = noted.phase = undefined;
  const { ready, seconds, longest } = noted;
  done({ ready, seconds, longest, over: over === true });
}
