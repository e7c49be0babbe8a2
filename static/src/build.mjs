// Builds static/dist from static/src and the packages in node_modules: run `npm ci && npm run build`, then commit the result.
// Another folder may be named as the only argument: the tests build there and compare.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as sass from "sass"

const from = "static/src"
const to = process.argv[2] ?? "static/dist"
const packages = "node_modules"

mkdirSync(join(to, "fonts"), { recursive: true })

const { css } = sass.compile(join(from, "scss/aas.scss"), {
  loadPaths: ["."],
  style: "compressed",
  quietDeps: true,
})
writeFileSync(join(to, "aas.css"), css + "\n")

for (const name of ["aas.js", "idle.js", "register.js", "mark.svg"]) copyFileSync(join(from, name), join(to, name))

// The source map lines point at files that are not served, and would break a storage that gives files hashed names.
const withoutMap = (path) => readFileSync(path, "utf8").replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n")
writeFileSync(join(to, "govuk-frontend.min.js"), withoutMap(join(packages, "govuk-frontend/dist/govuk/govuk-frontend.min.js")))
writeFileSync(join(to, "htmx.min.js"), withoutMap(join(packages, "htmx.org/dist/htmx.min.js")))

const fonts = join(packages, "@fontsource/atkinson-hyperlegible")
for (const name of readdirSync(join(fonts, "files"))) {
  if (name.endsWith(".woff2")) copyFileSync(join(fonts, "files", name), join(to, "fonts", name))
}
copyFileSync(join(fonts, "LICENSE"), join(to, "fonts", "LICENSE.txt"))
