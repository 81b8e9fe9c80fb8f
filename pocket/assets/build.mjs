// Builds every app's bundles as the official asset build does: *.bundle.{js,css,scss} → <assets>/<app>/dist/.
// Called with one JSON argument: {"assets": folder, "apps": [[name, package folder]], "modules": node_modules}.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const { assets, apps, modules } = JSON.parse(process.argv[2]);
const require = createRequire(path.join(modules, "x.js"));
const esbuild = require("esbuild");
const sass = require("sass");
const sfc = require("@vue/compiler-sfc");

const bundlePattern = /\.bundle\.(js|ts|css|scss)$/;
const leftOut = ["sentry.bundle.js"]; // reports errors to a service on the internet

function findBundles(folder) {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const full = path.join(folder, entry.name);
		if (entry.isDirectory()) return ["node_modules", "dist"].includes(entry.name) ? [] : findBundles(full);
		return bundlePattern.test(entry.name) && !leftOut.includes(entry.name) ? [full] : [];
	});
}

// An imported template becomes an entry of frappe.templates. Only backticks and ${ need a backslash: the
// templates themselves contain \' and mean it.
const templates = {
	name: "templates",
	setup(build) {
		build.onLoad({ filter: /\.html$/ }, ({ path: file }) => {
			const text = readFileSync(file, "utf8")
				.replace(/<!--.*?-->/gs, "")
				.replace(/\s+/g, " ")
				.replace(/`|\$\{/g, "\\$&");
			const name = path.basename(file, ".html");
			return { contents: `frappe.templates[${JSON.stringify(name)}] = \`${text}\`;`, loader: "js" };
		});
	},
};

// Vue components with their styles in the same bundle: a style sheet of its own is loaded by nobody.
const components = {
	name: "components",
	setup(build) {
		build.onLoad({ filter: /\.vue$/ }, async ({ path: file }) => {
			const source = readFileSync(file, "utf8");
			const { descriptor, errors } = sfc.parse(source, { filename: file });
			if (errors.length) throw errors[0];
			const id = `data-v-${hash(file)}`;
			const styles = await Promise.all(descriptor.styles.map((style) => compileStyle(style, file, id)));
			const scoped = descriptor.styles.some((style) => style.scoped);
			const contents = [
				compileScript(descriptor, file, id),
				scoped ? `component.__scopeId = ${JSON.stringify(id)};` : "",
				await injectStyle(styles.join("\n"), path.dirname(file)),
				"export default component;",
			].join("\n");
			return { contents, loader: "ts", resolveDir: path.dirname(file) };
		});
	},
};

function compileScript(descriptor, file, id) {
	const scoped = descriptor.styles.some((style) => style.scoped);
	const templateOptions = { scoped, compilerOptions: { scopeId: scoped ? id : undefined } };
	if (descriptor.script || descriptor.scriptSetup) {
		const options = { id, inlineTemplate: Boolean(descriptor.scriptSetup), templateOptions, genDefaultAs: "component" };
		const script = sfc.compileScript(descriptor, options).content;
		if (descriptor.scriptSetup || !descriptor.template) return script;
		return `${script}\n${compileTemplate(descriptor, file, id, templateOptions)}`;
	}
	return `const component = {};\n${compileTemplate(descriptor, file, id, templateOptions)}`;
}

function compileTemplate(descriptor, file, id, options) {
	const { code, errors } = sfc.compileTemplate({ source: descriptor.template.content, filename: file, id, ...options });
	if (errors.length) throw new Error(`${file}: ${errors[0].message || errors[0]}`);
	return `${code.replace("export function render", "function render")}\ncomponent.render = render;`;
}

async function compileStyle(style, file, id) {
	let source = style.content;
	if (style.lang === "scss") source = sass.compileString(source, sassOptions(file)).css;
	const { code, errors } = await sfc.compileStyleAsync({ source, filename: file, id, scoped: style.scoped });
	if (errors.length) throw errors[0];
	return code;
}

// A style sheet as a script that puts it into the page, with all that it imports from the libraries.
async function injectStyle(source, folder) {
	if (!source.trim()) return "";
	const stdin = { contents: source, resolveDir: folder, loader: "css" };
	const loader = Object.fromEntries(Object.keys(common.loader).map((end) => [end, "dataurl"]));
	const options = { ...common, metafile: false, write: false, loader, stdin, plugins: [served, styles] };
	const { outputFiles } = await esbuild.build(options);
	const css = outputFiles[0].text.trim();
	return `{ const style = document.createElement("style"); style.textContent = ${JSON.stringify(css)}; document.head.append(style); }`;
}

// Style sheets that a script imports: same reason as above.
const stylesInScripts = {
	name: "styles-in-scripts",
	setup(build) {
		build.onLoad({ filter: /\.(css|scss)$/ }, async ({ path: file }) => ({
			contents: await injectStyle(readStyle(file), path.dirname(file)),
			loader: "js",
		}));
	},
};

function readStyle(file) {
	return file.endsWith(".scss") ? sass.compile(file, sassOptions(file)).css : readFileSync(file, "utf8");
}

const styles = {
	name: "styles",
	setup(build) {
		build.onLoad({ filter: /\.scss$/ }, ({ path: file }) => ({
			contents: readStyle(file),
			loader: "css",
			resolveDir: path.dirname(file),
		}));
	},
};

const served = {
	name: "served", // addresses below /assets are answered by the server, they are not files to bundle
	setup(build) {
		build.onResolve({ filter: /^(\/assets\/|\/?assets\/)/ }, ({ path: address }) => ({ path: address, external: true }));
		build.onResolve({ filter: /^frappe\/public\/node_modules\// }, ({ path: address }) => ({
			path: path.join(modules, address.split("node_modules/")[1]),
		}));
	},
};

function sassOptions(file) {
	const folders = [path.dirname(file), modules, ...apps.map(([, folder]) => path.dirname(folder))];
	return {
		loadPaths: folders,
		logger: sass.Logger.silent,
		importers: [{ findFileUrl: (url) => (url.startsWith("~") ? pathToFileURL(path.join(modules, url.slice(1))) : null) }],
	};
}

function hash(text) {
	return require("node:crypto").createHash("sha256").update(text).digest("hex").slice(0, 8);
}

const common = {
	bundle: true,
	minify: true,
	metafile: true,
	target: "es2020",
	nodePaths: [modules, ...apps.map(([, folder]) => path.dirname(folder))],
	entryNames: "[name].[hash]",
	assetNames: "[name].[hash]",
	logLevel: "error",
	loader: { ".svg": "dataurl", ".png": "dataurl", ".gif": "dataurl", ".woff": "file", ".woff2": "file", ".ttf": "file", ".eot": "file" },
	define: {
		"process.env.NODE_ENV": '"production"',
		__VUE_OPTIONS_API__: "true",
		__VUE_PROD_DEVTOOLS__: "false",
		__VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
	},
};

async function buildApp(name, folder) {
	const entries = findBundles(path.join(folder, "public"));
	const scripts = entries.filter((entry) => /\.[jt]s$/.test(entry));
	const sheets = entries.filter((entry) => /\.s?css$/.test(entry));
	const out = path.join(assets, name, "dist");
	const alias = { vue: "vue/dist/vue.esm-bundler.js" };
	const results = await Promise.all([
		esbuild.build({ ...common, alias, format: "iife", entryPoints: scripts, outdir: path.join(out, "js"), plugins: [served, templates, components, stylesInScripts] }),
		esbuild.build({ ...common, entryPoints: sheets, outdir: path.join(out, "css"), plugins: [served, styles] }),
	]);
	return Object.fromEntries(results.flatMap(({ metafile }) => outputsOf(metafile)));
}

function outputsOf(metafile) {
	return Object.entries(metafile.outputs)
		.filter(([, output]) => output.entryPoint)
		.map(([file, output]) => [
			path.basename(output.entryPoint).replace(/\.(ts|scss)$/, (end) => ({ ".ts": ".js", ".scss": ".css" })[end]),
			`/assets/${path.relative(assets, path.resolve(file))}`,
		]);
}

const bundles = {};
for (const [name, folder] of apps) {
	const built = await buildApp(name, folder);
	Object.assign(bundles, built);
	console.log(`${name} ${Object.keys(built).length}`);
}
mkdirSync(assets, { recursive: true });
writeFileSync(path.join(assets, "assets.json"), JSON.stringify(bundles, null, 1));
