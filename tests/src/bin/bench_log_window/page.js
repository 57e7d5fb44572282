const pause = (ms) => new Promise((go) => setTimeout(go, ms));
const frame = () => new Promise((go) => requestAnimationFrame(go));
const scroller = () => document.querySelector("[role=grid]");
const row = () => document.querySelector("[role=grid] [role=row][data-item]");
const field = () => document.querySelector("search input");

// Runs `act`. Returns the milliseconds until `find` succeeds, and until the next frame has been drawn.
async function timed(act, find) {
  await frame();
  const began = performance.now();
  const there = new Promise((go) => {
    const seen = new MutationObserver(() => {
      if (!find()) return;
      seen.disconnect();
      go(performance.now() - began);
    });
    seen.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  act();
  const shown = await there;
  await frame();
  await frame();
  return { there: shown, drawn: performance.now() - began };
}

const TIMES = 20;

// Runs it many times. Returns the milliseconds of each run.
async function often(once) {
  const times = [];
  for (let turn = 0; turn < TIMES; turn += 1) times.push(await once(turn));
  return times;
}

const press = (name) => [...document.querySelectorAll("nav button")].find((one) => one.textContent.trim() === name).click();

function type(text) {
  field().value = text;
  field().dispatchEvent(new Event("input", { bubbles: true }));
}

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// Returns at how many heights the table shows no loaded row: none is drawn there, or it has no text yet.
function blanks() {
  const { left, top, width, bottom } = scroller().getBoundingClientRect();
  let blank = 0;
  for (let y = top + 60; y < bottom - 8; y += 40) {
    const line = document.elementFromPoint(left + width / 2, y)?.closest("[data-index]");
    if (!line || line.dataset.item === undefined) blank += 1;
  }
  return blank;
}

// Scrolls an element for ten seconds. Returns the frames per second, the longest frame, and the longest time during
// which every frame ended with a blank row.
async function scroll(element, step, blanks) {
  element.scrollTop = 0;
  await pause(500);
  await frame();
  const began = performance.now();
  let last = began;
  let whole = began;
  let frames = 0;
  let longest = 0;
  let blank = 0;
  while (last - began < 10_000) {
    if (blanks() === 0) whole = performance.now();
    step((last - began) / 10_000);
    await frame();
    // Runs after the rest of this frame's work.
    await pause(0);
    const now = performance.now();
    longest = Math.max(longest, now - last);
    blank = Math.max(blank, now - whole);
    last = now;
    frames += 1;
  }
  return { frames: (frames * 1000) / (last - began), longest, blank };
}

const things = {
  // From the click on the log's name to its first rows, each time coming from another screen.
  opened: ([log, other]) =>
    often(async () => {
      press(other);
      await pause(300);
      return timed(() => press(log), row);
    }),

  // From typing a text to the rows that contain it. Each time, another search came before.
  searched: (texts) =>
    often(async (turn) => {
      const text = texts[turn % texts.length];
      type(texts[(turn + 1) % texts.length]);
      await pause(700);
      return timed(
        () => type(text),
        () => plain(row()?.querySelector(".name")?.textContent ?? "").includes(text),
      );
    }),

  // From the click on a column's name to its rows, without a search, alternating ascending and descending.
  async sorted(name) {
    type("");
    return often(async () => {
      await pause(700);
      const before = row().dataset.item;
      const by = document.querySelector(`[role=columnheader] button[aria-label="${name}"]`);
      return timed(
        () => by.click(),
        () => row() && row().dataset.item !== before,
      );
    });
  },

  // A page with nothing but lines measures what this computer can draw.
  async bare() {
    const page = document.createElement("div");
    page.style.cssText = "position: fixed; inset: 0; overflow: auto; background: white; z-index: 9";
    page.innerHTML = "<p style='height: 45px; margin: 0'>A line of a log with a name and a number in it</p>".repeat(40_000);
    document.body.append(page);
    const noted = await scroll(page, () => (page.scrollTop += 140), () => 0);
    page.remove();
    return noted;
  },

  // Like a wheel: three rows per frame.
  rolled: () => scroll(scroller(), () => (scroller().scrollTop += 140), blanks),

  // Like dragging the scroll bar: from the first row to the last.
  dragged: () => scroll(scroller(), (share) => (scroller().scrollTop = share * scroller().scrollHeight), blanks),
};

async function run(what, given, done) {
  done(await things[what](given).catch((thrown) => ({ thrown: String(thrown) })));
}
