// Bundles every file directly in src/ for the browser into service/static/build/: names carry a
// checksum, manifest.json says which name stands for which entry. Fails if the style sheet uses
// a colour that is none of the Digital Agency's design tokens.
import { readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const target = join(here, "..", "service", "static", "build");
const fresh = `${target}.new`;

async function checkColours() {
  const read = (path) => readFile(join(here, path), "utf8");
  const tokens = await read("node_modules/@digital-go-jp/design-tokens/dist/tokens.css");
  const known = new Set(tokens.match(/#[0-9a-f]{6}\b/gi).map((colour) => colour.toLowerCase()));
  const used = (await read("../service/static/style.css")).match(/#[0-9a-f]{3,8}\b/gi);
  const foreign = [...new Set(used)].filter((colour) => !known.has(colour));
  if (foreign.length) throw new Error(`style.css: no design tokens: ${foreign.join(", ")}`);
}

async function bundle() {
  const names = (await readdir(join(here, "src"))).filter((name) => /\.(js|css)$/.test(name));
  await rm(fresh, { recursive: true, force: true });
  const result = await build({
    absWorkingDir: here,
    entryPoints: names.map((name) => join("src", name)),
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    outdir: fresh,
    bundle: true,
    splitting: true,
    format: "esm",
    target: ["es2022"],
    charset: "utf8",
    legalComments: "linked",
    metafile: true,
    minify: true,
    logLevel: "warning",
  });
  const manifest = {};
  for (const [path, output] of Object.entries(result.metafile.outputs)) {
    if (!output.entryPoint) continue;
    const file = basename(path);
    manifest[basename(output.entryPoint)] = file;
    if (output.cssBundle) {
      manifest[basename(output.entryPoint).replace(/\.js$/, ".css")] = basename(output.cssBundle);
    }
  }
  await writeFile(join(fresh, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
  await rm(target, { recursive: true, force: true });
  await rename(fresh, target);
  return manifest;
}

await checkColours();
const made = await bundle();
console.log(`${Object.keys(made).length} bundles in ${relative(join(here, ".."), target)}`);
