// Signing in with the token that the operator gave. Views that need somebody show it in their place.

import { make, parts, problem, template, terms, time, visible, working } from "./page.js";
import { session, signIn, signOut } from "./session.js";
import { t } from "./words.js";

/** Asks for the token; `done` is called when it was accepted. */
export function sessionView(main, done) {
  main.replaceChildren(template("session-view"));
  const { form, token, answer } = parts(main);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    working(form.querySelector("button"), answer, async () => {
      const caller = await signIn(token.value.trim());
      if (!caller) {
        token.setAttribute("aria-invalid", "true");
        token.focus();
        answer.replaceChildren(problem({
          title: t("The service does not accept this token."), detail: t("It may have expired or been revoked."),
        }));
        return;
      }
      if (location.hash.startsWith("#/session")) location.hash = "#/matters";
      await done();
    });
  });
}

/** Who is signed in. */
export async function accountView(main, changed) {
  const caller = await session();
  main.replaceChildren(template("account-view"));
  const { account, out } = parts(main);
  const roles = caller.roles.map(({ matter, role }) =>
    make("div", {}, t(role), matter === "*" ? "" : `, ${visible(matter)}`));
  account.append(...terms([
    [t("You are"), visible(caller.name ?? caller.principal)], [t("Principal"), visible(caller.principal)],
    [t("Known by"), caller.authenticated_by === "token" ? t("token") : t("certificate")],
    [t("Until"), caller.expires ? time(caller.expires) : undefined], [t("Roles"), roles.length > 0 ? roles : "–"],
    [t("Your certificates"), caller.certificates.map((digest) => make("div", {}, make("code", {}, digest)))],
  ]));
  out.hidden = caller.authenticated_by !== "token";
  out.addEventListener("click", async () => {
    signOut();
    await changed();
    sessionView(main, changed);
  });
}
