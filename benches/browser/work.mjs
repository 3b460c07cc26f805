// The rows that every engine here works on, as columns with a value for each area score.

/** The columns of `benches/engine/work.py`: a line of JSON, then a day, branch and supervisor for each visit, and its scores. */
export async function rows() {
  const bytes = new Uint8Array(await (await fetch("/work/columns")).arrayBuffer());
  const end = bytes.indexOf(10);
  const { visits, areas, supervisors, branches } = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
  let at = end + 1;
  const take = (Type, length) => {
    const from = at;
    at += length * Type.BYTES_PER_ELEMENT;
    return new Type(bytes.slice(from, at).buffer);
  };
  const [day, branch, supervisor] = [take(Int32Array, visits), take(Uint16Array, visits), take(Uint16Array, visits)];
  const length = visits * areas.length;
  /** A column with the value of the row's visit and area. */
  const column = (Type, value) => {
    const values = new Type(length);
    for (let visit = 0, row = 0; visit < visits; visit += 1)
      for (let area = 0; area < areas.length; area += 1, row += 1) values[row] = value(visit, area);
    return values;
  };
  return {
    length,
    visits,
    areas,
    supervisors,
    branches,
    visit: column(Int32Array, (visit) => visit + 1),
    day: column(Int32Array, (visit) => day[visit]),
    branch: column(Int16Array, (visit) => branch[visit]),
    supervisor: column(Int16Array, (visit) => supervisor[visit]),
    area: column(Int16Array, (_, area) => area),
    hundredths: take(Uint16Array, length),
  };
}

/** `2025-07` of milliseconds since 1970. */
export const month = (time) => new Date(Number(time)).toISOString().slice(0, 7);
