"use strict";
// Finds an actor by any of its names; works with the keyboard as the ARIA combobox pattern has it.
(() => {
  const input = kg.at("find"), list = kg.at("found"), said = kg.at("find-said");
  const MOST = 12;
  let options = [], active = -1;

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  // Better the nearer the words are to the begin of a name; -1: no name has them.
  function fit(name, wanted) {
    const text = plain(name);
    return text.startsWith(wanted) ? 3 : text.split(/[\s\-'’.]+/).some((word) => word.startsWith(wanted)) ? 2 : text.includes(wanted) ? 1 : -1;
  }
  kg.search = (words) => {
    const wanted = plain(words.trim()), count = kg.shown().count;
    if (!wanted) return [];
    return kg.data.actors.map((actor) => {
      const [name, how] = [actor.label, ...(actor.aliases || [])].map((each) => [each, fit(each, wanted)]).sort((a, b) => b[1] - a[1])[0];
      return { actor, name, how, events: count.get(kg.home(actor.n)) || 0 };
    }).filter((each) => each.how > 0).sort((a, b) => b.how - a.how || b.events - a.events || a.actor.label.localeCompare(b.actor.label)).slice(0, MOST);
  };
  function close() {
    options = []; active = -1;
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function mark(n) {
    active = options.length ? (n + options.length) % options.length : -1;
    options.forEach((option, index) => option.node.setAttribute("aria-selected", String(index === active)));
    if (active >= 0) { input.setAttribute("aria-activedescendant", options[active].node.id); options[active].node.scrollIntoView({ block: "nearest" }); }
  }
  function offer(found) {
    options = found.map((each, n) => {
      const also = each.name !== each.label ? ` (${each.name})` : "";
      const node = kg.make("li", { role: "option", id: "found-" + n, "aria-selected": "false", pointerdown: (mouse) => { mouse.preventDefault(); take(n); } }, kg.make("b", {}, each.label), also, kg.make("span", { class: "soft" }, ` ${kg.KINDS[each.kind] || ""}, ${kg.count(each.events, "event")}`));
      return { ...each, node };
    });
    list.replaceChildren(...options.map((each) => each.node));
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(options.length > 0));
    said.textContent = input.value.trim() ? (options.length ? kg.count(options.length, "actor") : "No actor has this name.") : "";
    if (options.length) mark(0);
  }
  function take(n) {
    const option = options[n];
    if (!option) return;
    close();
    input.value = "";
    said.textContent = "";
    option.act();
  }
  function look() {
    const here = kg.search(input.value).map(({ actor, name, events }) => ({ label: actor.label, kind: actor.kind, name, events, act: () => { kg.choose({ sel: actor.id }); kg.show(actor.id); kg.at("panel").focus(); } }));
    offer(here);
    if (kg.data.more) kg.ask(input.value, here, offer);
  }
  input.addEventListener("input", look);
  input.addEventListener("focus", () => { if (input.value) look(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (key) => {
    const act = { ArrowDown: () => (options.length ? mark(active + 1) : look()), ArrowUp: () => mark(active - 1), Enter: () => take(active), Escape: () => { if (options.length) close(); else input.value = ""; } }[key.key];
    if (!act) return;
    key.preventDefault();
    act();
  });
})();
