// Emulates media features that the web view does not let anybody set.
const media = (() => {
  const groups = (rules) =>
    [...rules].flatMap((rule) => [...(rule instanceof CSSMediaRule ? [rule] : []), ...groups(rule.cssRules ?? [])]);

  // Colors of what is written or drawn on a ground. All others are grounds.
  const ink = /^--(ink|soft|line|border|link|brass|ok|warning|bad|accent.*)$/;

  return {
    turn: (feature) => {
      const found = [...document.styleSheets].flatMap((sheet) => groups(sheet.cssRules));
      const meant = found.filter((rule) => rule.media.mediaText.includes(feature));
      if (meant.length === 0) throw new Error(`no rule is about ${feature}`);
      for (const rule of meant) rule.media.mediaText = "all";
    },
    force: () => {
      const root = document.documentElement;
      const all = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
      const names = new Set(all.flatMap((rule) => [...(rule.style ?? [])]).filter((name) => name.startsWith("--")));
      const colors = [...names].filter((name) => CSS.supports("color", getComputedStyle(root).getPropertyValue(name)));
      if (colors.length < 10) throw new Error(`the page has only the colors ${colors}`);
      for (const name of colors) root.style.setProperty(name, ink.test(name) ? "CanvasText" : "Canvas");
      // Its letters stand on a badge, which is a ground now.
      root.style.setProperty("--on-badge", "CanvasText");
    },
  };
})();
