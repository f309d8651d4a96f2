"use strict";
// What every part of the page uses: its data, and ways to make elements. Texts enter as text, never as HTML.
const kg = {};
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  kg.data = JSON.parse(document.getElementById("data").textContent);
  kg.at = (id) => document.getElementById(id);

  function fill(node, facts, parts) {
    for (const [name, value] of Object.entries(facts)) {
      if (typeof value === "function") node.addEventListener(name, value);
      else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...parts.flat().filter((part) => part !== null && part !== undefined && part !== ""));
    return node;
  }
  kg.make = (tag, facts = {}, ...parts) => fill(document.createElement(tag), facts, parts);
  kg.draw = (tag, facts = {}, ...parts) => fill(document.createElementNS(SVG, tag), facts, parts);

  kg.iri = (id) => (id.includes("://") ? id : kg.data.prefixes.id + id);
  kg.words = (name) => name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  kg.count = (n, one, many = one + "s") => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
  kg.cut = (text, most) => (text.length > most ? text.slice(0, most - 1).trimEnd() + "…" : text);
  const ruler = document.createElement("canvas").getContext("2d");
  kg.wide = (text, font) => { ruler.font = `${font} system-ui, "Segoe UI", "Noto Sans", sans-serif`; return ruler.measureText(text).width; };
  // As much of a text as there is room for, in pixels.
  kg.fitted = (text, room, font) => {
    let most = text.length;
    while (most > 1 && kg.wide(kg.cut(text, most), font) > room) most -= 1;
    return kg.cut(text, most);
  };
  kg.color = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

  const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  kg.date = (iso) => {
    const [year, month, day] = iso.slice(0, 10).split("-");
    return [day && String(Number(day)), month && MONTHS[Number(month) - 1], year].filter(Boolean).join(" ");
  };
  kg.span = (start, end) => (!end || start === end ? kg.date(start) : `${kg.date(start)} to ${kg.date(end)}`);
  kg.time = (iso) => Date.parse((iso + "-01-01").slice(0, 10) + "T00:00:00Z");
  kg.iso = (time) => new Date(time).toISOString().slice(0, 10);

  // A key press that means "do it": on elements that are no buttons of their own.
  kg.press = (act) => (key) => { if (key.key === "Enter" || key.key === " ") { key.preventDefault(); act(key); } };
})();
