// Every page of the product, with an example of each that has a name in its address.

import type { APIRequestContext } from "@playwright/test";

import { values } from "./filters";

export const STATIC = ["/", "/mapa", "/historico", "/indicadores", "/porque", "/importar", "/reportes", "/mas"];

/** All of them; the visit is the newest one listed. */
export async function routes(request: APIRequestContext): Promise<string[]> {
  const { groups, branches } = await values();
  const visit = await found(request, "/porque", /\/supervisiones\/\d+/);
  return [...STATIC, `/grupos/${groups[0]}`, `/sucursales/${encodeURIComponent(branches[0].code)}`, visit];
}

export interface Screen {
  address: string;
  status: number;
}

/** Every page, and every other thing that a page may say: not there, too narrow, wrong, nothing yet, imported. */
export async function screens(request: APIRequestContext): Promise<Screen[]> {
  const empty = process.env.FALCON_E2E_EMPTY_URL;
  const imported = process.env.FALCON_E2E_IMPORT_URL;
  const narrow = ["/", "/mapa", "/historico", "/indicadores", "/porque"].map((path) => `${path}?year=1999`);
  const addresses: [number, string[]][] = [
    [200, [...(await routes(request)), ...narrow]],
    [200, [`${imported}${await found(request, `${imported}/importar`, /\/importar\/(?!archivo)[^"/]+(?=")/)}`]],
    [200, [`${empty}/`, `${empty}/historico`, `${empty}/importar`]],
    [400, ["/?color=azul"]],
    [404, ["/no-existe", "/grupos/no-existe"]],
  ];
  return addresses.flatMap(([status, list]) => list.map((address) => ({ address, status })));
}

/** The first address on a page that looks so. */
async function found(request: APIRequestContext, page: string, pattern: RegExp): Promise<string> {
  const listed = await (await request.get(new URL(page, process.env.FALCON_E2E_URL).href)).text();
  const address = pattern.exec(listed);
  if (!address) throw new Error(`${page} lists no ${pattern}`);
  return address[0];
}
