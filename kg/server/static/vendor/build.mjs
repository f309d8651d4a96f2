// Builds yasgui.min.js, yasgui.min.css and LICENSES.txt; how to run it stands in README.md.
import { build } from "esbuild";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [, , target] = process.argv;
const from = "node_modules/@zazuko/yasgui";
const source = readFileSync(`${from}/build/yasgui.esm.js`, "utf8");

// The package carries a list of some thousand prefixes collected on the web, junk among them. The page has its own.
const own = source.replace(/madsrdf = "[\s\S]*?prefixes_default\s*=\s*\{[\s\S]*?\}/, "prefixes_default = {}")
  .replaceAll("Promise.resolve(prefixes_default)", "Promise.resolve(globalThis.KG_PREFIXES ?? {})");
if (own === source) throw new Error("the list of prefixes is not where it was: look at the new version");
// The page's policy lets no style stand in an attribute.
const plain = own.replaceAll("<strong style='text-decoration:underline'>", "<strong>");
if (plain === own || /<[a-z]+ [^>]*style='/.test(plain)) throw new Error("styles stand elsewhere than they did: look at the new version");
await build({
  stdin: { contents: plain, resolveDir: from, loader: "js" },
  bundle: true, minify: true, format: "iife", globalName: "YasguiModule", target: "es2020", legalComments: "inline",
  footer: { js: "globalThis.Yasgui = YasguiModule.default ?? YasguiModule.Yasgui;" },
  outfile: join(target, "yasgui.min.js"),
});
writeFileSync(join(target, "yasgui.min.css"), readFileSync(`${from}/build/yasgui.min.css`));

function packages(folder) {
  return readdirSync(folder).filter((name) => !name.startsWith(".")).flatMap((name) => (name.startsWith("@") ? packages(join(folder, name)) : [join(folder, name)]));
}
const texts = packages("node_modules").filter((path) => existsSync(join(path, "package.json")) && !path.includes("esbuild") && !path.includes("@types")).sort().map((path) => {
  const facts = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
  const file = readdirSync(path).find((name) => /^licen[cs]e/i.test(name));
  const words = file ? readFileSync(join(path, file), "utf8").trim() : `(no file of its own; the package names its licence: ${facts.license})`;
  return `${facts.name} ${facts.version}, ${facts.license}\n\n${words}\n`;
});
writeFileSync(join(target, "LICENSES.txt"), texts.join(`\n${"-".repeat(72)}\n\n`));
