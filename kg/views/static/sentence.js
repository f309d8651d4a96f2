"use strict";
// A sentence word for word, with the word that tells of the event and the actors marked where they stand.
(() => {
  const NAMES = { trigger: "tells of the event", source: "acts", target: "is acted upon" };

  kg.sentence = (event) => {
    const letters = [...kg.data.sentences[event.sentence]], quote = kg.make("blockquote");
    let at = 0;
    for (const [start, end, role] of event.marks || []) {
      quote.append(letters.slice(at, start).join(""), kg.make("mark", { class: role, title: NAMES[role] }, letters.slice(start, end).join("")));
      at = end;
    }
    quote.append(letters.slice(at).join(""));
    return quote;
  };
  const names = (numbers) => numbers.map((n) => kg.label(n)).join(", ");
  kg.who = (event) => names(event.source) + (event.target.length ? ` → ${names(event.target)}` : "");
  // The day as the article has it and as it was worked out.
  kg.when = (event) => {
    if (event.words) return `“${event.words}”${event.dated ? ` = ${kg.span(event.start, event.end)}` : ", day not known"}`;
    if (event.dated) return kg.span(event.start, event.end);
    return event.day ? `day not told; article of ${kg.date(event.day)}` : "";
  };
})();
