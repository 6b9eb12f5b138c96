// Draws each chart from the rows that are linked below it. Vega reads its expressions with an interpreter (`ast`), so that no text
// is ever run as code; colours are names of the stylesheet's, so that the dark side and paper need no second drawing.
const config = {
  background: null,
  view: { stroke: null },
  font: "sans-serif",
  axis: { labelColor: "currentColor", titleColor: "currentColor", domainColor: "currentColor", tickColor: "currentColor",
    gridColor: "var(--line)", labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", labelLimit: 180 },
  legend: { labelColor: "currentColor", titleColor: "currentColor", labelFontSize: 12, labelLimit: 260, orient: "top", columns: 1 },
  bar: { color: "var(--accent)" },
  line: { color: "var(--accent)", point: { color: "var(--accent)", size: 50 } },
  range: { category: ["var(--tone-1)", "var(--accent)", "var(--soft)", "var(--tone-2)"] },
};

async function draw(place) {
  const answer = await fetch(place.dataset.rows);
  if (!answer.ok) throw new Error(answer.status);
  const chart = { ...JSON.parse(place.dataset.chart), width: "container", data: { values: await answer.json() } };
  const options = { mode: "vega-lite", renderer: "svg", ast: true, actions: false, tooltip: false, defaultStyle: false, config };
  await window.vegaEmbed(place, chart, options);
}

for (const place of document.querySelectorAll("[data-chart]")) {
  draw(place).catch(() => { place.textContent = place.dataset.failed; });
}
