// Who is signed in: by the token of this tab, or by a client certificate that the browser shows. The service is asked once, whoever
// wants to know, so that no late answer undoes what happened since.

import { json, token } from "./api.js";

let asked;

async function ask(used) {
  try {
    return await json("/v1/session");
  } catch (error) {
    if (error.status !== 401) {
      asked = undefined;
      throw error;
    }
    if (token.value === used) token.forget();
    return null;
  }
}

/** The caller as /v1/session tells it, or null if nobody is known. */
export function session() {
  asked ??= ask(token.value);
  return asked;
}

/** Takes a token, and gives whom the service knows by it, or null. */
export async function signIn(text) {
  token.value = text;
  asked = undefined;
  try {
    return await session();
  } catch (error) {
    signOut();
    throw error;
  }
}

/** Forgets who was signed in. */
export function signOut() {
  token.forget();
  asked = undefined;
}
