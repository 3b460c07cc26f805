// Every page of the product, with an example of each that has a name in its address.

import type { APIRequestContext } from "@playwright/test";

import { values } from "./filters";

export const STATIC = ["/", "/mapa", "/historico", "/indicadores", "/porque", "/importar", "/mas"];

/** All of them; the visit is the newest one listed. */
export async function routes(request: APIRequestContext): Promise<string[]> {
  const { groups, branches } = await values();
  const listed = await (await request.get(`${process.env.FALCON_E2E_URL}/porque`)).text();
  const visit = /\/supervisiones\/(\d+)/.exec(listed);
  if (!visit) throw new Error("/porque lists no supervision");
  const branch = encodeURIComponent(branches[0].code);
  return [...STATIC, `/grupos/${groups[0]}`, `/sucursales/${branch}`, `/supervisiones/${visit[1]}`];
}
