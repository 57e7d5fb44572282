// Finds elements as assistive technology does: by role and accessible name.
const page = (() => {
  const implied = {
    ASIDE: () => "complementary",
    A: (e) => (e.hasAttribute("href") ? "link" : null),
    BUTTON: () => "button",
    DIALOG: () => "dialog",
    FORM: () => "form",
    H1: () => "heading", H2: () => "heading", H3: () => "heading",
    INPUT: (e) => ({ checkbox: "checkbox", radio: "radio", button: "button", submit: "button" })[e.type] ?? "textbox",
    LI: () => "listitem",
    MAIN: () => "main",
    NAV: () => "navigation",
    OL: () => "list", UL: () => "list",
    OPTION: () => "option",
    OUTPUT: () => "status",
    SECTION: (e) => (e.hasAttribute("aria-labelledby") || e.hasAttribute("aria-label") ? "region" : null),
    SELECT: () => "combobox",
    SUMMARY: () => "button",
    TABLE: () => "table",
    TEXTAREA: () => "textbox",
    TR: () => "row",
  };
  const role = (e) => e.getAttribute("role") ?? implied[e.tagName]?.(e) ?? null;
  const tidy = (text) => text.replace(/\s+/g, " ").trim();

  // Content that is only visual is not part of a name; content that is only for screen readers is.
  const spoken = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true" || node.hidden) return "";
    if (node.tagName === "SELECT") return ""; // A label around a menu names it, and not its options.
    if (node.getAttribute("aria-label")) return node.getAttribute("aria-label");
    const gap = getComputedStyle(node).display.startsWith("inline") ? "" : " ";
    return gap + [...node.childNodes].map(spoken).join("") + gap;
  };
  const name = (e) => {
    const others = (e.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
    if (others.length) return tidy(others.map((id) => spoken(document.getElementById(id) ?? new Text())).join(" "));
    if (e.getAttribute("aria-label")) return tidy(e.getAttribute("aria-label"));
    if (e.labels?.length) return tidy([...e.labels].map(spoken).join(" "));
    return tidy(spoken(e)) || tidy(e.getAttribute("title") ?? "");
  };
  const reachable = (e) =>
    e.checkVisibility({ visibilityProperty: true }) && !e.closest("[inert], [aria-hidden='true']");

  const rows = () =>
    [...document.querySelectorAll("[role=row][data-item]")].map((row) => {
      const part = (selector) => row.querySelector(selector);
      return {
        result: [".outcome", ".undone"].map(part).filter(Boolean).map(name).join(" "),
        fan: part(".fan .id .id").textContent.trim(),
        account: part(".account") ? name(part(".account")) : "",
        buttons: [...row.querySelectorAll("button")].map(name),
      };
    });

  return {
    name,
    role,
    rows,
    all: (wanted, called) =>
      [...document.querySelectorAll("*")].filter(
        (e) => role(e) === wanted && (called === null || name(e) === called) && reachable(e),
      ),
  };
})();
