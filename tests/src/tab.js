// Tells where the Tab key has led, and what is wrong with that place.
const tab = (() => {
  const name = (e) => `${page.role(e) ?? e.tagName.toLowerCase()} “${page.name(e)}”`;

  // A control that is drawn by its label may be invisible itself.
  const drawn = (e) => {
    const label = e.labels?.[0];
    const { width, height } = e.getBoundingClientRect();
    return label && ["checkbox", "radio"].includes(e.type) && Math.min(width, height) < SMALL ? label : e;
  };

  // The smallest side, in pixels, that can be seen.
  const SMALL = 8;

  const wrong = (e) => {
    if (!page.role(e)) return "has no role";
    if (!page.name(e)) return "has no name";
    const shown = drawn(e);
    const box = shown.getBoundingClientRect();
    const [left, top] = [Math.max(0, box.left), Math.max(0, box.top)];
    const [right, bottom] = [Math.min(innerWidth, box.right), Math.min(innerHeight, box.bottom)];
    const size = `${Math.round(box.width)} by ${Math.round(box.height)} at ${Math.round(box.left)}, ${Math.round(box.top)}`;
    if (right - left < SMALL || bottom - top < SMALL) return `cannot be seen (${size})`;
    // What is cut off, clipped, or covered is not what a pointer hits.
    const hits = [0.5, 0.25, 0.75].map((part) =>
      document.elementFromPoint(left + (right - left) * part, top + (bottom - top) * part));
    if (hits.some((hit) => hit && (shown.contains(hit) || hit.closest("label")?.control === e))) return null;
    return `is cut off, or covered by ${hits[0] ? name(hits[0]) : "nothing"} (${size})`;
  };

  return {
    // Where the focus is: what it is on, what is wrong there, and whether it was there before.
    stop: () => {
      const e = document.activeElement;
      if (!e || e === document.body || e === document.documentElement) return null;
      const { passed } = window;
      // A field for a date has several stops.
      if (passed.at(-1) === e) return { name: name(e), wrong: null, known: false };
      const known = passed.includes(e);
      passed.push(e);
      return { name: name(e), wrong: wrong(e), known };
    },
    forget: () => {
      window.passed = [];
    },
  };
})();
