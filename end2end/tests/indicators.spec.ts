import { expected } from "../support/board";
import { integer, score, tenths } from "../support/format";
import { kpi, type Mean } from "../support/kpi";
import { filterOf, heat, ranking, section, text } from "../support/read";
import { expect, test } from "../support/test";

test("all areas are ranked, with the figures of falcon kpi", async ({ page, open }) => {
  for (const query of ["", "estado=19", "kind=seguridad"]) {
    await open(`/indicadores?${query}`);
    const { areas } = await kpi(query);
    const rows = await ranking(section(page, "Áreas, de la mejor a la que más atención necesita"));
    expect(rows).toEqual(areas.map((area) => ({ name: area.name, detail: "", ...expected(area) })));
  }
});

test("the three lists hold what their rules say, no more and no less", async ({ page, open }) => {
  await open("/indicadores");
  const { columns } = await heat(page);
  const known = await Promise.all(columns.map(async ({ href }) => (await kpi(filterOf(href!))).areas));
  const whole = (await kpi()).areas;
  const line = (name: string) =>
    known.map((areas) => areas.find((area) => area.name === name) as Mean | undefined).map((mean) => (mean && mean.n > 0 ? mean : null));
  const average = (mean: Mean) => mean.sum_hundredths / mean.n / 100;
  const MIN = 3;
  const enough = (mean: Mean | null): mean is Mean => mean !== null && mean.n >= MIN;

  const critical = new Set<string>();
  const success = new Set<string>();
  const perfect = new Set<string>();
  for (const { name } of whole) {
    const means = line(name);
    const last = means.findLastIndex((mean) => mean !== null);
    const now = means[last];
    const before = means[last - 1] ?? null;
    const first = means.find((mean) => mean !== null) ?? null;
    if (enough(now)) {
      const fell = enough(before) && average(now) - average(before) <= -5;
      if (average(now) < 80 || fell) critical.add(name);
      if (enough(first) && first !== now && average(now) - average(first) >= 5 && average(now) >= 85) success.add(name);
    }
    const shown = means.filter((mean) => mean !== null);
    if (shown.length > 0 && shown.every((mean) => enough(mean) && average(mean) >= 99)) perfect.add(name);
  }
  for (const [title, want] of [
    ["Tendencias críticas", critical],
    ["Casos de éxito", success],
    ["Desempeño perfecto", perfect],
  ] as const) {
    const card = section(page, title);
    const items = await card.locator("ol > li").evaluateAll((rows) =>
      rows.map((row) => ({
        name: row.querySelector(".area-name")?.textContent?.trim() ?? "",
        figures: (row.querySelector(".area-figures")?.textContent ?? "").replace(/\s+/g, " ").trim(),
      })),
    );
    expect(new Set(items.map((item) => item.name)), title).toEqual(want);
    for (const item of items) {
      const means = line(item.name).filter((mean) => mean !== null);
      const mean = title === "Desempeño perfecto" ? whole.find((area) => area.name === item.name)! : means[means.length - 1];
      expect(item.figures, item.name).toContain(score(mean));
      expect(item.figures, item.name).toContain(`n ${integer(mean.n)}`);
    }
    if (title === "Casos de éxito") {
      const rises = items.map((item) => tenths(item.figures.replace(/^.*?\d+\.\d\d/, "")));
      expect(rises, "largest rise first").toEqual([...rises].sort((a, b) => b - a));
    }
    if (items.length === 0) expect(text(await card.innerText())).toContain("Ningún área");
  }
});
