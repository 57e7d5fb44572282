const pause = (ms) => new Promise((go) => setTimeout(go, ms));
const frame = () => new Promise((go) => requestAnimationFrame(go));
const scroller = () => document.querySelector("[role=grid]");
const row = () => document.querySelector("[role=grid] [role=row][data-item]");

// Waits until something is there and drawn; how many milliseconds that took.
async function until(find) {
  const began = performance.now();
  while (!find()) await frame();
  await frame();
  return performance.now() - began;
}

// How many heights in the table show no row at hand: it is not drawn, or it is drawn without its words.
function blanks() {
  const { left, top, width, bottom } = scroller().getBoundingClientRect();
  let blank = 0;
  for (let y = top + 60; y < bottom - 8; y += 40) {
    const line = document.elementFromPoint(left + width / 2, y)?.closest("[data-index]");
    if (!line || line.dataset.item === undefined) blank += 1;
  }
  return blank;
}

// Scrolls for so many frames, and notes how many a second there were, the longest of them, and the longest time in which
// there was a blank row in every frame.
async function scroll(frames, step) {
  scroller().scrollTop = 0;
  await pause(500);
  await frame();
  const began = performance.now();
  let last = began;
  let whole = began;
  let longest = 0;
  let blank = 0;
  for (let at = 0; at < frames; at += 1) {
    step(at / (frames - 1));
    await frame();
    const now = performance.now();
    longest = Math.max(longest, now - last);
    if (blanks() === 0) whole = now;
    blank = Math.max(blank, now - whole);
    last = now;
  }
  return { frames: (frames * 1000) / (last - began), longest, blank };
}

const things = {
  // From the click on the log's name to its first rows.
  async opened(name) {
    const there = until(row);
    [...document.querySelectorAll("nav button")].find((one) => one.textContent.trim() === name).click();
    return there;
  },

  // From the last letter to the rows that have it.
  async searched(text) {
    const field = document.querySelector("search input");
    const marked = new MutationObserver(() => (changed = true));
    let changed = false;
    marked.observe(scroller(), { subtree: true, childList: true, characterData: true });
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return until(() => changed && row()?.querySelector(".name")?.textContent.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().includes(text));
  },

  // Without a search, by name, from the click to the first name.
  async sorted(name) {
    const field = document.querySelector("search input");
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await pause(1000);
    const before = row().textContent;
    document.querySelector(`[role=columnheader] button[aria-label="${name}"]`).click();
    return until(() => row() && row().textContent !== before);
  },

  // As with a wheel: three rows a frame.
  rolled: () => scroll(600, () => (scroller().scrollTop += 140)),

  // As with the scroll bar: from the first row to the last in ten seconds.
  dragged: () => scroll(600, (share) => (scroller().scrollTop = share * scroller().scrollHeight)),
};

async function run(what, given, done) {
  done(await things[what](given));
}
